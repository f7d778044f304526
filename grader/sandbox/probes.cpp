#include "sandbox/sandbox.h"
namespace assay::sandbox {
std::vector<ProbeResult> runProbes(Sandbox&, const fs::path&, Level, bool) { return {}; }
}  // namespace assay::sandbox
