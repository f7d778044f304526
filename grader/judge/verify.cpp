#include "judge/verify.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "checks/inspected.h"
#include "course/exercise_tree.h"
#include "judge/submission.h"

namespace assay::judge {

using base::quote;
using course::Exercise;
using course::Fault;

namespace {

std::string verdictText(Verdict verdict) { return std::string(checks::name(verdict)); }

// What an author wants to know of a report that is not what was declared.
std::string firstProblem(const Report& report) {
    for (const checks::CheckResult& check : report.checks) {
        if (check.verdict == Verdict::Passed) continue;
        std::string text = check.id + ": " + verdictText(check.verdict) + ": " + check.message;
        for (const checks::TestResult& test : check.tests)
            if (test.verdict != Verdict::Passed) return text + " " + test.name + ": " + base::cut(test.message, 500);
        if (!check.diagnostics.empty()) {
            const checks::Diagnostic& d = check.diagnostics.front();
            text += " " + d.file + ":" + std::to_string(d.line) + ": " + base::cut(d.message, 500);
        }
        return text;
    }
    return report.message;
}

// Nothing where there is no cause to tell: what passed has none.
std::string because(const std::string& cause) { return cause.empty() ? "" : ". " + cause; }

// What keeps a grading from its verdict because the content is wrong is a fault of the content as any other: the rest is
// looked at too. False: it is ours.
bool addContentFault(const base::Error& error, const std::string& whole, std::vector<Fault>& faults) {
    if (error.code != base::ErrorCode::InvalidContent && error.code != base::ErrorCode::NotFound) return false;
    const std::string file = error.file.empty() ? whole : error.file, hint = error.hint.empty() ? "" : "; " + error.hint;
    const auto same = [&](const Fault& fault) { return fault.file == file && fault.line == error.line && fault.message == error.message + hint; };
    if (std::none_of(faults.begin(), faults.end(), same)) faults.push_back({file, error.line, error.message + hint, {}, {}, {}, false});
    return true;
}

class ExerciseProof {
  public:
    ExerciseProof(Judge& judge, const Exercise& exercise, const VerifyOptions& options) : m_judge(judge), m_exercise(exercise), m_options(options) {}

    Result<std::vector<Fault>> prove() {
        // With settings that are wrong nothing can be graded: all of them are told, and no more.
        if (std::vector<Fault> wrong = checks::inspectExercise(m_exercise); !wrong.empty()) return wrong;
        for (auto step : {&ExerciseProof::starterIsNoPass, &ExerciseProof::solutionPasses, &ExerciseProof::wrongOnesFail})
            if (auto done = (this->*step)(); !done && !addContentFault(done.error(), course::shownPath(m_exercise, "exercise.toml"), m_faults)) return propagate(done);
        return std::move(m_faults);
    }

  private:
    void fault(const std::string& file, int line, std::string message, std::string found = {}, std::string expected = {}) {
        m_faults.push_back({course::shownPath(m_exercise, file), line, std::move(message), std::move(found), std::move(expected), {}, false});
    }

    Result<Report> grade(const course::SourceFiles& files) {
        std::vector<SubmittedFile> submitted;
        for (const course::SourceFile& file : files) submitted.push_back({file.name, file.content});
        Submission submission = submissionFromBuffers(m_exercise, std::move(submitted));
        return m_judge.grade(m_exercise, submission, {m_options.level, true, {}}, m_options.stop);
    }

    Result<void> starterIsNoPass() {
        auto files = course::starterFiles(m_exercise);
        if (!files) return propagate(files);
        if (files->empty()) return fault("starter", 0, "the starter has none of the editable files"), Result<void>();
        auto report = grade(*files);
        if (!report) return propagate(report);
        if (report->verdict == Verdict::Passed) fault("starter", 0, "the starter passes: there is nothing to do in this exercise", "passed", "any other verdict");
        if (report->verdict == Verdict::Invalid) fault("starter", 0, "the starter is refused: " + report->message, "invalid", "a verdict of its run");
        return {};
    }

    Result<void> solutionPasses() {
        auto files = course::readSet(m_exercise, "solution");
        if (!files) return propagate(files);
        for (int round = 0; round < m_options.repeat; ++round) {
            auto report = grade(*files);
            if (!report) return propagate(report);
            if (report->verdict != Verdict::Passed) {
                fault("solution", 0, "the solution does not pass" + roundText(round) + because(firstProblem(*report)), verdictText(report->verdict), "passed");
                addNotes(*report);
                return {};
            }
            if (report->points != report->max) fault("solution", 0, "the solution does not get all points", report->points.text(), report->max.text());
            if (round == 0) addNotes(*report);
        }
        return {};
    }

    // What checks noticed for the author while they graded the solution: a limit too tight, a mutant that nothing notices.
    void addNotes(const Report& report) {
        for (const checks::CheckResult& check : report.checks)
            for (const std::string& note : check.notes) fault("exercise.toml", m_exercise.check(check.id)->line, "check " + quote(check.id) + ": " + note);
    }

    std::string roundText(int round) const { return m_options.repeat > 1 ? " in round " + std::to_string(round + 1) + " of " + std::to_string(m_options.repeat) : ""; }

    Result<void> wrongOnesFail() {
        auto wrong = course::wrongSubmissions(m_exercise, m_faults);
        if (!wrong) return propagate(wrong);
        auto starter = course::starterFiles(m_exercise);
        if (!starter) return propagate(starter);
        for (const course::WrongSubmission& one : *wrong) {
            course::SourceFiles files = one.files;
            for (const course::SourceFile& file : *starter)
                if (std::none_of(files.begin(), files.end(), [&](const auto& f) { return f.name == file.name; })) files.push_back(file);
            for (int round = 0; round < m_options.repeat; ++round) {
                auto report = grade(files);
                if (!report) return propagate(report);
                if (!compare(one, *report, round)) break;
            }
        }
        return {};
    }

    bool compare(const course::WrongSubmission& wrong, const Report& report, int round) {
        const std::string file = "wrong/" + wrong.name + "/expect.toml";
        const std::string verdict = verdictText(report.verdict);
        if (std::find(wrong.verdicts.begin(), wrong.verdicts.end(), verdict) == wrong.verdicts.end()) {
            fault(file, wrong.line, "wrong/" + wrong.name + " gets another verdict than it declares" + roundText(round) + because(firstProblem(report)), verdict,
                  base::join(wrong.verdicts, " or "));
            return false;
        }
        const checks::CheckResult* first = nullptr;
        for (const checks::CheckResult& check : report.checks)
            if (first == nullptr && check.verdict != Verdict::Passed) first = &check;
        if (!wrong.check.empty() && (first == nullptr || first->id != wrong.check)) {
            // A check that only feeds a rubric stands before it and may fail too.
            const bool named = std::any_of(report.checks.begin(), report.checks.end(), [&](const auto& c) { return c.id == wrong.check && c.verdict != Verdict::Passed; });
            if (!named || report.checks.empty()) {
                fault(file, wrong.line, "wrong/" + wrong.name + " fails in another check than it declares" + roundText(round), first != nullptr ? first->id : "none", wrong.check);
                return false;
            }
            for (const auto& check : report.checks)
                if (check.id == wrong.check) first = &check;
        }
        return compareTests(wrong, first, file, round) && compareSurvivors(wrong, report, file, round) && compareScore(wrong, report, file);
    }

    static std::string list(const std::set<std::string>& names) { return names.empty() ? "none" : base::join({names.begin(), names.end()}, ", "); }

    bool compareSurvivors(const course::WrongSubmission& wrong, const Report& report, const std::string& file, int round) {
        if (wrong.survivors.empty()) return true;
        std::set<std::string> alive;
        for (const checks::CheckResult& check : report.checks)
            for (const checks::TestResult& mutant : check.tests)
                if (check.kind == "mutation" && mutant.verdict == Verdict::Failed) alive.insert(mutant.name);
        const std::set<std::string> declared(wrong.survivors.begin(), wrong.survivors.end());
        if (alive == declared) return true;
        fault(file, wrong.line, "wrong/" + wrong.name + " leaves other mutants alive than it declares" + roundText(round), list(alive), list(declared));
        return false;
    }

    bool compareTests(const course::WrongSubmission& wrong, const checks::CheckResult* check, const std::string& file, int round) {
        if (!wrong.hasTests || check == nullptr) return true;
        std::set<std::string> failing;
        for (const checks::TestResult& test : check->tests)
            if (!test.subtest && test.verdict != Verdict::Passed && test.verdict != Verdict::NotRun) failing.insert(test.name);
        const std::set<std::string> declared(wrong.tests.begin(), wrong.tests.end());
        if (failing == declared) return true;
        fault(file, wrong.line, "wrong/" + wrong.name + " fails other tests than it declares" + roundText(round), list(failing), list(declared));
        return false;
    }

    bool compareScore(const course::WrongSubmission& wrong, const Report& report, const std::string& file) {
        const double score = report.points.value();
        const bool low = wrong.scoreAtLeast && score < *wrong.scoreAtLeast, high = wrong.scoreAtMost && score > *wrong.scoreAtMost;
        if (low || high) fault(file, wrong.line, "wrong/" + wrong.name + " gets another score than it declares", report.points.text(), low ? "more" : "less");
        return !low && !high;
    }

    Judge& m_judge;
    const Exercise& m_exercise;
    const VerifyOptions& m_options;
    std::vector<Fault> m_faults;
};

void compareSnippet(const course::Snippet& snippet, const SnippetResult& result, const std::string& file, std::vector<Fault>& faults) {
    const std::string wanted = snippet.verdict.value_or("passed");
    const std::string got = verdictText(result.verdict);
    if (got != wanted) {
        std::string why = result.message;
        if (!result.diagnostics.empty()) why += " " + std::to_string(result.diagnostics.front().line) + ": " + result.diagnostics.front().message;
        faults.push_back({file, snippet.line, "the snippet gets another verdict than it declares" + because(why), got, wanted, {}, false});
    } else if (snippet.expect && result.output != *snippet.expect) {
        faults.push_back({file, snippet.line, "the snippet prints something else than it declares", quote(result.output), quote(*snippet.expect), {}, false});
    }
}

}  // namespace

Result<std::vector<Fault>> verifyExercise(Judge& judge, const Exercise& exercise, const VerifyOptions& options) {
    return ExerciseProof(judge, exercise, options).prove();
}

Result<std::vector<Fault>> verifyLesson(Judge& judge, const course::Course& course, const course::LessonInfo& info, const VerifyOptions& options) {
    std::vector<Fault> faults;
    auto lesson = course::readLesson(info, course, faults);
    const std::string file = "lessons/" + info.phase + "/" + info.id + "/lesson.md";
    if (!lesson && addContentFault(lesson.error(), file, faults)) return faults;
    if (!lesson) return propagate(lesson);
    for (const course::Snippet& snippet : lesson->snippets) {
        if (!snippet.run) continue;
        auto result = judge.runSnippet(snippet.code, snippet.race, {options.level, false, {}}, options.stop);
        if (!result) return propagate(result);
        compareSnippet(snippet, *result, file, faults);
    }
    return faults;
}

}  // namespace assay::judge
