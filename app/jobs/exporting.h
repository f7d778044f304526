// Role: writing what a learner did into a file, off the GUI thread: a long history takes seconds. It reads by a store of
// its own. Threads: all members belong to the thread that made it; the work runs on a lane. Destroying it waits.
#pragma once

#include <QObject>
#include <functional>

#include "app/jobs/lane.h"
#include "base/fs.h"
#include "progress/store.h"

namespace assay::jobs {

class Exporting : public QObject {
    Q_OBJECT
  public:
    using Open = std::function<base::Result<progress::Store>(const base::Clock&)>;  // called on the lane
    explicit Exporting(Open open, QObject* parent = nullptr);

    // `format`: "json" (everything) or "csv" (a line an attempt). The file is written whole or not at all.
    void write(const QString& format, const base::fs::path& file);

  signals:
    void written(const QString& file);
    void failed(const assay::base::Error& error);

  private:
    base::SystemClock m_clock;
    Open m_open;
    Lane m_lane;  // last: what runs on it uses the rest
};

}  // namespace assay::jobs
