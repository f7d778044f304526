#include "cli/learn/session.h"

#include <fcntl.h>
#include <unistd.h>

namespace assay::cli {

using Kind = SessionEvent::Kind;

base::Result<std::unique_ptr<Session>> Session::start(Parts parts) {
    auto wake = base::makePipe();
    if (!wake) return propagate(wake);
    for (const int fd : {wake->read.get(), wake->write.get()}) ::fcntl(fd, F_SETFL, O_NONBLOCK);
    return std::unique_ptr<Session>(new Session(std::move(parts), std::move(*wake)));
}

Session::Session(Parts parts, base::Pipe wake)
    : m_parts(std::move(parts)), m_wake(std::move(wake)), m_thread([this](std::stop_token quit) { run(quit); }) {}

Session::~Session() {
    m_thread.request_stop();
    const std::lock_guard lock(m_mutex);
    m_grading.request_stop();
}

void Session::save() {
    const std::lock_guard lock(m_mutex);
    m_pending = true;
    m_grading.request_stop();
    m_changed.notify_all();
}

void Session::cancel() {
    const std::lock_guard lock(m_mutex);
    m_pending = false;
    m_grading.request_stop();
}

bool Session::busy() const {
    const std::lock_guard lock(m_mutex);
    return m_working || m_pending;
}

std::vector<SessionEvent> Session::take() {
    char drained[256];
    while (::read(m_wake.read.get(), drained, sizeof drained) > 0) {
    }
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_events, {});
}

void Session::put(SessionEvent event) {
    const std::lock_guard lock(m_mutex);
    if (event.kind == Kind::Progress && !m_events.empty() && m_events.back().kind == Kind::Progress) m_events.back() = std::move(event);
    else m_events.push_back(std::move(event));
    // A full pipe wakes as well as one byte more would.
    [[maybe_unused]] const ssize_t written = ::write(m_wake.write.get(), "x", 1);
}

void Session::prepare(std::stop_token quit) {
    if (m_parts.judge->prepared()) return;
    auto made = m_parts.judge->prepare([this](const judge::Progress& progress) { put({Kind::Progress, progress, {}, {}}); }, quit);
    if (!made && !quit.stop_requested()) put({Kind::Error, {}, {}, made.error()});
}

void Session::gradeOnce(std::stop_token stop) {
    const auto failed = [&](const base::Error& error) {
        if (!stop.stop_requested()) put({Kind::Error, {}, {}, error});
    };
    auto submission = m_parts.read();
    if (!submission) return failed(submission.error());
    judge::Options options{m_parts.level, false, [this](const judge::Progress& progress) { put({Kind::Progress, progress, {}, {}}); }};
    auto report = m_parts.judge->grade(*m_parts.exercise, *submission, options, stop);
    if (!report) return failed(report.error());
    if (stop.stop_requested()) return;  // an older save's verdict would be told of files that are no longer there
    auto recorded = m_parts.record(*submission, *report);
    put({Kind::Report, {}, std::move(*report), {}});
    if (!recorded) put({Kind::Error, {}, {}, recorded.error()});
}

void Session::run(std::stop_token quit) {
    prepare(quit);
    put({Kind::Ready, {}, {}, {}});
    while (!quit.stop_requested()) {
        std::stop_token stop;
        {
            std::unique_lock lock(m_mutex);
            m_working = false;
            m_changed.wait(lock, quit, [this] { return m_pending; });
            if (quit.stop_requested()) return;
            m_pending = false;
            m_working = true;
            m_grading = std::stop_source();
            stop = m_grading.get_token();
        }
        gradeOnce(stop);
    }
}

}  // namespace assay::cli
