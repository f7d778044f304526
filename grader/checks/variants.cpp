#include "checks/variants.h"

#include <algorithm>

#include "base/text.h"

namespace assay::checks {

using toolchain::Role;
using toolchain::SourceFile;

Result<std::vector<SourceFile>> referenceFiles(const course::Exercise& exercise) {
    auto solution = course::readSet(exercise, "solution");
    if (!solution) return propagate(solution);
    std::vector<SourceFile> files;
    for (course::SourceFile& file : *solution)
        if (!file.name.ends_with("_test.go")) files.push_back({std::move(file.name), std::move(file.content), Role::Readonly});
    return files;
}

std::vector<std::string> goSources(const std::vector<SourceFile>& files) {
    std::vector<std::string> names;
    for (const SourceFile& file : files)
        if (file.name.ends_with(".go") && !file.name.ends_with("_test.go")) names.push_back(file.name);
    return names;
}

std::string referenceKey(const course::Check& check) { return check.id + ":reference"; }
std::string mutantKey(const course::Check& check, const std::string& mutant) { return check.id + ":mutant:" + mutant; }

Result<void> requestWithMutants(const course::Exercise& exercise, const course::Check& check, toolchain::VariantRequest base, toolchain::BuildRequest& build) {
    std::vector<course::Fault> faults;
    auto mutants = course::readMutants(exercise, faults);
    if (!mutants) return propagate(mutants);
    build.variants.push_back(base);
    for (const course::Mutant& mutant : *mutants) {
        toolchain::VariantRequest variant = base;
        variant.key = mutantKey(check, mutant.name);
        for (const course::SourceFile& file : mutant.files) {
            std::erase_if(variant.over, [&](const SourceFile& old) { return old.name == file.name; });
            variant.over.push_back({file.name, file.content, Role::Readonly});
        }
        if (!variant.cover.empty()) variant.cover = goSources(variant.over);
        build.variants.push_back(std::move(variant));
    }
    return {};
}

std::vector<std::string> learnersPlan(const toolchain::Analysis& analysis) {
    std::vector<std::string> plan;
    for (const toolchain::FoundTest& test : analysis.learners)
        if (test.isRun()) plan.push_back(test.name);
    return plan;
}

base::Failure atCheck(const Context& context, std::string message) {
    return courseFault(context.exercise, context.check.line, std::move(message));
}

Result<Variant> variantBinary(Context& context, const std::string& key, std::string_view who) {
    auto compiled = context.build.compiledVariant(key);
    if (!compiled) return propagate(compiled);
    Variant variant;
    if (compiled->ok) {
        auto linked = context.build.linkedVariant(key);
        if (!linked) return propagate(linked);
        variant.linked = std::move(*linked);
        if (variant.linked.ok) return variant;
    }
    for (const toolchain::Finding& finding : compiled->findings)
        if (finding.code == "author")
            return atCheck(context, "the author's files of check " + base::quote(context.check.id) + " do not compile: " + finding.file + ":" + std::to_string(finding.line) + ": " + finding.message);
    CheckResult refusal;
    refusal.verdict = Verdict::CompileError;
    refusal.message = compiled->ok ? "It could not be linked: " + variant.linked.message : "It does not compile: " + std::string(who) + " and the code that is tested do not fit together.";
    refusal.diagnostics = toDiagnostics(compiled->findings, "compile");
    variant.refusal = std::move(refusal);
    return variant;
}

toolchain::TestRunOptions variantOptions(const Context& context, const toolchain::Linked& linked, std::vector<std::string> plan, bool hidden) {
    toolchain::TestRunOptions options;
    options.program = linked;
    options.plan = std::move(plan);
    options.limits = runLimits(context.exercise, linked.race, linked.race);
    options.level = context.level;
    options.workFiles = context.build.workFiles(hidden);
    options.importPath = context.exercise.importPath();
    options.ownNames = context.ownNames;
    return options;
}

CheckResult tampered(const std::string& how) {
    CheckResult result;
    result.verdict = Verdict::Tampered;
    result.message = "The channel on which results are told was interfered with (" + how + "), so nothing that they told counts.";
    return result;
}

}  // namespace assay::checks
