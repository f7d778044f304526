// Role: what leaves the app as a file: asks where, has it written, tells the page that asked. Remembers the folder.
// Ownership: borrows; all of it outlives the desk. Threads: the GUI thread.
#pragma once

#include <QObject>
#include <functional>

#include "app/jobs/exporting.h"
#include "app/model/history_model.h"
#include "app/model/overview_model.h"

namespace assay::app {

class ExportDesk : public QObject {
    Q_OBJECT
  public:
    ExportDesk(QWidget& window, model::ProgressModel& progress, model::OverviewModel& overview,
               model::HistoryModel& history, jobs::Exporting::Open open);

  private:
    void saveProgress(const QString& format);
    void saveAttempt(const QString& name, const std::string& zip);
    void ask(const QString& title, const QString& name, std::function<void(const QString&)> answer);

    QWidget& m_window;
    model::ProgressModel& m_progress;
    model::OverviewModel& m_overview;
    model::HistoryModel& m_history;
    jobs::Exporting m_exporting;
};

}  // namespace assay::app
