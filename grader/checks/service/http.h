// Role: HTTP/1.1 as the service client speaks it: a request as text, an answer read piece by piece from a server that nobody
// trusts. Written here and not taken from a library, since connections are made inside the learner's network namespace and
// arrive as descriptors, and since steps send by halves, slowly, and read streams.
// Limits: 64 KiB of head, 200 headers, 4 MiB of body. Source: RFC 9112.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::checks::service {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
    std::string method = "GET", path = "/";
    Headers headers;
    std::string body;
    std::string text() const;  // as it goes over the wire; Host, Content-Length and Connection are added where they are missing
    std::string title() const { return method + " " + path; }
};

struct HttpResponse {
    int status = 0;
    Headers headers;
    std::string body;
    std::string header(std::string_view name) const;  // the first of this name, any case; "" where there is none
    std::string shown() const;                        // for people: status, headers, body; safe
};

bool sameName(std::string_view a, std::string_view b);  // without regard to case

class ResponseReader {
  public:
    explicit ResponseReader(bool headOnly = false) : m_headOnly(headOnly) {}  // the answer to HEAD has no body
    void feed(std::string_view bytes);
    void end();  // the server closed the connection
    bool done() const { return m_state == State::Done; }
    bool headRead() const { return m_state != State::Head; }
    const std::string& problem() const { return m_problem; }  // not empty: this is no HTTP, or too much of it
    const HttpResponse& response() const { return m_response; }

  private:
    enum class State { Head, Length, UntilClose, ChunkSize, Chunk, ChunkEnd, Trailer, Done };
    bool readHead();
    bool readStatusLine(std::string_view line);
    bool chooseBody();
    bool readBody();
    bool takeLine(std::string& line);
    bool fail(std::string why);

    bool m_headOnly;
    State m_state = State::Head;
    std::string m_pending, m_problem;
    std::size_t m_left = 0, m_trailers = 0;
    HttpResponse m_response;
};

}  // namespace assay::checks::service
