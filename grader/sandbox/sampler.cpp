// CPU time of one process is a single system call: its process clock holds all its threads, ended ones too, to the
// nanosecond. Where programs may be started, the processes below the run's first are found by the kernel's lists of children.
//
// Waiting for a processor is the second number of a thread's schedstat. The kernel adds a wait to it only when it is over,
// so a thread that is ready to run and has not moved since the last sample is counted ahead. Summed over threads it overcounts a program that
// runs in parallel, and averaged it undercounts one whose work wanders between threads, as goroutines do. So each interval
// counts the sum, but at most itself. A program cannot earn extra time with it: to wait, it has to keep every processor
// busy, and then its CPU time ends it.

#include "sandbox/sampler.h"

#include <dirent.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/fs.h"

namespace assay::sandbox {

namespace {

constexpr std::int64_t treeInterval = 100'000'000;  // walking a tree of processes is no work for every tick

// Reads a small file of /proc into a buffer; the number of bytes, or 0.
std::size_t readSmall(const char* path, char* buffer, std::size_t size) {
    base::UniqueFd fd(::open(path, O_RDONLY | O_CLOEXEC));
    const ssize_t n = fd ? ::read(fd.get(), buffer, size - 1) : -1;
    buffer[std::max<ssize_t>(n, 0)] = 0;
    return n > 0 ? static_cast<std::size_t>(n) : 0;
}

struct Stat {
    int parent = 0;
    std::int64_t cpuNs = 0;  // with that of its ended and awaited children
};
bool readStat(pid_t pid, Stat& stat) {
    char path[64], text[1024];
    std::snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (readSmall(path, text, sizeof text) == 0) return false;
    const char* at = std::strrchr(text, ')');  // the name before it may hold anything
    long long user = 0, system = 0, childUser = 0, childSystem = 0;
    if (at == nullptr || std::sscanf(at + 1, " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lld %lld %lld %lld", &stat.parent,
                                     &user, &system, &childUser, &childSystem) != 5)
        return false;
    stat.cpuNs = (user + system + childUser + childSystem) * (1'000'000'000 / ::sysconf(_SC_CLK_TCK));
    return true;
}

std::int64_t processClock(pid_t pid) {
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return 0;
    return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

bool isReady(const char* stat) {  // runs or waits for a processor
    const char* at = std::strrchr(stat, ')');
    return at != nullptr && at[1] == ' ' && at[2] == 'R';
}

template <class Visit>
void eachNumber(const char* folder, Visit visit) {
    DIR* entries = ::opendir(folder);
    if (entries == nullptr) return;
    while (const dirent* entry = ::readdir(entries))
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9') visit(std::atoi(entry->d_name));
    ::closedir(entries);
}

// The children that each thread of a process has started, and theirs. False where the kernel does not list them.
bool addChildren(pid_t process, int depth, std::vector<pid_t>& found) {
    bool listed = true;
    char folder[64], path[128], text[4096];
    std::snprintf(folder, sizeof folder, "/proc/%d/task", process);
    eachNumber(folder, [&](int thread) {
        std::snprintf(path, sizeof path, "%s/%d/children", folder, thread);
        base::UniqueFd list(::open(path, O_RDONLY | O_CLOEXEC));
        if (!list) {
            std::snprintf(path, sizeof path, "%s/%d", folder, thread);
            listed = listed && ::access(path, F_OK) != 0;  // the thread has ended
            return;
        }
        const ssize_t size = ::read(list.get(), text, sizeof text - 1);
        if (size == sizeof text - 1) listed = false;  // there are more, and the last number may be cut
        if (size <= 0 || !listed) return;
        text[size] = 0;
        char* at = text;
        for (long child = 0; depth > 0 && (child = std::strtol(at, &at, 10)) > 0;) {
            found.push_back(static_cast<pid_t>(child));
            listed = addChildren(static_cast<pid_t>(child), depth - 1, found) && listed;
        }
    });
    return listed;
}

// All processes of the machine that descend from `init`: where a kernel is built without lists of children.
std::vector<pid_t> descendants(pid_t init) {
    std::unordered_map<int, int> parents;
    eachNumber("/proc", [&](int pid) {
        Stat stat;
        if (readStat(pid, stat)) parents[pid] = stat.parent;
    });
    std::vector<pid_t> found;
    for (const auto& [pid, parent] : parents) {
        int above = pid;
        for (int depth = 0; depth < 64 && above > 1 && above != init; ++depth) {
            const auto next = parents.find(above);
            above = next == parents.end() ? 0 : next->second;
        }
        if (above == init && pid != init) found.push_back(pid);
    }
    return found;
}

}  // namespace

std::vector<pid_t> Sampler::processes() const {
    if (!m_tree) return {m_program};
    std::vector<pid_t> found;
    if (addChildren(m_init, 64, found)) return found;
    return descendants(m_init);
}

std::int64_t Sampler::waitOfThreads(pid_t process, std::int64_t interval) {
    std::int64_t sum = 0;
    char folder[64], path[128], text[128];
    std::snprintf(folder, sizeof folder, "/proc/%d/task", process);
    eachNumber(folder, [&](int thread) {
        std::snprintf(path, sizeof path, "%s/%d/schedstat", folder, thread);
        long long ran = 0, waited = 0;
        if (readSmall(path, text, sizeof text) == 0 || std::sscanf(text, "%lld %lld", &ran, &waited) != 2) return;
        Thread& known = m_threads[thread];
        if (known.ran == ran && known.waited == waited) {
            std::snprintf(path, sizeof path, "%s/%d/stat", folder, thread);
            char line[512];
            if (readSmall(path, line, sizeof line) == 0 || !isReady(line)) return;
            known.ahead += interval;
            sum += interval;
            return;
        }
        sum += std::max<std::int64_t>(0, waited - known.waited - known.ahead);
        known = {ran, waited, 0};
    });
    return sum;
}

void Sampler::addWait(std::int64_t ofThreads, std::int64_t interval) {
    m_waited += std::min(std::max(ofThreads, m_stoodStill), interval);
    m_stoodStill = 0;
}

void Sampler::sample(std::int64_t steadyNs, std::int64_t stoodStillNs) {
    const std::int64_t interval = steadyNs - m_last;
    m_stoodStill += stoodStillNs;
    if (!m_tree) {
        m_cpu = std::max(m_cpu, processClock(m_program));
        addWait(waitOfThreads(m_program, interval), interval);
        m_last = steadyNs;
        return;
    }
    if (interval < treeInterval) return;
    std::int64_t cpu = 0, waited = 0;
    if (Stat init; readStat(m_init, init)) cpu = init.cpuNs;  // with what it reaped
    for (const pid_t pid : processes()) {
        Stat stat;
        if (readStat(pid, stat)) cpu += stat.cpuNs;
        waited += waitOfThreads(pid, interval);
    }
    m_cpu = std::max(m_cpu, cpu);
    addWait(waited, interval);
    m_last = steadyNs;
}

}  // namespace assay::sandbox
