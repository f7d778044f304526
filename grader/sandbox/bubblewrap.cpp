// The root that the program sees holds the request's mounts, four device nodes, /tmp and the working folder, and nothing
// else: no /proc (it shows memory maps and the environment, and Go needs none of it), no /sys, no shell. It is read-only
// but for the private tmpfs, which init mounts. /dev/zero is left out: a shared mapping of it is memory that no limit counts.

#include "sandbox/bubblewrap.h"

#include <algorithm>
#include <set>

#include "sandbox/view.h"

namespace assay::sandbox {

std::vector<std::string> bubblewrapArguments(const Machine& machine, const fs::path& launcher, const Request& request) {
    std::vector<std::string> arguments{machine.bubblewrap.string(), "--unshare-pid", "--unshare-net", "--unshare-ipc",
                                       "--unshare-uts", "--unshare-cgroup", "--hostname", "assay", "--die-with-parent",
                                       "--new-session", "--as-pid-1", "--chdir", "/"};
    const auto add = [&](std::initializer_list<std::string> more) { arguments.insert(arguments.end(), more); };
    // Root needs no user namespace: init changes to a user of the run's own. A mapping would make the program the host's
    // root in all that concerns ownership.
    if (!machine.root) add({"--unshare-user", "--uid", "1000", "--gid", "1000"});
    add({"--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP"});
    if (machine.root)
        add({"--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_CHOWN", "--cap-add", "CAP_DAC_OVERRIDE",
             "--cap-add", "CAP_KILL"});
    // bubblewrap 0.8 makes missing folders above what it mounts with mode 0700 where that is not readable for all, as a
    // device or a binary of mode 0111, which shuts out the run's own user.
    std::set<std::string> folders{"/dev"};
    for (const Mount& mount : request.mounts)
        for (fs::path above = fs::path(mount.inside).parent_path(); above != above.root_path(); above = above.parent_path())
            folders.insert(above.string());
    for (const std::string& folder : folders) add({"--perms", "0755", "--dir", folder});
    std::vector<const Mount*> mounts;
    for (const Mount& mount : request.mounts)
        mounts.push_back(&mount);
    // A folder before what is mounted below it.
    std::ranges::stable_sort(mounts, {}, [](const Mount* mount) { return mount->inside.size(); });
    for (const char* node : deviceNodes)
        add({"--dev-bind", node, node});
    for (const Mount* mount : mounts)
        add({mount->writable ? "--bind" : "--ro-bind", mount->outside.string(), mount->inside});
    add({"--dir", "/tmp", "--ro-bind", launcher.string(), launcherInside});
    if (workdirIsPrivate(request)) add({"--dir", request.workdir});
    add({"--remount-ro", "/", "--", launcherInside, "init"});
    return arguments;
}

}  // namespace assay::sandbox
