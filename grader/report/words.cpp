#include "report/words.h"

#include <map>

#include "base/text.h"
#include "report/report.h"
#include "report/safe.h"

namespace assay::report {

using checks::CheckResult;
using checks::TestResult;
using checks::Verdict;

namespace {

// The first sentence of a message, without what the headline says already and without its full stop.
std::string reason(std::string message, std::initializer_list<std::string_view> prefixes) {
    message = message.substr(0, message.find('\n'));
    for (const std::string_view prefix : prefixes)
        if (message.starts_with(prefix)) message.erase(0, prefix.size());
    if (const std::size_t end = message.find(". "); end != std::string::npos) message.resize(end);
    while (message.ends_with('.'))
        message.pop_back();
    // "It used more …" goes on after a colon in small letters; names and code stay as they are.
    if (message.starts_with("It ")) message[0] = 'i';
    return message;
}

// "Stopped in TestDrain: it was not done within 10 s."
std::string sentence(std::string_view beginning, const TestResult* test,
                     std::initializer_list<std::string_view> prefixes, const std::string& otherwise) {
    if (!test) return otherwise.empty() ? std::string(beginning) + "." : otherwise;
    std::string text = std::string(beginning) + " in " + test->name;
    const std::string why = reason(test->message, prefixes);
    return text + (why.empty() ? "." : ": " + why + ".");
}

std::string failedText(const CheckResult& check) {
    if (!check.message.empty()) return check.message;
    if (!check.diagnostics.empty()) return check.diagnostics.front().message;
    return (check.title.empty() ? check.id : check.title) + ": not passed.";
}

std::string verdictHeadline(const CheckResult& check) {
    const TestResult* test = firstBad(check);
    if (test && test->verdict == Verdict::NotRun) test = nullptr;  // what kept it from running is the check's to tell
    switch (check.verdict) {
        case Verdict::TimeLimit:
            return sentence("Stopped", test, {"Stopped: "}, check.message);
        case Verdict::MemoryLimit:
            return sentence("Stopped", test, {"Stopped: "}, check.message);
        case Verdict::OutputLimit:
            return sentence("Stopped", test, {"Stopped: "}, check.message);
        case Verdict::Crashed:
            return sentence("It crashed", test, {"It crashed: "}, check.message);
        case Verdict::Raced:
            return sentence("A data race", test, {"A data race: "}, check.message);
        case Verdict::Leaked:
            return sentence("A goroutine leak", test, {}, check.message);
        default:
            return failedText(check);
    }
}

std::string headlineOf(const judge::Report& report) {
    if (report.verdict == Verdict::Passed)
        return report.max.isZero() ? "Passed." : "Passed. " + pointsText(report.points, report.max) + ".";
    if (!report.message.empty()) return report.message;
    if (report.verdict == Verdict::InternalError)
        return "The grader could not do its job; nothing of it is charged to you.";
    if (report.verdict == Verdict::Invalid) return "Refused before anything ran.";
    if (report.verdict == Verdict::Undecided) return "No verdict: the grading did not come to its end.";
    const CheckResult* check = decider(report);
    return check ? verdictHeadline(*check)
                 : "It is not passed: " + pointsText(report.points, report.max) + ".";
}

// What counts for a comparison, by name: passed or not.
std::map<std::string, bool> outcomes(const judge::Report& report) {
    std::map<std::string, bool> all;
    for (const CheckResult& check : report.checks) {
        if (check.verdict == Verdict::NotRun) continue;
        bool counted = false;
        for (const TestResult& test : check.tests) {
            if (test.subtest) continue;
            counted = true;
            // Hidden tests of two checks have equal names; then both have to pass.
            const auto [at, added] = all.emplace(test.name, test.verdict == Verdict::Passed);
            if (!added) at->second = at->second && test.verdict == Verdict::Passed;
        }
        if (!counted)
            all.emplace(check.title.empty() ? check.id : check.title, check.verdict == Verdict::Passed);
    }
    return all;
}

}  // namespace

std::string verdictWords(Verdict verdict) {
    switch (verdict) {
        case Verdict::Undecided:
            return "no verdict";
        case Verdict::Passed:
            return "passed";
        case Verdict::Failed:
            return "failed";
        case Verdict::CompileError:
            return "does not compile";
        case Verdict::TimeLimit:
            return "stopped at the time limit";
        case Verdict::MemoryLimit:
            return "stopped at the memory limit";
        case Verdict::OutputLimit:
            return "stopped at the output limit";
        case Verdict::Crashed:
            return "crashed";
        case Verdict::Raced:
            return "has a data race";
        case Verdict::Leaked:
            return "left goroutines behind";
        case Verdict::Invalid:
            return "refused";
        case Verdict::Tampered:
            return "interfered with the results";
        case Verdict::NotRun:
            return "not run";
        case Verdict::InternalError:
            return "the grader failed";
    }
    return "no verdict";
}

std::string verdictShape(Verdict verdict) {
    switch (verdict) {
        case Verdict::Passed:
            return "✓";
        case Verdict::TimeLimit:
            return "⏱";
        case Verdict::MemoryLimit:
            return "▦";
        case Verdict::OutputLimit:
            return "≡";
        case Verdict::Crashed:
            return "✸";
        case Verdict::Raced:
            return "⇅";
        case Verdict::Leaked:
            return "↝";
        case Verdict::Invalid:
            return "⊘";
        case Verdict::Tampered:
            return "⚠";
        case Verdict::NotRun:
            return "–";
        case Verdict::Undecided:
        case Verdict::InternalError:
            return "?";
        case Verdict::Failed:
        case Verdict::CompileError:
            break;
    }
    return "✕";
}

const CheckResult* decider(const judge::Report& report) {
    // Where a rubric came to its turn every gate has held, and what is without points only feeds it: its words say more.
    bool rubric = false;
    for (const CheckResult& check : report.checks)
        rubric = rubric || (check.kind == "rubric" && check.verdict != Verdict::NotRun);
    // A gate that does not hold ended the grading; else what weighs most comes first, whatever the layout is like.
    const CheckResult* most = nullptr;
    for (const CheckResult& check : report.checks) {
        if (check.verdict == Verdict::Passed || check.verdict == Verdict::NotRun) continue;
        if (check.max.isZero() && rubric) continue;
        if (check.max.isZero()) return &check;
        if (most == nullptr || most->max < check.max) most = &check;
    }
    if (most != nullptr) return most;
    for (const CheckResult& check : report.checks)
        if (check.verdict != Verdict::Passed && (check.verdict != Verdict::NotRun || report.verdict == Verdict::NotRun)) return &check;
    return nullptr;
}

const TestResult* firstBad(const CheckResult& check) {
    const TestResult* bad = nullptr;
    for (const TestResult& test : check.tests) {
        if (test.subtest || test.verdict == Verdict::Passed) continue;
        if (test.verdict == check.verdict) return &test;
        if (!bad || (bad->verdict == Verdict::NotRun && test.verdict != Verdict::NotRun)) bad = &test;
    }
    return bad;
}

std::string pointsText(const checks::Points& points, const checks::Points& max) {
    return points.text() + " of " + max.text() + (max == checks::Points(1) ? " point" : " points");
}

std::string headline(const judge::Report& report) {
    // Also where a report was not made safe before: a headline goes into window titles and notifications.
    return headlineOf(shown(report));
}

Change compare(const judge::Report& before, const judge::Report& after) {
    Change change;
    const auto was = outcomes(before), is = outcomes(after);
    for (const auto& [name, passed] : is) {
        const auto old = was.find(name);
        if (passed && (old == was.end() || !old->second)) change.newlyPassed.push_back(name);
    }
    for (const auto& [name, passed] : was) {
        const auto now = is.find(name);
        if (passed && (now == is.end() || !now->second)) change.newlyFailed.push_back(name);
    }
    return change;
}

}  // namespace assay::report
