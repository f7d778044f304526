// One loop, one thread. In each round outputs are read into a buffer *before* the channel is, and delivered after it: what
// the program wrote to its channel before it printed is so always seen before what it printed.
//
// The reason for an end is decided here and by the first limit met; how the program died afterwards does not matter then.
// The run is over when init reports that the program and all that it started have ended, or, when it was we who ended it,
// when the supervisor has ended, since it ends last. Either way nothing is left that could write.

#include "sandbox/run_loop.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "base/text.h"
#include "sandbox/capture.h"
#include "sandbox/sampler.h"

namespace assay::sandbox {

namespace {

using base::ErrorCode;

constexpr std::int64_t millisecond = 1'000'000;
constexpr std::int64_t tickNs = 20 * millisecond;
constexpr std::int64_t standstillNs = 500 * millisecond;  // who comes so late to a tick was kept from running, as the program was
constexpr std::int64_t cgroupAfterNs = 100 * millisecond;
constexpr std::int64_t setupNs = 30'000 * millisecond;  // more than any loaded machine needs to build the walls

std::int64_t steadyNs() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

Milliseconds toMs(std::int64_t ns) { return Milliseconds((ns + millisecond / 2) / millisecond); }

class Run {
  public:
    Run(Supervisor& supervisor, const Watch& watch)
        : m_supervisor(supervisor),
          m_watch(watch),
          m_limits(watch.request.limits),
          m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
          m_out(m_limits.outputKept),
          m_err(m_limits.outputKept),
          m_setUpStart(steadyNs()) {}

    Result<Outcome> follow();

  private:
    bool wait();  // false: everything has ended
    void readMessages();
    void readAll();
    void tick();
    void enterCgroup();
    void end(End reason);
    void take(Capture& capture, Stream stream, std::string_view bytes);
    std::string drain(int& fd, std::size_t atMost);
    Result<Outcome> outcome();
    base::Error setupError() const;

    Supervisor& m_supervisor;
    const Watch& m_watch;
    const Limits& m_limits;
    base::UniqueFd m_wake;
    Capture m_out, m_err;
    std::uint64_t m_channelTotal = 0;
    int m_outFd = -1, m_errFd = -1, m_channelFd = -1;
    std::optional<End> m_reason;
    std::optional<Message> m_failed, m_ended;
    std::optional<Sampler> m_sampler;
    std::unique_ptr<RunCgroup> m_cgroup;
    bool m_cgroupTried = false;
    pid_t m_program = 0;
    std::int64_t m_setUpStart, m_start = 0, m_stop = 0, m_nextTick = 0;
    bool m_setUpTimeout = false;
};

Result<Outcome> Run::follow() {
    m_outFd = m_supervisor.outFd();
    m_errFd = m_supervisor.errFd();
    m_channelFd = m_supervisor.channelFd();
    const std::stop_callback wake(m_watch.stop, [this] {
        const std::uint64_t one = 1;
        if (::write(m_wake.get(), &one, sizeof one) < 0) return;
    });
    bool alive = true;
    while (alive) {
        alive = wait();
        readMessages();
        if (m_ended) alive = false;
        // Until the program runs, what arrives on its outputs is bubblewrap's complaint, and no limit of the program's runs.
        if (m_start != 0) readAll();
        if (m_watch.stop.stop_requested() && !m_ended) end(End::Canceled);
        if (alive) tick();
    }
    return outcome();
}

bool Run::wait() {
    const bool outputs = m_start != 0;
    pollfd watched[] = {{m_supervisor.endFd(), POLLIN, 0},           {m_supervisor.statusFd(), POLLIN, 0},
                        {m_wake.get(), POLLIN, 0},                   {outputs ? m_outFd : -1, POLLIN, 0},
                        {outputs ? m_errFd : -1, POLLIN, 0},         {outputs ? m_channelFd : -1, POLLIN, 0}};
    if (m_watch.stop.stop_requested()) watched[2].fd = -1;
    if (watched[1].fd >= 0 && m_ended) watched[1].fd = -1;  // nothing more comes, and a hang-up would wake us for ever
    const std::int64_t now = steadyNs();
    const std::int64_t until = m_start != 0 ? m_nextTick - now : m_setUpStart + setupNs - now;
    const int milliseconds = static_cast<int>(std::clamp<std::int64_t>((until + millisecond - 1) / millisecond, 0, 1000));
    if (::poll(watched, std::size(watched), milliseconds) < 0 && errno != EINTR) return false;
    return (watched[0].revents & POLLIN) == 0;
}


void Run::readMessages() {
    while (const auto received = m_supervisor.receive()) {
        switch (received->message.kind) {
            case MessageKind::Program: m_program = received->sender; break;
            case MessageKind::Started:
                m_start = steadyNs();
                m_nextTick = m_start + tickNs;
                m_sampler.emplace(m_program, received->sender, m_limits.mayStartPrograms, m_start);
                if (auto running = m_supervisor.running()) m_watch.observer.onStarted(std::move(running));
                break;
            case MessageKind::Failed:
                if (!m_failed) m_failed = received->message;
                break;
            case MessageKind::Ended:
                m_ended = received->message;
                m_stop = steadyNs();
                break;
        }
    }
}

// Empties a pipe, up to a limit so that one that is filled without end cannot keep us here.
std::string Run::drain(int& fd, std::size_t atMost) {
    std::string bytes;
    char buffer[65536];
    while (fd >= 0 && bytes.size() < atMost) {
        const ssize_t n = ::read(fd, buffer, sizeof buffer);
        if (n > 0) {
            bytes.append(buffer, static_cast<std::size_t>(n));
            continue;
        }
        if (n < 0 && errno == EINTR) continue;
        if (n == 0 || errno != EAGAIN) fd = -1;  // all writers are gone
        break;
    }
    return bytes;
}

void Run::take(Capture& capture, Stream stream, std::string_view bytes) {
    if (bytes.empty()) return;
    if (capture.total() <= m_limits.outputBytes) {
        capture.add(bytes);
        m_watch.observer.onOutput(stream, bytes);
    }
    if (capture.total() > m_limits.outputBytes) end(End::OutputLimit);
}

void Run::readAll() {
    constexpr std::size_t round = 1u << 20;
    const std::string out = drain(m_outFd, round), err = drain(m_errFd, round);
    for (;;) {
        const std::string bytes = drain(m_channelFd, round);
        if (bytes.empty()) break;
        m_channelTotal += bytes.size();
        if (m_channelTotal > m_watch.request.channelBytes) {
            end(End::ChannelLimit);
            break;
        }
        m_watch.observer.onChannel(bytes);
    }
    take(m_out, Stream::Output, out);
    take(m_err, Stream::Error, err);
}

void Run::tick() {
    const std::int64_t now = steadyNs();
    if (m_start == 0) {
        if (now - m_setUpStart > setupNs && !m_setUpTimeout) {
            m_setUpTimeout = true;
            m_supervisor.requestEnd();
        }
        return;
    }
    if (now < m_nextTick || m_ended || m_reason) {
        m_nextTick = std::max(m_nextTick, now + (m_ended || m_reason ? tickNs : 0));
        return;
    }
    const std::int64_t late = now - m_nextTick;
    m_nextTick = now + tickNs;
    m_sampler->sample(now, late > standstillNs ? late : 0);
    if (now - m_start > cgroupAfterNs && !m_cgroupTried) enterCgroup();
    const Observer::Tick state{toMs(now - m_start), toMs(m_sampler->cpuNs()), toMs(m_sampler->waitedNs())};
    if (Milliseconds(m_sampler->cpuNs() / millisecond) > m_limits.cpu)
        end(End::CpuLimit);
    else if (state.wall > std::min(m_limits.wall + state.waited, std::max(m_limits.wall, m_limits.wallAtMost)))
        end(End::WallLimit);
    else if (!m_watch.observer.onTick(state))
        end(End::Stopped);
}

void Run::enterCgroup() {
    m_cgroupTried = true;
    if (m_watch.cgroups == nullptr) return;
    auto group = m_watch.cgroups->create(m_limits);
    // It was tried when it was found; should it fail now, the resource limits stand as before.
    if (!group || !(*group)->enter(m_sampler->processes())) return;
    m_cgroup = std::move(*group);
}

void Run::end(End reason) {
    if (m_reason) return;
    m_reason = reason;
    m_supervisor.requestEnd();
}

base::Error Run::setupError() const {
    // bubblewrap's and the loader's complaints come on the program's outputs, which nobody has read yet.
    std::string complaint;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::read(m_errFd, buffer, sizeof buffer)) > 0 && complaint.size() < 8192;)
        complaint.append(buffer, static_cast<std::size_t>(n));
    if (m_setUpTimeout) return {ErrorCode::Internal, "the sandbox was not ready within 30 s", {}, {}, 0};
    if (m_failed) {
        std::string text = "the sandbox could not be set up: " + base::safeText(m_failed->text, {false, 400});
        if (m_failed->value != 0) text += std::string(": ") + std::strerror(static_cast<int>(m_failed->value));
        return {ErrorCode::Internal, std::move(text), {}, {}, 0};
    }
    if (!complaint.empty() && m_watch.request.level == Level::Full) return bubblewrapFailure(m_watch.machine, complaint);
    return {ErrorCode::Internal, "the sandbox ended before the program started", {}, {}, 0};
}

Result<Outcome> Run::outcome() {
    if (m_reason == End::Canceled && m_start == 0) {
        Outcome canceled;
        canceled.end = End::Canceled;
        return canceled;
    }
    if (m_start == 0) return base::Failure(setupError());
    const std::int64_t stop = m_stop != 0 ? m_stop : steadyNs();
    Outcome result;
    result.out = m_out.captured();
    result.err = m_err.captured();
    std::int64_t cpu = m_sampler->cpuNs();
    if (m_ended) cpu = std::max(cpu, static_cast<std::int64_t>(m_ended->cpuNanoseconds));
    result.usage = {toMs(stop - m_start), toMs(cpu), m_ended ? m_ended->peakBytes : 0};
    const int status = m_ended ? static_cast<int>(m_ended->value) : 0;
    if (m_reason)
        result.end = *m_reason;
    else if (m_cgroup && m_cgroup->memoryFailed())
        result.end = End::MemoryLimit;
    else if (Milliseconds(cpu / millisecond) > m_limits.cpu)
        result.end = End::CpuLimit;
    else if (!m_ended)
        return base::fail(ErrorCode::Internal, "the sandbox ended without saying how the program did");
    else
        result.end = WIFSIGNALED(status) ? End::Signaled : End::Exited;
    if (WIFEXITED(status)) result.exitCode = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
    return result;
}

}  // namespace

Result<Outcome> watchRun(Supervisor& supervisor, const Watch& watch) { return Run(supervisor, watch).follow(); }

}  // namespace assay::sandbox
