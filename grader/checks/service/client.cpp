#include "checks/service/client.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

namespace assay::checks::service {

namespace {

std::int64_t steadyMs() { return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// One connection, used for one request.
class Connection {
  public:
    Connection(base::UniqueFd fd, FairClock::Deadline deadline) : m_fd(std::move(fd)), m_deadline(deadline) {}

    std::string connected() {
        if (!wait(POLLOUT)) return "it took no connection in time";
        int error = 0;
        socklen_t size = sizeof error;
        if (::getsockopt(m_fd.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
        if (error == ECONNREFUSED) return "it does not listen on its port";
        return error != 0 ? std::string("it took no connection: ") + std::strerror(error) : std::string();
    }

    std::string send(std::string_view bytes, const Sending& how) {
        bool first = true;
        while (!bytes.empty()) {
            if (!first && how.pause.count() > 0) std::this_thread::sleep_for(std::min(how.pause, m_deadline.left()));
            first = false;
            std::string_view piece = bytes.substr(0, how.piece == 0 ? bytes.size() : how.piece);
            bytes.remove_prefix(piece.size());
            while (!piece.empty()) {
                if (!wait(POLLOUT)) return "it took no more of the request";
                const ssize_t n = ::send(m_fd.get(), piece.data(), piece.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
                if (n > 0) piece.remove_prefix(static_cast<std::size_t>(n));
                else if (errno != EAGAIN && errno != EINTR) return {};  // it may have answered already: what it said is read
            }
        }
        return {};
    }

    std::string receive(ResponseReader& reader, const Sending& how) {
        char buffer[16384];
        while (!reader.done()) {
            if (how.enough && reader.headRead() && how.enough(reader.response().body)) return {};
            if (!wait(POLLIN)) return reader.headRead() ? "the rest of its answer did not come in time" : "it did not answer in time";
            const ssize_t n = ::recv(m_fd.get(), buffer, sizeof buffer, MSG_DONTWAIT);
            if (n > 0) reader.feed({buffer, static_cast<std::size_t>(n)});
            else if (n == 0) reader.end();
            else if (errno == ECONNRESET) return "it broke the connection off";
            else if (errno != EAGAIN && errno != EINTR) return "the connection broke";
        }
        return reader.problem();
    }

    // Reads until the server has closed it; false where it does not in time.
    bool closed() {
        char buffer[16384];
        while (wait(POLLIN)) {
            const ssize_t n = ::recv(m_fd.get(), buffer, sizeof buffer, MSG_DONTWAIT);
            if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) return true;
        }
        return false;
    }

  private:
    bool wait(short what) {
        while (!m_deadline.passed()) {
            pollfd watched{m_fd.get(), what, 0};
            const auto slice = std::clamp<std::int64_t>(m_deadline.left().count(), 1, 20);
            if (::poll(&watched, 1, static_cast<int>(slice)) > 0) return true;
        }
        return false;
    }
    base::UniqueFd m_fd;
    FairClock::Deadline m_deadline;
};

}  // namespace

FairClock::Deadline::Deadline(const FairClock& clock, Milliseconds within)
    : m_clock(&clock), m_start(steadyMs()), m_waited(clock.waitedMs.load()), m_within(within.count()) {}

Milliseconds FairClock::Deadline::left() const {
    const std::int64_t waited = std::clamp<std::int64_t>(m_clock->waitedMs.load() - m_waited, 0, m_within * 3 / 2);
    return Milliseconds(m_within + waited - (steadyMs() - m_start));
}

Exchange Client::exchange(const HttpRequest& request, Milliseconds within, const Sending& how) const {
    Exchange result;
    auto fd = m_running->connect(m_port);
    if (!fd) {
        result.problem = fd.error().code == base::ErrorCode::Busy ? "it does not listen on its port" : "it is not running";
        return result;
    }
    Connection connection(std::move(*fd), m_clock->deadline(within));
    if (result.problem = connection.connected(); !result.problem.empty()) return result;
    result.reached = true;
    if (result.problem = connection.send(how.raw.empty() ? request.text() : how.raw, how); !result.problem.empty()) return result;
    if (how.sent) how.sent();
    if (how.closeAfter) return result;
    ResponseReader reader(request.method == "HEAD" && how.raw.empty());
    result.problem = connection.receive(reader, how);
    result.response = reader.response();
    if (how.awaitClose) result.closed = connection.closed();
    return result;
}

}  // namespace assay::checks::service
