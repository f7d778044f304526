// Role: one thread that does one thing at a time and only ever the newest of what waits: starting new work cancels what
// runs and replaces what has not begun. Destroying it cancels and waits.
// Threads: start and cancel from any thread; the work runs on the lane's own.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace assay::jobs {

class Lane {
  public:
    using Task = std::function<void(std::stop_token)>;

    Lane();
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    void start(Task task);
    void cancel();  // what runs is asked to stop, what waits is dropped

  private:
    void work(const std::stop_token& closing);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Task> m_waiting;
    std::stop_source m_running{std::nostopstate};
    std::jthread m_thread;  // last: it uses all of the above
};

}  // namespace assay::jobs
