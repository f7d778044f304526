// Role: the settings: one table (model/settings.h) as a window. Every change holds at once and is kept; there is no OK.
// Below them: whether the desktop's menu has Assay, and all of one's data out to a file, or in from one.
// Ownership: deletes itself when it is closed. Threads: the GUI thread.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QVBoxLayout>

#include "app/model/menu_entry.h"
#include "app/model/settings.h"

namespace assay::ui {

class SettingsWindow : public QDialog {
    Q_OBJECT
  public:
    // `language`: the one that the window runs in.
    SettingsWindow(model::ProgressModel& progress, const QString& language, QWidget* parent = nullptr,
                   model::MenuEntry menu = model::usersMenuEntry());
    void exportTo(const QString& file);    // and says how it went
    void importFrom(const QString& file);  // the same

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* makeList();
    void addGroup(QVBoxLayout& list, const QString& title);
    QWidget* makeRow(const model::Setting& setting);
    QWidget* makeControl(const model::Setting& setting);
    QWidget* makeChoice(const model::Setting& setting);
    QWidget* makeMeanings(const model::Setting& setting);
    QWidget* makeNumber(const model::Setting& setting);
    QWidget* makeSwitch(const model::Setting& setting);
    QWidget* makeText(const model::Setting& setting);
    QWidget* makeFolder(const model::Setting& setting);
    QWidget* makeMenuEntry();
    QWidget* makeData();
    void showLanguageNote();
    void choose(const model::Setting& setting, const QString& value);

    model::ProgressModel& m_progress;
    model::MenuEntry m_menu;
    QString m_language;
    QLabel *m_languageNote, *m_dataNote;
};

}  // namespace assay::ui
