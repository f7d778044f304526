#include "load.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace assay::corpus {

void LoadMeter::sample() {
    std::ifstream file("/proc/loadavg");  // "0.20 0.18 0.12 2/512 11206": the fourth is what runs or wants to, this one too
    std::string averages[3], counts;
    int running = 0;
    if (!(file >> averages[0] >> averages[1] >> averages[2] >> counts) || std::sscanf(counts.c_str(), "%d/", &running) != 1) return;
    m_sum += running - 1;
    ++m_samples;
}

double LoadMeter::stretch() const {
    static const auto processors = std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN));
    return m_samples == 0 ? 1 : std::max(1.0, m_sum / m_samples / static_cast<double>(processors));
}

Burners::Burners(int count) {
    const pid_t parent = ::getpid();
    for (int i = 0; i < count; ++i) {
        const pid_t pid = ::fork();
        if (pid < 0) std::abort();
        if (pid > 0) {
            m_children.push_back(pid);
            continue;
        }
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(0);
        for (volatile unsigned n = 0;;) n = n + 1;
    }
}

Burners::~Burners() {
    for (const pid_t pid : m_children) {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }
}

}  // namespace assay::corpus
