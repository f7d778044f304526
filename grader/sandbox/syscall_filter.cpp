// The system call filter. It starts from *deny* (EPERM) and names what is allowed, in groups, each with its reason. What a
// program may not do fails like any other call and the program goes on; nothing is killed for asking.
//
// One program start has to pass: the launcher's own exec, made after the filter is loaded. It is told from any later one
// by the *address* of its path argument: the launcher maps a page at a random address (46 bits, from the kernel's own
// generator), puts the path at a random byte of it, and writes that address into the filter. The exec discards the
// page. The program cannot read its filter (that needs CAP_SYS_ADMIN and ptrace), so to start anything it would have to
// map a path at the right one of 2^46 addresses: a billion tries, far more than its CPU time allows, find it with a chance
// of 1 in 70,000 — and what it could start then is what is mounted for it: itself, under the same filter and limits.

#include "sandbox/syscall_filter.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/ioctl.h>
#include <netinet/in.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>
#include <span>
#include <vector>

#include "base/fs.h"
#include "sandbox/orders.h"

namespace assay::sandbox {

namespace {

using base::ErrorCode;
using base::Result;

struct Group {
    const char* reason;
    std::vector<const char*> calls;
};

// Allowed with any arguments. A name that this architecture or library does not know is passed over.
const std::vector<Group>& always() {
    static const std::vector<Group> groups{
        {"memory: heap, stacks, the race detector's shadow (mmap: see below)",
         {"munmap", "mprotect", "mremap", "madvise", "brk", "mincore", "msync", "mlock", "munlock", "membarrier"}},
        {"descriptors: reading and writing what is open",
         {"read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "preadv2", "pwritev2", "lseek",
          "close", "close_range", "dup", "dup2", "dup3", "fcntl", "pipe", "pipe2", "sendfile", "copy_file_range", "splice",
          "tee", "fsync", "fdatasync", "sync_file_range", "flock", "ftruncate", "fallocate", "fadvise64", "readahead"}},
        {"files: the mount view, modes and Landlock decide which",
         {"open", "openat", "openat2", "creat", "stat", "lstat", "fstat", "newfstatat", "statx", "statfs", "fstatfs",
          "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents", "getdents64", "mkdir", "mkdirat",
          "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat",
          "fchmod", "chown", "fchown", "lchown", "fchownat", "utime", "utimes",
          "futimesat", "utimensat", "truncate", "getcwd", "chdir", "fchdir", "umask"}},
        {"waiting: Go's poller, C's poll",
         {"epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2", "poll", "ppoll",
          "select", "pselect6", "eventfd", "eventfd2", "signalfd", "signalfd4", "timerfd_create", "timerfd_settime",
          "timerfd_gettime", "inotify_init", "inotify_init1", "inotify_add_watch", "inotify_rm_watch"}},
        {"time: sleeping, timers, profiling's timers",
         {"clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times", "alarm",
          "setitimer", "getitimer", "timer_create", "timer_settime", "timer_gettime", "timer_getoverrun", "timer_delete"}},
        {"threads: futexes, their lists, scheduling as a question",
         {"futex", "set_robust_list", "get_robust_list", "set_tid_address", "rseq", "gettid", "sched_yield",
          "sched_getaffinity", "sched_getparam", "sched_getscheduler", "sched_get_priority_max",
          "sched_get_priority_min", "getcpu", "arch_prctl", "exit", "exit_group", "restart_syscall"}},
        {"signals to oneself and their handling",
         {"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "rt_sigpending", "rt_sigtimedwait",
          "rt_sigsuspend", "pause"}},
        {"who am I: answers that the namespaces have made harmless",
         {"getpid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getgroups", "getresuid", "getresgid", "getpgrp",
          "getpgid", "getsid", "uname", "sysinfo", "getrusage", "getrlimit", "setrlimit", "getpriority", "capget",
          "getrandom", "wait4", "waitid"}},
        {"sockets, once there is one (socket: see below)",
         {"bind", "listen", "accept", "accept4", "connect", "getsockname", "getpeername", "setsockopt", "getsockopt",
          "sendto", "recvfrom", "sendmsg", "recvmsg", "sendmmsg", "recvmmsg", "shutdown"}},
    };
    return groups;
}

// For compilers: they start programs, wait for them and end them.
const Group toolchainOnly{"programs that start programs", {"fork", "vfork", "execve", "execveat", "setpgid", "setsid"}};

// "There is no such call", so that runtimes take their older way instead of reporting a refusal.
const Group notThere{"newer calls that runtimes try first; clone3 hides its flags from any filter",
                     {"clone3", "futex_waitv", "futex_wait", "futex_wake", "futex_requeue", "mseal", "map_shadow_stack"}};

// Extended attributes are memory that nothing counts; programs take "not supported" in their stride.
const Group notSupported{"extended attributes, which ls and cp ask for",
                         {"getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr", "setxattr",
                          "lsetxattr", "fsetxattr"}};

constexpr std::uint64_t threadFlags = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD;
constexpr std::uint64_t namespaceFlags =
    CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

// Collects rules; the first failure stays.
class Builder {
  public:
    explicit Builder(scmp_filter_ctx context) : m_context(context) {}

    void allow(const char* call, std::initializer_list<scmp_arg_cmp> when = {}) { add(SCMP_ACT_ALLOW, call, when); }
    void refuse(int error, const char* call) {
        add(SCMP_ACT_ERRNO(static_cast<std::uint16_t>(error)), call, {});
    }
    void allowEqual(const char* call, unsigned argument, std::initializer_list<std::uint64_t> values) {
        for (const std::uint64_t value : values)
            allow(call, {{argument, SCMP_CMP_EQ, value, 0}});
    }
    int error() const { return m_error; }

  private:
    void add(std::uint32_t action, const char* call, std::initializer_list<scmp_arg_cmp> when) {
        const int number = seccomp_syscall_resolve_name(call);
        if (number < 0) return;  // not of this architecture, or newer than the library
        const int result = seccomp_rule_add_array(m_context, action, number, static_cast<unsigned>(when.size()), when.begin());
        if (result != 0 && m_error == 0) m_error = -result;
    }
    scmp_filter_ctx m_context;
    int m_error = 0;
};

scmp_arg_cmp masked(unsigned argument, std::uint64_t mask, std::uint64_t value) {
    return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

// Shared anonymous memory (also as a memfd, SysV segment or /dev/zero) and mappings that grow downwards count against no
// RLIMIT_DATA: a program could fill the machine with them. Private mappings count; shared ones of files are bounded by
// the private tmpfs.
void memoryRules(Builder& rules) {
    constexpr std::uint64_t kind = 0x0f, refused = MAP_GROWSDOWN | MAP_HUGETLB;
    rules.allow("mmap", {masked(3, kind | refused, MAP_PRIVATE)});
    rules.allow("mmap", {masked(3, kind | refused | MAP_ANONYMOUS, MAP_SHARED)});
    rules.allow("mmap", {masked(3, kind | refused | MAP_ANONYMOUS, MAP_SHARED_VALIDATE)});
}

void processRules(Builder& rules, const FilterProfile& profile) {
    if (profile.mayStartPrograms) {
        for (const char* call : toolchainOnly.calls)
            rules.allow(call);
        rules.allow("clone", {masked(0, namespaceFlags, 0)});
    } else {
        // Threads, and nothing that would be a process.
        rules.allow("clone", {masked(0, threadFlags | namespaceFlags | CLONE_VFORK, threadFlags)});
        // The launcher's own start of the program: see above.
        rules.allow("execve", {{0, SCMP_CMP_EQ, execPlaceholder, 0}});
        rules.allow("execveat", {{1, SCMP_CMP_EQ, execPlaceholder, 0}});
    }
    // One's own limits may be read and lowered, nobody else's.
    rules.allowEqual("prlimit64", 0, {0});
    rules.allowEqual("personality", 0, {0xffffffff});
    // No PR_SET_DUMPABLE to 1, no PR_SET_MM, no PR_SET_PTRACER, no PR_SET_PDEATHSIG.
    rules.allowEqual("prctl", 0, {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS,
                                  PR_CAPBSET_READ, PR_GET_SECCOMP, PR_SET_VMA, PR_GET_THP_DISABLE, PR_GET_PDEATHSIG});
    rules.allow("prctl", {{0, SCMP_CMP_EQ, PR_SET_DUMPABLE, 0}, {1, SCMP_CMP_EQ, 0, 0}});
}

void signalRules(Builder& rules, const FilterProfile& profile) {
    if (profile.ownNetwork || profile.mayStartPrograms) {
        // In a pid namespace of its own nobody else is there to be hit; compilers end what they started.
        for (const char* call : {"kill", "tgkill", "tkill"})
            rules.allow(call);
        return;
    }
    for (const char* call : {"kill", "tgkill"})
        rules.allow(call, {{0, SCMP_CMP_EQ, pidPlaceholder, 0}});
}

void socketRules(Builder& rules, const FilterProfile& profile) {
    constexpr std::uint64_t typeMask = 0xf;
    for (const std::uint64_t type : {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}) {
        rules.allow("socketpair", {{0, SCMP_CMP_EQ, AF_UNIX, 0}, masked(1, typeMask, type)});
        if (!profile.ownNetwork) continue;
        rules.allow("socket", {{0, SCMP_CMP_EQ, AF_UNIX, 0}, masked(1, typeMask, type)});
    }
    if (!profile.ownNetwork) return;
    // Streams and datagrams of the internet families by their everyday protocols; no raw, packet or netlink sockets.
    for (const std::uint64_t family : {AF_INET, AF_INET6})
        for (const std::uint64_t type : {SOCK_STREAM, SOCK_DGRAM})
            for (const std::uint64_t protocol : {IPPROTO_IP, IPPROTO_TCP, IPPROTO_UDP})
                rules.allow("socket", {{0, SCMP_CMP_EQ, family, 0}, masked(1, typeMask, type), {2, SCMP_CMP_EQ, protocol, 0}});
}

void fileRules(Builder& rules, const FilterProfile& profile) {
    // By path it would make a binary of mode 0111 readable for its owner; an open file's mode may be changed.
    if (!profile.ownsMounted)
        for (const char* call : {"chmod", "fchmodat", "fchmodat2"})
            rules.allow(call);
    // Fifos and plain files; device nodes are refused here as they are by missing capabilities.
    for (const std::uint64_t kind : {std::uint64_t{S_IFIFO}, std::uint64_t{S_IFREG}}) {
        rules.allow("mknod", {masked(1, S_IFMT, kind)});
        rules.allow("mknodat", {masked(2, S_IFMT, kind)});
    }
    // Is it a terminal, how much is there to read. Not TIOCSTI and its like.
    rules.allowEqual("ioctl", 1, {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX});
}

Result<std::string> exported(scmp_filter_ctx context) {
    base::UniqueFd memory(::memfd_create("assay-filter", MFD_CLOEXEC));
    if (!memory) return base::failErrno(ErrorCode::Internal, "cannot make memory for the system call filter", errno);
    if (const int result = seccomp_export_bpf(context, memory.get()); result != 0)
        return base::failErrno(ErrorCode::Internal, "cannot compile the system call filter", -result);
    std::string bytes(static_cast<std::size_t>(::lseek(memory.get(), 0, SEEK_END)), '\0');
    if (::pread(memory.get(), bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return base::failErrno(ErrorCode::Internal, "cannot read the system call filter", errno);
    return bytes;
}

}  // namespace

Result<std::string> compileFilter(const FilterProfile& profile) {
    scmp_filter_ctx context = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (context == nullptr) return base::fail(ErrorCode::Internal, "cannot make a system call filter");
    const struct Release {
        scmp_filter_ctx context;
        ~Release() { seccomp_release(context); }
    } release{context};
    // Calls by another architecture's numbers (32-bit, x32) get "no such call".
    seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(ENOSYS));
    seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    Builder rules(context);
    for (const Group& group : always())
        for (const char* call : group.calls)
            rules.allow(call);
    for (const char* call : notThere.calls)
        rules.refuse(ENOSYS, call);
    for (const char* call : notSupported.calls)
        rules.refuse(EOPNOTSUPP, call);
    memoryRules(rules);
    processRules(rules, profile);
    signalRules(rules, profile);
    socketRules(rules, profile);
    fileRules(rules, profile);
    if (rules.error() != 0) return base::failErrno(ErrorCode::Internal, "cannot build the system call filter", rules.error());
    return exported(context);
}

}  // namespace assay::sandbox
