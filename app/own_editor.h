// Role: the learner's own editor beside the app. The open exercise is written into its folder (the one of `assay learn`) and
// opened there; from then on both sides are one: what is saved outside is taken over, what is typed here goes out, and where
// both changed the learner is asked, with both versions in the history.
// Ownership: borrows the app. Threads: the GUI thread; it reads and writes a handful of small files.
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>

#include "base/watcher.h"
#include "course/work_folder.h"

namespace assay::app {

class Assembly;

class OwnEditor : public QObject {
    Q_OBJECT
  public:
    explicit OwnEditor(Assembly& app);
    void open();       // of the open exercise; says how it went
    void reconcile();  // now: with what the app holds, without what a page has not sent yet
    // With the command of the settings, or without one by the desktop's own choice for a folder. `told` once or more: true when it
    // runs, false when it did not start or ended with an error at once.
    using Told = std::function<void(bool isOpen)>;
    std::function<void(const QString& command, const QString& folder, const Told& told)> launch;

  private:
    void attach();
    void watch();
    void openFolder();
    void tell(const QString& command, const QString& folder, bool isOpen);
    void keepMine();
    void takeTheirs();
    base::fs::path folder() const;
    std::vector<course::WorkFile> mine() const;

    Assembly& m_app;
    base::fs::path m_folder;  // empty: the open exercise has none
    std::optional<base::Watcher> m_watcher;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_soon;
    bool m_typed = false;  // since the exercise was opened: before that nothing of it goes out
};

}  // namespace assay::app
