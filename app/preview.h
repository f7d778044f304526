// Role: `assay-app --preview DIR`: the app for the author of a course. The course's folder is watched; what is saved there
// is shown within a second, at the same place; what is wrong is listed with its line. Nothing goes into the learner's
// progress: the app runs on a folder of its own, which goes with it.
// Ownership: borrows the app, whose window owns the pane. Threads: the GUI thread; a course is read there, too.
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>
#include <memory>
#include <optional>

#include "app/assembly.h"
#include "app/ui/faults_pane.h"
#include "base/watcher.h"

namespace assay::app {

class Preview : public QObject {
    Q_OBJECT
  public:
    Preview(Assembly& app, const Places& places, QObject* parent = nullptr);
    const ui::FaultsPane& faults() const { return *m_pane; }

  signals:
    void reloaded();                                        // after a save was noticed and shown
    void openRequested(const QString& file, int line);      // absolute

  private:
    void watch();
    void read();
    void showFaults(const course::LoadedCourse& loaded);
    void showTrouble(const base::Error& error);

    Assembly& m_app;
    Places m_places;
    ui::FaultsPane* m_pane;
    std::optional<base::Watcher> m_watcher;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_soon;
};

}  // namespace assay::app
