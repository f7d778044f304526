// Role: one report of each verdict, as the judge makes them, for the tests of text and JSON.
#pragma once

#include "judge/judge.h"

namespace assay::report::test {

judge::Report sample(checks::Verdict verdict);
checks::CheckResult aCheck(const char* id, const char* kind, checks::Verdict verdict, int points, int max);
checks::TestResult aTest(const char* name, checks::Verdict verdict, const char* message = "");

constexpr int kVerdicts = static_cast<int>(checks::Verdict::InternalError) + 1;

}  // namespace assay::report::test
