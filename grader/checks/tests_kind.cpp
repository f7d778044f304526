// `tests`: named tests of the author, visible or hidden, run under the seal. docs/tests.md.
//
// Visible tests run in one process and hidden ones in another, each binary linked without the other's sources. Hidden tests
// do not run after a visible one met the time limit. What a test's end means is told in test_words.cpp.

#include <algorithm>
#include <map>

#include "base/hash.h"
#include "base/text.h"
#include "checks/kinds.h"
#include "checks/test_words.h"

namespace assay::checks {

using course::FieldSpec;
using course::FieldType;
using toolchain::Fate;
using toolchain::TestRun;
using toolchain::Unit;

namespace {

struct Expected {
    std::string name;
    bool hidden = false;
    Points weight{1};
    std::string reveal;
};

// What this check expects: the author's tests, in the author's order. Where an exercise has several `tests` checks, a listed
// test belongs to the one that lists it, and what none lists to the first. The target of a `fuzz` check is that one's.
Result<std::vector<Expected>> expectedTests(const Context& context, const std::vector<toolchain::FoundTest>& found) {
    std::map<std::string, const course::Value*> mine;
    std::set<std::string> others;
    const course::Check* first = nullptr;
    for (const course::Check& check : context.exercise.checks) {
        if (check.kind == "fuzz") others.insert(check.fields.string("target"));  // it has a check of its own
        if (check.kind != "tests") continue;
        if (first == nullptr) first = &check;
        for (const course::Value& test : check.fields.array("test"))
            if (check.id == context.check.id) mine[test.string("name")] = &test;
            else others.insert(test.string("name"));
    }
    std::vector<Expected> expected;
    for (const bool hidden : {false, true})
        for (const toolchain::FoundTest& test : found) {
            if (test.hidden != hidden || test.kind == "benchmark") continue;
            const auto listed = mine.find(test.name);
            if (listed == mine.end() && (others.contains(test.name) || context.check.id != first->id)) continue;
            Expected entry{test.name, hidden, Points(1), {}};
            if (listed != mine.end()) {
                entry.weight = Points::fromNumber(listed->second->number("weight", 1));
                entry.reveal = listed->second->string("reveal");
                mine.erase(listed);
            }
            expected.push_back(std::move(entry));
        }
    if (!mine.empty())
        return base::failAt(base::ErrorCode::InvalidContent, "test " + base::quote(mine.begin()->first) + " is listed, but no file in tests/ or hidden/ has it",
                            context.exercise.id + "/exercise.toml", mine.begin()->second->line);
    if (expected.empty())
        return base::failAt(base::ErrorCode::InvalidContent, "the check 'tests' has no test: put one into tests/ or hidden/", context.exercise.id + "/exercise.toml", context.check.line);
    return expected;
}

// `count` rounds, each shuffled with a seed that depends on the exercise alone: two gradings run in one order.
std::vector<std::string> planOf(const std::vector<Expected>& expected, bool hidden, const Context& context) {
    std::vector<std::string> plan;
    const std::int64_t rounds = context.check.fields.integer("count", 1);
    for (std::int64_t round = 0; round < rounds; ++round) {
        std::vector<std::pair<std::string, std::string>> order;
        for (const Expected& test : expected)
            if (test.hidden == hidden) order.emplace_back(base::Hasher().add(context.exercise.id).add(static_cast<std::uint64_t>(round)).add(test.name).hex(), test.name);
        if (context.check.fields.boolean("shuffle")) std::sort(order.begin(), order.end());
        for (const auto& [key, name] : order) plan.push_back(name);
    }
    return plan;
}

class Grading {
  public:
    Grading(Context& context, toolchain::Analysis analysis, std::vector<Expected> expected)
        : m_context(context), m_analysis(std::move(analysis)), m_expected(std::move(expected)) {}

    Result<CheckResult> run() {
        for (const bool hidden : {false, true}) {
            const std::vector<std::string> plan = planOf(m_expected, hidden, m_context);
            if (plan.empty()) continue;
            if (hidden && m_stop) continue;
            if (auto ran = runSet(hidden, plan); !ran) return propagate(ran);
        }
        describe();
        return std::move(m_result);
    }

  private:
    Result<void> runSet(bool hidden, const std::vector<std::string>& plan) {
        const Unit unit = hidden ? Unit::Hidden : Unit::Visible;
        auto compiled = m_context.build.compiled(unit);
        if (!compiled) return propagate(compiled);
        auto linked = compiled->ok ? m_context.build.linked(unit) : Result<toolchain::Linked>(toolchain::Linked{});
        if (!linked) return propagate(linked);
        if (!compiled->ok || !linked->ok) {
            misfit(hidden, compiled->ok ? linked->message : std::string(), *compiled);
            return {};
        }
        const bool asked = m_context.check.fields.boolean("race");
        m_raceByUs = m_raceByUs || (linked->race && !asked);
        auto ran = toolchain::runTests(m_context.sandbox, m_context.random, options(hidden, plan, *linked, asked), m_context.stop);
        if (!ran) return propagate(ran);
        addUsage(m_context, ran->usage);
        take(hidden, std::move(*ran));
        return {};
    }

    toolchain::TestRunOptions options(bool hidden, const std::vector<std::string>& plan, const toolchain::Linked& linked, bool asked) const {
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
        if (m_context.onTest) options.onTest = [this, hidden](const std::string& name) { m_context.onTest(hidden && !m_context.instructor ? "a hidden test" : name); };
        return options;
    }

    void take(bool hidden, toolchain::TestRuns runs) {
        if (!runs.tampered.empty()) m_tampered = runs.tampered;
        if (runs.lateRaces > 0) m_lateRaces = true;
        if (runs.neverStarted) m_start = runs.start, m_startHidden = hidden;
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
        for (const Expected& expected : m_expected) {
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
        if (m_result.message.empty()) m_result.message = headline();
        if (m_raceByUs && m_result.verdict == Verdict::Raced) m_result.message += " Your code starts goroutines, so it was checked for races.";
    }

    // No test began: package initialisation ended the process, or met a limit.
    void startFailed(const TestRun& start) {
        const Verdict why = verdictOf(start);
        m_result.verdict = worst(m_result.verdict, why);
        const TestResult told = m_startHidden && !m_context.instructor ? TestResult{} : describeTest(start, m_context);
        m_result.message = "0 of " + plural(m_result.tests.size(), "test", "tests") + " ran: the program ended before the first one, while its packages were initialised.";
        if (start.fate != Fate::Exited && !told.message.empty()) m_result.message += " " + told.message;
    }

    std::string headline() const {
        std::size_t all = 0, bad = 0;
        const TestResult* first = nullptr;
        for (const TestResult& test : m_result.tests) {
            if (test.subtest) continue;
            ++all;
            if (test.verdict == Verdict::Passed) continue;
            ++bad;
            if (first == nullptr || (first->verdict == Verdict::NotRun && test.verdict != Verdict::NotRun)) first = &test;
        }
        if (first == nullptr) return all == 1 ? "The test passes." : "All " + std::to_string(all) + " tests pass.";
        const std::string count = bad == 1 && all > 1 ? "1 test of " + std::to_string(all) : std::to_string(bad) + " of " + plural(all, "test", "tests");
        return count + (bad == 1 ? " fails." : " fail.") + " First: " + first->name + ".";
    }

    Context& m_context;
    toolchain::Analysis m_analysis;
    std::vector<Expected> m_expected;
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
        for (const TestResult& test : result.tests)
            if (!test.hidden && !test.subtest && test.verdict != Verdict::Passed && test.verdict != Verdict::NotRun) return command + " -run '^" + test.name + "$' ./...";
        return command + " ./...";
    }

    Result<CheckResult> run(Context& context) const override {
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        if (!analysis->known) return notAnalysed();
        auto expected = expectedTests(context, analysis->tests);
        if (!expected) return propagate(expected);
        return Grading(context, std::move(*analysis), std::move(*expected)).run();
    }
};

}  // namespace

const Kind& testsKind() {
    static const TestsKind kind;
    return kind;
}

}  // namespace assay::checks
