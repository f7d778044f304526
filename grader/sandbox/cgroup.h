// Role: control groups as a second fence around one run: memory and processes of all of it together. Where none can be had
// the resource limits stand alone; the isolation report says which. One narrow interface, so that tests can fake it.
#pragma once

#include <sys/types.h>

#include <memory>

#include "sandbox/sandbox.h"

namespace assay::sandbox {

class RunCgroup {  // exists while a run lives; its destructor removes the group
  public:
    virtual ~RunCgroup() = default;
    virtual bool enter(std::span<const pid_t> processes) = 0;  // those that have ended meanwhile are passed over
    virtual bool memoryFailed() const = 0;                     // the kernel ended something for want of memory
};
class CgroupProvider {  // threads: safe
  public:
    virtual ~CgroupProvider() = default;
    virtual Result<std::unique_ptr<RunCgroup>> create(const Limits& limits) = 0;
    virtual std::string describe() const = 0;
};
// The first that works of version 2 (delegated) and version 1 (writable); null where there is none. `root` is
// /sys/fs/cgroup, `ownGroups` the text of /proc/self/cgroup. Removes what killed graders left.
std::unique_ptr<CgroupProvider> findCgroups(const fs::path& root = "/sys/fs/cgroup", std::string_view ownGroups = {});

}  // namespace assay::sandbox
