// Role: the workbench: a notice where the draft is for another version of the exercise, the editor, the results below it.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QWidget>

#include "app/model/workbench.h"

namespace assay::ui {

class WorkbenchPane : public QWidget {
    Q_OBJECT
  public:
    WorkbenchPane(model::Workbench& workbench, QWidget* editor, QWidget* results, QWidget* parent = nullptr);
    void askTake(const QString& path);  // a file that was dropped
    QSplitter& splitter() { return *m_splitter; }

  private:
    void showVersions(const QString& mine, const QString& course);
    void askReset();
    void tell(const QString& title, const QString& sentence);

    model::Workbench& m_workbench;
    QWidget* m_notice;
    QLabel* m_sentence;
    QSplitter* m_splitter;
};

}  // namespace assay::ui
