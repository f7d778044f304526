// `program`: a main package, run with arguments and input; what it prints and how it ends is compared. docs/program.md.

#include <re2/re2.h>

#include "base/text.h"
#include "checks/kinds.h"
#include "toolchain/go/system_libraries.h"
#include "toolchain/go/test_run.h"

namespace assay::checks {

using course::FieldSpec;
using course::FieldType;
using course::Value;
using toolchain::Unit;

namespace {

constexpr std::size_t kShown = 4096;

struct Mismatch {
    std::string message, expected, got;
};

std::string shown(std::string_view text) { return base::safeText(text, {.keepNewlines = true, .maxBytes = kShown}); }

// Says what is easily overlooked where two texts look alike.
std::string whitespaceHint(std::string_view got, std::string_view expected) {
    if (base::trim(got) != base::trim(expected)) return {};
    if (std::string(expected) == std::string(got) + "\n") return " Only the end of the last line is missing.";
    if (std::string(got) == std::string(expected) + "\n") return " There is one end of line too many.";
    return " They differ in white space only.";
}

std::optional<Mismatch> compareText(const Value& wanted, std::string_view stream, const sandbox::Captured& captured) {
    const std::string_view got = captured.kept;
    if (const Value* exact = wanted.find(stream)) {
        const std::string& expected = *exact->as<std::string>();
        if (got != expected)
            return Mismatch{"What it wrote to " + std::string(stream) + " is not what was expected." + whitespaceHint(got, expected), shown(expected), shown(got)};
    }
    if (const Value* pattern = wanted.find(std::string(stream) + "_matches")) {
        const std::string& text = *pattern->as<std::string>();
        const RE2 expression(text, RE2::Quiet);
        if (!RE2::PartialMatch(re2::StringPiece(got.data(), got.size()), expression))
            return Mismatch{"What it wrote to " + std::string(stream) + " does not match the pattern.", "matches " + text, shown(got)};
    }
    return std::nullopt;
}

std::optional<Mismatch> compareAll(const Value& wanted, const sandbox::Outcome& outcome) {
    if (auto wrong = compareText(wanted, "stdout", outcome.out)) return wrong;
    if (auto wrong = compareText(wanted, "stderr", outcome.err)) return wrong;
    const std::int64_t exit = wanted.integer("exit", 0);
    if (outcome.exitCode != exit)
        return Mismatch{"It ended with status " + std::to_string(outcome.exitCode) + ", expected was " + std::to_string(exit) + ".", std::to_string(exit),
                        std::to_string(outcome.exitCode)};
    return std::nullopt;
}

sandbox::Request requestFor(const Context& context, const toolchain::Linked& linked, const Value& wanted) {
    sandbox::Request request;
    request.limits = runLimits(context.exercise, linked.race, false);
    if (const auto ms = wanted.integer("timeout_ms", context.check.fields.integer("timeout_ms", 0)); ms > 0) {
        request.limits.wall = std::min(request.limits.wall, sandbox::Milliseconds(ms));
        request.limits.wallAtMost = std::min(request.limits.wallAtMost, request.limits.wall * 5 / 2);
    }
    request.argv = {"/bin/" + linked.binary.filename().string()};
    for (const std::string& argument : wanted.strings("args")) request.argv.push_back(argument);
    request.mounts = {{linked.binary, request.argv[0], false}};
    if (linked.race)
        for (sandbox::Mount& library : toolchain::systemLibraries()) request.mounts.push_back(std::move(library));
    request.environment = toolchain::programEnvironment(request.limits, linked.race);
    if (const Value* environment = wanted.find("env"))
        if (const auto* table = environment->as<course::Fields>())
            for (const auto& [name, value] : *table)
                if (const auto* text = value.as<std::string>()) request.environment.push_back(name + "=" + *text);
    request.initialFiles = context.build.workFiles(wanted.boolean("hidden"));
    request.standardInput = wanted.string("stdin");
    request.level = context.level;
    return request;
}

void judgeEnd(const sandbox::Outcome& outcome, const Value& wanted, const Context& context, TestResult& result) {
    using sandbox::End;
    const auto traceback = toolchain::readTraceback(outcome.err.kept, context.exercise.importPath(), context.ownNames);
    const bool outOfMemory = traceback && traceback->outOfMemory && outcome.end == End::Exited && (outcome.exitCode == 2 || outcome.exitCode == 66);
    if (outcome.end == End::MemoryLimit || outOfMemory) {
        result.verdict = Verdict::MemoryLimit;
        result.message = "It used more memory than it may (" + std::to_string(runLimits(context.exercise, false, false).memoryBytes >> 20) + " MiB).";
    } else if (outcome.end == End::CpuLimit || outcome.end == End::WallLimit) {
        result.verdict = Verdict::TimeLimit;
        result.message = "Stopped: it had not ended in time.";
    } else if (outcome.end == End::OutputLimit) {
        result.verdict = Verdict::OutputLimit;
        result.message = "It printed more than it may.";
    } else if (outcome.end == End::Signaled || (traceback && outcome.exitCode == 2 && wanted.integer("exit", 0) != 2)) {
        result.verdict = Verdict::Crashed;
        result.message = traceback ? traceback->text : "It was ended by signal " + std::to_string(outcome.signal) + ".";
        if (traceback && result.hidden) result.message = "It crashed: " + traceback->kind + ".";
        if (traceback) result.file = traceback->file, result.line = traceback->line;
    } else if (auto wrong = compareAll(wanted, outcome)) {
        result.verdict = Verdict::Failed;
        result.message = wrong->message;
        result.expected = wrong->expected;
        result.got = wrong->got;
    } else {
        result.verdict = Verdict::Passed;
    }
}

// What a learner may know of a hidden case: the author's sentence, and of a crash its kind and place.
void veil(TestResult& result, std::size_t number, const std::string& reveal) {
    const std::string crash = result.verdict == Verdict::Crashed ? " " + result.message : std::string();
    result.name = "hidden " + std::to_string(number);
    result.message = result.verdict == Verdict::Passed || result.verdict == Verdict::NotRun ? "" : (reveal.empty() ? "A hidden case fails." : reveal) + crash;
    result.expected.clear();
    result.got.clear();
    result.output.clear();
    result.details.clear();
}

class ProgramKind final : public Kind {
  public:
    std::string_view name() const override { return "program"; }
    std::string_view title() const override { return "Program"; }
    std::vector<FieldSpec> fields() const override {
        return {
            {.name = "timeout_ms", .type = FieldType::Integer, .fallback = "the exercise's wall_ms", .meaning = "For each case.", .least = 1, .most = 600000},
            {.name = "case", .type = FieldType::Tables, .required = true, .meaning = "One run of the program.", .fields = caseFields()},
        };
    }
    void request(const course::Check&, toolchain::BuildRequest& build) const override {
        if (!build.program) build.program = toolchain::ProgramRequest{};
    }

    Result<CheckResult> run(Context& context) const override {
        auto compiled = context.build.compiled(Unit::Program);
        if (!compiled) return propagate(compiled);
        auto linked = compiled->ok ? context.build.linked(Unit::Program) : Result<toolchain::Linked>(toolchain::Linked{});
        if (!linked) return propagate(linked);
        CheckResult result;
        if (!compiled->ok || !linked->ok) {
            result.verdict = Verdict::CompileError;
            result.message = compiled->ok ? "It could not be linked: " + linked->message : "It does not compile to a program: it needs `package main` with a function main.";
            result.diagnostics = toDiagnostics(compiled->findings, "compile");
            return result;
        }
        std::size_t hiddenNumber = 0;
        bool stopped = false;
        for (const Value& wanted : context.check.fields.array("case")) {
            auto ran = runCase(context, *linked, wanted, stopped, hiddenNumber);
            if (!ran) return propagate(ran);
            stopped = stopped || ran->verdict == Verdict::TimeLimit;
            result.tests.push_back(std::move(*ran));
        }
        sumUp(result, Points::fromNumber(context.check.points));
        result.message = headline(result);
        return result;
    }

  private:
    static std::vector<FieldSpec> caseFields() {
        return {
            {.name = "name", .type = FieldType::String, .required = true, .meaning = "What the case shows."},
            {.name = "args", .type = FieldType::Strings, .fallback = "none", .meaning = "Arguments after the program's name."},
            {.name = "env", .type = FieldType::Table, .fallback = "none", .meaning = "Further environment variables."},
            {.name = "stdin", .type = FieldType::String, .fallback = "empty", .meaning = "Standard input."},
            {.name = "stdout", .type = FieldType::String, .fallback = "anything", .meaning = "Standard output, byte for byte."},
            {.name = "stdout_matches", .type = FieldType::String, .fallback = "anything", .meaning = "A regular expression (RE2 syntax) that standard output matches somewhere."},
            {.name = "stderr", .type = FieldType::String, .fallback = "anything", .meaning = "Standard error, byte for byte."},
            {.name = "stderr_matches", .type = FieldType::String, .fallback = "anything", .meaning = "A regular expression for standard error."},
            {.name = "exit", .type = FieldType::Integer, .fallback = "0", .meaning = "The exit status.", .least = 0, .most = 255},
            {.name = "timeout_ms", .type = FieldType::Integer, .fallback = "the check's", .meaning = "For this case.", .least = 1, .most = 600000},
            {.name = "weight", .type = FieldType::Number, .fallback = "1", .meaning = "Its share of the points.", .least = 0, .most = 1000},
            {.name = "hidden", .type = FieldType::Boolean, .fallback = "false", .meaning = "Its name, input and output are not shown."},
            {.name = "reveal", .type = FieldType::String, .fallback = "A hidden case fails.", .meaning = "What a learner is told when a hidden one fails."},
        };
    }

    static Result<TestResult> runCase(Context& context, const toolchain::Linked& linked, const Value& wanted, bool stopped, std::size_t& hiddenNumber) {
        TestResult result;
        result.name = wanted.string("name");
        result.hidden = wanted.boolean("hidden");
        result.weight = Points::fromNumber(wanted.number("weight", 1));
        if (result.hidden) ++hiddenNumber;
        const bool veiled = result.hidden && !context.instructor;
        if (stopped) {
            result.verdict = Verdict::NotRun;
        } else {
            for (const char* pattern : {"stdout_matches", "stderr_matches"})
                if (const RE2 expression(wanted.string(pattern), RE2::Quiet); !expression.ok())
                    return base::failAt(base::ErrorCode::InvalidContent, std::string(pattern) + " is no regular expression: " + expression.error(),
                                        context.exercise.id + "/exercise.toml", wanted.line);
            if (context.onTest) context.onTest(veiled ? "a hidden case" : result.name);
            sandbox::Observer quiet;
            auto outcome = context.sandbox.run(requestFor(context, linked, wanted), quiet, context.stop);
            if (!outcome) return propagate(outcome);
            if (outcome->end == sandbox::End::Canceled) return base::fail(base::ErrorCode::Canceled, "cancelled");
            addUsage(context, outcome->usage);
            result.durationMs = static_cast<double>(outcome->usage.wall.count());
            judgeEnd(*outcome, wanted, context, result);
            if (result.verdict != Verdict::Passed) result.output = shown(outcome->out.kept) + shown(outcome->err.kept);
        }
        if (veiled) veil(result, hiddenNumber, wanted.string("reveal"));
        return result;
    }

    static std::string headline(const CheckResult& result) {
        std::size_t bad = 0;
        const TestResult* first = nullptr;
        for (const TestResult& test : result.tests)
            if (test.verdict != Verdict::Passed && ++bad == 1) first = &test;
        if (first == nullptr) return result.tests.size() == 1 ? "The case is right." : "All " + std::to_string(result.tests.size()) + " cases are right.";
        return std::to_string(bad) + " of " + plural(result.tests.size(), "case", "cases") + (bad == 1 ? " is" : " are") + " not right. First: " + first->name + ".";
    }
};

}  // namespace

const Kind& programKind() {
    static const ProgramKind kind;
    return kind;
}

}  // namespace assay::checks
