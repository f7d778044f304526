// Role: follows one run from its start to the end of its last process: reads, counts, ends it at a limit.
#pragma once

#include "sandbox/cgroup.h"
#include "sandbox/machine.h"
#include "sandbox/spawn.h"

namespace assay::sandbox {

struct Watch {
    const Machine& machine;
    const Request& request;
    Observer& observer;
    std::stop_token stop;
    CgroupProvider* cgroups = nullptr;  // null: none to be had
};
Result<Outcome> watchRun(Supervisor& supervisor, const Watch& watch);

}  // namespace assay::sandbox
