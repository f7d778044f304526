#include "judge/runs.h"

#include <algorithm>

#include "base/text.h"
#include "checks/kind.h"
#include "checks/test_words.h"
#include "course/files.h"
#include "toolchain/go/test_run.h"

namespace assay::judge {

using toolchain::Role;
using toolchain::Unit;

Result<std::vector<toolchain::SourceFile>> exerciseFiles(const course::Exercise& exercise, const Submission& submission) {
    std::vector<toolchain::SourceFile> files;
    std::set<std::string> own;
    for (const SubmittedFile& file : submission.files) {
        files.push_back({file.name, file.content, Role::Learner});
        own.insert(file.name);
    }
    auto starter = course::starterFiles(exercise);
    auto readonly = course::readonlyFiles(exercise);
    auto visible = course::readSet(exercise, "tests");
    auto hidden = course::readSet(exercise, "hidden");
    for (const auto* set : {&starter, &readonly, &visible, &hidden})
        if (!*set) return propagate(*set);
    for (course::SourceFile& file : *starter)
        if (!own.contains(file.name)) files.push_back({std::move(file.name), std::move(file.content), Role::Learner});
    const auto add = [&](course::SourceFiles& set, Role role) {
        for (course::SourceFile& file : set) files.push_back({std::move(file.name), std::move(file.content), role});
    };
    add(*readonly, Role::Readonly);
    add(*visible, Role::Visible);
    add(*hidden, Role::Hidden);
    return files;
}

namespace {

std::string shown(std::string_view text) { return base::safeText(text, {.keepNewlines = true, .maxBytes = 64 << 10}); }

void judgeEnd(const sandbox::Outcome& outcome, bool race, const std::set<std::string>& names, std::string_view importPath, SnippetResult& result) {
    using sandbox::End;
    result.output = shown(outcome.out.kept);
    result.errors = shown(checks::withoutNoise(outcome.err.kept));
    result.usage = outcome.usage;
    result.exitCode = outcome.exitCode;
    const auto traceback = toolchain::readTraceback(outcome.err.kept, importPath, names);
    switch (outcome.end) {
        case End::CpuLimit:
        case End::WallLimit: result.verdict = Verdict::TimeLimit; result.message = "Stopped: it had not ended in time."; return;
        case End::MemoryLimit: result.verdict = Verdict::MemoryLimit; result.message = "It used more memory than it may."; return;
        case End::OutputLimit: result.verdict = Verdict::OutputLimit; result.message = "It printed more than it may."; return;
        default: break;
    }
    if (traceback && traceback->outOfMemory && outcome.exitCode != 0) {
        result.verdict = Verdict::MemoryLimit;
        result.message = "It used more memory than it may.";
    } else if (race && outcome.err.kept.find("WARNING: DATA RACE") != std::string::npos && !(traceback && outcome.exitCode == 2)) {
        result.verdict = Verdict::Raced;
        result.message = "The race detector found a data race.";
    } else if (outcome.end == End::Signaled || (traceback && outcome.exitCode == 2)) {
        result.verdict = Verdict::Crashed;
        result.message = traceback && traceback->outOfThreads ? "It started more threads than it may." : traceback ? traceback->text : "Ended by signal " + std::to_string(outcome.signal) + ".";
    } else if (outcome.exitCode != 0) {
        result.verdict = Verdict::Failed;
        result.message = "Ended with status " + std::to_string(outcome.exitCode) + ".";
    } else {
        result.verdict = Verdict::Passed;
    }
}

bool compileFailed(const toolchain::Compiled& compiled, SnippetResult& result) {
    if (compiled.ok) return false;
    result.verdict = Verdict::CompileError;
    result.diagnostics = checks::toDiagnostics(compiled.findings, "compile");
    result.message = compiled.limit.empty() ? "It does not compile." : "The compiler met its limit on this code.";
    return true;
}

Result<SnippetResult> runProgram(const RunTools& tools, toolchain::Build& build, const std::set<std::string>& names, const std::string& importPath,
                                 const sandbox::Limits& limits, const std::string& input, std::stop_token stop) {
    SnippetResult result;
    auto alone = build.compiled(Unit::Alone);
    if (!alone) return propagate(alone);
    if (compileFailed(*alone, result)) return result;
    auto compiled = build.compiled(Unit::Program);
    if (!compiled) return propagate(compiled);
    if (compileFailed(*compiled, result)) return result;
    auto linked = build.linked(Unit::Program);
    if (!linked) return propagate(linked);
    if (!linked->ok) {
        result.verdict = Verdict::CompileError;
        result.message = "It cannot be linked: " + linked->message;
        return result;
    }
    sandbox::Request request;
    request.limits = limits;
    request.standardInput = input;
    toolchain::enterProgram(request, *linked);
    request.initialFiles = build.workFiles(false);
    request.level = tools.level;
    sandbox::Observer quiet;
    auto outcome = tools.sandbox.run(request, quiet, stop);
    if (!outcome) return propagate(outcome);
    if (outcome->end == sandbox::End::Canceled) return base::fail(base::ErrorCode::Canceled, "cancelled");
    judgeEnd(*outcome, linked->race, names, importPath, result);
    return result;
}

}  // namespace

Result<SnippetResult> runSnippet(const RunTools& tools, std::string_view code, bool race, const std::string& input, std::stop_token stop) {
    SnippetResult result;
    if (code.size() > (1 << 20) || !base::isUtf8(code)) {
        result.verdict = Verdict::Invalid;
        result.message = "The code is no UTF-8 text of at most 1 MiB.";
        return result;
    }
    toolchain::BuildRequest request;
    request.importPath = "course/snippet";
    request.files = {{"main.go", std::string(code), Role::Learner}};
    request.sharesProcess = false;
    request.program = toolchain::ProgramRequest{race};
    request.level = tools.level;
    auto build = toolchain::Build::start(tools.sandbox, tools.go, std::move(request), stop);
    if (!build) return propagate(build);
    sandbox::Limits limits;
    if (race) limits.memoryBytes = limits.memoryBytes * 4 + (512ull << 20);
    return runProgram(tools, **build, {"main.go"}, "course/snippet", limits, input, stop);
}

Result<SnippetResult> runExercise(const RunTools& tools, const course::Exercise& exercise, std::vector<toolchain::SourceFile> files, std::stop_token stop) {
    std::erase_if(files, [](const toolchain::SourceFile& file) { return file.role == Role::Hidden; });
    std::set<std::string> names;
    for (const toolchain::SourceFile& file : files)
        if (file.role == Role::Learner) names.insert(file.name);
    bool isProgram = false;
    for (const course::Check& check : exercise.checks) isProgram = isProgram || check.kind == "program";
    toolchain::BuildRequest request;
    request.importPath = exercise.importPath();
    request.files = std::move(files);
    request.allow = exercise.allow;
    request.level = tools.level;
    request.sharesProcess = !isProgram;
    if (isProgram) request.program = toolchain::ProgramRequest{};
    else request.tests = toolchain::TestsRequest{.visible = true, .hidden = false, .race = false, .autoRace = false};
    auto build = toolchain::Build::start(tools.sandbox, tools.go, std::move(request), stop);
    if (!build) return propagate(build);
    SnippetResult result;
    auto refusals = (*build)->refusals();
    if (!refusals) return propagate(refusals);
    if (!refusals->empty()) {
        result.verdict = Verdict::Invalid;
        result.message = refusals->front().message;
        result.diagnostics = checks::toDiagnostics(*refusals, "refused");
        return result;
    }
    const sandbox::Limits limits = checks::runLimits(exercise, false, false);
    if (isProgram) return runProgram(tools, **build, names, exercise.importPath(), limits, {}, stop);

    for (const Unit unit : {Unit::Alone, Unit::Visible}) {
        auto compiled = (*build)->compiled(unit);
        if (!compiled) return propagate(compiled);
        if (compileFailed(*compiled, result)) return result;
    }
    auto analysis = (*build)->analysis();
    auto linked = (*build)->linked(Unit::Visible);
    if (!analysis) return propagate(analysis);
    if (!linked) return propagate(linked);
    toolchain::TestRunOptions options;
    options.program = *linked;
    for (const auto* tests : {&analysis->learners, &analysis->tests})  // where the learner writes tests, these are what there is to run
        for (const toolchain::FoundTest& test : *tests)
            if (test.isRun()) options.plan.push_back(test.name);
    options.limits = limits;
    options.level = tools.level;
    options.workFiles = (*build)->workFiles(false);
    options.importPath = exercise.importPath();
    options.ownNames = names;
    auto runs = toolchain::runTests(tools.sandbox, tools.random, options, stop);
    if (!runs) return propagate(runs);
    result.verdict = Verdict::Passed;
    result.usage = runs->usage;
    for (const toolchain::TestRun& run : runs->tests) {
        const Verdict verdict = checks::verdictOf(run);
        result.verdict = checks::worst(result.verdict, verdict);
        result.output += (verdict == Verdict::Passed ? "ok   " : "FAIL ") + run.name + "\n" + shown(run.out) + shown(run.log);
        result.errors += shown(run.err);
    }
    if (!runs->tampered.empty()) result.verdict = Verdict::Tampered;
    return result;
}

}  // namespace assay::judge
