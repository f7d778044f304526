// posix_spawn, not fork: the grader may be large and have many threads, and nothing of ours may run between.

#include "sandbox/spawn.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "base/text.h"
#include "sandbox/orders_writer.h"
#include "sandbox/reach.h"

namespace assay::sandbox {

namespace {

using base::ErrorCode;
using base::failErrno;
using base::UniqueFd;

constexpr int firstFreeFd = 32;  // above every number that the launcher uses

// Which of our descriptors the child sees under which number. Our ends are moved out of the way first, so that placing one
// never closes another.
class Placement {
  public:
    Placement() {
        ::posix_spawn_file_actions_init(&m_actions);
        ::posix_spawnattr_init(&m_attributes);
    }
    Placement(const Placement&) = delete;
    Placement& operator=(const Placement&) = delete;
    ~Placement() {
        ::posix_spawn_file_actions_destroy(&m_actions);
        ::posix_spawnattr_destroy(&m_attributes);
    }
    Result<void> place(int fd, int number) {
        UniqueFd high(::fcntl(fd, F_DUPFD_CLOEXEC, firstFreeFd));
        if (!high) return failErrno(ErrorCode::Internal, "cannot duplicate a descriptor", errno);
        ::posix_spawn_file_actions_adddup2(&m_actions, high.get(), number);
        m_held.push_back(std::move(high));
        return {};
    }
    Result<pid_t> spawn(const fs::path& program) {
        ::posix_spawn_file_actions_addclosefrom_np(&m_actions, firstFreeFd);
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&m_attributes, &none);
        ::posix_spawnattr_setsigdefault(&m_attributes, &all);
        // A session of its own: an interrupt typed at our terminal is ours to answer.
        ::posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
        char name[] = "assay-launcher", mode[] = "supervise";
        char* const argv[] = {name, mode, nullptr};
        char* const environment[] = {nullptr};
        pid_t pid = 0;
        if (const int error = ::posix_spawn(&pid, program.c_str(), &m_actions, &m_attributes, argv, environment); error != 0)
            return failErrno(ErrorCode::Internal, "cannot start " + base::quote(program.string()), error);
        return pid;
    }

  private:
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
    std::vector<UniqueFd> m_held;
};

Result<std::pair<UniqueFd, UniqueFd>> statusSockets() {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return failErrno(ErrorCode::Internal, "cannot make a socket pair", errno);
    std::pair<UniqueFd, UniqueFd> pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
    // The kernel adds who sent each message: that is how we learn the program's pid, numbered as we see it.
    const int on = 1;
    if (::setsockopt(pair.first.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0)
        return failErrno(ErrorCode::Internal, "cannot ask for credentials", errno);
    return pair;
}

void makeNonBlocking(int fd) { ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK); }

}  // namespace

Result<Supervisor> Supervisor::start(const fs::path& launcher, const UniqueFd& orders, const Request& request) {
    auto input = readableBytes(request.standardInput);
    auto control = readableBytes(request.control.value_or(""));
    auto out = base::makePipe(), err = base::makePipe(), channel = base::makePipe(), lifeline = base::makePipe();
    auto status = statusSockets();
    auto reach = request.reachable ? reachSockets() : Result<ReachSockets>(ReachSockets{});
    if (!reach) return base::propagate(reach);
    if (!input) return base::propagate(input);
    if (!control) return base::propagate(control);
    for (const auto* pipe : {&out, &err, &channel, &lifeline})
        if (!*pipe) return base::propagate(*pipe);
    if (!status) return base::propagate(status);

    Placement placement;
    std::vector<std::pair<int, int>> places{{input->get(), 0}, {out->write.get(), 1}, {err->write.get(), 2}};
    int next = 3;
    if (request.control) places.emplace_back(control->get(), next++);
    if (request.channel) places.emplace_back(channel->write.get(), next++);
    places.emplace_back(orders.get(), ordersFd);
    places.emplace_back(status->second.get(), sandbox::statusFd);
    places.emplace_back(lifeline->read.get(), lifelineFd);
    if (request.reachable) places.emplace_back(reach->launcher.get(), reachFd);
    for (const auto& [fd, number] : places)
        if (auto placed = placement.place(fd, number); !placed) return base::propagate(placed);
    auto pid = placement.spawn(launcher);
    if (!pid) return base::propagate(pid);

    Supervisor supervisor;
    supervisor.m_pid.value = *pid;
    supervisor.m_lifeline = std::move(lifeline->write);
    supervisor.m_pidFd.reset(static_cast<int>(::syscall(SYS_pidfd_open, *pid, 0)));
    if (!supervisor.m_pidFd) return failErrno(ErrorCode::Internal, "cannot watch a process (pidfd_open)", errno);
    supervisor.m_status = std::move(status->first);
    supervisor.m_out = std::move(out->read);
    supervisor.m_err = std::move(err->read);
    if (request.channel) supervisor.m_channel = std::move(channel->read);
    supervisor.m_running = std::move(reach->running);
    for (const int fd : {supervisor.m_status.get(), supervisor.m_out.get(), supervisor.m_err.get(), supervisor.m_channel.get()})
        if (fd >= 0) makeNonBlocking(fd);
    return supervisor;
}

void Supervisor::close() {
    for (UniqueFd* fd : {&m_lifeline, &m_status, &m_out, &m_err, &m_channel})
        fd->reset();
}

bool Supervisor::ended() const {
    pollfd watched{m_pidFd.get(), POLLIN, 0};
    return ::poll(&watched, 1, 0) > 0;
}

Supervisor& Supervisor::operator=(Supervisor&& other) noexcept {
    Supervisor old(std::move(*this));
    m_pid.value = std::exchange(other.m_pid.value, 0);
    m_pidFd = std::move(other.m_pidFd);
    m_status = std::move(other.m_status);
    m_lifeline = std::move(other.m_lifeline);
    m_out = std::move(other.m_out);
    m_err = std::move(other.m_err);
    m_channel = std::move(other.m_channel);
    m_running = std::move(other.m_running);
    return *this;
}

Supervisor::~Supervisor() {
    if (m_pid.value <= 0) return;
    m_lifeline.reset();
    while (::waitpid(m_pid.value, nullptr, 0) < 0 && errno == EINTR) {
    }
}

std::optional<ReceivedMessage> Supervisor::receive() {
    ReceivedMessage received;
    iovec part{&received.message, sizeof received.message};
    alignas(cmsghdr) char extra[CMSG_SPACE(sizeof(ucred))];
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = extra;
    header.msg_controllen = sizeof extra;
    const ssize_t size = ::recvmsg(m_status.get(), &header, MSG_CMSG_CLOEXEC);
    if (size != static_cast<ssize_t>(sizeof received.message)) return std::nullopt;
    for (cmsghdr* at = CMSG_FIRSTHDR(&header); at != nullptr; at = CMSG_NXTHDR(&header, at)) {
        ucred credentials{};
        if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_CREDENTIALS) continue;
        std::memcpy(&credentials, CMSG_DATA(at), sizeof credentials);
        received.sender = credentials.pid;
    }
    received.message.text[sizeof received.message.text - 1] = 0;
    return received;
}

}  // namespace assay::sandbox
