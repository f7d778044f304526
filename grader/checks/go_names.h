// Role: names that Go 1.26 knows, for settings of a course that would be told nothing of otherwise. A test compares them
// with what the toolchain says.
#pragma once

#include <string>
#include <vector>

namespace assay::checks {

const std::vector<std::string>& standardPackages();  // public ones
const std::vector<std::string>& buildTargets();      // "linux/amd64"

}  // namespace assay::checks
