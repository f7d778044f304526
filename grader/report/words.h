// Role: what text.cpp and words.cpp share about a report: which check decided, which of its entries tell why.
#pragma once

#include <string>

#include "judge/judge.h"

namespace assay::report {

// The check that a headline speaks of: the gate that ended the grading, else of those that are not passed the one that weighs
// most. Null where all are passed.
const checks::CheckResult* decider(const judge::Report& report);
// What the first entry of a check that did not pass is, the one that its verdict comes from first; null where
// there is none.
const checks::TestResult* firstBad(const checks::CheckResult& check);
std::string pointsText(const checks::Points& points, const checks::Points& max);  // "6 of 10 points"

}  // namespace assay::report
