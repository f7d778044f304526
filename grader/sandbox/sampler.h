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
    Sampler(pid_t program, pid_t init, bool tree, std::int64_t startNs)
        : m_program(program), m_init(init), m_tree(tree), m_last(startNs) {}
    // `stoodStillNs`: for so long the machine has let us not run since the last sample (a virtual machine that was paused, a
    // stopped grader); it counts as waiting.
    void sample(std::int64_t steadyNs, std::int64_t stoodStillNs = 0);
    std::vector<pid_t> processes() const;  // that live now
    std::int64_t cpuNs() const { return m_cpu; }
    std::int64_t waitedNs() const { return m_waited; }  // see Observer::Tick

  private:
    std::int64_t waitOfThreads(pid_t process, std::int64_t interval);  // since the last sample
    void addWait(std::int64_t ofThreads, std::int64_t interval);

    pid_t m_program, m_init;
    bool m_tree;
    std::int64_t m_last;
    std::int64_t m_cpu = 0, m_waited = 0, m_stoodStill = 0;
    struct Thread {
        std::int64_t ran = 0, waited = 0;
        std::int64_t ahead = 0;  // counted before the kernel did
    };
    std::unordered_map<int, Thread> m_threads;
};

}  // namespace assay::sandbox
