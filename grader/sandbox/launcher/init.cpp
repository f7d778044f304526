// Init: starts the program and reports how it ended. Process 1 of the pid namespace at level Full; below it the supervisor
// itself. See launcher_main.cpp.

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <initializer_list>

#include "sandbox/launcher/launcher.h"

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

namespace assay::sandbox::launcher {

namespace {

struct Start {
    Plan* plan;
    const char* path;  // at the address that the filter knows
    int executable;    // O_PATH; -1: start by path
    bool ready = false;  // everything but the exec is done
};

void resetSignals() {
    for (int number = 1; number < NSIG; ++number)
        signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Where the program's path lies while it is started: anywhere below 2^46, at any byte of a page. Nobody can guess it.
char* placePath(const Text& path) {
    constexpr std::size_t room = 64 << 10;
    for (int attempt = 0; attempt < 64; ++attempt) {
        std::uint64_t chance[2];
        if (getrandom(chance, sizeof chance, 0) != static_cast<ssize_t>(sizeof chance)) continue;
        const std::uint64_t address = (chance[0] & 0x3fff'ffff'f000) + (1ull << 32);
        void* memory = mmap(reinterpret_cast<void*>(address), room, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        if (memory == MAP_FAILED) continue;
        if (path.size + 1 + 4096 > room || reinterpret_cast<std::uint64_t>(memory) != address) break;
        auto* place = static_cast<char*>(memory) + (chance[1] & 0xfff);
        memcpy(place, path.bytes, path.size + 1);
        return place;
    }
    giveUp("cannot place the program's path");
}

// The program's own process, until it becomes the program. It shares init's memory (vfork) and never returns there.
int becomeProgram(void* argument) {
    Start& start = *static_cast<Start*>(argument);
    const Plan& plan = *start.plan;
    resetSignals();
    setsid();
    Message hello;
    hello.kind = MessageKind::Program;
    send(hello);
    const int ruleset = prepareLandlock(plan);
    setLimits(plan);
    // Entered before the user changes where paths above it are closed to others; checked again by use afterwards.
    const bool entered = chdir(plan.workdir.bytes) == 0;
    dropPrivileges(plan);
    if (!entered && chdir(plan.workdir.bytes) != 0) giveUp("cannot enter the working folder", plan.workdir.bytes);
    enterLandlock(ruleset);
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // after the user changed, which clears it
    if (syscall(SYS_close_range, static_cast<unsigned>(plan.orders->programFds), ~0U, CLOSE_RANGE_CLOEXEC) != 0)
        giveUp("cannot close descriptors");
    loadFilter(plan, reinterpret_cast<std::uint64_t>(start.path));
    start.ready = true;
    if (start.executable >= 0)
        syscall(SYS_execveat, start.executable, start.path, plan.argv, plan.environment, AT_EMPTY_PATH);
    else
        syscall(SYS_execve, start.path, plan.argv, plan.environment);
    giveUp("cannot start the program", plan.executable.bytes);
}

struct Ending {
    bool known = false;
    int status = 0;
    rusage usage{};
};

void reportEnd(const Ending& ending) {
    const rusage& usage = ending.usage;
    Message message;
    message.kind = MessageKind::Ended;
    message.value = ending.status;
    const auto micro = [](const timeval& time) {
        return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(time.tv_usec);
    };
    message.cpuNanoseconds = (micro(usage.ru_utime) + micro(usage.ru_stime)) * 1000;
    message.peakBytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
    send(message);
}

// Reaps what ends; true once the program itself did.
bool reap(pid_t program, Ending& ending) {
    for (;;) {
        int status = 0;
        rusage usage{};
        const pid_t ended = wait4(-1, &status, WNOHANG | __WALL, &usage);
        if (ended <= 0) return false;
        if (ended != program) continue;
        ending = {true, status, usage};
        return true;
    }
}

// In a pid namespace of our own: all the others at once, and those that they start meanwhile.
void endNamespace() {
    while (kill(-1, SIGKILL) == 0 || errno != ESRCH) {
        int status = 0;
        if (wait4(-1, &status, __WALL, nullptr) < 0 && errno == ECHILD) return;
    }
    while (wait4(-1, nullptr, WNOHANG | __WALL, nullptr) > 0) {
    }
}

Ending watch(pid_t program, int signals, bool reachable) {
    Ending ending;
    pollfd watched[] = {{lifelineFd, 0, 0}, {signals, POLLIN, 0}, {reachable ? reachFd : -1, POLLIN, 0}};
    for (;;) {
        const int ready = poll(watched, 3, -1);
        if (ready < 0 && errno != EINTR) return ending;
        if (watched[0].revents != 0) return ending;  // the grader wants the end, or is gone
        if (watched[2].revents != 0 && !answerReach(program)) watched[2].fd = -1;  // nobody will ask any more
        if (watched[1].revents == 0) continue;
        signalfd_siginfo ignored;
        if (read(signals, &ignored, sizeof ignored) < 0 && errno != EAGAIN && errno != EINTR) return ending;
        if (reap(program, ending)) return ending;
    }
}

}  // namespace

int runProgram(Plan& plan) {
    const bool full = getpid() == 1;
    for (const int fd : {ordersFd, statusFd, lifelineFd, reachFd})
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (full) buildPrivateFolders(plan);
    if (plan.orders->privateWorkdir != 0) writeInitialFiles(plan);
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, nullptr);
    const int signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0) giveUp("cannot watch for signals");

    Start start{&plan, nullptr, -1};
    if (!full) {
        // By descriptor: the folders above it may be closed to the run's user.
        start.executable = open(plan.executable.bytes, O_PATH | O_CLOEXEC);
        if (start.executable < 0) giveUp("cannot open the program", plan.executable.bytes);
    }
    start.path = placePath(full ? plan.executable : Text{});
    static char stack[128 << 10] __attribute__((aligned(16)));
    const pid_t program = clone(becomeProgram, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, &start);
    if (program < 0) giveUp("cannot start a process");
    // vfork: here it has become the program, or ended: then it said why (giveUp), unless it was killed.
    if (gaveUp) return 1;
    if (!start.ready) {
        errno = ECHILD;
        giveUp("the program's process was killed while its walls were built");
    }
    if (full) dropOwnPrivileges(plan);
    Message started;
    started.kind = MessageKind::Started;
    send(started);
    const Ending ending = watch(program, signals, plan.orders->reachable != 0);
    // The grader takes this message for the end of all that the program started, and leaves the clearing away of the
    // namespaces, which takes longer than a short run, to us.
    if (full && ending.known)
        endNamespace();
    else if (!full)
        endAllChildren(plan);
    if (ending.known) reportEnd(ending);
    return 0;
}

}  // namespace assay::sandbox::launcher
