// Role: the command line for bubblewrap: which namespaces, which mounts.
#pragma once

#include "sandbox/machine.h"

namespace assay::sandbox {

// Below /tmp, which init mounts its tmpfs over: the grader's own program is not for the learner's to look at.
inline constexpr const char* launcherInside = "/tmp/launcher";
inline constexpr const char* deviceNodes[] = {"/dev/null", "/dev/full", "/dev/random", "/dev/urandom"};

std::vector<std::string> bubblewrapArguments(const Machine& machine, const fs::path& launcher, const Request& request);

}  // namespace assay::sandbox
