#include "app/jobs/exporting.h"

#include <QMetaObject>

namespace assay::jobs {

Exporting::Exporting(Open open, QObject* parent) : QObject(parent), m_open(std::move(open)) {}

void Exporting::write(const QString& format, const base::fs::path& file) {
    m_lane.start([this, csv = format == "csv", file](const std::stop_token&) {
        const auto done = [&]() -> base::Result<void> {
            auto store = m_open(m_clock);
            if (!store) return base::propagate(store);
            const auto text = csv ? store->exportCsv() : store->exportJson();
            if (!text) return base::propagate(text);
            return base::writeFileAtomic(file, *text);
        }();
        const auto tell = [this, file, done] {
            if (done) return emit written(QString::fromStdString(file.string()));
            emit failed(done.error());
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    });
}

}  // namespace assay::jobs
