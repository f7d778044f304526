// Role: runs one test binary until every planned test has an answer or cannot have one. Each process gets a fresh key; what
// it reports counts only under the seal; after a crash or an exit the tests that have not run go on in a fresh process.
// What a test *means* (raced, leaked, failed …) is for the `tests` check to say; this tells what happened.
#pragma once

#include <functional>
#include <optional>
#include <set>

#include "base/clock.h"
#include "sandbox/sandbox.h"
#include "toolchain/go/linked.h"
#include "toolchain/go/seal.h"
#include "toolchain/go/traceback.h"

namespace assay::toolchain {

using base::Result;
namespace fs = base::fs;

enum class Fate {
    NotRun,   // an earlier end kept it from running
    Ended,    // reported under the seal: see state, races, leak
    Crashed,  // the process died in it: a panic, a fatal error, a signal
    Exited,   // the process ended in it by itself: os.Exit
    TimeLimit,
    MemoryLimit,
    OutputLimit,
};

struct TestRun {
    std::string name;
    Fate fate = Fate::NotRun;
    TestState state = TestState::Failed;
    std::int64_t nanoseconds = 0;
    std::uint32_t races = 0;
    std::string log;  // what t.Log, t.Error … wrote
    std::vector<SubFrame> subtests;
    std::optional<PanicFrame> panic;
    std::optional<LeakFrame> leak;
    std::vector<BenchFrame> rounds;       // of a benchmark
    std::optional<FuzzFrame> fuzz, trace; // of a fuzz target: how it ended; the input that was begun last, where traced
    std::uint64_t executions = 0;         // of a fuzz target, as far as it told
    std::string out, err;  // what it printed, 64 KiB of each kept
    std::optional<Traceback> traceback;
    int exitCode = 0, signal = 0;
};

struct TestRuns {
    std::vector<TestRun> tests;  // one for each planned run, in order
    std::string tampered;        // not empty: the channel was interfered with, and this says how
    std::uint32_t lateRaces = 0; // counted by the detector after the last test had ended
    bool neverStarted = false;   // the first process ended before its first test
    TestRun start;               // how that went: fate, output, traceback
    sandbox::Usage usage;        // of all processes together
    std::optional<CoverFrame> cover;  // of the last process that came to its end
};

// What a benchmark of the plan does: rounds of so many operations, where 0 lets the harness find how many take `target`.
struct BenchPlan {
    std::int64_t operations = 0;
    int rounds = 5;
    std::chrono::microseconds target{5000};
};
struct FuzzPlan {
    std::uint64_t seed = 0;
    std::int64_t executions = 1000;
    std::int64_t traceFrom = -1;          // tell each input from this one on before it runs
    sandbox::Milliseconds patience{1000}; // of processor time for one input
};

struct TestRunOptions {
    Linked program;
    std::vector<std::string> plan;
    bool leaks = false;
    bool stopAtFailure = false;  // what follows a test that is not passed is not run, and no further process is started
    std::optional<BenchPlan> bench;
    std::optional<FuzzPlan> fuzz;
    std::optional<sandbox::Milliseconds> testTimeout;  // for each test
    sandbox::Limits limits;
    sandbox::Level level = sandbox::Level::Full;
    std::vector<sandbox::InitialFile> workFiles;
    std::string importPath;
    std::set<std::string> ownNames;  // the learner's files, for places in tracebacks
    std::function<void(const std::string& test)> onTest;
};

Result<TestRuns> runTests(sandbox::Sandbox& sandbox, base::RandomSource& random, const TestRunOptions& options, std::stop_token stop);

}  // namespace assay::toolchain
