// Role: benchmarks of the author, run on the learner's code or the reference. Used by alloc and speed only.
#pragma once

#include "checks/variants.h"

namespace assay::checks {

// Where the author's benchmark or fuzz target stands: in hidden/, unless a file of tests/ has it.
Result<bool> standsHidden(const course::Exercise& exercise, std::string_view function);
// The learner's code, or the reference in its place, under the author's files, with that one function.
toolchain::VariantRequest learnerVariant(std::string key, const std::string& function, bool hidden);
Result<toolchain::VariantRequest> referenceVariant(const course::Exercise& exercise, std::string key, const std::string& function, bool hidden);

// The refusal of a submission that compiles, but not with the author's function. Where that stands in hidden/, the
// compiler's words would tell of it.
CheckResult noFit(CheckResult refusal, const Context& context, bool hidden);

struct Measured {
    std::vector<toolchain::BenchFrame> rounds;  // of `operations` each
    TestResult entry;                           // not Passed: why there are none
    std::string tampered;
};
// One process: the benchmark's rounds. `hidden`: what it prints and says stays hidden, and `reveal` is told instead.
Result<Measured> measure(Context& context, const toolchain::Linked& linked, const std::string& benchmark, const toolchain::BenchPlan& plan, bool hidden);
// The check's result where a measurement gave none.
CheckResult notMeasured(Measured measured, const Points& max);

}  // namespace assay::checks
