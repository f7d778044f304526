// `program`: a main package, run with arguments and input; what it prints and how it ends is compared. docs/program.md.

#include <re2/re2.h>

#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "checks/inspected.h"
#include "checks/kinds.h"
#include "checks/program_compare.h"
#include "checks/program_files.h"
#include "checks/shell_words.h"
#include "course/tree.h"
#include "toolchain/go/test_run.h"

namespace assay::checks {

using course::FieldSpec;
using course::FieldType;
using course::Value;
using toolchain::Unit;

namespace {

constexpr std::size_t kShown = 4096;

std::string shown(std::string_view text) { return base::safeText(text, {.keepNewlines = true, .maxBytes = kShown}); }

std::map<std::string, std::string> textsOf(const Value& table, std::string_view field) {
    std::map<std::string, std::string> texts;
    if (const Value* value = table.find(field))
        if (const auto* entries = value->as<course::Fields>())
            for (const auto& [name, text] : *entries)
                if (const auto* content = text.as<std::string>()) texts[name] = *content;
    return texts;
}

std::optional<Mismatch> compareStream(const Value& wanted, std::string_view stream, const sandbox::Captured& captured) {
    HowToCompare how;
    how.anyOrder = wanted.boolean("any_order");
    if (wanted.find("tolerance") != nullptr) how.tolerance = wanted.number("tolerance");
    if (const Value* exact = wanted.find(stream))
        if (auto wrong = compareText(stream, *exact->as<std::string>(), captured.kept, how)) return wrong;
    if (const Value* pattern = wanted.find(std::string(stream) + "_matches"))
        if (auto wrong = comparePattern(stream, *pattern->as<std::string>(), captured.kept)) return wrong;
    return std::nullopt;
}

std::optional<Mismatch> compareFiles(const Value& wanted, const ProgramFolder* folder) {
    if (folder == nullptr) return std::nullopt;
    HowToCompare how;
    if (wanted.find("tolerance") != nullptr) how.tolerance = wanted.number("tolerance");
    for (const auto& [name, expected] : textsOf(wanted, "produces")) {
        const ProgramFolder::Produced produced = folder->read(name);
        if (!produced.wrong.empty()) return Mismatch{produced.wrong, shown(expected), {}, {}};
        if (auto wrong = compareText("the file " + name, expected, produced.content, how)) return wrong;
    }
    for (const auto& [name, pattern] : textsOf(wanted, "produces_matches")) {
        const ProgramFolder::Produced produced = folder->read(name);
        if (!produced.wrong.empty()) return Mismatch{produced.wrong, "matches " + pattern, {}, {}};
        if (auto wrong = comparePattern("the file " + name, pattern, produced.content)) return wrong;
    }
    return std::nullopt;
}

std::optional<Mismatch> compareAll(const Value& wanted, const sandbox::Outcome& outcome, const ProgramFolder* folder) {
    if (auto wrong = compareStream(wanted, "stdout", outcome.out)) return wrong;
    if (auto wrong = compareStream(wanted, "stderr", outcome.err)) return wrong;
    if (const std::int64_t exit = wanted.integer("exit", 0); outcome.exitCode != exit)
        return Mismatch{"It ended with status " + std::to_string(outcome.exitCode) + ", expected was " + std::to_string(exit) + ".", std::to_string(exit),
                        std::to_string(outcome.exitCode), {}};
    return compareFiles(wanted, folder);
}

sandbox::Request requestFor(const Context& context, const toolchain::Linked& linked, const Value& wanted) {
    sandbox::Request request;
    request.limits = runLimits(context.exercise, linked.race, false);
    if (const auto ms = wanted.integer("timeout_ms", context.check.fields.integer("timeout_ms", 0)); ms > 0) {
        request.limits.wall = std::min(request.limits.wall, sandbox::Milliseconds(ms));
        request.limits.wallAtMost = std::min(request.limits.wallAtMost, request.limits.wall * 5 / 2);
    }
    toolchain::enterProgram(request, linked);
    for (const std::string& argument : wanted.strings("args")) request.argv.push_back(argument);
    for (const auto& [name, value] : textsOf(wanted, "env")) request.environment.push_back(name + "=" + value);
    request.initialFiles = context.build.workFiles(wanted.boolean("hidden"));
    request.standardInput = wanted.string("stdin");
    request.level = context.level;
    return request;
}

void judgeEnd(const sandbox::Outcome& outcome, const Value& wanted, const Context& context, const ProgramFolder* folder, TestResult& result) {
    using sandbox::End;
    const auto traceback = toolchain::readTraceback(outcome.err.kept, context.exercise.importPath(), context.ownNames);
    const bool outOfMemory = traceback && traceback->outOfMemory && outcome.end == End::Exited && (outcome.exitCode == 2 || outcome.exitCode == 66);
    if (outcome.end == End::MemoryLimit || outOfMemory) {
        result.verdict = Verdict::MemoryLimit;
        result.message = "It used more memory than it may (" + std::to_string(runLimits(context.exercise, false, false).memoryBytes >> 20) + " MiB).";
    } else if (outcome.end == End::CpuLimit || outcome.end == End::WallLimit) {
        result.verdict = Verdict::TimeLimit;
        result.message = "Stopped: it had not ended in time.";
    } else if (outcome.end == End::Stopped) {
        result.verdict = Verdict::OutputLimit;
        result.message = "It wrote more into files than it may (" + std::to_string(runLimits(context.exercise, false, false).tmpBytes >> 20) + " MiB).";
    } else if (outcome.end == End::OutputLimit) {
        result.verdict = Verdict::OutputLimit;
        result.message = "It printed more than it may.";
    } else if (outcome.end == End::Signaled || (traceback && outcome.exitCode == 2 && wanted.integer("exit", 0) != 2)) {
        result.verdict = Verdict::Crashed;
        result.message = traceback ? traceback->text : "It was ended by signal " + std::to_string(outcome.signal) + ".";
        if (traceback && result.hidden) result.message = "It crashed: " + traceback->kind + ".";
        if (traceback && isOwnPlace(context, traceback->file, traceback->line)) result.file = traceback->file, result.line = traceback->line;
    } else if (auto wrong = compareAll(wanted, outcome, folder)) {
        result.verdict = Verdict::Failed;
        result.message = wrong->message;
        result.expected = wrong->expected;
        result.got = wrong->got;
        result.details = wrong->diff;
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

// The case as one line for a shell: its files, its input, its environment, its arguments.
std::string commandFor(const Value& wanted) {
    const std::map<std::string, std::string> files = textsOf(wanted, "files");
    const bool folder = !files.empty();
    std::string run, setup;
    for (const auto& [name, value] : textsOf(wanted, "env")) run += name + "=" + shellWord(value) + " ";
    run += folder ? "./program" : "go run .";
    for (const std::string& argument : wanted.strings("args")) run += " " + shellWord(argument);
    const std::string input = wanted.string("stdin");
    std::string command = (input.empty() ? "" : printfWord(input) + " | ") + run;
    for (const auto& [name, content] : files) {
        if (const std::size_t slash = name.rfind('/'); slash != std::string::npos) setup += "mkdir -p " + shellWord(name.substr(0, slash)) + " && ";
        setup += printfWord(content) + " > " + shellWord(name) + " && ";
    }
    if (folder) command = "d=$(mktemp -d) && go build -o \"$d/program\" . && (cd \"$d\" && " + setup + command + ")";
    return wholeCommand(std::move(command));
}

class ProgramKind final : public Kind, public Inspected {
  public:
    std::string_view name() const override { return "program"; }
    std::string_view title() const override { return "Program"; }
    std::vector<FieldSpec> fields() const override {
        return {
            {.name = "timeout_ms", .type = FieldType::Integer, .fallback = "the exercise's wall_ms", .meaning = "For each case.", .least = 1, .most = 600000},
            {.name = "case", .type = FieldType::Tables, .required = true, .meaning = "One run of the program.", .fields = caseFields()},
        };
    }
    void inspect(const course::Exercise&, const course::Check& check, CourseFaults& faults) const override {
        for (const Value& wanted : check.fields.array("case")) inspectPatterns(wanted, faults);
        inspectWeights(check, "case", faults);
    }
    void request(const course::Check&, toolchain::BuildRequest& build) const override {
        if (!build.program) build.program = toolchain::ProgramRequest{};
    }

    // Nothing where only hidden cases fail: what would show it is what is hidden.
    std::string byHand(const course::Exercise&, const course::Check& check, const CheckResult& result) const override {
        const auto& cases = check.fields.array("case");
        bool failing = false;
        for (std::size_t i = 0; i < cases.size() && i < result.tests.size(); ++i) {
            if (result.tests[i].verdict == Verdict::Passed) continue;
            failing = true;
            if (!result.tests[i].hidden) return commandFor(cases[i]);
        }
        return failing ? std::string() : "go run .";
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
        result.message = headline(result.tests, {{"case", "cases"}, {"is right", "are right"}, {"is not right", "are not right"}});
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
            {.name = "any_order", .type = FieldType::Boolean, .fallback = "false", .meaning = "The lines of `stdout` and `stderr` may come in any order."},
            {.name = "tolerance", .type = FieldType::Number, .fallback = "none", .meaning = "By so much numbers may differ: absolute below 1, relative above.", .least = 0, .most = 1},
            {.name = "files", .type = FieldType::Table, .fallback = "none", .meaning = "Files that it finds in its working folder: name = content."},
            {.name = "produces", .type = FieldType::Table, .fallback = "none", .meaning = "Files that it leaves there: name = content."},
            {.name = "produces_matches", .type = FieldType::Table, .fallback = "none", .meaning = "Files that it leaves there: name = regular expression."},
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
            if (context.onTest) context.onTest(veiled ? "a hidden case" : result.name);
            auto outcome = runProgram(context, linked, wanted, result);
            if (!outcome) return propagate(outcome);
            if (result.verdict != Verdict::Passed) result.output = shown(outcome->out.kept) + shown(outcome->err.kept);
        }
        if (veiled) veil(result, hiddenNumber, wanted.string("reveal"));
        return result;
    }

    static Result<sandbox::Outcome> runProgram(Context& context, const toolchain::Linked& linked, const Value& wanted, TestResult& result) {
        sandbox::Request request = requestFor(context, linked, wanted);
        std::optional<ProgramFolder> folder;
        if (wanted.find("files") != nullptr || wanted.find("produces") != nullptr || wanted.find("produces_matches") != nullptr) {
            auto made = ProgramFolder::create(textsOf(wanted, "files"), request);
            if (!made) return propagate(made);
            folder.emplace(std::move(*made));
        }
        sandbox::Observer quiet;
        std::optional<FolderGuard> guard;
        if (folder) guard.emplace(*folder);
        auto outcome = context.sandbox.run(request, guard ? static_cast<sandbox::Observer&>(*guard) : quiet, context.stop);
        if (!outcome) return outcome;
        if (outcome->end == sandbox::End::Canceled) return base::fail(base::ErrorCode::Canceled, "cancelled");
        addUsage(context, outcome->usage);
        result.durationMs = static_cast<double>(outcome->usage.wall.count());
        judgeEnd(*outcome, wanted, context, folder ? &*folder : nullptr, result);
        return outcome;
    }

    static void inspectPatterns(const Value& wanted, CourseFaults& faults) {
        std::map<std::string, std::string> patterns = textsOf(wanted, "produces_matches");
        for (const char* field : {"stdout_matches", "stderr_matches"}) patterns[field] = wanted.string(field);
        for (const auto& [name, pattern] : patterns)
            if (const RE2 expression(pattern, RE2::Quiet); !expression.ok()) faults.add(wanted.line, name + " is no regular expression: " + expression.error(), base::safeText(pattern), "one of RE2");
        for (const char* field : {"files", "produces", "produces_matches"})
            for (const auto& [name, text] : textsOf(wanted, field))
                if (!course::isInnerPath(name)) faults.add(wanted.line, base::quote(name) + " in '" + field + "' does not stay in the working folder", base::safeText(name), "a relative path, like out/sum.txt");
    }
};

}  // namespace

const Kind& programKind() {
    static const ProgramKind kind;
    return kind;
}

}  // namespace assay::checks
