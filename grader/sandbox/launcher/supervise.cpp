// The supervisor: see launcher_main.cpp.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/launcher/launcher.h"

namespace assay::sandbox::launcher {

namespace {

// The parent of a process, by /proc/<pid>/stat; the name in it may hold anything, so read from the last ')'.
pid_t parentOf(const char* pid) {
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    const ssize_t size = read(fd, text, sizeof text - 1);
    close(fd);
    if (size <= 0) return -1;
    text[size] = 0;
    const char* end = strrchr(text, ')');
    int parent = -1;
    return end != nullptr && sscanf(end + 1, " %*c %d", &parent) == 1 ? parent : -1;
}

void killChildren() {
    DIR* processes = opendir("/proc");
    if (processes == nullptr) return;
    const pid_t self = getpid();
    while (const dirent* entry = readdir(processes))
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' && parentOf(entry->d_name) == self)
            kill(atoi(entry->d_name), SIGKILL);
    closedir(processes);
}

// Every process of the run's own user, in one call: what forks as fast as it can is never done one by one. The kernel
// spares the caller, and a fork that is under way sees the signal first.
void killUser(std::uint64_t user) {
    const pid_t killer = fork();
    if (killer == 0) {
        const auto id = static_cast<uid_t>(user);
        if (setresuid(id, id, id) == 0) kill(-1, SIGKILL);
        _exit(0);
    }
    if (killer > 0) waitpid(killer, nullptr, 0);
}

// Should the machine run out of memory all the same, the kernel takes the run first. Better to have, never a must.
void volunteer() {
    const int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0) return;
    if (write(fd, "1000", 4) < 0) errno = 0;
    close(fd);
}

void chooseUser(const Plan& plan) {
    Orders& orders = *plan.orders;
    // One user per run: RLIMIT_NPROC counts per user, and two runs must not signal each other. Our pid is ours alone as
    // long as we live.
    if (orders.userBase != 0)
        orders.runUser = orders.userBase + static_cast<std::uint64_t>(getpid()) % orders.userCount;
    if (orders.runUser == 0) return;
    const auto user = static_cast<uid_t>(orders.runUser);
    for (std::uint64_t i = 0; i < orders.give; ++i)
        if (chown(plan.give[i].bytes, user, user) != 0) giveUp("cannot give a folder to the run's user:", plan.give[i].bytes);
}

int startBubblewrap(void* argument) {
    const Plan& plan = *static_cast<const Plan*>(argument);
    volunteer();
    execv(plan.bubblewrapArgv[0], plan.bubblewrapArgv);
    giveUp("cannot start", plan.bubblewrapArgv[0]);
}

}  // namespace

void endAllChildren(const Plan& plan) {
    if (plan.orders->bubblewrap == 0 && plan.orders->runUser != 0) killUser(plan.orders->runUser);
    // Killed children may have children that become ours: again until the kernel says that there is none.
    for (;;) {
        pid_t ended = 0;
        while ((ended = waitpid(-1, nullptr, WNOHANG | __WALL)) > 0) {
        }
        if (ended < 0 && errno == ECHILD) return;
        killChildren();
        if (waitpid(-1, nullptr, __WALL) < 0 && errno == ECHILD) return;
    }
}

int supervise(Plan& plan) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    chooseUser(plan);
    if (plan.orders->bubblewrap == 0) {
        volunteer();
        return runProgram(plan);
    }
    static char stack[64 << 10] __attribute__((aligned(16)));
    const pid_t child = clone(startBubblewrap, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, &plan);
    if (child < 0) giveUp("cannot start a process");
    const int childFd = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
    if (childFd < 0) giveUp("cannot watch a process (pidfd_open)");
    pollfd watched[] = {{lifelineFd, 0, 0}, {childFd, POLLIN, 0}};
    while (poll(watched, 2, -1) < 0 && errno == EINTR) {
    }
    if (watched[0].revents != 0) kill(child, SIGKILL);
    endAllChildren(plan);
    return 0;
}

}  // namespace assay::sandbox::launcher
