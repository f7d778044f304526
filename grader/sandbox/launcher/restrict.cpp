// The walls that the program's process puts around itself before it becomes the program. Order: see launcher_main.cpp.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/landlock_abi.h"
#include "sandbox/launcher/launcher.h"

namespace assay::sandbox::launcher {

namespace {

void limit(__rlimit_resource resource, const char* name, std::uint64_t value) {
    rlimit64 limits{value, value};
    rlimit64 now{};
    if (getrlimit64(resource, &now) == 0 && now.rlim_max < value) limits = {now.rlim_max, now.rlim_max};
    if (setrlimit64(resource, &limits) != 0) giveUp("cannot limit", name);
}

// Threads of the process whose folder in /proc is open, by the 20th field of its stat.
std::uint64_t threadsOf(int folder) {
    const int fd = openat(folder, "stat", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    char text[512];
    const ssize_t size = read(fd, text, sizeof text - 1);
    close(fd);
    if (size <= 0) return 0;
    text[size] = 0;
    const char* at = strrchr(text, ')');
    for (int field = 2; at != nullptr && field < 20; ++field)
        at = strchr(at + 1, ' ');
    return at == nullptr ? 0 : strtoull(at, nullptr, 10);
}

// RLIMIT_NPROC counts all that a user runs, so an ordinary user's desktop has to be allowed for.
std::uint64_t tasksOfThisUser() {
    DIR* processes = opendir("/proc");
    if (processes == nullptr) return 0;
    std::uint64_t count = 0;
    while (const dirent* entry = readdir(processes)) {
        if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
        const int folder = openat(dirfd(processes), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0) continue;
        struct stat info {};
        if (fstat(folder, &info) == 0 && info.st_uid == getuid()) count += threadsOf(folder);
        close(folder);
    }
    closedir(processes);
    return count;
}

void setCapabilities(std::uint32_t bits) {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2] = {{bits, bits, 0}, {0, 0, 0}};
    if (syscall(SYS_capset, &header, data) != 0) giveUp("cannot drop capabilities");
}

std::uint64_t rightsFor(char letter, int abi, bool folder, bool mayStartPrograms) {
    using namespace landlock;
    std::uint64_t rights = 0;
    switch (letter) {
        case 'r': rights = readFile | readDir | execute; break;
        case 'l': rights = readDir; break;
        case 'd': rights = readFile | writeFile | truncate | ioctlDevice; break;
        case 'w':
            rights = fileRights(abi) & ~(makeChar | makeBlock | execute | ioctlDevice);
            if (mayStartPrograms) rights |= execute;
            break;
        default: errno = EINVAL; giveUp("unknown access in the orders");
    }
    if (!folder) rights &= readFile | writeFile | execute | truncate | ioctlDevice;
    return rights & fileRights(abi);
}

}  // namespace

int prepareLandlock(const Plan& plan) {
    if (plan.orders->useLandlock == 0) return -1;
    const int abi = landlock::version();
    if (abi <= 0) giveUp("Landlock was ordered, and this kernel has none");
    landlock::RulesetAttributes attributes;
    attributes.files = landlock::fileRights(abi);
    if (plan.orders->refuseTcp != 0 && abi >= 4) attributes.network = landlock::bindTcp | landlock::connectTcp;
    if (abi >= 6) attributes.scoped = landlock::scopeAbstractSockets | landlock::scopeSignals;
    const long ruleset = syscall(landlock::createRuleset, &attributes, landlock::attributesSize(abi), 0U);
    if (ruleset < 0) giveUp("cannot make a Landlock ruleset");
    for (std::uint64_t i = 0; i < plan.orders->rules; ++i) {
        const char* rule = plan.rules[i].bytes;
        const int fd = open(rule + 1, O_PATH | O_CLOEXEC);
        struct stat info {};
        if (fd < 0 || fstat(fd, &info) != 0) giveUp("cannot open for Landlock:", rule + 1);
        landlock::PathBeneath beneath;
        beneath.allowed = rightsFor(rule[0], abi, S_ISDIR(info.st_mode), plan.orders->mayStartPrograms != 0);
        beneath.parent = fd;
        if (beneath.allowed != 0 && syscall(landlock::addRule, ruleset, 1, &beneath, 0U) != 0)
            giveUp("Landlock refused", rule + 1);
        close(fd);
    }
    return static_cast<int>(ruleset);
}

void setLimits(const Plan& plan) {
    const Orders& orders = *plan.orders;
    // Soft and hard are the same for CPU: SIGKILL at once, where SIGXCPU could be caught. The grader's own count ends the
    // run earlier and exactly; this one holds when the grader does not get to look.
    limit(RLIMIT_CPU, "CPU time", orders.cpuSeconds);
    // Never RLIMIT_AS: the race detector reserves terabytes of addresses that it does not use.
    limit(RLIMIT_DATA, "memory", orders.dataBytes);
    limit(RLIMIT_FSIZE, "file size", orders.fileBytes);
    limit(RLIMIT_NOFILE, "open files", orders.openFiles);
    limit(RLIMIT_CORE, "core dumps", 0);
    // Also what the C library gives each thread of a race build, and it counts as memory: with 8 MiB each, half of the
    // threads that are allowed would already be too much.
    limit(RLIMIT_STACK, "stack", 1u << 20);
    limit(RLIMIT_MEMLOCK, "locked memory", 64u << 10);
    limit(RLIMIT_MSGQUEUE, "message queues", 0);
    limit(RLIMIT_NPROC, "processes", orders.tasks + (orders.countOwnTasks != 0 ? tasksOfThisUser() : 0));
}

void dropPrivileges(const Plan& plan) {
    const Orders& orders = *plan.orders;
    if (orders.level == 2) return;  // None: one's own code, as oneself
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) giveUp("cannot set no_new_privs");
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP_LOCKED |
                                 SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED);
    for (unsigned long capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability)
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 && errno != EPERM) giveUp("cannot drop a capability");
    if (orders.runUser != 0) {
        const auto user = static_cast<uid_t>(orders.runUser);
        const uid_t files = orders.keepRootForFiles != 0 ? 0 : user;
        if (syscall(SYS_setgroups, 0, nullptr) != 0) giveUp("cannot drop groups");
        if (syscall(SYS_setresgid, user, files, files) != 0) giveUp("cannot change the group");
        if (syscall(SYS_setresuid, user, files, files) != 0) giveUp("cannot change the user");
    }
    setCapabilities(0);
    if (orders.runUser != 0 && (getuid() == 0 || prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN, 0, 0, 0) != 0)) {
        errno = EPERM;
        giveUp("the program would keep privileges");
    }
}

void dropOwnPrivileges(const Plan& plan) {
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    // The program is another user then, and what it leaves behind is ours to end.
    setCapabilities(plan.orders->runUser != 0 ? 1u << CAP_KILL : 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void enterLandlock(int ruleset) {
    if (ruleset < 0) return;
    if (syscall(landlock::restrictSelf, ruleset, 0U) != 0) giveUp("cannot enter Landlock");
    close(ruleset);
}

void loadFilter(const Plan& plan, std::uint64_t execAddress) {
    if (plan.filter.size == 0) return;
    static sock_filter program[BPF_MAXINSNS];
    if (plan.filter.size > sizeof program || plan.filter.size % sizeof(sock_filter) != 0) {
        errno = EBADMSG;
        giveUp("the system call filter is damaged");
    }
    memcpy(program, plan.filter.bytes, plan.filter.size);
    const auto count = static_cast<unsigned short>(plan.filter.size / sizeof(sock_filter));
    const auto self = static_cast<std::uint32_t>(syscall(SYS_getpid));
    for (unsigned i = 0; i < count; ++i) {
        if (program[i].code != (BPF_JMP | BPF_JEQ | BPF_K)) continue;
        std::uint32_t& k = program[i].k;
        if (k == static_cast<std::uint32_t>(execPlaceholder >> 32))
            k = static_cast<std::uint32_t>(execAddress >> 32);
        else if (k == static_cast<std::uint32_t>(execPlaceholder))
            k = static_cast<std::uint32_t>(execAddress);
        else if (k == static_cast<std::uint32_t>(pidPlaceholder))
            k = self;
    }
    const sock_fprog filter{count, program};
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0U, &filter) != 0) giveUp("cannot load the system call filter");
}

}  // namespace assay::sandbox::launcher
