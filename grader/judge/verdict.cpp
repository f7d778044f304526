#include "judge/verdict.h"

namespace assay::judge {

using checks::Points;
using checks::Verdict;

bool feedsRubric(const course::Exercise& exercise, const std::string& id) {
    for (const course::Check& check : exercise.checks)
        for (const course::Value& dimension : check.fields.array("dimension"))
            for (const course::Value& source : dimension.array("from"))
                if (check.kind == "rubric" && source.string("check") == id) return true;
    return false;
}

bool isGate(const course::Exercise& exercise, const course::Check& check) { return check.points == 0 && !feedsRubric(exercise, check.id); }

Overall overall(const course::Exercise& exercise, const std::vector<checks::CheckResult>& results) {
    Overall out;
    if (results.size() != exercise.checks.size() || results.empty()) return out;
    bool gatesHold = true;
    Verdict first = Verdict::Undecided;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const course::Check& check = exercise.checks[i];
        const bool passed = results[i].verdict == Verdict::Passed;
        const bool source = feedsRubric(exercise, check.id);
        if (!source) out.points = out.points + results[i].points;
        if (passed || source) continue;
        if (isGate(exercise, check)) gatesHold = false;
        if (first == Verdict::Undecided) first = results[i].verdict;
    }
    const bool enough = out.points >= Points::fromNumber(exercise.passPoints());
    out.verdict = gatesHold && enough ? Verdict::Passed : first;
    return out;
}

}  // namespace assay::judge
