// Role: starts the launcher's supervisor and holds the grader's ends of its pipes.
#pragma once

#include <memory>
#include <optional>

#include "sandbox/orders.h"
#include "sandbox/sandbox.h"

namespace assay::sandbox {

struct ReceivedMessage {
    Message message;
    pid_t sender = 0;  // as this process numbers it, told by the kernel
};

class Supervisor {
  public:
    // `orders`: a memfd. The request gives standard input, control and channel.
    static Result<Supervisor> start(const fs::path& launcher, const base::UniqueFd& orders, const Request& request);
    Supervisor(Supervisor&&) = default;
    Supervisor& operator=(Supervisor&& other) noexcept;
    ~Supervisor();  // ends the run and waits for the end of all of it
    // The program has ended: nothing is to be read any more, and the end of the supervisor itself may be waited for later.
    void close();
    bool ended() const;

    int endFd() const { return m_pidFd.get(); }  // readable once everything has ended
    int statusFd() const { return m_status.get(); }
    int outFd() const { return m_out.get(); }
    int errFd() const { return m_err.get(); }
    int channelFd() const { return m_channel.get(); }  // -1: none
    std::shared_ptr<Running> running() const { return m_running; }  // null where the request is not reachable
    std::optional<ReceivedMessage> receive();          // nothing there: nullopt
    void requestEnd() { m_lifeline.reset(); }

  private:
    Supervisor() = default;
    struct Pid {
        pid_t value = 0;
        Pid() = default;
        explicit Pid(pid_t pid) : value(pid) {}
        Pid(Pid&& other) noexcept : value(std::exchange(other.value, 0)) {}
    };
    Pid m_pid;
    base::UniqueFd m_pidFd, m_status, m_lifeline, m_out, m_err, m_channel;
    std::shared_ptr<Running> m_running;
};

}  // namespace assay::sandbox
