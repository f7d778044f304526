// Role: Ctrl+P: one line to type in, below it what it leads to: lessons and exercises by name, the open files, actions, and
// what the course's texts say. Enter opens, Escape closes, the arrows choose.
// Ownership: deletes itself when it is closed. Threads: the GUI thread.
#pragma once

#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <functional>

#include "app/model/search_index.h"
#include "app/model/workbench.h"
#include "app/ui/actions.h"
#include "app/ui/icons.h"

namespace assay::ui {

class QuickOpen : public QDialog {
    Q_OBJECT
  public:
    QuickOpen(model::SearchIndex& index, const model::Workbench& workbench, const Actions& actions, QWidget* parent);

  signals:
    void placeChosen(const assay::model::Item& item, const QString& anchor);
    void fileChosen(const QString& name);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void fill(const QString& words);
    static QString kindOf(const model::Hit& hit);  // in words
    void fillActions(const QString& words);
    void add(const QString& title, const QString& place, const QString& excerpt, std::function<void()> open);
    void openCurrent();

    model::SearchIndex& m_index;
    const model::Workbench& m_workbench;
    const Actions& m_actions;
    QLineEdit* m_words;
    QListWidget* m_list;
    std::vector<std::function<void()>> m_deeds;  // a row's
};

}  // namespace assay::ui
