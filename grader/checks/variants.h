// Role: what the kinds share that run more than the submission as it is: the reference, mutants of it, a benchmark.
// Used by mutation, coverage, alloc, speed and fuzz only.
#pragma once

#include "checks/kind.h"
#include "course/files.h"
#include "toolchain/go/test_run.h"

namespace assay::checks {

// Everything of solution/ but its tests, to be laid over a variant.
Result<std::vector<toolchain::SourceFile>> referenceFiles(const course::Exercise& exercise);
std::vector<std::string> goSources(const std::vector<toolchain::SourceFile>& files);  // names of those that are no tests
// How a check names its variants.
std::string referenceKey(const course::Check& check);
std::string mutantKey(const course::Check& check, const std::string& mutant);
// Asks for `base` (the reference) and for a copy of it with each of mutants/ in it.
Result<void> requestWithMutants(const course::Exercise& exercise, const course::Check& check, toolchain::VariantRequest base, toolchain::BuildRequest& build);
// The learner's own tests, examples and fuzz targets (on their seeds), in their order.
std::vector<std::string> learnersPlan(const toolchain::Analysis& analysis);

// A binary, or why there is none: then `refusal` is the whole result of the check.
struct Variant {
    toolchain::Linked linked;
    std::optional<CheckResult> refusal;
};
// Waits for it. What the author's files did to the compiler is InvalidContent; `who` says what does not fit ("your tests").
Result<Variant> variantBinary(Context& context, const std::string& key, std::string_view who);

// Options for the plan on a binary, with the exercise's limits.
toolchain::TestRunOptions variantOptions(const Context& context, const toolchain::Linked& linked, std::vector<std::string> plan, bool hidden = false);
CheckResult tampered(const std::string& how);
// Author's mistake in exercise.toml, at the check.
base::Failure atCheck(const Context& context, std::string message);

}  // namespace assay::checks
