// Measured: entering a group takes 0.1 ms on a quiet machine and 5 to 10 on a busy one, since the kernel waits there for
// all processors; every run would pay that. So a run enters its group only when it has lasted a while (run_loop.cpp): by
// then resource limits and filter have held it, and what they do not count is still little.
//
// The limit is the program's memory plus its tmpfs plus 64 MiB, for what the kernel itself holds for a program (stacks,
// page tables, pipes): a program that keeps to RLIMIT_DATA never meets it, so a verdict is the same where no group can be
// had. What it stops is memory that RLIMIT_DATA does not count, and many processes that keep to it each.

#include "sandbox/cgroup.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <sstream>
#include <thread>

#include "base/text.h"

namespace assay::sandbox {

namespace {

constexpr const char* namePrefix = "assay-run-";

struct Place {
    fs::path parent;
    bool memory = false, processes = false, version2 = false;
};

bool control(const fs::path& file, const std::string& text) {
    base::UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    return fd && bool(base::writeAll(fd.get(), text));
}

void removeGroup(const fs::path& folder) {
    // Busy for a moment after its last process ended: on a loaded machine the kernel takes its time to clear it away.
    for (int attempt = 0; attempt < 2000; ++attempt) {
        if (::rmdir(folder.c_str()) == 0 || errno != EBUSY) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

std::uint64_t counter(const fs::path& file, std::string_view name) {
    const auto text = base::readFile(file, 4096);
    std::istringstream lines(text ? *text : std::string());
    for (std::string key, value; lines >> key >> value;)
        if (key == name) return std::strtoull(value.c_str(), nullptr, 10);
    return 0;
}

class KernelCgroup final : public RunCgroup {
  public:
    ~KernelCgroup() override {
        for (const fs::path& folder : m_folders)
            removeGroup(folder);
    }
    bool enter(std::span<const pid_t> processes) override {
        bool all = true;
        for (const fs::path& folder : m_folders)
            for (const pid_t pid : processes)
                all = (control(folder / "cgroup.procs", std::to_string(pid)) || errno == ESRCH) && all;
        return all;
    }
    bool memoryFailed() const override { return !m_events.empty() && counter(m_events, "oom_kill") > 0; }

    bool add(const Place& place, const std::string& name, const Limits& limits) {
        const fs::path folder = place.parent / name;
        if (::mkdir(folder.c_str(), 0755) != 0) return false;
        m_folders.push_back(folder);
        const std::string bytes = std::to_string(limits.memoryBytes + limits.tmpBytes + (64ull << 20));
        if (place.memory) {
            if (!control(folder / (place.version2 ? "memory.max" : "memory.limit_in_bytes"), bytes)) return false;
            m_events = folder / (place.version2 ? "memory.events" : "memory.oom_control");
            if (place.version2) {
                control(folder / "memory.swap.max", "0");
                control(folder / "memory.oom.group", "1");
            }
        }
        return !place.processes || control(folder / "pids.max", std::to_string(limits.threads));
    }

  private:
    std::vector<fs::path> m_folders;
    fs::path m_events;
};

class KernelCgroups final : public CgroupProvider {
  public:
    explicit KernelCgroups(std::vector<Place> places) : m_places(std::move(places)) {}

    Result<std::unique_ptr<RunCgroup>> create(const Limits& limits) override {
        auto group = std::make_unique<KernelCgroup>();
        const std::string name = namePrefix + std::to_string(::getpid()) + "-" + std::to_string(++m_count);
        for (const Place& place : m_places)
            if (!group->add(place, name, limits))
                return base::failErrno(base::ErrorCode::Internal,
                                       "cannot make a control group in " + base::quote(place.parent.string()), errno);
        return std::unique_ptr<RunCgroup>(std::move(group));
    }
    std::string describe() const override {
        return m_places.front().version2 ? "control group, version 2" : "control group, version 1";
    }

  private:
    std::vector<Place> m_places;
    std::atomic<unsigned> m_count{0};
};

void sweep(const fs::path& parent) {
    std::error_code error;
    for (auto it = fs::directory_iterator(parent, error); !error && it != fs::directory_iterator(); it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!name.starts_with(namePrefix)) continue;
        const int pid = std::atoi(name.c_str() + std::string_view(namePrefix).size());
        if (pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH) ::rmdir(it->path().c_str());
    }
}

bool holds(const fs::path& file, std::string_view word) {
    const auto text = base::readFile(file, 4096);
    std::istringstream words(text ? *text : std::string());
    for (std::string one; words >> one;)
        if (one == word) return true;
    return false;
}

// Groups of /proc/self/cgroup: "4:memory:/path" (version 1), "0::/path" (version 2).
fs::path ownPath(std::string_view groups, std::string_view controller) {
    for (const std::string& line : base::splitLines(groups)) {
        const std::size_t first = line.find(':'), second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) continue;
        const std::string names = "," + line.substr(first + 1, second - first - 1) + ",";
        if (names == "," + std::string(controller) + "," || names.find("," + std::string(controller) + ",") != std::string::npos)
            return line.substr(second + 2);
    }
    return {};
}

// Children of our own group where it hands the controllers down, else its siblings: a group that holds processes cannot
// begin to hand down.
std::vector<Place> version2(const fs::path& root, std::string_view groups) {
    const fs::path own = root / ownPath(groups, "");
    for (const fs::path& parent : {own, own.parent_path()}) {
        if (!holds(parent / "cgroup.subtree_control", "memory") || ::access(parent.c_str(), W_OK) != 0 ||
            ::access((parent / "cgroup.procs").c_str(), W_OK) != 0)
            continue;
        return {{parent, true, holds(parent / "cgroup.subtree_control", "pids"), true}};
    }
    return {};
}

std::vector<Place> version1(const fs::path& root, std::string_view groups) {
    std::vector<Place> places;
    for (const char* controller : {"memory", "pids"}) {
        fs::path parent = root / controller / ownPath(groups, controller);
        if (!fs::exists(parent / "cgroup.procs")) parent = root / controller;  // another namespace's path
        if (!fs::exists(parent / "cgroup.procs") || ::access(parent.c_str(), W_OK) != 0) continue;
        const bool memory = std::string_view(controller) == "memory";
        places.push_back({parent, memory, !memory, false});
    }
    return places;
}

}  // namespace

std::unique_ptr<CgroupProvider> findCgroups(const fs::path& root, std::string_view ownGroups) {
    std::string groups(ownGroups);
    if (groups.empty())
        if (const auto text = base::readFile("/proc/self/cgroup", 64 << 10)) groups = *text;
    for (auto find : {version2, version1}) {
        std::vector<Place> places = find(root, groups);
        if (places.empty()) continue;
        for (const Place& place : places)
            sweep(place.parent);
        auto provider = std::make_unique<KernelCgroups>(std::move(places));
        if (provider->create(Limits{})) return provider;  // tried, not assumed
    }
    return nullptr;
}

}  // namespace assay::sandbox
