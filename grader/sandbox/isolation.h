// Role: the report of what is in force, item by item.
#pragma once

#include "sandbox/cgroup.h"
#include "sandbox/machine.h"

namespace assay::sandbox {

Isolation describeIsolation(Level level, const Machine& machine, const CgroupProvider* cgroups);

}  // namespace assay::sandbox
