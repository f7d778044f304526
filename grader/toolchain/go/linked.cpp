#include "toolchain/go/linked.h"

#include "toolchain/go/system_libraries.h"

namespace assay::toolchain {

void enterProgram(sandbox::Request& request, const Linked& program) {
    constexpr const char* kZones = "/zoneinfo.zip";
    request.argv = {"/bin/" + program.binary.filename().string()};
    request.mounts = {{program.binary, request.argv[0], false}};
    // The collector works harder before the limit is met; the program's own share is what the limit means.
    request.environment = {"HOME=/tmp", "TMPDIR=/tmp", "LANG=C.UTF-8", "PATH=/usr/bin:/bin", "GOMEMLIMIT=" + std::to_string(request.limits.memoryBytes / 10 * 8)};
    if (!program.zones.empty()) {
        request.mounts.push_back({program.zones, kZones, false});
        request.environment.push_back(std::string("ZONEINFO=") + kZones);
    }
    if (!program.race) return;
    request.environment.emplace_back("GORACE=atexit_sleep_ms=0 history_size=2");
    for (sandbox::Mount& library : systemLibraries()) request.mounts.push_back(std::move(library));
}

}  // namespace assay::toolchain
