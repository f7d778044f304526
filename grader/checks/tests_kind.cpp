// `tests`: named tests of the author, visible or hidden, run under the seal. docs/tests.md.
//
// Visible tests run in one process and hidden ones in another. What hidden tests said does not count after a visible one met
// the time limit. What a test's end means is told in test_words.cpp.

#include <algorithm>
#include <future>
#include <map>
#include <mutex>
#include <thread>

#include "base/text.h"
#include "checks/kinds.h"
#include "checks/expected_tests.h"
#include "checks/test_words.h"

namespace assay::checks {

using course::FieldSpec;
using course::FieldType;
using toolchain::Fate;
using toolchain::TestRun;
using toolchain::Unit;

namespace {

class Grading {
  public:
    Grading(Context& context, std::vector<ExpectedTest> expected) : m_context(context), m_expected(std::move(expected)) {}

    Result<CheckResult> run() {
        auto visible = ready(false);
        if (!visible) return propagate(visible);
        auto ran = *visible && sideBySide(**visible) ? runBoth(**visible) : runInTurn(*visible);
        if (!ran) return propagate(ran);
        describe();
        return std::move(m_result);
    }

  private:
    // What is needed to run a set of tests; nothing where there are none, or they do not compile.
    Result<std::optional<toolchain::TestRunOptions>> ready(bool hidden) {
        const std::vector<std::string> plan = planOf(m_expected, hidden, m_context);
        if (plan.empty()) return std::nullopt;
        const Unit unit = hidden ? Unit::Hidden : Unit::Visible;
        auto compiled = m_context.build.compiled(unit);
        if (!compiled) return propagate(compiled);
        auto linked = compiled->ok ? m_context.build.linked(unit) : Result<toolchain::Linked>(toolchain::Linked{});
        if (!linked) return propagate(linked);
        if (!compiled->ok || !linked->ok) {
            misfit(hidden, compiled->ok ? linked->message : std::string(), *compiled);
            return std::nullopt;
        }
        const bool asked = m_context.check.fields.boolean("race");
        m_raceByUs = m_raceByUs || (linked->race && !asked);
        return options(hidden, plan, *linked, asked);
    }

    Result<toolchain::TestRuns> runTests(const toolchain::TestRunOptions& options, std::stop_token stop) {
        return toolchain::runTests(m_context.sandbox, m_random, options, stop);
    }

    Result<void> runAndTake(bool hidden, const std::optional<toolchain::TestRunOptions>& set) {
        if (!set) return {};
        auto ran = runTests(*set, m_context.stop);
        if (!ran) return propagate(ran);
        take(hidden, std::move(*ran));
        return {};
    }

    // The hidden binary may still be linked while the visible one runs.
    Result<void> runInTurn(const std::optional<toolchain::TestRunOptions>& visible) {
        if (auto ran = runAndTake(false, visible); !ran || m_stop) return ran;
        auto hidden = ready(true);
        if (!hidden) return propagate(hidden);
        return runAndTake(true, *hidden);
    }

    // One binary holds both sets only where the learner's code starts no goroutine: then neither run needs more than a
    // processor, and they do not slow each other down. Below level full a run's end is less sure, so they go one by one.
    bool sideBySide(const toolchain::TestRunOptions& visible) const {
        return visible.program.binary.filename() == "both.test" && m_context.level == sandbox::Level::Full && std::thread::hardware_concurrency() > 1;
    }

    Result<void> runBoth(const toolchain::TestRunOptions& visible) {
        auto hidden = ready(true);
        if (!hidden) return propagate(hidden);
        if (!*hidden) return runAndTake(false, visible);
        std::stop_source end;
        const std::stop_callback forward(m_context.stop, [&end] { end.request_stop(); });
        auto second = std::async(std::launch::async, [&] { return runTests(**hidden, end.get_token()); });
        auto first = runTests(visible, m_context.stop);
        if (first) take(false, std::move(*first));
        if (!first || m_stop) end.request_stop();  // what hidden tests said does not count then
        auto other = second.get();
        if (!first) return propagate(first);
        if (m_stop) return {};
        if (!other) return propagate(other);
        take(true, std::move(*other));
        return {};
    }

    toolchain::TestRunOptions options(bool hidden, const std::vector<std::string>& plan, const toolchain::Linked& linked, bool asked) {
        toolchain::TestRunOptions options;
        options.program = linked;
        options.plan = plan;
        options.leaks = m_context.check.fields.boolean("leaks");
        if (const auto ms = m_context.check.fields.integer("timeout_ms", 0); ms > 0)
            options.testTimeout = sandbox::Milliseconds(linked.race && !asked ? 2 * ms : ms);
        options.limits = runLimits(m_context.exercise, linked.race, linked.race && !asked);
        options.level = m_context.level;
        options.workFiles = m_context.build.workFiles(hidden);
        options.importPath = m_context.exercise.importPath();
        options.ownNames = m_context.ownNames;
        // A hidden test's name is not even told while it runs.
        if (m_context.onTest)
            options.onTest = [this, hidden](const std::string& name) {
                const std::lock_guard lock(m_telling);
                m_context.onTest(hidden && !m_context.instructor ? "a hidden test" : name);
            };
        return options;
    }

    void take(bool hidden, toolchain::TestRuns runs) {
        addUsage(m_context, runs.usage);
        if (!runs.tampered.empty()) m_tampered = runs.tampered;
        if (runs.lateRaces > 0) m_lateRaces = true;
        if (runs.neverStarted && !m_start) m_start = runs.start, m_startHidden = hidden;  // the visible tests' comes first, and may be told
        for (TestRun& run : runs.tests) {
            if (run.fate == Fate::TimeLimit) m_stop = true;
            // Of several rounds the first bad one is told.
            const auto [place, fresh] = m_runs.try_emplace(run.name, run);
            if (!fresh && verdictOf(place->second) == Verdict::Passed) place->second = std::move(run);
        }
        if (runs.neverStarted && verdictOf(runs.start) == Verdict::TimeLimit) m_stop = true;
    }

    // The package compiles alone (or `build` had ended the grading) but not with these tests.
    void misfit(bool hidden, const std::string& linker, const toolchain::Compiled& compiled) {
        m_result.verdict = Verdict::CompileError;
        m_misfit = true;
        if (hidden && !m_context.instructor)
            m_result.message = "It compiles alone, but not together with the hidden tests. Are the names, parameters and results of its functions and types as the task says?";
        else if (!linker.empty())
            m_result.message = "It could not be linked: " + linker;
        else
            m_result.message = "It does not compile together with the tests.";
        if (!hidden || m_context.instructor) m_result.diagnostics = toDiagnostics(compiled.findings, "compile");
    }

    void describe() {
        std::size_t hiddenNumber = 0;
        for (const ExpectedTest& expected : m_expected) {
            if (expected.hidden) ++hiddenNumber;
            const auto found = m_runs.find(expected.name);
            TestRun run = found != m_runs.end() ? found->second : TestRun{.name = expected.name};
            const bool veiled = expected.hidden && !m_context.instructor;
            TestResult test = veiled ? describeHidden(run, m_context, hiddenNumber, expected.reveal) : describeTest(run, m_context);
            test.hidden = expected.hidden;
            test.weight = expected.weight;
            m_result.tests.push_back(std::move(test));
            if (!veiled)
                for (TestResult& sub : describeSubtests(run)) m_result.tests.push_back(std::move(sub));
        }
        decide();
    }

    void decide() {
        const Points max = Points::fromNumber(m_context.check.points);
        const bool misfit = m_misfit;
        sumUp(m_result, max);
        if (!m_tampered.empty()) {
            m_result.verdict = Verdict::Tampered;
            m_result.points = Points();
            m_result.message = "The channel on which tests report was interfered with (" + m_tampered + "), so nothing that they reported counts.";
            return;
        }
        if (misfit) {
            m_result.verdict = Verdict::CompileError;
            return;
        }
        if (m_start) startFailed(*m_start);
        else if (m_lateRaces && m_result.verdict != Verdict::Raced) m_result.verdict = worst(m_result.verdict, Verdict::Raced), m_result.points = Points();
        if (m_result.message.empty()) m_result.message = headline(m_result.tests, {{"test", "tests"}, {"passes", "pass"}, {"fails", "fail"}});
        if (m_raceByUs && m_result.verdict == Verdict::Raced) m_result.message += " Your code starts goroutines, so it was checked for races.";
    }

    // No test began: package initialisation ended the process, or met a limit.
    void startFailed(const TestRun& start) {
        const Verdict why = verdictOf(start);
        m_result.verdict = worst(m_result.verdict, why);
        const TestResult told = m_startHidden && !m_context.instructor ? TestResult{} : describeTest(start, m_context);
        m_result.message = "0 of " + plural(m_result.tests.size(), "test", "tests") + " ran: the program ended before the first one, while its packages were initialised.";
        if (start.fate == Fate::Exited || told.message.empty()) return;
        m_result.message += " " + told.message;
        m_result.diagnostics.push_back({told.file, told.line, 0, "error", "tests/start", told.message});
    }

    // The context's source of random bytes, for two threads.
    class SharedRandom final : public base::RandomSource {
      public:
        explicit SharedRandom(base::RandomSource& source) : m_source(source) {}
        void fill(std::span<unsigned char> bytes) override {
            const std::lock_guard lock(m_mutex);
            m_source.fill(bytes);
        }

      private:
        base::RandomSource& m_source;
        std::mutex m_mutex;
    };

    Context& m_context;
    SharedRandom m_random{m_context.random};
    std::mutex m_telling;
    std::vector<ExpectedTest> m_expected;
    std::map<std::string, TestRun> m_runs;
    CheckResult m_result;
    std::string m_tampered;
    std::optional<TestRun> m_start;
    bool m_startHidden = false, m_lateRaces = false, m_stop = false, m_misfit = false, m_raceByUs = false;
};

class TestsKind final : public Kind {
  public:
    std::string_view name() const override { return "tests"; }
    std::string_view title() const override { return "Tests"; }
    std::vector<FieldSpec> fields() const override {
        return {
            {.name = "race", .type = FieldType::Boolean, .fallback = "false", .meaning = "Builds with the race detector; a race is `raced`."},
            {.name = "leaks", .type = FieldType::Boolean, .fallback = "false", .meaning = "Goroutines that outlive their test are `leaked`."},
            {.name = "shuffle", .type = FieldType::Boolean, .fallback = "false", .meaning = "Another order, the same in each grading."},
            {.name = "count", .type = FieldType::Integer, .fallback = "1", .meaning = "How often each test runs; all have to pass.", .least = 1, .most = 100},
            {.name = "timeout_ms", .type = FieldType::Integer, .fallback = "none", .meaning = "For each test.", .least = 1, .most = 600000},
            {.name = "test", .type = FieldType::Tables, .fallback = "each test weighs 1", .meaning = "What is to be said of single tests.",
             .fields = {{.name = "name", .type = FieldType::String, .required = true, .meaning = "The test function."},
                        {.name = "weight", .type = FieldType::Number, .fallback = "1", .meaning = "Its share of the points.", .least = 0, .most = 1000},
                        {.name = "reveal", .type = FieldType::String, .fallback = "A hidden test fails.", .meaning = "What a learner is told when a hidden one fails."}}},
        };
    }
    void request(const course::Check& check, toolchain::BuildRequest& build) const override {
        if (!build.tests) build.tests = toolchain::TestsRequest{};
        if (check.fields.boolean("race")) build.tests->race = true;
    }

    std::string byHand(const course::Exercise&, const course::Check& check, const CheckResult& result) const override {
        std::string command = "go test";
        if (check.fields.boolean("race") || result.verdict == Verdict::Raced) command += " -race";
        if (const auto count = check.fields.integer("count", 1); count > 1) command += " -count=" + std::to_string(count);
        bool failing = false;
        for (const TestResult& test : result.tests) {
            if (test.subtest || test.verdict == Verdict::Passed || test.verdict == Verdict::NotRun) continue;
            failing = true;
            // The order may be what it fails by, and go test has no way to ask for one.
            if (!test.hidden && !check.fields.boolean("shuffle")) return command + " -run '^" + test.name + "$' ./...";
        }
        if (failing) return {};  // hidden ones only: all that the learner has passes
        return command + " ./...";
    }

    Result<CheckResult> run(Context& context) const override {
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        if (!analysis->known) return notAnalysed();
        auto expected = expectedTests(context, analysis->tests);
        if (!expected) return propagate(expected);
        if (context.check.points > 0 && std::ranges::none_of(*expected, [](const ExpectedTest& test) { return test.weight > Points(0); }))
            return courseFault(context.exercise, context.check.line, "every test of the check " + base::quote(context.check.id) + " weighs 0, so nothing can earn its points: give one of them a weight");
        return Grading(context, std::move(*expected)).run();
    }
};

}  // namespace

const Kind& testsKind() {
    static const TestsKind kind;
    return kind;
}

}  // namespace assay::checks
