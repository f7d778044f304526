// `mutation`: the learner's tests pass on the reference and notice its mutants. docs/mutation.md.
//
// The learner's code here is test code, so a mutant's run may panic, exit or never end: all of that is "noticed". But a test
// that only calls the code gets such kills for nothing, so at least one mutant has to be noticed by a test that fails under
// the seal (t.Error, t.Fatal, an example's output): else the tests assert nothing, and are told so. What must not be forged
// is the other side, the pass on the reference: it counts only under the seal, test by test, and is asked for a second time
// at the end, so that tests which fail now and then win nothing.

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include "base/text.h"
#include "checks/inspected.h"
#include "checks/kinds.h"
#include "checks/test_words.h"
#include "checks/variants.h"

namespace assay::checks {

using course::FieldSpec;
using course::FieldType;
using toolchain::Fate;
using toolchain::TestRun;
using toolchain::TestRuns;

namespace {

struct Mutant {
    std::string key, name, reveal;
    enum class State { Unknown, Survived, Noticed } state = State::Unknown;
    bool asserted = false;  // noticed by a test that failed, and not only by a crash, an exit or a time-out
    std::string how;        // of a noticed one
    std::string by;         // the test that ended badly on it
};

// A test that said itself that something is wrong.
bool failedByAssertion(const TestRun& run) { return run.fate == Fate::Ended && run.state == toolchain::TestState::Failed; }

// What tests of the learner's own do on the right code, where all that do not pass there do the same.
struct Reason {
    std::string_view one, many;
};
Reason reasonOf(const TestRun& run) {
    switch (run.fate) {
        case Fate::Exited: return {"ends the program itself (os.Exit, log.Fatal): then the test has no result", "end the program themselves (os.Exit, log.Fatal): then the tests have no result"};
        case Fate::TimeLimit: return {"does not end on the code that is right: look for a loop in the test, or a wait for what never comes", "do not end on the code that is right: look for a loop in the tests, or a wait for what never comes"};
        case Fate::Crashed: return {"crashes on the code that is right", "crash on the code that is right"};
        case Fate::MemoryLimit:
        case Fate::OutputLimit: return {"meets a limit on the code that is right", "meet a limit on the code that is right"};
        default: break;
    }
    if (run.state == toolchain::TestState::Skipped) return {"is skipped, so it shows nothing: take t.Skip out", "are skipped, so they show nothing: take t.Skip out"};
    return {"does not pass on the code that is right, so what it expects is wrong", "do not pass on the code that is right, so what they expect is wrong"};
}

std::string generatedReveal(const toolchain::MadeMutant& mutant) {
    const std::string place = mutant.file + ":" + std::to_string(mutant.line);
    if (mutant.operation == "negate-conditions") return "The condition at " + place + " was turned round, and no test noticed.";
    if (mutant.operation == "off-by-one") return "A bound or number at " + place + " was moved by one, and no test noticed.";
    if (mutant.operation == "drop-return-error") return "At " + place + " the error was no longer returned, and no test noticed.";
    if (mutant.operation == "swap-arguments") return "Two arguments of the call at " + place + " were exchanged, and no test noticed.";
    return "The statement at " + place + " was left out, and no test noticed.";
}

class Grading {
  public:
    Grading(Context& context, std::vector<std::string> plan) : m_context(context), m_plan(std::move(plan)) {}

    Result<CheckResult> run() {
        auto reference = variantBinary(m_context, referenceKey(m_context.check), "your tests");
        if (!reference) return propagate(reference);
        if (reference->refusal) return std::move(*reference->refusal);
        if (auto listed = listMutants(); !listed) return propagate(listed);
        auto first = runOn(reference->linked, false);
        if (!first) return propagate(first);
        if (auto wrong = judgeReference(*first)) return std::move(*wrong);
        tighten(first->usage);
        if (auto ran = runMutants(); !ran) return propagate(ran);
        if (auto looked = lookForAssertions(); !looked) return propagate(looked);
        auto again = runOn(reference->linked, false);
        if (!again) return propagate(again);
        if (auto wrong = judgeReference(*again)) {
            if (wrong->verdict != Verdict::Tampered) wrong->message = "Your tests passed on the right code, and then they did not: they do not give the same answer each time. " + wrong->message;
            return std::move(*wrong);
        }
        return score();
    }

  private:
    Result<TestRuns> runOn(const toolchain::Linked& linked, bool mutant) { return runPlan(linked, m_plan, mutant, mutant); }

    Result<TestRuns> runPlan(const toolchain::Linked& linked, const std::vector<std::string>& plan, bool mutant, bool stopAtFailure) {
        toolchain::TestRunOptions options = variantOptions(m_context, linked, plan);
        for (std::string& name : options.plan) name = linked.prefix + name;
        options.stopAtFailure = stopAtFailure;
        if (mutant) options.limits = m_limits;
        auto runs = toolchain::runTests(m_context.sandbox, m_context.random, options, m_context.stop);
        if (!runs) return propagate(runs);
        for (std::size_t i = 0; i < runs->tests.size(); ++i) runs->tests[i].name = plan[i];
        const std::lock_guard lock(m_mutex);
        addUsage(m_context, runs->usage);
        return runs;
    }

    Result<void> listMutants() {
        std::vector<course::Fault> faults;
        auto written = course::readMutants(m_context.exercise, faults);
        if (!written) return propagate(written);
        for (const course::Mutant& mutant : *written) m_mutants.push_back({mutantKey(m_context.check, mutant.name), mutant.name, mutant.reveal, {}, {}});
        if (!m_context.check.fields.strings("mutants").empty()) {
            auto made = m_context.build.mutants(referenceKey(m_context.check));
            if (!made) return propagate(made);
            m_stray = m_context.build.strayStrikes(referenceKey(m_context.check));
            for (const toolchain::MadeMutant& mutant : *made) m_mutants.push_back({mutant.key, mutant.name, generatedReveal(mutant), {}, {}});
        }
        if (m_mutants.empty()) return atCheck(m_context, "the check " + base::quote(m_context.check.id) + " has no mutant: put some into mutants/, or name operators in 'mutants'");
        const auto must = m_context.check.fields.integer("must_kill", static_cast<std::int64_t>(m_mutants.size()));
        if (must > static_cast<std::int64_t>(m_mutants.size()))
            return atCheck(m_context, "'must_kill' is " + std::to_string(must) + ", but only " + plural(m_mutants.size(), "mutant is", "mutants are") + " made");
        m_must = static_cast<std::size_t>(must);
        return {};
    }

    // A result where the tests do not pass on the right code: each wrong expectation with its test, line and what came.
    std::optional<CheckResult> judgeReference(const TestRuns& runs) {
        if (!runs.tampered.empty()) return tampered(runs.tampered);
        CheckResult result;
        std::size_t wrong = 0;
        Verdict verdict = Verdict::Passed;
        std::set<std::string_view> reasons;
        Reason reason;
        for (const TestRun& run : runs.tests) {
            const TestResult told = describeTest(run, m_context);
            if (told.verdict == Verdict::Passed) continue;
            verdict = worst(verdict, told.verdict);
            if (told.verdict == Verdict::NotRun) continue;
            ++wrong;
            reason = reasonOf(run);
            reasons.insert(reason.one);
            result.diagnostics.push_back({told.file, told.line, 0, "error", "mutation/reference", told.name + ": " + told.message});
        }
        if (runs.neverStarted) verdict = worst(Verdict::Failed, verdictOf(runs.start));
        if (verdict == Verdict::Passed) return std::nullopt;
        result.verdict = verdict == Verdict::NotRun ? Verdict::Failed : verdict;
        if (reasons.size() > 1) reason = {"does not pass on the code that is right", "do not pass on the code that is right"};
        result.message = runs.neverStarted ? "None of your tests ran: the program ended before the first one."
                                           : plural(wrong, "test", "tests") + " of yours " + std::string(wrong == 1 ? reason.one : reason.many) + ".";
        for (const Mutant& mutant : m_mutants) result.tests.push_back({.name = mutant.name, .verdict = Verdict::NotRun});
        return result;
    }

    // A mutant may loop for ever; it gets ten times what the right code took, and never more than the exercise allows.
    void tighten(const sandbox::Usage& used) {
        using std::chrono::milliseconds;
        m_limits = runLimits(m_context.exercise, false, false);
        m_limits.cpu = std::min(m_limits.cpu, std::max(milliseconds(1000), used.cpu * 10 + milliseconds(500)));
        m_limits.wall = std::min(m_limits.wall, std::max(milliseconds(2000), used.wall * 10 + milliseconds(1000)));
        m_limits.wallAtMost = std::min(m_limits.wallAtMost, m_limits.wall * 5 / 2);
    }

    Result<void> runMutants() {
        const std::size_t hands = std::min<std::size_t>(m_mutants.size(), std::max(1u, std::thread::hardware_concurrency()));
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < hands; ++i) threads.emplace_back([this] { work(); });
        threads.clear();
        if (m_error) return base::Failure(*m_error);
        return {};
    }

    void work() {
        for (;;) {
            Mutant* mutant = nullptr;
            {
                const std::lock_guard lock(m_mutex);
                if (m_next >= m_mutants.size() || m_error) return;
                mutant = &m_mutants[m_next++];
                if (m_context.onTest) m_context.onTest(mutant->name);
            }
            if (auto tried = tryMutant(*mutant); !tried) {
                const std::lock_guard lock(m_mutex);
                if (!m_error) m_error = tried.error();
            }
        }
    }

    Result<void> tryMutant(Mutant& mutant) {
        auto binary = variantBinary(m_context, mutant.key, "your tests");
        if (!binary) return propagate(binary);
        mutant.state = Mutant::State::Noticed;
        if (binary->refusal) {
            // It compiles without the tests: what they say in types does not hold for it.
            mutant.how = "Noticed when your tests are compiled.";
            return {};
        }
        auto runs = runOn(binary->linked, true);
        if (!runs) return propagate(runs);
        notice(mutant, *runs);
        return {};
    }

    static void notice(Mutant& mutant, const TestRuns& runs) {
        for (const TestRun& run : runs.tests) {
            if (verdictOf(run) == Verdict::Passed || run.fate == Fate::NotRun) continue;
            mutant.by = run.name;
            mutant.asserted = failedByAssertion(run);
            mutant.how = "Noticed by " + base::safeText(run.name, {.keepNewlines = false, .maxBytes = 300});
            mutant.how += run.fate == Fate::TimeLimit ? ", which did not end." : run.fate == Fate::Crashed ? ", which crashed." : run.fate == Fate::Exited ? ", which ended the program." : ".";
            return;
        }
        if (!runs.tampered.empty()) mutant.how = "Noticed.";
        else if (runs.neverStarted) mutant.how = "Noticed before the first test.";
        else mutant.state = Mutant::State::Survived;
    }

    // A test that ends badly hides those after it. Before it is said of tests that they assert nothing, the others are asked
    // on each such mutant.
    Result<void> lookForAssertions() {
        const auto asserted = [](const Mutant& mutant) { return mutant.asserted; };
        if (std::ranges::any_of(m_mutants, asserted)) return {};
        for (Mutant& mutant : m_mutants) {
            if (mutant.state != Mutant::State::Noticed || mutant.by.empty()) continue;
            std::vector<std::string> others = m_plan;
            std::erase(others, mutant.by);
            if (others.empty()) continue;
            auto binary = variantBinary(m_context, mutant.key, "your tests");
            if (!binary) return propagate(binary);
            auto runs = runPlan(binary->linked, others, true, false);
            if (!runs) return propagate(runs);
            mutant.asserted = runs->tampered.empty() && std::ranges::any_of(runs->tests, failedByAssertion);
            if (mutant.asserted) return {};
        }
        return {};
    }

    CheckResult score() {
        CheckResult result;
        std::size_t noticed = 0, ended = 0;
        const bool asserts = std::ranges::any_of(m_mutants, [](const Mutant& mutant) { return mutant.asserted; });
        for (const Mutant& mutant : m_mutants) {
            const bool killed = mutant.state == Mutant::State::Noticed && asserts;
            noticed += killed ? 1 : 0;
            ended += mutant.state == Mutant::State::Noticed ? 1 : 0;
            TestResult entry{.name = mutant.name, .verdict = killed ? Verdict::Passed : Verdict::Failed};
            if (!killed && mutant.state == Mutant::State::Noticed) entry.message = mutant.how + " But no test compares anything.";
            else entry.message = killed ? mutant.how : mutant.reveal.empty() ? "All your tests pass although this fault is in the code." : mutant.reveal;
            result.tests.push_back(std::move(entry));
            if (!killed) result.notes.push_back(mutant.state == Mutant::State::Noticed ? "mutant " + base::quote(mutant.name) + " is only noticed by a crash, an exit or a time-out, and no other by a failing assertion"
                                                                                        : "no test of the solution notices mutant " + base::quote(mutant.name) + "; is it no fault at all? Then leave it out (made ones: 'equivalent')");
        }
        for (const std::string& name : m_stray) result.notes.push_back("'equivalent' names " + base::quote(name) + ", which no operator makes");
        const Points max = Points::fromNumber(m_context.check.points);
        const bool enough = noticed >= m_must;
        result.verdict = enough ? Verdict::Passed : Verdict::Failed;
        result.points = enough ? max : max * Points(static_cast<std::int64_t>(noticed), static_cast<std::int64_t>(m_must));
        const std::string all = plural(m_mutants.size(), "mutant", "mutants");
        if (noticed == 0 && ended == 0) result.message = "No mutant was noticed: your tests pass whatever the code does. Do they compare what they get with anything?";
        else if (noticed == 0)
            result.message = "No mutant was noticed by a test that compares something: on " + plural(ended, "mutant", "mutants") +
                             " a test only crashed, ended the program or did not end. Compare what the code gives with what is right, and report the difference with t.Error or t.Fatal.";
        else if (enough) result.message = noticed == m_mutants.size() ? "Your tests notice all " + all + "." : "Your tests notice " + std::to_string(noticed) + " of " + all + ", and that is enough.";
        else result.message = "Your tests notice " + std::to_string(noticed) + " of " + all + (m_must < m_mutants.size() ? "; it takes " + std::to_string(m_must) : "") + ".";
        return result;
    }

    Context& m_context;
    std::vector<std::string> m_plan;
    std::vector<Mutant> m_mutants;
    std::vector<std::string> m_stray;  // 'equivalent' names them, no operator makes them
    std::size_t m_must = 0, m_next = 0;
    sandbox::Limits m_limits;
    std::mutex m_mutex;
    std::optional<base::Error> m_error;
};

class MutationKind final : public Kind, public Inspected {
  public:
    std::string_view name() const override { return "mutation"; }
    std::string_view title() const override { return "Mutants"; }
    std::vector<FieldSpec> fields() const override {
        return {
            {.name = "must_kill", .type = FieldType::Integer, .fallback = "all", .meaning = "So many mutants have to be noticed.", .least = 1, .most = 1000},
            {.name = "mutants", .type = FieldType::Strings, .fallback = "none", .meaning = "Operators that make mutants from the reference.",
             .oneOf = {"negate-conditions", "off-by-one", "drop-return-error", "remove-statement", "swap-arguments"}},
            {.name = "files", .type = FieldType::Strings, .fallback = "all of solution/", .meaning = "The files that operators change."},
            {.name = "equivalent", .type = FieldType::Strings, .fallback = "none", .meaning = "Made mutants that are no faults, by their names."},
            {.name = "max_mutants", .type = FieldType::Integer, .fallback = "30", .meaning = "At most so many are made, spread over the files.", .least = 1, .most = 200},
        };
    }

    // How many mutants operators make is known only when they are made.
    void inspect(const course::Exercise& exercise, const course::Check& check, CourseFaults& faults) const override {
        inspectFiles(exercise, check, "files", {"solution"}, faults);
        const course::Value& fields = check.fields;
        if (!fields.array("mutants").empty()) return;
        for (const char* field : {"files", "equivalent", "max_mutants"})
            if (fields.find(field) != nullptr) faults.add(faults.lineOf(field), "'" + std::string(field) + "' does nothing here", {}, "operators in 'mutants', which it is about");
        std::vector<course::Fault> told;  // by whoever reads them to grade
        const auto written = course::readMutants(exercise, told);
        if (!written) return;
        const auto must = fields.integer("must_kill", 1);
        if (written->empty()) faults.add(check.line, "it has no mutant", {}, "some in mutants/, or operators in 'mutants'");
        else if (must > static_cast<std::int64_t>(written->size())) faults.add(faults.lineOf("must_kill"), "'must_kill' is more than there are mutants", std::to_string(must), std::to_string(written->size()) + " at most");
    }

    Result<void> prepare(const course::Exercise& exercise, const course::Check& check, toolchain::BuildRequest& build) const override {
        auto reference = referenceFiles(exercise);
        if (!reference) return propagate(reference);
        toolchain::VariantRequest base{.key = referenceKey(check), .learnerTests = true, .readonlySources = true, .visible = true, .registerLearner = true, .shared = true};
        base.over = *reference;
        if (auto requested = requestWithMutants(exercise, check, std::move(base), build); !requested) return requested;
        const std::vector<std::string> operators = check.fields.strings("mutants");
        if (operators.empty()) return {};
        toolchain::MutateRequest order{referenceKey(check), check.fields.strings("files"), operators, check.fields.strings("equivalent"),
                                       static_cast<int>(check.fields.integer("max_mutants", 30))};
        if (order.files.empty())
            for (const toolchain::SourceFile& file : *reference) order.files.push_back(file.name);
        build.mutate.push_back(std::move(order));
        return {};
    }

    // The mutants are not in the learner's folder. The right code is, where all of it is read-only.
    std::string byHand(const course::Exercise& exercise, const course::Check&, const CheckResult& result) const override {
        if (std::ranges::none_of(result.diagnostics, [](const Diagnostic& finding) { return finding.code == "mutation/reference"; })) return {};
        const auto reference = referenceFiles(exercise);
        const auto editable = [&](const toolchain::SourceFile& file) { return course::isEditable(exercise, file.name); };
        return reference && std::ranges::none_of(*reference, editable) ? "go test ./..." : std::string();
    }

    std::string next(const course::Exercise&, const course::Check&, const CheckResult& result) const override {
        if (!result.diagnostics.empty()) return {};  // what is wrong on the right code has a place
        const auto failed = [](const TestResult& test) { return test.verdict == Verdict::Failed; };
        const auto survivor = std::ranges::find_if(result.tests, failed);
        if (survivor == result.tests.end()) return {};
        if (std::ranges::all_of(result.tests, failed)) return "Compare what the code gives with what is right, report a difference with t.Errorf, and grade again.";
        return "Write a test that fails when " + survivor->name + " is in the code, and grade again.";
    }

    Result<CheckResult> run(Context& context) const override {
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        if (!analysis->known) return notAnalysed();
        std::vector<std::string> plan = learnersPlan(*analysis);
        if (plan.empty()) {
            CheckResult none;
            none.verdict = Verdict::Failed;
            none.message = "There is no test in your files: a test is a function like `func TestX(t *testing.T)` in a file whose name ends in _test.go.";
            return none;
        }
        return Grading(context, std::move(plan)).run();
    }
};

}  // namespace

const Kind& mutationKind() {
    static const MutationKind kind;
    return kind;
}

}  // namespace assay::checks
