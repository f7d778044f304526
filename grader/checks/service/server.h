// Role: the learner's program as a running server: started in the sandbox, talked to, signalled, ended, started again.
// Ownership: owns the run and its thread; its destructor ends the program. Threads: all of it from one, but for client().
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "checks/service/client.h"

namespace assay::checks::service {

using base::Result;

class Server {
  public:
    Server(sandbox::Sandbox& sandbox, sandbox::Request request, unsigned port, base::fs::path dataFolder);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Called whenever the program has begun, before anything else: for a server that it calls.
    void onBegin(std::function<Result<void>(sandbox::Running&)> begin) { m_begin = std::move(begin); }
    Result<void> start();       // the program is running, whether it listens or not. Unsupported: not at this level
    void stop();                // ends it as the grader does, and waits
    bool signal(int number);    // false: it is not running
    // How it ended, once it has; waits at most so long.
    std::optional<sandbox::Outcome> ended(Milliseconds within);
    std::optional<base::Error> failure();  // the sandbox's own
    bool running();
    Client client() const { return {m_running, m_port, m_clock}; }
    const FairClock& clock() const { return m_clock; }
    // What it wrote so far, of all its starts.
    std::string output(sandbox::Stream stream);
    const sandbox::Usage& usage() const { return m_usage; }

  private:
    class Watcher;
    void openData() const;  // what one run left is the next one's, which may be another user

    sandbox::Sandbox& m_sandbox;
    sandbox::Request m_request;
    unsigned m_port;
    base::fs::path m_data;
    std::function<Result<void>(sandbox::Running&)> m_begin;
    FairClock m_clock;
    std::shared_ptr<sandbox::Running> m_running;
    std::mutex m_mutex;  // guards what follows
    std::condition_variable m_changed;
    std::string m_out, m_err;
    std::optional<sandbox::Outcome> m_outcome;
    std::optional<base::Error> m_failure;
    bool m_started = false, m_dataFull = false;
    sandbox::Usage m_usage;
    std::stop_source m_stop;
    std::jthread m_thread;
};

}  // namespace assay::checks::service
