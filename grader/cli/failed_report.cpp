#include "cli/failed_report.h"

#include "base/text.h"
#include "checks/kind.h"
#include "course/files.h"
#include "judge/submission.h"

namespace assay::cli {

namespace {

// What happened and what to do about it, as two sentences: "cannot make folder '/x': No such file or directory. Make …"
std::string sentences(const base::Error& error) {
    std::string text = error.message;
    if (error.hint.empty()) return text;
    if (!text.ends_with('.') && !text.ends_with('?')) text += '.';
    std::string hint = error.hint;
    if (hint.front() >= 'a' && hint.front() <= 'z') hint.front() = static_cast<char>(hint.front() - 'a' + 'A');
    if (!hint.ends_with('.') && !hint.ends_with('?') && !hint.ends_with('`')) hint += '.';
    return text + " " + hint;
}

}  // namespace

judge::Report failedReport(const course::Exercise& exercise, const judge::Submission& submission, const base::Error& error,
                           sandbox::Level level, const base::Clock& clock) {
    judge::Report report;
    report.exercise = {exercise.id, exercise.title, exercise.version, {}};
    report.submission.name = base::safeText(submission.name, {.keepNewlines = false});
    report.submission.hash = judge::submissionHash(submission);
    report.verdict = checks::Verdict::InternalError;
    report.message = sentences(error);
    if (auto hash = course::contentHash(exercise)) report.exercise.contentHash = *hash;
    report.max = checks::Points::fromNumber(exercise.points);
    report.passAt = checks::Points::fromNumber(exercise.passPoints());
    report.isolation.level = level;
    report.gradedAtMs = clock.wallMs();
    for (const course::Check& check : exercise.checks) {
        checks::CheckResult result{.id = check.id, .kind = check.kind, .verdict = checks::Verdict::NotRun};
        const checks::Kind* kind = checks::kindByName(check.kind);
        result.title = !check.title.empty() ? check.title : kind != nullptr ? std::string(kind->title()) : check.kind;
        result.max = checks::Points::fromNumber(check.points);
        report.checks.push_back(std::move(result));
    }
    return report;
}

}  // namespace assay::cli
