#include "sandbox/machine.h"

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <sstream>

#include "base/process.h"
#include "base/text.h"
#include "sandbox/landlock_abi.h"

namespace assay::sandbox {

namespace {

using base::Error;
using base::ErrorCode;

bool hasSeccomp() {
    const std::uint32_t action = SECCOMP_RET_ERRNO;
    return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

// A kernel setting as a number; -1 where it is not there.
long setting(const char* path) {
    const auto text = base::readFile(path, 64);
    if (!text) return -1;
    return std::strtol(text->c_str(), nullptr, 10);
}

}  // namespace

Machine examineMachine(const fs::path& configuredBubblewrap) {
    Machine machine;
    machine.root = ::geteuid() == 0;
    machine.bubblewrap = configuredBubblewrap.empty() ? base::findProgram("bwrap") : configuredBubblewrap;
    if (::access(machine.bubblewrap.c_str(), X_OK) != 0) machine.bubblewrap.clear();
    machine.landlock = landlock::version();
    machine.seccomp = hasSeccomp();
    if (machine.root)
        if (const auto map = base::readFile("/proc/self/uid_map", 64 << 10)) chooseUsers(machine, *map);
    return machine;
}

void chooseUsers(Machine& machine, std::string_view map) {
    struct Range {
        std::uint64_t base, count;
    };
    // The first is systemd's "unused" range, above all containers' users; the second what is left in a container whose
    // map ends at 65536: above ordinary and below dynamic users. Each is taken only where it is mapped as a whole.
    static constexpr Range wanted[] = {{1'900'000'000, 200'000'000}, {20'000, 40'000}, {1'000, 60}};
    std::istringstream lines{std::string(map)};
    std::vector<Range> mapped;
    for (std::uint64_t inside = 0, outside = 0, count = 0; lines >> inside >> outside >> count;)
        mapped.push_back({inside, count});
    machine.userCount = 0;
    for (const Range& range : wanted)
        for (const Range& have : mapped)
            if (machine.userCount == 0 && range.base >= have.base && range.base + range.count <= have.base + have.count) {
                machine.userBase = range.base;
                machine.userCount = range.count;
            }
}

Error bubblewrapMissing() {
    return {ErrorCode::Unsupported, "bubblewrap (bwrap) is not installed, and level full needs it",
            "install it: apt-get install bubblewrap", {}, 0};
}

Error bubblewrapFailure(const Machine& machine, std::string_view complaint) {
    Error error{ErrorCode::Unsupported, "bubblewrap cannot make the namespaces of level full here: " +
                                            base::safeText(base::trim(complaint), {false, 400}), {}, {}, 0};
    if (!machine.root && setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") > 0)
        error.hint = "AppArmor allows user namespaces to named programs only: give bwrap its profile "
                     "(apt-get install apparmor-profiles && ln -s /usr/share/apparmor/extra-profiles/bwrap-userns-restrict "
                     "/etc/apparmor.d/ && apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict, as root)";
    else if (!machine.root && setting("/proc/sys/kernel/unprivileged_userns_clone") == 0)
        error.hint = "user namespaces are kept for root here: sysctl kernel.unprivileged_userns_clone=1, as root";
    else if (setting("/proc/sys/user/max_user_namespaces") == 0 && !machine.root)
        error.hint = "user namespaces are switched off here: sysctl user.max_user_namespaces=15000, as root";
    else
        error.hint = "in a container, start it so that namespaces may be made inside (docker run --security-opt "
                     "seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN), or use --isolation reduced";
    return error;
}

}  // namespace assay::sandbox
