// Role: how much processor time a run has used, and how long it waited for a processor, while it runs.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace assay::sandbox {

class Sampler {
  public:
    // `program`: the pid as this process sees it. `tree`: it may start others; all below it count (more costly).
    Sampler(pid_t program, pid_t init, bool tree) : m_program(program), m_init(init), m_tree(tree) {}
    void sample(std::int64_t steadyNs);
    std::vector<pid_t> processes() const;  // that live now
    std::int64_t cpuNs() const { return m_cpu; }
    std::int64_t waitedNs() const { return m_waited; }  // see Observer::Tick

  private:
    std::int64_t waitOfThreads(pid_t process);  // since the last sample

    pid_t m_program, m_init;
    bool m_tree;
    std::int64_t m_cpu = 0, m_waited = 0, m_last = 0;
    std::unordered_map<int, std::int64_t> m_waits;  // by thread
};

}  // namespace assay::sandbox
