#include "checks/service/server.h"

#include <sys/stat.h>

#include <algorithm>

namespace assay::checks::service {

namespace {

constexpr std::size_t kMostKept = 4u << 20;          // of each stream; its limit ends the run long before
constexpr std::uintmax_t kMostData = 64u << 20;      // of the data folder, which is no tmpfs
constexpr std::int64_t kDataEveryMs = 100;

std::uintmax_t sizeOf(const base::fs::path& folder) {
    std::uintmax_t total = 0;
    std::error_code error;
    for (auto it = base::fs::recursive_directory_iterator(folder, error); !error && it != base::fs::recursive_directory_iterator(); it.increment(error)) {
        total += 4096;  // names cost too
        if (it->is_symlink(error) || !it->is_regular_file(error)) continue;
        total += it->file_size(error);
    }
    return total;
}

}  // namespace

class Server::Watcher final : public sandbox::Observer {
  public:
    explicit Watcher(Server& server) : m_server(server), m_before(server.m_clock.waitedMs.load()) {}
    void onStarted(std::shared_ptr<sandbox::Running> running) override {
        const std::lock_guard lock(m_server.m_mutex);
        m_server.m_running = std::move(running);
        m_server.m_started = true;
        m_server.m_changed.notify_all();
    }
    void onOutput(sandbox::Stream stream, std::string_view bytes) override {
        const std::lock_guard lock(m_server.m_mutex);
        std::string& text = stream == sandbox::Stream::Output ? m_server.m_out : m_server.m_err;
        if (text.size() < kMostKept) text += bytes;
        m_server.m_changed.notify_all();
    }
    bool onTick(const Tick& tick) override {
        m_server.m_clock.waitedMs.store(m_before + tick.waited.count());
        if (m_server.m_data.empty() || tick.wall.count() < m_nextLook) return true;
        m_nextLook = tick.wall.count() + kDataEveryMs;
        if (sizeOf(m_server.m_data) <= kMostData) return true;
        m_server.m_dataFull = true;
        return false;
    }

  private:
    Server& m_server;
    std::int64_t m_before, m_nextLook = 0;
};

Server::Server(sandbox::Sandbox& sandbox, sandbox::Request request, unsigned port, base::fs::path dataFolder)
    : m_sandbox(sandbox), m_request(std::move(request)), m_port(port), m_data(std::move(dataFolder)) {
    m_request.reachable = true;
}

Server::~Server() { stop(); }

Result<void> Server::start() {
    stop();
    openData();
    {
        const std::lock_guard lock(m_mutex);
        m_outcome.reset();
        m_started = false;
        m_running.reset();
    }
    m_stop = std::stop_source();
    m_thread = std::jthread([this, token = m_stop.get_token()] {
        Watcher watcher(*this);
        auto outcome = m_sandbox.run(m_request, watcher, token);
        const std::lock_guard lock(m_mutex);
        if (outcome) {
            if (m_dataFull) outcome->end = sandbox::End::OutputLimit;
            m_usage.wall += outcome->usage.wall;
            m_usage.cpu += outcome->usage.cpu;
            m_usage.peakMemoryBytes = std::max(m_usage.peakMemoryBytes, outcome->usage.peakMemoryBytes);
            m_outcome = std::move(*outcome);
        } else {
            m_failure = outcome.error();
        }
        m_changed.notify_all();
    });
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_started || m_outcome || m_failure; });
    if (m_failure) return base::Failure(*m_failure);
    if (!m_begin || !m_running) return {};
    // A program that has ended already needs no server to call.
    auto begun = m_begin(*m_running);
    return begun || begun.error().code == base::ErrorCode::NotFound ? Result<void>() : begun;
}

void Server::stop() {
    m_stop.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

bool Server::signal(int number) { return m_running != nullptr && m_running->signal(number).has_value(); }

std::optional<sandbox::Outcome> Server::ended(Milliseconds within) {
    const FairClock::Deadline deadline = m_clock.deadline(within);
    std::unique_lock lock(m_mutex);
    while (!m_outcome && !m_failure && !deadline.passed())
        m_changed.wait_for(lock, std::clamp(deadline.left(), Milliseconds(1), Milliseconds(20)));
    return m_outcome;
}

std::optional<base::Error> Server::failure() {
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

bool Server::running() {
    const std::lock_guard lock(m_mutex);
    return m_started && !m_outcome && !m_failure;
}

std::string Server::output(sandbox::Stream stream) {
    const std::lock_guard lock(m_mutex);
    return stream == sandbox::Stream::Output ? m_out : m_err;
}

void Server::openData() const {
    if (m_data.empty()) return;
    std::error_code error;
    for (auto it = base::fs::recursive_directory_iterator(m_data, error); !error && it != base::fs::recursive_directory_iterator(); it.increment(error)) {
        struct stat info {};
        if (::lstat(it->path().c_str(), &info) != 0 || S_ISLNK(info.st_mode)) continue;  // never through a link: it may lead out
        ::chmod(it->path().c_str(), S_ISDIR(info.st_mode) ? 0777 : 0666);
    }
}

}  // namespace assay::checks::service
