#include "checks/service/http.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace assay::checks::service {

namespace {

constexpr std::size_t kMostHead = 64u << 10, kMostHeaders = 200, kMostBody = 4u << 20;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool hasHeader(const Headers& headers, std::string_view name) {
    return std::any_of(headers.begin(), headers.end(), [&](const auto& h) { return sameName(h.first, name); });
}

template <class Number>
bool readNumber(std::string_view text, Number& value, int base = 10) {
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value, base);
    return !text.empty() && read.ec == std::errc() && read.ptr == end;
}

}  // namespace

bool sameName(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string HttpRequest::text() const {
    std::string out = method + " " + path + " HTTP/1.1\r\n";
    if (!hasHeader(headers, "Host")) out += "Host: 127.0.0.1\r\n";
    for (const auto& [name, value] : headers) out += name + ": " + value + "\r\n";
    const bool sized = hasHeader(headers, "Content-Length") || hasHeader(headers, "Transfer-Encoding");
    if (!sized && (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH")) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    if (!hasHeader(headers, "Connection")) out += "Connection: close\r\n";
    return out + "\r\n" + body;
}

std::string HttpResponse::header(std::string_view name) const {
    for (const auto& [known, value] : headers)
        if (sameName(known, name)) return value;
    return {};
}

std::string HttpResponse::shown() const {
    std::string out = std::to_string(status) + "\n";
    for (const auto& [name, value] : headers)
        if (!sameName(name, "Date")) out += name + ": " + value + "\n";  // it differs from run to run
    return base::safeText(out + "\n" + body, {.keepNewlines = true, .maxBytes = 4096});
}

bool ResponseReader::fail(std::string why) {
    m_problem = std::move(why);
    m_state = State::Done;
    return false;
}

void ResponseReader::feed(std::string_view bytes) {
    if (done()) return;
    m_pending += bytes;
    if (m_state == State::Head && !readHead()) return;
    while (!done() && readBody()) {
    }
}

void ResponseReader::end() {
    if (done()) return;
    if (m_state == State::UntilClose) m_state = State::Done;
    else fail(m_state == State::Head ? (m_pending.empty() ? "it closed the connection without an answer" : "it closed the connection within the head of its answer") : "it closed the connection within the body of its answer");
}

bool ResponseReader::readHead() {
    for (;;) {
        const std::size_t end = m_pending.find("\r\n\r\n");
        if (end == std::string::npos) {
            if (m_pending.size() > kMostHead) fail("the head of its answer is larger than 64 KiB");
            return false;
        }
        std::string_view head = std::string_view(m_pending).substr(0, end);
        m_response = {};
        const std::size_t first = head.find("\r\n");
        if (!readStatusLine(head.substr(0, first))) return false;
        while (first != std::string_view::npos && head.size() > 0) {
            const std::size_t line = head.find("\r\n");
            head = line == std::string_view::npos ? std::string_view() : head.substr(line + 2);
            if (head.empty()) break;
            const std::string_view one = head.substr(0, head.find("\r\n"));
            const std::size_t colon = one.find(':');
            if (colon == std::string_view::npos || colon == 0) return fail("a header of its answer is no header");
            if (m_response.headers.size() >= kMostHeaders) return fail("its answer has more than 200 headers");
            m_response.headers.emplace_back(one.substr(0, colon), base::trim(one.substr(colon + 1)));
        }
        m_pending.erase(0, end + 4);
        // 100 Continue and the like come before the answer itself.
        if (m_response.status >= 200 || m_response.status == 101) return chooseBody();
    }
}

bool ResponseReader::readStatusLine(std::string_view line) {
    const bool http = line.starts_with("HTTP/1.1 ") || line.starts_with("HTTP/1.0 ");
    if (!http || line.size() < 12 || !readNumber(line.substr(9, 3), m_response.status) || m_response.status < 100)
        return fail("its answer does not begin as HTTP/1.1 does");
    return true;
}

bool ResponseReader::chooseBody() {
    const int status = m_response.status;
    if (m_headOnly || status == 204 || status == 304 || status == 101) return m_state = State::Done, false;
    const std::string coding = m_response.header("Transfer-Encoding"), length = m_response.header("Content-Length");
    if (sameName(coding, "chunked")) return m_state = State::ChunkSize, true;
    if (length.empty()) return m_state = State::UntilClose, true;
    // Two lengths: a proxy and a client would see two different answers (RFC 9112, 6.3).
    for (const auto& [name, value] : m_response.headers)
        if (sameName(name, "Content-Length") && value != length) return fail("its answer has two different Content-Lengths");
    if (!readNumber(length, m_left)) return fail("its Content-Length is no number");
    if (m_left > kMostBody) return fail("its answer is larger than 4 MiB");
    m_state = m_left == 0 ? State::Done : State::Length;
    return m_left != 0;
}

bool ResponseReader::takeLine(std::string& line) {
    const std::size_t end = m_pending.find('\n');
    if (end == std::string::npos) return m_pending.size() > 8192 && fail("a line of its chunked body is too long");
    line = m_pending.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    m_pending.erase(0, end + 1);
    return true;
}

// One step; false where more bytes are needed or the end is reached.
bool ResponseReader::readBody() {
    std::string line;
    switch (m_state) {
        case State::Length:
        case State::Chunk: {
            const std::size_t take = std::min(m_left, m_pending.size());
            if (m_response.body.size() + take > kMostBody) return fail("its answer is larger than 4 MiB");
            m_response.body.append(m_pending, 0, take);
            m_pending.erase(0, take);
            m_left -= take;
            if (m_left == 0) m_state = m_state == State::Length ? State::Done : State::ChunkEnd;
            return m_left == 0;
        }
        case State::UntilClose:
            if (m_response.body.size() + m_pending.size() > kMostBody) return fail("its answer is larger than 4 MiB");
            m_response.body += std::exchange(m_pending, {});
            return false;
        case State::ChunkSize:
            if (!takeLine(line)) return false;
            if (!readNumber(std::string_view(line).substr(0, line.find(';')), m_left, 16) || m_left > kMostBody) return fail("a chunk of its body has no size");
            m_state = m_left == 0 ? State::Trailer : State::Chunk;
            return true;
        case State::ChunkEnd:
            if (!takeLine(line)) return false;
            if (!line.empty()) return fail("a chunk of its body is longer than it says");
            m_state = State::ChunkSize;
            return true;
        case State::Trailer:
            if (!takeLine(line)) return false;
            if (line.empty()) m_state = State::Done;
            else if (++m_trailers > kMostHeaders) return fail("its answer has more than 200 trailers");
            return true;
        default: return false;
    }
}

}  // namespace assay::checks::service
