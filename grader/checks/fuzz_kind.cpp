// `fuzz`: a fuzz target survives many inputs, or the learner's target finds planted bugs. docs/fuzz.md.
//
// The harness drives the target (harness/fuzz.go): seeds first, then inputs of a mutator with a fixed seed, guided by the
// statements that they reach, so that equal files get equal inputs. A failing input is made smaller where it failed. What
// ends the process (os.Exit, a fatal error, a panic on another goroutine) is run once more, with each input told before it
// runs, from where the last process had told that it was.

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "checks/inspected.h"
#include "checks/kinds.h"
#include "checks/measure.h"
#include "checks/shell_words.h"
#include "checks/test_words.h"

namespace assay::checks {

using course::FieldSpec;
using course::FieldType;
using toolchain::Fate;
using toolchain::FuzzState;
using toolchain::TestRun;

namespace {

std::string learnerKey(const course::Check& check) { return check.id + ":learner"; }

Result<bool> isAuthors(const course::Exercise& exercise, const std::string& target) {
    for (const char* set : {"tests", "hidden"}) {
        auto files = course::readSet(exercise, set);
        if (!files) return propagate(files);
        for (const course::SourceFile& file : *files)
            if (file.name.ends_with("_test.go") && file.content.find("func " + target + "(") != std::string::npos) return true;
    }
    return false;
}

constexpr std::int64_t kSmallerSteps = 10;
constexpr sandbox::Milliseconds kSmallerTime{10'000};  // of processor time, all steps together

// What came of one target on one binary.
struct Search {
    TestRun run;
    std::string tampered;
    std::string input;  // that fails, or that was running when the process ended
    bool survived = false, neverStarted = false, called = true;
    bool hangs = false;  // `input` did not end within the time for one
};

class Fuzzing {
  public:
    explicit Fuzzing(Context& context) : m_context(context), m_target(context.check.fields.string("target")) {
        m_plan.executions = context.check.fields.integer("executions", 10'000);
        m_plan.patience = sandbox::Milliseconds(context.check.fields.integer("timeout_ms", 1000));
        const std::string hash = base::hashHex(context.exercise.id + "/" + context.check.id);
        m_plan.seed = std::stoull(hash.substr(0, 12), nullptr, 16) + static_cast<std::uint64_t>(context.check.fields.integer("seed", 0));
    }

    Result<Search> on(const toolchain::Linked& linked, bool hidden) {
        auto first = once(linked, hidden, m_plan);
        if (!first || first->survived || !first->input.empty() || !first->tampered.empty() || first->neverStarted || first->run.fate == Fate::Ended) return first;
        toolchain::FuzzPlan again = m_plan;
        again.traceFrom = static_cast<std::int64_t>(first->run.executions);
        auto second = once(linked, hidden, again);
        if (!second) return second;
        if (second->run.trace) first->input = second->run.trace->input;
        return first;
    }
    // What hangs cannot be made smaller where it runs. Each step is a process that tries what is simpler until one hangs too.
    Result<void> makeSmaller(const toolchain::Linked& linked, Search& search) {
        toolchain::FuzzPlan plan = m_plan;
        plan.executions = 0;
        auto temp = base::TempFolder::create("fuzz");
        if (!temp) return propagate(temp);
        const sandbox::InitialFile hanging{temp->path() / "hangs", "testdata/fuzz/" + m_target + "/assay-hangs"};
        const auto most = std::min<std::int64_t>(kSmallerSteps, kSmallerTime / plan.patience);
        for (std::int64_t step = 0; step < most && search.hangs; ++step) {
            if (auto written = base::writeFile(hanging.outside, "go test fuzz v1\n" + search.input + "\n"); !written) return written;
            auto next = once(linked, false, plan, {hanging});
            if (!next) return propagate(next);
            if (!next->hangs || next->input.empty() || next->input == search.input) break;
            search.input = next->input;
        }
        return {};
    }
    std::int64_t executions() const { return m_plan.executions; }
    std::string patience() const {
        char text[32];
        std::snprintf(text, sizeof text, "%g s", static_cast<double>(m_plan.patience.count()) / 1000);
        return text;
    }
    const std::string& target() const { return m_target; }

  private:
    Result<Search> once(const toolchain::Linked& linked, bool hidden, const toolchain::FuzzPlan& plan, std::vector<sandbox::InitialFile> more = {}) {
        toolchain::TestRunOptions options = variantOptions(m_context, linked, {m_target}, hidden);
        options.workFiles.insert(options.workFiles.end(), more.begin(), more.end());
        options.fuzz = plan;
        options.stopAtFailure = true;
        auto runs = toolchain::runTests(m_context.sandbox, m_context.random, options, m_context.stop);
        if (!runs) return propagate(runs);
        addUsage(m_context, runs->usage);
        Search search;
        search.run = runs->neverStarted ? runs->start : runs->tests.front();
        search.run.name = m_target;
        search.tampered = runs->tampered;
        search.neverStarted = runs->neverStarted;
        const auto& told = search.run.fuzz;
        if (told && told->state != FuzzState::Ended) search.input = told->input;
        if (told && told->state == FuzzState::Hang) search.run.fate = Fate::TimeLimit, search.hangs = true;
        if (told && told->state == FuzzState::Failed) search.run.log = told->output;
        search.called = told.has_value() || search.run.fate != Fate::Ended;
        search.survived = search.tampered.empty() && told && told->state == FuzzState::Ended && verdictOf(search.run) == Verdict::Passed &&
                          told->executions >= static_cast<std::uint64_t>(plan.executions);
        return search;
    }

    Context& m_context;
    std::string m_target;
    toolchain::FuzzPlan m_plan;
};

// A panic in the target's function ends one input and not the process, but it is a crash all the same.
Verdict verdictOfSearch(const Search& search) {
    if (search.survived) return Verdict::Passed;
    if (search.run.fate == Fate::Ended && search.run.panic) return Verdict::Crashed;
    const Verdict verdict = verdictOf(search.run);
    return verdict == Verdict::Passed || verdict == Verdict::NotRun ? Verdict::Failed : verdict;
}

TestResult describe(Search search, const Context& context, bool veiled, const std::string& reveal, const std::string& patience) {
    const Verdict verdict = verdictOfSearch(search);
    if (verdict == Verdict::Crashed) search.run.fate = Fate::Crashed;
    TestResult entry = veiled ? describeHidden(search.run, context, 1, reveal) : describeTest(search.run, context);
    entry.verdict = verdict;
    entry.durationMs = static_cast<double>(search.run.nanoseconds) / 1e6;
    if (verdict == Verdict::Passed) {
        entry.message.clear();
        return entry;
    }
    if (veiled || search.input.empty()) return entry;
    if (search.hangs) entry.message = "Stopped: it was not done within the " + patience + " of processor time that one input has. Does a loop never end?";
    const std::string input = base::safeText(search.input, {.keepNewlines = true, .maxBytes = 4096});
    entry.message = "It fails for the input " + base::join(base::splitLines(input), ", ") + ". " + entry.message;
    entry.details = "go test fuzz v1\n" + input + "\n";
    return entry;
}

// Where the author's target stands: "", "internal/key".
base::fs::path folderOf(const course::Exercise& exercise, const std::string& target) {
    for (const AuthorFunction& one : authorFunctions(exercise, target, {"tests"}))
        if (one.name == target) return base::fs::path(one.file).lexically_relative("tests").parent_path();
    return {};
}

class FuzzKind final : public Kind, public Inspected {
  public:
    std::string_view name() const override { return "fuzz"; }
    std::string_view title() const override { return "Fuzzing"; }
    std::vector<FieldSpec> fields() const override {
        return {
            {.name = "target", .type = FieldType::String, .required = true, .meaning = "The fuzz target: the author's in tests/ or hidden/, else the learner's."},
            {.name = "executions", .type = FieldType::Integer, .fallback = "10000", .meaning = "How many inputs are tried.", .least = 1, .most = 10'000'000},
            {.name = "seed", .type = FieldType::Integer, .fallback = "0", .meaning = "Another number gives other inputs.", .least = 0, .most = 1e9},
            {.name = "timeout_ms", .type = FieldType::Integer, .fallback = "1000", .meaning = "Processor time for one input.", .least = 10, .most = 60000},
        };
    }

    // The author's target stands in tests/ or hidden/, the learner's in the solution: where none has it, it is misspelt.
    void inspect(const course::Exercise& exercise, const course::Check& check, CourseFaults& faults) const override {
        const course::Value* target = check.fields.find("target");
        std::vector<std::string> names;
        for (const AuthorFunction& one : authorFunctions(exercise, "Fuzz", {"tests", "hidden", "solution"})) names.push_back(one.name);
        if (target != nullptr) faults.unknown(*target, "fuzz target of a file in tests/, hidden/ or solution/", names);
    }

    Result<void> prepare(const course::Exercise& exercise, const course::Check& check, toolchain::BuildRequest& build) const override {
        const std::string target = check.fields.string("target");
        auto authors = isAuthors(exercise, target);
        if (!authors) return propagate(authors);
        if (*authors) {
            auto hidden = standsHidden(exercise, target);
            if (!hidden) return propagate(hidden);
            toolchain::VariantRequest variant = learnerVariant(learnerKey(check), target, *hidden);
            variant.cover = goSources(build.files);
            variant.autoRace = *hidden;
            build.variants.push_back(std::move(variant));
            return {};
        }
        auto reference = referenceFiles(exercise);
        if (!reference) return propagate(reference);
        toolchain::VariantRequest base{.key = referenceKey(check), .learnerTests = true, .readonlySources = true, .visible = true};
        base.over = *reference;
        base.only = target;
        base.cover = goSources(*reference);
        return requestWithMutants(exercise, check, std::move(base), build);
    }

    std::string byHand(const course::Exercise& exercise, const course::Check& check, const CheckResult& result) const override {
        const std::string target = check.fields.string("target");
        if (result.tests.empty() || result.tests.front().hidden || result.tests.front().name != target) return {};  // or mutants, which nobody has
        const base::fs::path folder = folderOf(exercise, target);
        const std::string package = folder.empty() ? "." : shellWord("./" + folder.string());
        // The input as a file of the target's own is the one thing that surely shows it again.
        const TestResult& entry = result.tests.front();
        const base::fs::path inputs = folder / "testdata/fuzz" / target;
        if (!entry.details.empty()) {
            const std::string line = wholeCommand("mkdir -p " + shellWord(inputs.string()) + " && " + printfWord(entry.details) + " > " + shellWord((inputs / "found").string()) + " && go test -timeout 20s -run '^" + target + "$' " + package);
            if (!line.empty()) return line;
        }
        return "go test -run '^$' -fuzz '^" + target + "$' -fuzztime " + std::to_string(check.fields.integer("executions", 10'000)) + "x " + package;
    }

    std::string next(const course::Exercise&, const course::Check& check, const CheckResult& result) const override {
        if (!result.diagnostics.empty() || result.tests.empty()) return {};
        const TestResult& first = result.tests.front();
        if (first.name != check.fields.string("target") && !first.hidden) return "Let your target ask more of what the code gives: it has to fail where a fault is planted. Then grade again.";
        return first.hidden || first.details.empty() ? std::string() : "Give your code that input, mend what goes wrong, and grade again.";
    }

    Result<CheckResult> run(Context& context) const override {
        auto authors = isAuthors(context.exercise, context.check.fields.string("target"));
        if (!authors) return propagate(authors);
        return *authors ? runAuthors(context) : runLearners(context);
    }

  private:
    static Result<CheckResult> runAuthors(Context& context) {
        Fuzzing fuzzing(context);
        auto hidden = standsHidden(context.exercise, fuzzing.target());
        if (!hidden) return propagate(hidden);
        auto binary = variantBinary(context, learnerKey(context.check), "your code");
        if (!binary) return propagate(binary);
        const bool veiled = *hidden && !context.instructor;
        if (binary->refusal) return noFit(std::move(*binary->refusal), context, *hidden);
        if (context.onTest) context.onTest(veiled ? "a hidden fuzz target" : fuzzing.target());
        auto search = fuzzing.on(binary->linked, *hidden);
        if (!search) return propagate(search);
        if (!search->tampered.empty()) return tampered(search->tampered);
        if (!search->called) return atCheck(context, "fuzz target " + base::quote(fuzzing.target()) + " did not come to f.Fuzz: " + search->run.log);
        CheckResult result;
        if (search->hangs && !veiled)
            if (auto smaller = fuzzing.makeSmaller(binary->linked, *search); !smaller) return propagate(smaller);
        TestResult entry = describe(std::move(*search), context, veiled, context.check.reveal.empty() ? "A hidden fuzz target finds an input that fails." : context.check.reveal, fuzzing.patience());
        entry.hidden = *hidden;
        result.tests.push_back(std::move(entry));
        sumUp(result, Points::fromNumber(context.check.points));
        const TestResult& told = result.tests.front();
        result.message = told.verdict == Verdict::Passed ? "It held for " + std::to_string(fuzzing.executions()) + " inputs." : told.message;
        return result;
    }

    static Result<CheckResult> runLearners(Context& context) {
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        if (!analysis->known) return notAnalysed();
        Fuzzing fuzzing(context);
        CheckResult result;
        const auto& own = analysis->learners;
        if (std::none_of(own.begin(), own.end(), [&](const auto& test) { return test.kind == "fuzz" && test.name == fuzzing.target(); })) {
            result.verdict = Verdict::Failed;
            result.message = "There is no fuzz target `func " + fuzzing.target() + "(f *testing.F)` in your files.";
            return result;
        }
        auto silent = onReference(context, fuzzing);
        if (!silent) return propagate(silent);
        if (*silent) return std::move(**silent);
        std::vector<course::Fault> faults;
        auto mutants = course::readMutants(context.exercise, faults);
        if (!mutants) return propagate(mutants);
        if (mutants->empty()) return atCheck(context, "the check " + base::quote(context.check.id) + " has no target in tests/ or hidden/, and no bug in mutants/ for the learner's to find");
        for (const course::Mutant& mutant : *mutants) {
            auto entry = onMutant(context, fuzzing, mutant);
            if (!entry) return propagate(entry);
            if (entry->verdict != Verdict::Passed) result.notes.push_back("the solution's target does not find " + base::quote(mutant.name));
            result.tests.push_back(std::move(*entry));
        }
        sumUp(result, Points::fromNumber(context.check.points));
        const auto found = static_cast<std::size_t>(std::count_if(result.tests.begin(), result.tests.end(), [](const auto& test) { return test.verdict == Verdict::Passed; }));
        result.message = "Your target finds " + std::to_string(found) + " of " + plural(result.tests.size(), "planted bug", "planted bugs") + " with " +
                         std::to_string(fuzzing.executions()) + " inputs each.";
        return result;
    }

    // Nothing where the target holds on the right code for all inputs; else the check's result.
    static Result<std::optional<CheckResult>> onReference(Context& context, Fuzzing& fuzzing) {
        auto binary = variantBinary(context, referenceKey(context.check), "your fuzz target");
        if (!binary) return propagate(binary);
        if (binary->refusal) return std::move(binary->refusal);
        auto search = fuzzing.on(binary->linked, false);
        if (!search) return propagate(search);
        if (!search->tampered.empty()) return std::optional(tampered(search->tampered));
        if (search->survived) return std::optional<CheckResult>();
        CheckResult result;
        const bool called = search->called;
        const TestResult told = describe(std::move(*search), context, false, {}, fuzzing.patience());
        result.verdict = told.verdict;
        result.message = called ? std::string(told.verdict == Verdict::Failed ? "Your target fails on the code that is right, so what it expects is wrong. " : "Your target does not hold on the code that is right. ") + told.message : "Your target did not come to f.Fuzz, so nothing was tried.";
        result.diagnostics.push_back({told.file, told.line, 0, "error", "fuzz/reference", told.name + ": " + told.message});
        return std::optional(std::move(result));
    }

    static Result<TestResult> onMutant(Context& context, Fuzzing& fuzzing, const course::Mutant& mutant) {
        TestResult entry{.name = mutant.name, .verdict = Verdict::Failed};
        entry.message = mutant.reveal.empty() ? "Your target does not find this bug." : mutant.reveal;
        auto binary = variantBinary(context, mutantKey(context.check, mutant.name), "your fuzz target");
        if (!binary) return propagate(binary);
        if (binary->refusal) return entry;
        if (context.onTest) context.onTest(mutant.name);
        auto search = fuzzing.on(binary->linked, false);
        if (!search) return propagate(search);
        // An exit is no finding: only an input that fails is.
        if (search->tampered.empty() && !search->survived && !search->input.empty() && search->run.fate != Fate::Exited) {
            entry.verdict = Verdict::Passed;
            entry.message = "Found with " + base::join(base::splitLines(base::safeText(search->input, {.keepNewlines = true, .maxBytes = 1000})), ", ") + ".";
        }
        return entry;
    }
};

}  // namespace

const Kind& fuzzKind() {
    static const FuzzKind kind;
    return kind;
}

}  // namespace assay::checks
