// Role: a server of the author's that the learner's program calls, inside its network namespace: it answers as told and keeps
// what it was asked, so that steps can look at headers that are passed on, at retries and at time-outs.
// Threads: serves on one of its own; calls() may be asked from any. One connection at a time; hostile callers are bounded by
// size (64 KiB of head, 1 MiB of body), number (1,000 calls kept) and time (2 s for a request).
#pragma once

#include <mutex>
#include <stop_token>
#include <thread>

#include "checks/service/http.h"
#include "course/value.h"
#include "sandbox/sandbox.h"

namespace assay::checks::service {

struct Call {
    std::string method, path, body;
    Headers headers;
    std::string header(std::string_view name) const;
};

class Upstream {
  public:
    explicit Upstream(course::Array answers) : m_answers(std::move(answers)) {}
    ~Upstream() { stop(); }
    // Listens inside the program's network, from now on until stop().
    base::Result<void> serve(sandbox::Running& running, unsigned port);
    void stop();
    std::vector<Call> calls() const;

  private:
    void loop(base::UniqueFd listener, const std::stop_token& stop);
    void answer(int fd, const std::stop_token& stop);
    std::string answerTo(const Call& call, std::int64_t& delay);

    course::Array m_answers;
    mutable std::mutex m_mutex;  // guards what follows
    std::vector<Call> m_calls;
    std::vector<std::size_t> m_given;  // of each answer, how often
    std::jthread m_thread;
};

// The head and body of a request, once they are whole; bytes that are no request give a call without method.
bool readCall(std::string_view bytes, Call& call);  // false: more has to come

}  // namespace assay::checks::service
