// Role: the one function that derives the overall verdict and score from the checks. DESIGN.md, *Check kinds* and *Points*.
#pragma once

#include <vector>

#include "checks/result.h"
#include "course/model.h"

namespace assay::judge {

struct Overall {
    checks::Verdict verdict = checks::Verdict::Undecided;  // never a pass by default
    checks::Points points;
};
// `results` are those of exercise.checks, in order; fewer or none is Undecided.
Overall overall(const course::Exercise& exercise, const std::vector<checks::CheckResult>& results);
// A rubric of the exercise takes from the check with this id.
bool feedsRubric(const course::Exercise& exercise, const std::string& id);
// A check without points that no rubric takes from: failing it ends the grading.
bool isGate(const course::Exercise& exercise, const course::Check& check);

}  // namespace assay::judge
