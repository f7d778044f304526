// Role: what the grader tells its launcher for one run, and what the launcher answers. Both ends are of one build, so the
// layout is plain memory; the version guards against a launcher of another build.
// The orders are a memfd: this header, then byte strings in the order of the fields below, each a 64-bit length, the bytes
// and a NUL. They hold no secret of a course, and the descriptor is closed before the program starts.
#pragma once

#include <cstdint>

namespace assay::sandbox {

inline constexpr std::uint64_t ordersVersion = 0x415353'0002;

// Descriptors of launcher and bubblewrap; 0, 1, 2 (and 3, 4: control, channel) are the program's own.
inline constexpr int ordersFd = 10, statusFd = 11, lifelineFd = 12, reachFd = 13;
// What stands in the system call filter for values that are known only at start.
inline constexpr std::uint64_t execPlaceholder = 0x0123'4567'89ab'c000, pidPlaceholder = 0x7fed'cba9;

struct Orders {
    std::uint64_t version = ordersVersion;
    std::uint64_t level = 0;             // Level
    std::uint64_t programFds = 3;        // 0 … programFds-1 are kept open
    std::uint64_t userBase = 0;          // root: run as user userBase + pid % userCount; 0: stay who we are
    std::uint64_t userCount = 1;
    std::uint64_t runUser = 0;           // set by the supervisor from these two
    std::uint64_t cpuSeconds = 0, dataBytes = 0, fileBytes = 0, openFiles = 0, tasks = 0;
    std::uint64_t countOwnTasks = 0;     // RLIMIT_NPROC counts the user's other processes too: add them
    std::uint64_t tmpBytes = 0, tmpFiles = 0;
    std::uint64_t privateWorkdir = 0;    // the working folder is made on the private tmpfs
    std::uint64_t mayStartPrograms = 0;
    std::uint64_t useLandlock = 0, refuseTcp = 0;
    std::uint64_t reachable = 0;         // init answers on reachFd
    std::uint64_t keepRootForFiles = 0;  // Reduced as root, compilers: effective user 0 without capabilities
    // Counts of the strings that follow, in this order.
    std::uint64_t bubblewrap = 0;        // its argv
    std::uint64_t give = 0;              // folders outside that are given to the run's user
    std::uint64_t rules = 0;             // Landlock: an access letter ('r', 'w', 'd', 'l'), then the path
    std::uint64_t initialFiles = 0;      // pairs: name below the working folder ("name/" is a folder), content
    std::uint64_t arguments = 0, environment = 0;
    // and always: workdir, executable, filter (BPF; empty: none)
};

enum class MessageKind : std::uint64_t {
    Program = 1,  // sent by the program's process before it becomes the program: its credentials carry the pid
    Started,      // exec succeeded
    Failed,       // setting up failed: text says what, value is errno
    Ended,        // the program and all that it started have ended: value is its wait status, with its usage
};
struct Message {
    MessageKind kind{};
    std::int64_t value = 0;
    std::uint64_t cpuNanoseconds = 0, peakBytes = 0;
    char text[160] = {};
};

// What the grader asks of init while the program runs, one packet each on reachFd; the answer is an errno (0: done), and for
// the first two a socket beside it.
enum class ReachKind : std::uint32_t { Connect = 1, Listen, Signal };
struct ReachRequest {
    ReachKind kind{};
    std::uint32_t value = 0;  // a port, or a signal's number
};
struct ReachAnswer {
    std::int32_t error = 0;
};

}  // namespace assay::sandbox
