// Role: run one program that nobody trusts, inside limits, and say what it did and what was really in force.
// One interface, one Linux implementation (linux_sandbox.cpp): bubblewrap for the namespaces, and inside it our own
// launcher (launcher_main.cpp), which mounts the private tmpfs, sets limits, Landlock and seccomp and starts the program.
//
// Two channels (isolate's rule): what the *sandbox* could not do is an Error (Unsupported with a hint where the machine
// cannot enforce the level; Internal otherwise); what the *program* did is an Outcome. They never mix.
// Threads: run() may be called from several threads at once. Units are in the names.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/fs.h"
#include "base/log.h"
#include "base/result.h"

namespace assay::sandbox {

using base::Result;
namespace fs = base::fs;
using Milliseconds = std::chrono::milliseconds;

enum class Level {
    Full,     // namespaces, seccomp, Landlock where the kernel has it, limits
    Reduced,  // no user namespaces to be had: Landlock, seccomp, limits, process groups
    None,     // limits only; for one's own code
};
std::string_view name(Level level);
std::optional<Level> levelByName(std::string_view name);

struct Limits {
    Milliseconds cpu{10'000};           // of all threads together
    Milliseconds wall{10'000};          // extended by the time that its threads waited for a processor …
    Milliseconds wallAtMost{25'000};    // … up to this
    std::uint64_t memoryBytes = 512ull << 20;
    unsigned threads = 256;
    bool mayStartPrograms = false;      // fork and exec; for compilers, never for a learner's program by default
    std::uint64_t tmpBytes = 64ull << 20;  // the private tmpfs on /tmp and on the working folder
    unsigned tmpFiles = 4096;
    std::uint64_t fileBytes = 256ull << 20;  // RLIMIT_FSIZE
    unsigned openFiles = 256;
    std::uint64_t outputBytes = 1ull << 20;  // per stream; more ends the run (OutputLimit)
    std::uint64_t outputKept = 64ull << 10;  // per stream: the first and the last half of this are kept
};

// Something of the host that is seen inside: a file or a folder, read-only unless writable.
// As root the program runs under a user of its own, so what is mounted has to be readable for others (the folder that is
// mounted and what is below; at Full the folders above it do not matter), and a writable folder is given to that user.
// Below Full nothing is mounted, and the program sees the outside path: see seenAs.
struct Mount {
    fs::path outside;
    std::string inside;
    bool writable = false;
};

// A file or folder that the program finds in its own private, writable working folder at start: copied in, regular files
// and folders only. A symbolic link or special file in it is an Error.
struct InitialFile {
    fs::path outside;
    std::string name;  // below the working folder
};

struct Request {
    // argv[0] is a path inside. Below Full, an argument that is as a whole a path inside (below a mount, the working
    // folder or /tmp) is translated, and so is a variable's value; a path below the outside of a mount stays as it is.
    // Paths in longer texts ("-o=/out/x", a file that lists paths) are the caller's: seenAs.
    std::vector<std::string> argv;
    std::vector<std::string> environment;  // "NAME=value": the whole environment
    std::vector<Mount> mounts;
    // Where the program starts: a private folder on the tmpfs that /tmp is on too, writable, holding initialFiles. When it
    // lies in a mount it is only entered. "": "/". Not below /tmp.
    std::string workdir = "/work";
    std::vector<InitialFile> initialFiles;
    std::string standardInput;             // then end of file
    // Descriptor 3 of the program: these bytes, then end of file. Absent where empty and no channel is wanted.
    std::optional<std::string> control;
    // Descriptor 4 of the program (3 where there is no control): a pipe that the Observer reads.
    bool channel = false;
    std::uint64_t channelBytes = 64ull << 20;  // more ends the run (ChannelLimit)
    Limits limits;
    Level level = Level::Full;
    // A program of ours that reads hostile input: the compilers, assay-go. Only at Reduced as root is there a difference: it
    // may read files of root where it has been given them, since the compiler cache lies in folders that are closed to others.
    bool ownTool = false;
    // Observer::onStarted is called, with a way to reach the program. Unsupported at Reduced, where programs have no network.
    bool reachable = false;
};

// How the program names `inside` at this level: unchanged at Full; below it the outside path of the mount that it lies
// in, or, below the working folder, the path relative to that. Callers that write paths into files or longer arguments
// pass them through this.
std::string seenAs(Level level, std::span<const Mount> mounts, std::string_view workdir, std::string_view inside);
std::string seenAs(const Request& request, std::string_view inside);

enum class Stream { Output, Error };

// A program while it runs. What is made here is made by init, beside the program: inside its network namespace, and by its
// pid as long as that is its own. Threads: any. After the program's end every call fails with NotFound.
class Running {
  public:
    virtual ~Running() = default;
    // A socket that connects to 127.0.0.1:port as the program sees it. It is non-blocking, and writable once that is decided.
    // Busy where it is known at once that nothing listens there.
    virtual Result<base::UniqueFd> connect(unsigned port) = 0;
    // A socket that listens there, for a server of ours that the program calls. Port 0: any that is free.
    virtual Result<base::UniqueFd> listen(unsigned port) = 0;
    virtual Result<void> signal(int number) = 0;
};

// What happens while the program runs. Called on the thread of run(). Channel bytes are always delivered before output
// bytes that arrived by the same time.
class Observer {
  public:
    virtual ~Observer() = default;
    virtual void onStarted(std::shared_ptr<Running> /*running*/) {}  // where the request is `reachable`
    virtual void onChannel(std::string_view /*bytes*/) {}
    virtual void onOutput(Stream /*stream*/, std::string_view /*bytes*/) {}  // all of it, also what is not kept
    struct Tick {
        // So far. `waited`: for a processor, by its threads' schedstat, summed over the threads in each sampling interval
        // but counted at most as the interval itself: the time by which a busy machine may have held the program up. So does
        // the time in which nothing on the machine ran, the grader neither.
        Milliseconds wall{0}, cpu{0}, waited{0};
    };
    // At least every 20 ms. Returning false ends the program (End::Stopped).
    virtual bool onTick(const Tick&) { return true; }
};

enum class End {
    Exited,        // exitCode
    Signaled,      // signal
    CpuLimit,
    WallLimit,
    MemoryLimit,   // by a cgroup's own record only; what the runtime says of memory is for the caller to judge
    OutputLimit,
    ChannelLimit,
    Stopped,       // by Observer::onTick
    Canceled,      // by the stop token
};

struct Usage {
    Milliseconds wall{0}, cpu{0};
    std::uint64_t peakMemoryBytes = 0;
};

// One item of what is in force: "network namespace", "own, loopback only". Shown in reports, in this order.
struct IsolationItem {
    std::string item;
    bool enforced = false;
    std::string how;  // or why not
};
struct Isolation {
    Level level = Level::Full;
    std::vector<IsolationItem> items;
};

struct Captured {
    std::string kept;  // first and last part, with a line "… N bytes left out …" between where something is missing
    std::uint64_t total = 0;
};
struct Outcome {
    End end = End::Exited;
    int exitCode = 0;
    int signal = 0;
    Captured out, err;
    Usage usage;
};

class Sandbox {
  public:
    virtual ~Sandbox() = default;
    // Afterwards, whatever was returned, no process that the program was or started, and no mount or file of the run is
    // left; the launcher's own processes are gone with this object. When this process is killed, its runs end too.
    virtual Result<Outcome> run(const Request& request, Observer& observer, std::stop_token stop = {}) = 0;
    // What a run at this level would have in force on this machine. Unsupported, with a hint, where the level cannot be
    // enforced. Cheap after the first call.
    virtual Result<Isolation> isolation(Level level) = 0;
};

struct SandboxConfig {
    fs::path launcher;  // the assay-launcher program; empty: beside this executable, else $ASSAY_BIN
    fs::path bubblewrap;  // empty: `bwrap` in PATH
    bool useCgroups = true;  // false: resource limits only, as on a machine where no cgroup can be had
    std::shared_ptr<base::Log> log;
};
std::unique_ptr<Sandbox> makeLinuxSandbox(SandboxConfig config);

// `assay doctor`: each row of the limits table tried by a probe that runs in the sandbox.
struct ProbeResult {
    std::string item;    // "network", "fork", "reads /etc/shadow", …
    bool held = false;
    bool required = true;  // false: better to have, a note where it does not hold
    std::string how;     // what enforces it, or what went wrong
    std::string fix;     // one sentence; empty where it held
};
// `full`: also those that take a second or more (time, memory, output, daemon). `launcher` as in SandboxConfig.
std::vector<ProbeResult> runProbes(Sandbox& sandbox, const fs::path& launcher, Level level, bool full);
// The launcher's path by the rule of SandboxConfig::launcher; Internal where it is not there.
Result<fs::path> findLauncher(const fs::path& configured);

}  // namespace assay::sandbox
