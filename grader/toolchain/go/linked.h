// Role: a linked program of a learner's, and what it finds around itself when it runs, the same at every level and in every
// kind of run: no file but its own, the time zones, the name of the loopback and, in race builds, the C library.
#pragma once

#include <string>

#include "base/fs.h"
#include "sandbox/sandbox.h"

namespace assay::toolchain {

namespace fs = base::fs;

struct Linked {
    bool ok = false, race = false;
    fs::path binary;  // mode 0111
    fs::path zones;   // the toolchain's own zoneinfo.zip (the host's may be another, or missing); empty: none
    fs::path hosts;   // what "localhost" is, for level full; empty: no name is known
    std::string message;
    std::string prefix;  // stands before the names of its tests in the binary
};

// Makes it the program of this request: argv[0], mounts, environment. The request's limits are set before.
void enterProgram(sandbox::Request& request, const Linked& program);

}  // namespace assay::toolchain
