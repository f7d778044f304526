// Role: a notice of the desktop's (org.freedesktop.Notifications) for what ended while the learner looked elsewhere. Only
// where the setting says so, and never while the window has the keyboard. Where the desktop has no notices, nothing happens.
// Threads: the GUI thread; it waits for nobody.
#pragma once

#include <QObject>
#include <QWidget>

#include "app/model/progress_model.h"

namespace assay::ui {

class Notifier : public QObject {
    Q_OBJECT
  public:
    Notifier(const model::ProgressModel& progress, QWidget& window);
    bool tell(const QString& title, const QString& text);  // whether it was asked for at all

  private:
    const model::ProgressModel& m_progress;
    QWidget& m_window;
    uint m_last = 0;  // replaced by the next one
};

}  // namespace assay::ui
