#include "cli/failed_report.h"

#include "base/text.h"
#include "judge/submission.h"

namespace assay::cli {

judge::Report failedReport(const course::Exercise& exercise, const judge::Submission& submission, const base::Error& error,
                           sandbox::Level level, const base::Clock& clock) {
    judge::Report report;
    report.exercise = {exercise.id, exercise.title, exercise.version, {}};
    report.submission.name = base::safeText(submission.name, {.keepNewlines = false});
    report.submission.hash = judge::submissionHash(submission);
    report.verdict = checks::Verdict::InternalError;
    report.message = error.message + (error.hint.empty() ? "" : " " + error.hint);
    report.max = checks::Points::fromNumber(exercise.points);
    report.passAt = checks::Points::fromNumber(exercise.passPoints());
    report.isolation.level = level;
    report.gradedAtMs = clock.wallMs();
    for (const course::Check& check : exercise.checks) {
        checks::CheckResult result{.id = check.id, .kind = check.kind, .verdict = checks::Verdict::NotRun};
        result.max = checks::Points::fromNumber(check.points);
        report.checks.push_back(std::move(result));
    }
    return report;
}

}  // namespace assay::cli
