// Role: one HTTP exchange with the learner's server, over a connection made inside its network namespace.
// Threads: a Client is used from any number of threads at once. Deadlines are counted on the steady clock and extended by the
// time that the server's threads waited for a processor, so that a busy machine does not fail anybody (up to 2.5 times).
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "checks/service/http.h"
#include "sandbox/sandbox.h"

namespace assay::checks::service {

using sandbox::Milliseconds;

// Time as the server had it: see above. `waited` is kept up to date by who watches the run.
class FairClock {
  public:
    std::atomic<std::int64_t> waitedMs{0};
    class Deadline {
      public:
        Deadline(const FairClock& clock, Milliseconds within);
        bool passed() const { return left().count() <= 0; }
        Milliseconds left() const;

      private:
        const FairClock* m_clock;
        std::int64_t m_start, m_waited, m_within;
    };
    Deadline deadline(Milliseconds within) const { return {*this, within}; }
};

struct Exchange {
    HttpResponse response;
    std::string problem;  // not empty: there was no whole answer, and this says why
    bool reached = false;  // it took the connection
    bool closed = false;  // with Sending::awaitClose: the server ended the connection in time
    bool answered() const { return problem.empty(); }
};

// How a request is sent, where that is what a step is about.
struct Sending {
    std::string raw;                 // these bytes in place of a request
    Milliseconds pause{0};           // between pieces
    std::size_t piece = 0;           // bytes at a time; 0: all at once
    bool closeAfter = false;         // closes the connection when all is sent, without waiting for an answer
    bool awaitClose = false;         // waits, after an answer too, until the server closes the connection
    std::function<bool(std::string_view body)> enough;  // of a stream: what has come so far is enough
    std::function<void()> sent;      // called once, when all is on its way
};

class Client {
  public:
    Client(std::shared_ptr<sandbox::Running> running, unsigned port, const FairClock& clock) : m_running(std::move(running)), m_port(port), m_clock(&clock) {}
    Exchange exchange(const HttpRequest& request, Milliseconds within, const Sending& how = {}) const;

  private:
    std::shared_ptr<sandbox::Running> m_running;
    unsigned m_port;
    const FairClock* m_clock;
};

}  // namespace assay::checks::service
