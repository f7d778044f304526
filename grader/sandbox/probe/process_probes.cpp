// Getting out: processes, privileges, network, what is there to be read.

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "sandbox/probe/probe.h"

extern char** environ;

namespace assay::sandbox::probe {

namespace {

int nothing(const char*) { return 0; }

sockaddr_in address(const char* host, int port) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(static_cast<std::uint16_t>(port));
    inet_pton(AF_INET, host, &where.sin_addr);
    return where;
}

int tryConnect(const char* host, int port) {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) return -1;
    const timeval patience{2, 0};
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const sockaddr_in where = address(host, port);
    const int result = connect(fd, reinterpret_cast<const sockaddr*>(&where), sizeof where);
    const int error = errno;
    close(fd);
    errno = error;
    return result;
}

int network(const char*) {
    // 192.0.2.0/24 is nobody's (RFC 5737): only whether there is a way to it at all is asked.
    const int result = tryConnect("192.0.2.1", 9);
    if (result < 0 && errno != ENETUNREACH && errno != EPERM && errno != EACCES) return broken("there is a way to other hosts");
    return refused(result, "connect to another host");
}

int hostLoopback(const char* port) { return refused(tryConnect("127.0.0.1", std::atoi(port)), "connect to the host's loopback"); }

int loopback(const char*) {
    const int server = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in where = address("127.0.0.1", 0);
    socklen_t size = sizeof where;
    if (server < 0 || bind(server, reinterpret_cast<sockaddr*>(&where), size) != 0 || listen(server, 1) != 0 ||
        getsockname(server, reinterpret_cast<sockaddr*>(&where), &size) != 0)
        return broken("cannot listen on loopback");
    return tryConnect("127.0.0.1", ntohs(where.sin_port)) == 0 ? held("listens and connects") : broken("loopback is down");
}

int oddSockets(const char*) {
    const struct {
        int family, type, protocol;
    } kinds[] = {{AF_INET, SOCK_RAW, IPPROTO_ICMP}, {AF_PACKET, SOCK_RAW, 0}, {AF_NETLINK, SOCK_RAW, 0}, {AF_ALG, SOCK_SEQPACKET, 0},
                 {AF_VSOCK, SOCK_STREAM, 0}, {AF_INET, SOCK_DGRAM, IPPROTO_ICMP}, {AF_KEY, SOCK_RAW, 2}};
    for (const auto& kind : kinds)
        if (socket(kind.family, kind.type, kind.protocol) >= 0) return broken("a raw, packet, netlink or other socket was made");
    return held("raw, packet, netlink and other sockets: refused");
}

int tryFork(const char*) {
    const pid_t child = fork();
    if (child == 0) _exit(0);
    if (child > 0) return broken("fork succeeded");
    if (errno != EPERM) return broken("fork failed, but not with EPERM");
    const long forked = syscall(SYS_clone, CLONE_VFORK | CLONE_VM | SIGCHLD, 0, 0, 0, 0);
    if (forked == 0) _exit(0);
    return refused(forked, "fork, vfork");
}

int tryExec(const char* program) {
    char* const argv[] = {const_cast<char*>(program), const_cast<char*>("executed"), nullptr};
    execve(program, argv, environ);
    if (errno != EPERM) return broken("exec failed, but not with EPERM");
    const int fd = open(program, O_PATH);
    syscall(SYS_execveat, fd, "", argv, environ, AT_EMPTY_PATH);
    return refused(-1, "exec");
}

int executed(const char*) { return broken("a program was started"); }

// What only root, debuggers and container engines need. None may succeed; each is called with arguments that would.
int privilegedCalls(const char*) {
    const struct {
        const char* name;
        long result;
    } calls[] = {
        {"ptrace", ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)},
        {"ptrace of the parent", ptrace(PTRACE_SEIZE, getppid(), nullptr, nullptr)},
        {"mount", mount("tmpfs", "/tmp", "tmpfs", 0, nullptr)},
        {"umount", umount2("/tmp", MNT_DETACH)},
        {"pivot_root", syscall(SYS_pivot_root, "/", "/")},
        {"chroot", chroot("/")},
        {"unshare(user)", unshare(CLONE_NEWUSER)},
        {"unshare(mount)", unshare(CLONE_NEWNS)},
        {"setns", setns(0, 0)},
        {"io_uring_setup", syscall(425, 1, nullptr)},
        {"bpf", syscall(SYS_bpf, 0, nullptr, 0)},
        {"keyctl", syscall(SYS_keyctl, 0, -3, 1)},
        {"add_key", syscall(SYS_add_key, "user", "a", "b", 1, -3)},
        {"userfaultfd", syscall(SYS_userfaultfd, 0)},
        {"perf_event_open", syscall(SYS_perf_event_open, nullptr, 0, -1, -1, 0)},
        {"process_vm_readv", syscall(SYS_process_vm_readv, getppid(), nullptr, 0, nullptr, 0, 0)},
        {"pidfd_getfd", syscall(438, 0, 0, 0)},
        {"kcmp", syscall(SYS_kcmp, getpid(), getppid(), 0, 0, 0)},
        {"shmget", syscall(SYS_shmget, 0, 4096, 0600 | 01000)},
        {"memfd_create", syscall(SYS_memfd_create, "m", 0)},
        {"personality", syscall(SYS_personality, 0x0040000)},
        {"prctl(PR_SET_DUMPABLE, 1)", prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)},
        {"clone(CLONE_NEWUSER)", syscall(SYS_clone, CLONE_NEWUSER | CLONE_THREAD | CLONE_VM | CLONE_SIGHAND, 0, 0, 0, 0)},
        {"open_by_handle_at", syscall(SYS_open_by_handle_at, 0, nullptr, 0)},
        {"mknod of a device", syscall(SYS_mknodat, AT_FDCWD, "/tmp/node", S_IFCHR | 0666, 0x103)},
        {"set the host name", sethostname("x", 1)},
        {"set the clock", syscall(SYS_clock_settime, CLOCK_REALTIME, nullptr)},
        {"swapon", syscall(SYS_swapon, "/tmp", 0)},
        {"init_module", syscall(SYS_init_module, nullptr, 0, "")},
    };
    for (const auto& call : calls)
        if (call.result >= 0) return broken(call.name);
    return held("each refused");
}

int otherNumbers(const char*) {
#ifdef __x86_64__
    // getpid by the 32-bit table and by x32's numbers.
    long result = -1;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");
    if (result >= 0) return broken("32-bit system calls work");
    if (syscall(0x40000000L | SYS_getpid) >= 0) return broken("x32 system calls work");
    return held("refused");
#else
    return held("this architecture has none");
#endif
}

int signals(const char*) {
    signal(SIGTERM, SIG_IGN);
    const pid_t parent = getppid();
    kill(-1, SIGTERM);
    kill(1, SIGKILL);
    if (parent > 1) kill(parent, SIGKILL);
    // Whoever started us would have ended with a parent's end; that we report is half of the proof, that the run's end
    // is reported is the other.
    timespec moment{0, 20'000'000};
    nanosleep(&moment, nullptr);
    return getppid() == parent ? held("nobody else was hit") : broken("the parent was killed");
}

int descriptors(const char* expected) {
    int count = 0;
    for (int fd = 0; fd < 1100; ++fd)
        if (fcntl(fd, F_GETFD) >= 0) ++count;
    std::printf("%d descriptors\n", count);
    return count == std::atoi(expected) ? 0 : 1;
}

int environment(const char* expected) {
    int count = 0;
    while (environ[count] != nullptr)
        ++count;
    std::printf("%d variables\n", count);
    return count == std::atoi(expected) ? 0 : 1;
}

int privileges(const char*) {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2] = {};
    if (getuid() == 0 || geteuid() == 0) return broken("runs as root");
    if (syscall(SYS_capget, &header, data) != 0) return broken("capabilities cannot be read");
    if ((data[0].effective | data[0].permitted | data[1].effective | data[1].permitted) != 0) return broken("has capabilities");
    if (prctl(PR_CAPBSET_READ, 21, 0, 0, 0) > 0 && setuid(0) == 0) return broken("can become root");
    if (setuid(0) == 0) return broken("can become root");
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) return broken("may gain privileges by exec");
    return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 2 ? held("none, and none to be had") : broken("no system call filter");
}

int reads(const char* path) {
    const int fd = open(path, O_RDONLY | O_NONBLOCK);
    const int result = refused(fd, "open");
    if (fd >= 0) close(fd);
    return result;
}

int statsNothing(const char* path) {
    struct stat info {};
    return refused(stat(path, &info), "stat");
}

int lists(const char* expected) {
    DIR* root = opendir("/");
    if (root == nullptr) return held("the root cannot be listed");
    char names[1024] = "";
    while (const dirent* entry = readdir(root))
        if (entry->d_name[0] != '.' && std::strlen(names) + std::strlen(entry->d_name) + 2 < sizeof names) {
            std::strcat(names, entry->d_name);
            std::strcat(names, " ");
            if (std::strstr(expected, entry->d_name) == nullptr) {
                closedir(root);
                return broken(names);
            }
        }
    closedir(root);
    return held(names);
}

int unreadable(const char* path) {
    chmod(path, 0777);
    if (open(path, O_RDONLY) >= 0) return broken("its own binary can be read");
    if (open("/proc/self/exe", O_RDONLY) >= 0 || open("/proc/self/mem", O_RDONLY) >= 0) return broken("readable by /proc");
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 1 ? broken("the process is dumpable") : held("executable, not readable");
}

int setuidBit(const char*) {
    const int fd = open("s", O_WRONLY | O_CREAT, 0755);
    if (fd < 0) return broken("cannot make a file");
    // The bit may be set on one's own file; no_new_privs and nosuid make it worthless. It must be no other user's.
    fchmod(fd, 04755);
    struct stat info {};
    fstat(fd, &info);
    return info.st_uid == 0 ? broken("a set-user-id file of root was made") : held("worthless");
}

// Leaves a process of its own session behind that keeps every descriptor open.
int daemonize(const char* token) {
    const pid_t child = fork();
    if (child < 0) return broken("cannot fork");
    if (child == 0) {
        setsid();
        if (fork() != 0) _exit(0);
        for (int signalNumber = 1; signalNumber < 32; ++signalNumber)
            signal(signalNumber, SIG_IGN);
        char* const argv[] = {const_cast<char*>("/probe"), const_cast<char*>("sleep"), const_cast<char*>(token), nullptr};
        execve("/probe", argv, environ);
        sleep(600);
        _exit(0);
    }
    waitpid(child, nullptr, 0);
    usleep(50'000);
    return held("left behind");
}

int forkAndExec(const char* program) {
    const pid_t child = fork();
    if (child < 0) return broken("fork is refused");
    if (child == 0) {
        char* const argv[] = {const_cast<char*>(program), const_cast<char*>("nothing"), nullptr};
        execve(program, argv, environ);
        _exit(77);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? held("worked") : broken("exec failed");
}

int execFromTmp(const char* program) {
    const int from = open(program, O_RDONLY), to = open("/tmp/copy", O_WRONLY | O_CREAT, 0755);
    char buffer[65536];
    ssize_t n = 0;
    while ((n = read(from, buffer, sizeof buffer)) > 0)
        if (write(to, buffer, static_cast<std::size_t>(n)) != n) return broken("cannot copy");
    close(to);
    char* const argv[] = {const_cast<char*>("/tmp/copy"), const_cast<char*>("executed"), nullptr};
    return refused(execve("/tmp/copy", argv, environ), "exec of a file that was written here");
}

}  // namespace

const Probe processProbes[] = {
    {"nothing", nothing}, {"network", network}, {"host-loopback", hostLoopback}, {"loopback", loopback},
    {"odd-sockets", oddSockets}, {"fork", tryFork}, {"exec", tryExec}, {"executed", executed},
    {"privileged-calls", privilegedCalls}, {"other-numbers", otherNumbers}, {"signals", signals},
    {"descriptors", descriptors}, {"environment", environment}, {"privileges", privileges}, {"reads", reads},
    {"stats", statsNothing}, {"lists", lists}, {"unreadable", unreadable}, {"setuid-bit", setuidBit},
    {"daemon", daemonize}, {"fork-exec", forkAndExec}, {"exec-from-tmp", execFromTmp},
};
const std::size_t processProbeCount = sizeof processProbes / sizeof *processProbes;

}  // namespace assay::sandbox::probe
