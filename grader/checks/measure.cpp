#include "checks/measure.h"

#include "base/text.h"
#include "checks/test_words.h"

namespace assay::checks {

Result<bool> standsHidden(const course::Exercise& exercise, std::string_view function) {
    auto tests = course::readSet(exercise, "tests");
    if (!tests) return propagate(tests);
    for (const course::SourceFile& file : *tests)
        if (file.name.ends_with("_test.go") && file.content.find("func " + std::string(function) + "(") != std::string::npos) return false;
    return true;
}

toolchain::VariantRequest learnerVariant(std::string key, const std::string& function, bool hidden) {
    toolchain::VariantRequest variant{.key = std::move(key), .learnerSources = true, .readonlySources = true, .visible = true, .hidden = hidden};
    variant.only = function;
    return variant;
}

Result<toolchain::VariantRequest> referenceVariant(const course::Exercise& exercise, std::string key, const std::string& function, bool hidden) {
    auto reference = referenceFiles(exercise);
    if (!reference) return propagate(reference);
    toolchain::VariantRequest variant{.key = std::move(key), .readonlySources = true, .visible = true, .hidden = hidden};
    variant.over = std::move(*reference);
    variant.only = function;
    return variant;
}

CheckResult noFit(CheckResult refusal, const Context& context, bool hidden) {
    const std::string what = context.check.fields.find("target") != nullptr ? "fuzz target" : "benchmark";
    refusal.message = "It compiles, but not together with the " + std::string(hidden ? "hidden " : "") + what + " of this check. Are the names, parameters and results of its functions and types as the task says?";
    if (hidden && !context.instructor) refusal.diagnostics.clear();
    return refusal;
}

Result<Measured> measure(Context& context, const toolchain::Linked& linked, const std::string& benchmark, const toolchain::BenchPlan& plan, bool hidden) {
    toolchain::TestRunOptions options = variantOptions(context, linked, {benchmark}, hidden);
    options.bench = plan;
    options.stopAtFailure = true;
    auto runs = toolchain::runTests(context.sandbox, context.random, options, context.stop);
    if (!runs) return propagate(runs);
    addUsage(context, runs->usage);
    Measured measured;
    measured.tampered = runs->tampered;
    const bool veiled = hidden && !context.instructor;
    toolchain::TestRun run = runs->neverStarted ? runs->start : runs->tests.front();
    run.name = benchmark;
    measured.entry = veiled ? describeHidden(run, context, 1, context.check.reveal.empty() ? "The hidden benchmark fails." : context.check.reveal) : describeTest(run, context);
    measured.entry.hidden = hidden;
    // The binary has nothing under this name: it is no benchmark, or in a file that does not belong to the build.
    if (!runs->neverStarted && run.fate == toolchain::Fate::NotRun && runs->tampered.find("does not fit") != std::string::npos)
        return atCheck(context, "the exercise has no benchmark " + base::quote(benchmark) + " in tests/ or hidden/");
    if (measured.entry.verdict == Verdict::Passed) measured.rounds = std::move(run.rounds);
    if (measured.entry.verdict == Verdict::Passed && measured.rounds.empty()) measured.entry.verdict = Verdict::Failed;
    return measured;
}

CheckResult notMeasured(Measured measured, const Points& max) {
    if (!measured.tampered.empty()) return tampered(measured.tampered);
    CheckResult result;
    result.tests.push_back(std::move(measured.entry));
    sumUp(result, max);
    result.message = "The benchmark did not come to its end. " + result.tests.front().message;
    return result;
}

}  // namespace assay::checks
