// Role: the list of system calls that a program may make, and its compiled form (BPF) for the launcher.
#pragma once

#include <string>

#include "base/result.h"

namespace assay::sandbox {

struct FilterProfile {
    bool mayStartPrograms = false;
    bool ownNetwork = true;  // false: no network namespace, so no sockets but local pairs, and signals only to oneself
    bool ownsMounted = false;  // the program's user owns what is mounted, and no read-only mount protects its modes
};
// Threads: safe. About a millisecond: keep the result.
base::Result<std::string> compileFilter(const FilterProfile& profile);

}  // namespace assay::sandbox
