#include "sandbox/isolation.h"

namespace assay::sandbox {

namespace {

constexpr const char* notAtLevel = "not at this level";

std::string landlockText(const Machine& machine) {
    return machine.landlock > 0 ? "version " + std::to_string(machine.landlock) : "this kernel has none";
}

IsolationItem memoryItem(Level level, const CgroupProvider* cgroups) {
    std::string how = "resource limit on each process's data";
    if (level == Level::Full && cgroups != nullptr) how += ", and a " + cgroups->describe() + " around all of a run of more than 0.1 s";
    return {"memory", true, how};
}

IsolationItem threadItem(Level level, const Machine& machine, const CgroupProvider* cgroups) {
    if (machine.root && level == Level::None) return {"threads", false, "root is not bound by the limit"};
    if (level == Level::Full)
        return {"threads", true,
                std::string("resource limit under a user of the run's own") +
                    (cgroups != nullptr ? ", and a " + cgroups->describe() : std::string())};
    return {"threads", true,
            machine.root ? "resource limit under a user of the run's own"
                         : "resource limit, counted with the user's other processes"};
}

}  // namespace

Isolation describeIsolation(Level level, const Machine& machine, const CgroupProvider* cgroups) {
    const bool full = level == Level::Full, walls = level != Level::None;
    const auto choose = [](bool yes, const char* how, const char* whyNot = notAtLevel) { return yes ? how : whyNot; };
    Isolation isolation{level, {}};
    auto& items = isolation.items;
    items.push_back({"files", walls,
                     full    ? "own root that holds only what is mounted, read-only"
                     : walls ? "Landlock: only what was asked for (names of other files can be asked after)"
                             : notAtLevel});
    items.push_back({"network", walls,
                     full ? "own namespace, loopback only" : choose(walls, "system call filter: no sockets but local pairs")});
    items.push_back({"processes", walls,
                     full ? "own pid namespace, killed as a whole"
                          : choose(walls, "system call filter: signals to oneself only; descendants are killed at the end",
                                   "descendants are killed at the end")});
    items.push_back({"ipc, host name, control groups", full, choose(full, "own namespaces")});
    items.push_back({"user", walls,
                     machine.root ? choose(walls, "an unprivileged one of the run's own, no capabilities")
                                  : choose(walls, full ? "own user namespace, no capabilities" : "the caller's, no new privileges")});
    items.push_back({"system calls", walls, choose(walls, "seccomp, from a list of what is allowed")});
    items.push_back({"landlock", walls && machine.landlock > 0, walls ? landlockText(machine) : notAtLevel});
    items.push_back({"start of programs", walls, choose(walls, "system call filter: refused unless the run allows it")});
    items.push_back(memoryItem(level, cgroups));
    items.push_back(threadItem(level, machine, cgroups));
    items.push_back({"private files", full,
                     full ? "tmpfs with a limit of bytes and of files" : "resource limit on each file's size only"});
    items.push_back({"time", true, "processor time of all threads, and wall time extended by waiting for a processor"});
    items.push_back({"output", true, "counted while it is read"});
    items.push_back({"core dumps", true, "resource limit"});
    return isolation;
}

}  // namespace assay::sandbox
