#include "sandbox/reach.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>

#include "sandbox/orders.h"

namespace assay::sandbox {

namespace {

using base::ErrorCode;
using base::UniqueFd;

constexpr int answerMs = 5000;  // init answers at once; this is for a machine that stands still

base::Failure gone() { return base::fail(ErrorCode::NotFound, "the program is not running"); }

class ReachedProgram final : public Running {
  public:
    explicit ReachedProgram(UniqueFd socket) : m_socket(std::move(socket)) {}
    Result<UniqueFd> connect(unsigned port) override { return ask({ReachKind::Connect, port}); }
    Result<UniqueFd> listen(unsigned port) override { return ask({ReachKind::Listen, port}); }
    Result<void> signal(int number) override {
        auto done = ask({ReachKind::Signal, static_cast<std::uint32_t>(number)});
        if (!done) return base::propagate(done);
        return {};
    }

  private:
    Result<UniqueFd> ask(const ReachRequest& request) {
        const std::lock_guard lock(m_mutex);
        if (::send(m_socket.get(), &request, sizeof request, MSG_NOSIGNAL) != static_cast<ssize_t>(sizeof request)) return gone();
        pollfd watched{m_socket.get(), POLLIN, 0};
        if (::poll(&watched, 1, answerMs) <= 0) return base::fail(ErrorCode::Internal, "the sandbox did not answer");
        return receive();
    }

    Result<UniqueFd> receive() {
        ReachAnswer answer;
        iovec part{&answer, sizeof answer};
        alignas(cmsghdr) char extra[CMSG_SPACE(sizeof(int))];
        msghdr header{};
        header.msg_iov = &part;
        header.msg_iovlen = 1;
        header.msg_control = extra;
        header.msg_controllen = sizeof extra;
        if (::recvmsg(m_socket.get(), &header, MSG_CMSG_CLOEXEC) != static_cast<ssize_t>(sizeof answer)) return gone();
        UniqueFd fd;
        for (cmsghdr* at = CMSG_FIRSTHDR(&header); at != nullptr; at = CMSG_NXTHDR(&header, at)) {
            if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_RIGHTS) continue;
            int number = -1;
            std::memcpy(&number, CMSG_DATA(at), sizeof number);
            fd.reset(number);
        }
        if (answer.error == ESRCH) return gone();
        if (answer.error == ECONNREFUSED) return base::fail(ErrorCode::Busy, "the program does not listen on this port");
        if (answer.error != 0) return base::failErrno(ErrorCode::Internal, "the program cannot be reached", answer.error);
        return fd;
    }

    std::mutex m_mutex;  // one question at a time
    UniqueFd m_socket;
};

}  // namespace

Result<ReachSockets> reachSockets() {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return base::failErrno(ErrorCode::Internal, "cannot make a socket pair", errno);
    return ReachSockets{std::make_shared<ReachedProgram>(UniqueFd(ends[0])), UniqueFd(ends[1])};
}

}  // namespace assay::sandbox
