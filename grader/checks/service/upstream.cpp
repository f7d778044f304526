#include "checks/service/upstream.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/text.h"

namespace assay::checks::service {

namespace {

constexpr std::size_t kMostHead = 64u << 10, kMostBody = 1u << 20, kMostCalls = 1000;
constexpr int kSliceMs = 20, kRequestMs = 2000;

bool waitFor(int fd, short what, int milliseconds) {
    pollfd watched{fd, what, 0};
    return ::poll(&watched, 1, milliseconds) > 0;
}

}  // namespace

std::string Call::header(std::string_view name) const {
    for (const auto& [known, value] : headers)
        if (sameName(known, name)) return value;
    return {};
}

bool readCall(std::string_view bytes, Call& call) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return bytes.size() > kMostHead;
    call = {};
    const std::vector<std::string> lines = base::splitLines(bytes.substr(0, end));
    if (lines.empty()) return true;
    const std::size_t first = lines[0].find(' '), second = lines[0].find(' ', first + 1);
    if (first == std::string::npos || second == std::string::npos) return true;
    for (std::size_t i = 1; i < lines.size() && i <= 200; ++i)
        if (const std::size_t colon = lines[i].find(':'); colon != std::string::npos) call.headers.emplace_back(lines[i].substr(0, colon), base::trim(std::string_view(lines[i]).substr(colon + 1)));
    const std::string length = call.header("Content-Length");
    std::size_t size = 0;
    std::from_chars(length.data(), length.data() + length.size(), size);
    size = std::min(size, kMostBody);
    if (bytes.size() - end - 4 < size) return false;
    call.body = bytes.substr(end + 4, size);
    call.method = lines[0].substr(0, first);
    call.path = lines[0].substr(first + 1, second - first - 1);
    return true;
}

base::Result<void> Upstream::serve(sandbox::Running& running, unsigned port) {
    stop();
    auto listener = running.listen(port);
    if (!listener) return base::propagate(listener);
    m_thread = std::jthread([this, fd = std::move(*listener)](const std::stop_token& token) mutable { loop(std::move(fd), token); });
    return {};
}

void Upstream::stop() {
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

std::vector<Call> Upstream::calls() const {
    const std::lock_guard lock(m_mutex);
    return m_calls;
}

void Upstream::loop(base::UniqueFd listener, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        if (!waitFor(listener.get(), POLLIN, kSliceMs)) continue;
        const base::UniqueFd fd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (fd) answer(fd.get(), stop);
    }
}

void Upstream::answer(int fd, const std::stop_token& stop) {
    std::string bytes;
    Call call;
    for (int waited = 0; waited < kRequestMs && !stop.stop_requested() && !readCall(bytes, call);) {
        if (!waitFor(fd, POLLIN, kSliceMs)) {
            waited += kSliceMs;
            continue;
        }
        char buffer[16384];
        const ssize_t n = ::recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
        if (n <= 0 || bytes.size() > kMostHead + kMostBody) return;
        bytes.append(buffer, static_cast<std::size_t>(n));
    }
    if (call.method.empty()) return;
    std::int64_t delay = 0;
    const std::string text = answerTo(call, delay);
    for (std::int64_t waited = 0; waited < delay && !stop.stop_requested(); waited += kSliceMs) std::this_thread::sleep_for(std::chrono::milliseconds(std::min<std::int64_t>(kSliceMs, delay - waited)));
    std::string_view left = text;
    while (!left.empty() && waitFor(fd, POLLOUT, kRequestMs)) {
        const ssize_t n = ::send(fd, left.data(), left.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n <= 0) return;
        left.remove_prefix(static_cast<std::size_t>(n));
    }
}

// The first answer whose path begins the call's; `first` are the statuses of its first calls.
std::string Upstream::answerTo(const Call& call, std::int64_t& delay) {
    const std::lock_guard lock(m_mutex);
    if (m_calls.size() < kMostCalls) m_calls.push_back(call);
    m_given.resize(m_answers.size());
    for (std::size_t i = 0; i < m_answers.size(); ++i) {
        const course::Value& one = m_answers[i];
        if (!call.path.starts_with(one.string("path", "/"))) continue;
        std::int64_t status = one.integer("status", 200);
        const course::Array& first = one.array("first");
        if (m_given[i] < first.size() && first[m_given[i]].as<std::int64_t>() != nullptr) status = *first[m_given[i]].as<std::int64_t>();
        ++m_given[i];
        delay = one.integer("delay_ms", 0);
        const std::string body = one.string("body");
        return "HTTP/1.1 " + std::to_string(status) + " Answer\r\nContent-Type: " + one.string("type", "application/json") + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
    }
    return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
}

}  // namespace assay::checks::service
