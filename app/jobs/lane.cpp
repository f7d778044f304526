#include "app/jobs/lane.h"

namespace assay::jobs {

Lane::Lane() : m_thread([this](const std::stop_token& closing) { work(closing); }) {}

Lane::~Lane() {
    cancel();
    m_thread.request_stop();
}

void Lane::start(Task task) {
    const std::lock_guard lock(m_mutex);
    m_running.request_stop();
    m_waiting = std::move(task);
    m_wake.notify_one();
}

void Lane::cancel() {
    const std::lock_guard lock(m_mutex);
    m_running.request_stop();
    m_waiting.reset();
}

void Lane::work(const std::stop_token& closing) {
    while (!closing.stop_requested()) {
        Task task;
        std::stop_source stop;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, closing, [this] { return m_waiting.has_value(); })) return;
            task = std::move(*m_waiting);
            m_waiting.reset();
            m_running = stop;
        }
        task(stop.get_token());
    }
}

}  // namespace assay::jobs
