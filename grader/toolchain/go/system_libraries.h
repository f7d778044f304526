// Role: what a race build needs of the system where it runs. The race detector's runtime is C, so such a binary asks for the
// dynamic loader and libc; the sandbox shows these files and no others.
#pragma once

#include <vector>

#include "sandbox/sandbox.h"

namespace assay::toolchain {

// Read-only mounts; empty where nothing was found (the run then says which program could not be started).
std::vector<sandbox::Mount> systemLibraries();

}  // namespace assay::toolchain
