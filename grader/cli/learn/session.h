// Role: grades one exercise's folder on a thread of its own. The newest save cancels the grading before it. The compiler
// cache is prepared first, and no save interrupts that.
// Threads: save(), take() and the destructor belong to the owner's thread; grader, reader and recorder are called on the
// session's. The destructor cancels and waits, within what the judge needs to stop.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/fs.h"
#include "judge/judge.h"

namespace assay::cli {

struct SessionEvent {
    enum class Kind { Progress, Report, Error, Ready } kind = Kind::Progress;  // Ready: the compiler is prepared
    judge::Progress progress;
    judge::Report report;
    base::Error error;
};

class Session {
  public:
    struct Parts {
        judge::Judge* judge = nullptr;
        const course::Exercise* exercise = nullptr;
        sandbox::Level level = sandbox::Level::Full;
        std::function<base::Result<judge::Submission>()> read;
        std::function<base::Result<void>(const judge::Submission&, const judge::Report&)> record;
    };
    static base::Result<std::unique_ptr<Session>> start(Parts parts);
    ~Session();
    void save();                       // something was saved: grade it, whatever is being graded now
    void cancel();                     // what is graded now and what waits is not graded; no event tells of it
    bool busy() const;                 // preparing or grading
    int fd() const { return m_wake.read.get(); }  // readable when events wait
    std::vector<SessionEvent> take();  // what happened since; of progress only the newest

  private:
    Session(Parts parts, base::Pipe wake);
    void run(std::stop_token quit);
    void prepare(std::stop_token quit);
    void gradeOnce(std::stop_token stop);
    void put(SessionEvent event);
    Parts m_parts;
    base::Pipe m_wake;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<SessionEvent> m_events;
    std::stop_source m_grading;
    bool m_pending = false, m_working = true;
    std::jthread m_thread;  // last: it uses all of the above
};

}  // namespace assay::cli
