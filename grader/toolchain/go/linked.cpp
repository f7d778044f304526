#include "toolchain/go/linked.h"

#include "toolchain/go/system_libraries.h"

namespace assay::toolchain {

void enterProgram(sandbox::Request& request, const Linked& program) {
    constexpr const char *kZones = "/zoneinfo.zip", *kHosts = "/etc/hosts";
    request.argv = {"/bin/" + program.binary.filename().string()};
    request.mounts = {{program.binary, request.argv[0], false}};
    // The limit is the program's own. The collector aims at 8 tenths of it, but it works beside the program: garbage that is
    // not collected yet is not the program's doing, and on a busy machine an honest one met the fence by it. So the fence
    // stands half as far again (race builds have room enough).
    request.environment = {"HOME=/tmp", "TMPDIR=/tmp", "LANG=C.UTF-8", "PATH=/usr/bin:/bin", "GOMEMLIMIT=" + std::to_string(request.limits.memoryBytes / 10 * 8)};
    if (!program.race) request.limits.memoryBytes += request.limits.memoryBytes / 2;
    if (!program.zones.empty()) {
        request.mounts.push_back({program.zones, kZones, false});
        request.environment.push_back(std::string("ZONEINFO=") + kZones);
    }
    // At full the program sees this file alone; below that the machine's own, which names the machine itself the same way.
    const fs::path hosts = request.level == sandbox::Level::Full ? program.hosts : fs::path(kHosts);
    if (std::error_code missing; !hosts.empty() && fs::exists(hosts, missing)) request.mounts.push_back({hosts, kHosts, false});
    if (!program.race) return;
    request.environment.emplace_back("GORACE=atexit_sleep_ms=0 history_size=2");
    for (sandbox::Mount& library : systemLibraries()) request.mounts.push_back(std::move(library));
}

}  // namespace assay::toolchain
