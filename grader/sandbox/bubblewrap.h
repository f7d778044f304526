// Role: the command line for bubblewrap: which namespaces, which mounts.
#pragma once

#include "sandbox/machine.h"

namespace assay::sandbox {

inline constexpr const char* launcherInside = "/.assay-launcher";
inline constexpr const char* deviceNodes[] = {"/dev/null", "/dev/full", "/dev/random", "/dev/urandom"};

std::vector<std::string> bubblewrapArguments(const Machine& machine, const fs::path& launcher, const Request& request);

}  // namespace assay::sandbox
