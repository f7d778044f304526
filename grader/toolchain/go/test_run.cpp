// Theory of operation. A plan is a list of test names. A process gets a key and the plan, reports each test's start and end
// under the seal, and says "done". From the reports and from how the process ended each planned run gets a Fate:
//   ended under the seal                        → Ended
//   started, and the process died               → Crashed, Exited or the limit that it met
//   not started, and the process met no limit   → tried again in a fresh process, 20 times at most
//   not started, and the process met a limit    → NotRun ("a run that met its limit is not repeated")
// Progress is certain: each process answers at least one planned run, or the loop ends.

#include "toolchain/go/test_run.h"

#include <algorithm>

#include "base/text.h"

namespace assay::toolchain {

using sandbox::End;
using sandbox::Milliseconds;

namespace {

constexpr int kFreshProcesses = 20;
constexpr std::size_t kOutputKept = 64 << 10;

void keep(std::string& into, std::string_view bytes) { into += bytes.substr(0, kOutputKept - std::min(kOutputKept, into.size())); }

// Follows one process. Frames name positions in the plan of this process; `todo` maps them to the whole plan.
class Follower final : public sandbox::Observer {
  public:
    Follower(const base::SealKey& key, const std::vector<std::size_t>& todo, std::vector<TestRun>& tests, const TestRunOptions& options)
        : m_reader(key), m_todo(todo), m_tests(tests), m_options(options) {}

    void onChannel(std::string_view bytes) override {
        std::vector<Frame> frames;
        m_reader.feed(bytes, frames);
        for (const Frame& frame : frames)
            if (wrong.empty()) std::visit([this](const auto& f) { take(f); }, frame);
        if (m_reader.broken() && wrong.empty()) wrong = m_reader.why();
    }
    void onOutput(sandbox::Stream stream, std::string_view bytes) override {
        TestRun& run = printing();
        keep(stream == sandbox::Stream::Output ? run.out : run.err, bytes);
    }
    bool onTick(const Tick& tick) override {
        // Waiting for a processor is not the test's doing: it does not count against its time-out.
        const Milliseconds fair = tick.wall - std::min(tick.wall, tick.waited);
        if (m_running != m_lastRunning) m_lastRunning = m_running, m_since = fair;
        if (!m_running || !m_options.testTimeout || fair - m_since < *m_options.testTimeout) return true;
        timedOut = true;
        return false;
    }

    bool midFrame() const { return m_reader.midFrame(); }
    std::optional<std::size_t> running() const { return m_running; }
    std::optional<std::size_t> lastEnded() const { return m_lastEnded; }

    std::string wrong;  // not empty: tampered
    bool timedOut = false;
    bool ready = false;
    std::optional<DoneFrame> done;
    std::optional<CoverFrame> cover;
    TestRun outside;  // what was printed before the first test

  private:
    TestRun& printing() { return m_running ? m_tests[*m_running] : m_lastEnded ? m_tests[*m_lastEnded] : outside; }
    void refuse(const char* why) { wrong = why; }

    // The position has to be that of the test that is running.
    TestRun* current(std::uint32_t position) {
        if (position < m_todo.size() && m_running == m_todo[position]) return &m_tests[*m_running];
        refuse("a message about a test that is not running");
        return nullptr;
    }
    void take(const ReadyFrame&) { ready ? refuse("a second greeting") : void(ready = true); }
    void take(const StartFrame& frame) {
        if (!ready || m_running || done || frame.position != m_next || frame.position >= m_todo.size()) return refuse("a test that started out of turn");
        ++m_next;
        m_running = m_todo[frame.position];
        if (m_options.onTest) m_options.onTest(m_tests[*m_running].name);
    }
    void take(const SubFrame& frame) {
        if (TestRun* run = current(frame.position); run != nullptr && run->subtests.size() < 10'000) run->subtests.push_back(frame);
    }
    void take(const PanicFrame& frame) {
        if (TestRun* run = current(frame.position); run != nullptr && !run->panic) run->panic = frame, run->log = frame.output;
    }
    void take(const LeakFrame& frame) {
        if (TestRun* run = current(frame.position)) run->leak = frame;
    }
    void take(const EndFrame& frame) {
        TestRun* run = current(frame.position);
        if (run == nullptr) return;
        run->fate = Fate::Ended;
        run->state = frame.state;
        run->nanoseconds = frame.nanoseconds;
        run->races = frame.races;
        run->log = frame.output;
        m_races += frame.races;
        m_lastEnded = m_running;
        m_running.reset();
    }
    void take(const BenchFrame& frame) {
        if (TestRun* run = current(frame.position); run != nullptr && run->rounds.size() < 10'000) run->rounds.push_back(frame);
    }
    void take(const FuzzFrame& frame) {
        TestRun* run = current(frame.position);
        if (run == nullptr) return;
        run->executions = frame.executions;
        if (frame.state == FuzzState::Trace) run->trace = frame;
        else if (frame.state != FuzzState::Progress) run->fuzz = frame;
    }
    void take(const CoverFrame& frame) {
        if (cover || m_running || done) return refuse("a count of statements out of turn");
        cover = frame;
    }
    void take(const DoneFrame& frame) {
        const bool stopped = m_options.stopAtFailure && m_lastEnded && m_tests[*m_lastEnded].state != TestState::Passed;
        const bool all = m_next == m_todo.size() || stopped;
        if (done || m_running || !all || frame.ended != m_next || frame.races < m_races) return refuse("an end that does not fit the tests that ran");
        done = frame;
        lateRaces = frame.races - m_races;
    }

    SealReader m_reader;
    const std::vector<std::size_t>& m_todo;
    std::vector<TestRun>& m_tests;
    const TestRunOptions& m_options;
    std::optional<std::size_t> m_running, m_lastRunning, m_lastEnded;
    std::size_t m_next = 0;
    std::uint32_t m_races = 0;
    Milliseconds m_since{0};

  public:
    std::uint32_t lateRaces = 0;
};

std::string controlBytes(const base::SealKey& key, const std::vector<std::size_t>& todo, const TestRunOptions& options) {
    std::string plan = options.leaks ? "leaks 1\n" : "leaks 0\n";
    if (options.stopAtFailure) plan += "stop 1\n";
    if (options.bench)
        plan += "bench " + std::to_string(options.bench->operations) + " " + std::to_string(options.bench->rounds) + " " + std::to_string(options.bench->target.count()) + "\n";
    if (options.fuzz)
        plan += "fuzz " + std::to_string(static_cast<std::int64_t>(options.fuzz->seed)) + " " + std::to_string(options.fuzz->executions) + " " +
                std::to_string(options.fuzz->traceFrom) + " " + std::to_string(options.fuzz->patience.count()) + "\n";
    for (const std::size_t index : todo) plan += "run " + options.plan[index] + "\n";
    std::string bytes(reinterpret_cast<const char*>(key.data()), key.size());
    for (unsigned i = 0; i < 4; ++i) bytes += static_cast<char>(plan.size() >> (8 * i));
    return bytes + plan;
}

sandbox::Request requestFor(const TestRunOptions& options, std::string control) {
    sandbox::Request request;
    request.limits = options.limits;
    enterProgram(request, options.program);
    request.initialFiles = options.workFiles;
    request.control = std::move(control);
    request.channel = true;
    request.level = options.level;
    return request;
}

// What a process's end means for the test that was running, or for the start where none was.
Fate fateOf(const sandbox::Outcome& outcome, bool timedOut, const std::optional<Traceback>& traceback) {
    switch (outcome.end) {
        case End::CpuLimit:
        case End::WallLimit: return Fate::TimeLimit;
        case End::Stopped: return timedOut ? Fate::TimeLimit : Fate::Crashed;
        // The runtime prints the stack of each goroutine before it gives up, which can be more than a program may print.
        case End::OutputLimit: return traceback && traceback->fatal && traceback->stacks ? Fate::Crashed : Fate::OutputLimit;
        case End::MemoryLimit: return Fate::MemoryLimit;
        default: break;
    }
    // The runtime prints this and ends with 2, the race detector with 66. A program that prints it itself and ends so has
    // only chosen between two verdicts that are no pass.
    const bool byItself = outcome.end == End::Exited && outcome.exitCode != 2 && outcome.exitCode != 66;
    if (traceback && traceback->outOfMemory && !byItself) return Fate::MemoryLimit;
    if (outcome.end == End::Exited && !(traceback && outcome.exitCode == 2)) return Fate::Exited;
    return Fate::Crashed;
}

void addUsage(sandbox::Usage& sum, const sandbox::Usage& one) {
    sum.wall += one.wall;
    sum.cpu += one.cpu;
    sum.peakMemoryBytes = std::max(sum.peakMemoryBytes, one.peakMemoryBytes);
}

void fail(TestRun& run, Fate fate, const sandbox::Outcome& outcome, const std::optional<Traceback>& traceback) {
    run.fate = fate;
    run.traceback = traceback;
    run.exitCode = outcome.exitCode;
    run.signal = outcome.signal;
}

bool isLimit(Fate fate) { return fate == Fate::TimeLimit || fate == Fate::MemoryLimit || fate == Fate::OutputLimit; }

// Judges the end of one process. False: no further process is worth while.
bool settle(const sandbox::Outcome& outcome, Follower& follower, const TestRunOptions& options, TestRuns& runs) {
    if (outcome.end == End::ChannelLimit) follower.wrong = "too much on the results channel";
    const bool wholeEnd = outcome.end == End::Exited && outcome.exitCode == 0 && follower.done;
    if (follower.wrong.empty() && follower.midFrame() && wholeEnd) follower.wrong = "bytes after the last message";
    if (!follower.wrong.empty()) {
        runs.tampered = follower.wrong;
        return false;
    }
    runs.lateRaces += follower.lateRaces;
    if (follower.cover) runs.cover = follower.cover;
    if (wholeEnd) return false;
    const auto current = follower.running() ? follower.running() : follower.lastEnded();
    TestRun& blamed = current ? runs.tests[*current] : runs.start;
    if (!current) {
        runs.start.out = follower.outside.out;
        runs.start.err = follower.outside.err;
        runs.neverStarted = true;
    }
    const auto traceback = readTraceback(blamed.err, options.importPath, options.ownNames);
    const Fate fate = fateOf(outcome, follower.timedOut, traceback);
    // What dies between two tests, or after the last, belongs to the one that ended last: a late goroutine never
    // improves a verdict. An exit code that only the race detector's end sets (66, after "done") is counted by lateRaces.
    const bool raceExit = follower.done && outcome.end == End::Exited && outcome.exitCode == 66;
    if (!raceExit) fail(blamed, fate, outcome, traceback);
    return current.has_value() && !isLimit(fate) && !options.stopAtFailure;
}

}  // namespace

Result<TestRuns> runTests(sandbox::Sandbox& sandbox, base::RandomSource& random, const TestRunOptions& options, std::stop_token stop) {
    TestRuns runs;
    std::vector<std::size_t> todo;
    for (const std::string& name : options.plan) {
        todo.push_back(runs.tests.size());
        runs.tests.push_back({.name = name});
    }
    for (int process = 0; process <= kFreshProcesses && !todo.empty(); ++process) {
        base::SealKey key{};
        random.fill(key);
        Follower follower(key, todo, runs.tests, options);
        auto outcome = sandbox.run(requestFor(options, controlBytes(key, todo, options)), follower, stop);
        if (!outcome) return propagate(outcome);
        if (outcome->end == End::Canceled) return base::fail(base::ErrorCode::Canceled, "cancelled");
        addUsage(runs.usage, outcome->usage);
        const bool goOn = settle(*outcome, follower, options, runs);
        std::erase_if(todo, [&](std::size_t index) { return runs.tests[index].fate != Fate::NotRun; });
        if (!goOn) break;
    }
    return runs;
}

}  // namespace assay::toolchain
