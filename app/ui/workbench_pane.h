// Role: the workbench: notices (the draft is for another version of the exercise; the own editor has other text), the editor, the results below it.
#pragma once

#include <QSplitter>
#include <QWidget>

#include "app/model/workbench.h"
#include "app/ui/notice_bar.h"

namespace assay::ui {

class WorkbenchPane : public QWidget {
    Q_OBJECT
  public:
    WorkbenchPane(model::Workbench& workbench, QWidget* editor, QWidget* results, QWidget* parent = nullptr);
    void askTake(const QString& path);  // a file that was dropped
    QSplitter& splitter() { return *m_splitter; }

  signals:
    void versionsCompared();  // mine and the starter of the course's version
    void outsideCompared();  // of files that were changed here and in the learner's own editor
    void mineKept();
    void theirsTaken();

  private:
    void showVersions(const QString& mine, const QString& course);
    void showOutside();
    void askReset();
    void tell(const QString& title, const QString& sentence);

    model::Workbench& m_workbench;
    NoticeBar *m_versions, *m_outside;
    QSplitter* m_splitter;
};

}  // namespace assay::ui
