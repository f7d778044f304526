// Role: facts about this machine that decide what can be enforced. Found once per Sandbox.
#pragma once

#include "sandbox/sandbox.h"

namespace assay::sandbox {

struct Machine {
    bool root = false;
    fs::path bubblewrap;    // empty: not there
    int landlock = 0;       // version; 0: none
    bool seccomp = false;
    // As root: users that belong to nobody, one for each run. Count 0: none is mapped here.
    std::uint64_t userBase = 0, userCount = 0;
};
Machine examineMachine(const fs::path& configuredBubblewrap);

// Where `map` (the text of /proc/self/uid_map) leaves users that nobody else has.
void chooseUsers(Machine& machine, std::string_view map);

// What bubblewrap's complaint means here, with the sentence that mends it.
base::Error bubblewrapFailure(const Machine& machine, std::string_view complaint);
base::Error bubblewrapMissing();

}  // namespace assay::sandbox
