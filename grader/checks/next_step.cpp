// What a learner does next, by the result of a check alone. A kind that knows better says it itself (Kind::next).
#include <algorithm>

#include "checks/result.h"

namespace assay::checks {

namespace {

std::string place(const std::string& file, int line) { return file.empty() || line < 1 ? file : file + ":" + std::to_string(line); }

bool isBad(const TestResult& test) { return !test.subtest && test.verdict != Verdict::Passed; }

// What to begin with: one whose details the learner sees, where there is one, and which ran.
const TestResult* firstSeen(const CheckResult& check) {
    const TestResult* first = nullptr;
    const auto rank = [](const TestResult& test) { return (test.verdict == Verdict::NotRun ? 2 : 0) + (test.hidden ? 1 : 0); };
    for (const TestResult& test : check.tests)
        if (isBad(test) && (first == nullptr || rank(test) < rank(*first))) first = &test;
    return first;
}

}  // namespace

std::string generalStep(const CheckResult& check, const std::set<std::string>& submitted) {
    if (check.verdict == Verdict::Passed || check.verdict == Verdict::NotRun) return {};
    if (check.verdict == Verdict::Tampered) return "Use only the descriptors that your own code opened, and grade again.";
    if (check.verdict == Verdict::InternalError || check.verdict == Verdict::Undecided) return "`assay doctor` says what is missing here. Your work is not judged.";
    const auto named = std::ranges::find_if(check.diagnostics, [](const Diagnostic& finding) { return !finding.file.empty(); });
    if (named != check.diagnostics.end()) {
        const std::string at = place(named->file, named->line);
        // Or it is of the author's tests, which nobody is to mend.
        if (named->file.ends_with("_test.go") && !submitted.contains(named->file)) return "Give functions and types the names, parameters and results that " + at + " uses, and grade again.";
        return "Mend " + at + " and grade again.";
    }
    const TestResult* test = firstSeen(check);
    if (test == nullptr) return check.verdict == Verdict::CompileError ? "Give functions and types the names, parameters and results that the task says, and grade again." : "Mend it and grade again.";
    if (test->verdict == Verdict::NotRun) return "Mend what kept the rest from running, and grade again.";
    if (test->hidden) return "Read the task again and try it with other inputs than those shown, and grade again.";
    const std::string at = place(test->file, test->line);
    return (at.empty() ? "Make " : "Look at " + at + ", make ") + test->name + " pass, and grade again.";
}

}  // namespace assay::checks
