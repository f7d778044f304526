// The supervisor: see launcher_main.cpp.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "sandbox/launcher/launcher.h"

namespace assay::sandbox::launcher {

namespace {

void killChildren() {
    const int processes = sys::open("/proc", O_RDONLY | O_DIRECTORY);
    if (processes < 0) return;
    const auto self = static_cast<std::uint64_t>(sys::getpid());
    sys::eachNumber(processes, [&](const char* pid) {
        const int folder = sys::openAt(processes, pid, O_PATH | O_DIRECTORY, 0);
        if (folder < 0) return;
        if (statField(folder, 4) == self) sys::kill(static_cast<pid_t>(number(pid)), SIGKILL);
        sys::close(folder);
    });
    sys::close(processes);
}

// Should the machine run out of memory all the same, the kernel takes the run first. Better to have, never a must.
void volunteer() {
    const int fd = sys::open("/proc/self/oom_score_adj", O_WRONLY);
    if (fd < 0) return;
    sys::write(fd, "1000", 4);
    sys::close(fd);
}

void chooseUser(const Plan& plan) {
    Orders& orders = *plan.orders;
    // One user per run: RLIMIT_NPROC counts per user, and two runs must not signal each other. Our pid is ours alone as
    // long as we live.
    if (orders.userBase != 0)
        orders.runUser = orders.userBase + static_cast<std::uint64_t>(sys::getpid()) % orders.userCount;
    if (orders.runUser == 0) return;
    const auto user = static_cast<uid_t>(orders.runUser);
    for (std::uint64_t i = 0; i < orders.give; ++i)
        if (sys::call(SYS_fchownat, AT_FDCWD, plan.give[i].bytes, user, user, 0) != 0)
             giveUp("cannot give a folder to the run's user:", plan.give[i].bytes);
}

int startBubblewrap(void* argument) {
    const Plan& plan = *static_cast<const Plan*>(argument);
    volunteer();
    static char* const noEnvironment[] = {nullptr};
    sys::call(SYS_execve, plan.bubblewrapArgv[0], plan.bubblewrapArgv, noEnvironment);
    giveUp("cannot start", plan.bubblewrapArgv[0]);
}

}  // namespace

void endAllChildren() {
    // Killed children may have children that become ours: again until the kernel says that there is none.
    for (;;) {
        pid_t ended = 0;
        while ((ended = sys::wait(-1, nullptr, WNOHANG | __WALL, nullptr)) > 0) {
        }
        if (ended < 0 && sys::lastError == ECHILD) return;
        killChildren();
        if (sys::wait(-1, nullptr, __WALL, nullptr) < 0 && sys::lastError == ECHILD) return;
    }
}

int supervise(Plan& plan) {
    sys::prctl(PR_SET_CHILD_SUBREAPER, 1);
    chooseUser(plan);
    if (plan.orders->bubblewrap == 0) {
        volunteer();
        return runProgram(plan);
    }
    static char stack[16 << 10] __attribute__((aligned(16)));
    const pid_t child = sys::vforkInto(startBubblewrap, &plan, stack + sizeof stack);
    if (child < 0) giveUp("cannot start a process");
    const int childFd = static_cast<int>(sys::call(SYS_pidfd_open, child, 0));
    if (childFd < 0) giveUp("cannot watch a process (pidfd_open)");
    pollfd watched[] = {{lifelineFd, 0, 0}, {childFd, POLLIN, 0}};
    while (sys::poll(watched, 2) < 0 && sys::lastError == EINTR) {
    }
    if (watched[0].revents != 0) sys::kill(child, SIGKILL);
    endAllChildren();
    return 0;
}

}  // namespace assay::sandbox::launcher
