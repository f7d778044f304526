// Role: everything of the app that takes longer than a frame: preparing the compiler cache, Check, Run, snippets, and what
// the sandbox can enforce here. Three lanes: a check never waits for a snippet; the newest of each wins.
// Every order gets a ticket; whatever belongs to a ticket that is no longer the newest of its lane is not announced.
// Ownership: shares the judge and the sandbox; owns nothing of the GUI. Exercises are copied.
// Threads: call from the GUI thread; signals come on the GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "app/jobs/lane.h"
#include "judge/judge.h"
#include "sandbox/sandbox.h"

namespace assay::jobs {

using Ticket = quint64;

// The newest state of the preparation, shared by its lane and by checks that wait for it.
struct Preparation {
    std::mutex mutex;
    std::condition_variable_any changed;
    bool running = false;
    judge::Progress progress;
};

class Grading : public QObject {
    Q_OBJECT
  public:
    Grading(std::shared_ptr<judge::Judge> judge, std::shared_ptr<sandbox::Sandbox> sandbox, sandbox::Level level,
            QObject* parent = nullptr);
    ~Grading() override;

    void prepare();           // in the background; prepared() or preparationFailed() ends it
    void inspectIsolation();  // isolationKnown() or isolationFailed()
    Ticket check(const course::Exercise& exercise, const judge::Submission& submission);
    Ticket run(const course::Exercise& exercise, const judge::Submission& submission);
    Ticket snippet(const std::string& code, bool race);
    void cancelWork();     // Check or Run
    void cancelSnippet();
    sandbox::Level level() const { return m_level; }
    void setLevel(sandbox::Level level);  // of all that is begun from now on; inspects again

  signals:
    void preparing(const assay::judge::Progress& progress);
    void prepared();
    void preparationFailed(const assay::base::Error& error);
    void isolationKnown(const assay::sandbox::Isolation& isolation);
    void isolationFailed(const assay::base::Error& error);
    void progressed(quint64 ticket, const assay::judge::Progress& progress, int elapsedMs);
    void checked(quint64 ticket, const assay::judge::Report& report, const assay::judge::Submission& submission);
    void ran(quint64 ticket, const assay::judge::SnippetResult& result);
    void failed(quint64 ticket, const assay::base::Error& error);  // Canceled too
    void snippetProgressed(quint64 ticket, const assay::judge::Progress& progress);
    void snippetRan(quint64 ticket, const assay::judge::SnippetResult& result, int elapsedMs);
    void snippetFailed(quint64 ticket, const assay::base::Error& error);

  private:
    void announce(const std::atomic<Ticket>& newest, Ticket ticket, std::function<void()> signal);
    judge::Options options(const std::atomic<Ticket>& newest, Ticket ticket,
                           std::function<void(const judge::Progress&)> progress);
    // Returns at once where nothing is being prepared; else after it, telling `progress` meanwhile.
    void awaitPreparation(const std::stop_token& stop, const std::function<void(const judge::Progress&)>& progress);

    std::shared_ptr<judge::Judge> m_judge;
    std::shared_ptr<sandbox::Sandbox> m_sandbox;
    std::atomic<sandbox::Level> m_level;
    Preparation m_preparation;
    std::atomic<Ticket> m_newestWork{0}, m_newestSnippet{0};
    Ticket m_last = 0;
    Lane m_background, m_inspection, m_work, m_snippets;  // last: they use all of the above
};

}  // namespace assay::jobs
