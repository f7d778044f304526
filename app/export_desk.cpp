#include "app/export_desk.h"

#include <QDate>
#include <QFileInfo>

#include "app/model/convert.h"
#include "app/ui/save_dialog.h"
#include "base/fs.h"

namespace assay::app {

ExportDesk::ExportDesk(QWidget& window, model::ProgressModel& progress, model::OverviewModel& overview,
                       model::HistoryModel& history, jobs::Exporting::Open open)
    : m_window(window), m_progress(progress), m_overview(overview), m_history(history), m_exporting(std::move(open)) {
    connect(&overview, &model::OverviewModel::saveRequested, this, &ExportDesk::saveProgress);
    connect(&history, &model::HistoryModel::saveRequested, this, &ExportDesk::saveAttempt);
    connect(&m_exporting, &jobs::Exporting::written, &overview,
            [this](const QString& file) { m_overview.tellSaved("done", file); });
    connect(&m_exporting, &jobs::Exporting::failed, &overview,
            [this](const base::Error& error) { m_overview.tellSaved("failed", model::qt(base::describe(error))); });
}

void ExportDesk::ask(const QString& title, const QString& name, std::function<void(const QString&)> answer) {
    ui::askWhereToSave(m_window, title, m_progress.setting("export.folder"), name,
                       [this, answer = std::move(answer)](const QString& file) {
                           if (!file.isEmpty()) m_progress.setSetting("export.folder", QFileInfo(file).absolutePath());
                           answer(file);
                       });
}

void ExportDesk::saveProgress(const QString& format) {
    const QString name = "assay-" + QDate::currentDate().toString(Qt::ISODate) + '.' + format;
    ask(tr("Export progress"), name, [this, format](const QString& file) {
        if (file.isEmpty()) return m_overview.tellSaved("cancelled");
        m_exporting.write(format, model::toPath(file));
    });
}

void ExportDesk::saveAttempt(const QString& name, const std::string& zip) {
    ask(tr("Save the attempt"), name, [this, zip](const QString& file) {
        if (file.isEmpty()) return m_history.tellSaved("cancelled");
        const auto written = base::writeFileAtomic(model::toPath(file), zip);  // some kilobytes
        if (written) return m_history.tellSaved("done", file);
        m_history.tellSaved("failed", model::qt(base::describe(written.error())));
    });
}

}  // namespace assay::app
