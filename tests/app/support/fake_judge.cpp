#include "app/support/fake_judge.h"

#include <algorithm>

#include "judge/submission.h"

namespace assay::tests {

using checks::Points;
using checks::Verdict;

bool FakeJudge::wait(int milliseconds, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, std::chrono::milliseconds(milliseconds), [] { return false; });
    if (stop.stop_requested()) ++stopped;
    return !stop.stop_requested();
}

base::Result<void> FakeJudge::prepare(const judge::ProgressFn& onProgress, std::stop_token stop) {
    for (int done = 0; done <= 4; ++done) {
        onProgress({judge::Progress::Step::Preparing, {}, {}, done, 4});
        if (!wait(preparationMs / 5, stop)) return base::fail(base::ErrorCode::Canceled, "cancelled");
    }
    return {};
}

base::Result<judge::Report> FakeJudge::grade(const course::Exercise& exercise, const judge::Submission& submission,
                                             const judge::Options& options, std::stop_token stop) {
    ++begun;
    level = options.level;
    options.onProgress({judge::Progress::Step::Compiling, "build", {}, 0, 2});
    const auto contains = [&](const std::string& text) {
        return std::any_of(submission.files.begin(), submission.files.end(), [&](const auto& file) { return file.content.find(text) != std::string::npos; });
    };
    if (!wait(contains(endlessWith) ? 60'000 : takesMs.load(), stop)) return base::fail(base::ErrorCode::Canceled, "cancelled");
    if (cannotSandbox)
        return base::fail(base::ErrorCode::Unsupported, "The grader could not start its sandbox: user namespaces are off on this system.",
                          "`sudo sysctl kernel.unprivileged_userns_clone=1` turns them on");
    ++graded;
    const bool passes = contains(passesWith);
    judge::Report report;
    report.exercise = {exercise.id, exercise.title, exercise.version, "0"};
    report.submission = {submission.name, judge::submissionHash(submission), {}, 0};
    report.max = report.passAt = Points::fromNumber(exercise.points);
    report.points = passes ? report.max : Points(0);
    report.verdict = passes ? Verdict::Passed : Verdict::Failed;
    checks::CheckResult check;
    check.id = check.kind = "tests";
    check.title = "Tests";
    check.verdict = report.verdict;
    check.points = report.points;
    check.max = report.max;
    const std::string file = submission.files.empty() ? "" : submission.files.front().name;
    checks::TestResult first;
    first.name = "TestFirst";
    first.verdict = report.verdict;
    first.message = passes ? "" : "got [2 1 3], want [1 2 3]";
    first.expected = passes ? "" : "[1 2 3]";
    first.got = passes ? "" : "[2 1 3]";
    first.file = passes ? "" : file;
    first.line = passes ? 0 : 3;
    first.durationMs = 3;
    checks::TestResult second;
    second.name = "TestSecond";
    second.verdict = Verdict::Passed;
    check.tests = {first, second};
    report.checks = {check};
    report.toolchain = {"go", "go1.26.8", "linux/amd64"};
    report.gradedAtMs = 1'800'000'000'000;
    return report;
}

base::Result<judge::SnippetResult> FakeJudge::runSnippet(std::string_view code, bool, const judge::Options& options,
                                                         std::stop_token stop) {
    options.onProgress({judge::Progress::Step::Running, {}, {}, 0, 1});
    if (!wait(takesMs, stop)) return base::fail(base::ErrorCode::Canceled, "cancelled");
    judge::SnippetResult result;
    result.verdict = Verdict::Passed;
    result.output = "ran " + std::to_string(code.size()) + " bytes\n";
    return result;
}

base::Result<judge::SnippetResult> FakeJudge::runExercise(const course::Exercise&, const judge::Submission& submission,
                                                          const judge::Options& options, std::stop_token stop) {
    return runSnippet(submission.files.empty() ? "" : submission.files.front().content, false, options, stop);
}

}  // namespace assay::tests
