// What the grader asks of init while the program runs (orders.h). The sockets belong to the network namespace in which they
// are made, which is the program's; what goes over them is the grader's, outside the program's file system and out of reach of
// its signals. init holds none of them: they are handed over and closed.

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/launcher/launcher.h"

namespace assay::sandbox::launcher {

namespace {

int openSocket(const ReachRequest& request) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(request.value));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    // Not waited for: the grader sees by the socket what became of it.
    const bool done = request.kind == ReachKind::Connect ? connect(fd, where, sizeof address) == 0 || errno == EINPROGRESS
                                                         : bind(fd, where, sizeof address) == 0 && listen(fd, 128) == 0;
    if (done) return fd;
    const int why = errno;
    close(fd);
    errno = why;
    return -1;
}

bool answer(int error, int fd) {
    ReachAnswer reply;
    reply.error = error;
    iovec part{&reply, sizeof reply};
    alignas(cmsghdr) char extra[CMSG_SPACE(sizeof(int))] = {};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    if (fd >= 0) {
        header.msg_control = extra;
        header.msg_controllen = sizeof extra;
        cmsghdr* control = CMSG_FIRSTHDR(&header);
        control->cmsg_level = SOL_SOCKET;
        control->cmsg_type = SCM_RIGHTS;
        control->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(control), &fd, sizeof fd);
    }
    ssize_t sent = -1;
    while ((sent = sendmsg(reachFd, &header, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
    }
    if (fd >= 0) close(fd);
    return sent >= 0;
}

}  // namespace

bool answerReach(pid_t program) {
    ReachRequest request;
    const ssize_t size = recv(reachFd, &request, sizeof request, MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (size != static_cast<ssize_t>(sizeof request)) return false;
    if (request.kind == ReachKind::Signal) {
        // It has not been waited for yet, so the number is still its own. CAP_KILL was kept where it is another user.
        const bool sent = kill(program, static_cast<int>(request.value)) == 0;
        return answer(sent ? 0 : errno, -1);
    }
    const int fd = openSocket(request);
    return answer(fd >= 0 ? 0 : errno, fd);
}

}  // namespace assay::sandbox::launcher
