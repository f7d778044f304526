// assay grade EXERCISE [PATH…]

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/text.h"
#include "cli/command.h"
#include "cli/failed_report.h"
#include "judge/submission.h"
#include "report/report.h"

namespace assay::cli {

namespace {

struct GradeOptions {
    std::string exercise, format = "text";
    std::vector<std::string> paths;
    bool instructor = false, record = false;
};

int codeOf(checks::Verdict verdict) {
    if (verdict == checks::Verdict::Passed) return kDone;
    if (verdict == checks::Verdict::Invalid) return kInvalid;
    return verdict == checks::Verdict::InternalError ? kOurFault : kNotPassed;
}

void print(const judge::Report& report, const GradeOptions& options, const Workbench& bench) {
    const bool json = bench.globals().json || options.format == "json" || options.format == "jsonl";
    const bool oneLine = options.format == "jsonl" || options.paths.size() > 1;
    std::string text = json ? report::toJson(report, oneLine ? -1 : 2) + "\n"
                            : report::toText(report, {.color = bench.colored(1), .quiet = bench.globals().quiet});
    // Of several submissions each says which it is.
    if (!json && options.paths.size() > 1)
        text = report.submission.name + (bench.globals().quiet ? ": " + text : "\n" + text + "\n");
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

Result<void> record(Workbench& bench, const Workbench::OneExercise& one, const judge::Submission& submission, const judge::Report& report) {
    auto store = bench.store();
    if (!store) return propagate(store);
    progress::NewAttempt attempt{one.loaded.course.id, one.exercise->id, one.exercise->version, report.exercise.contentHash, report.submission.hash,
                                 {}, std::string(checks::name(report.verdict)), report.points.value(), report.max.value(),
                                 report.verdict == checks::Verdict::Passed, report::toJson(report, -1), "grade"};
    for (const judge::SubmittedFile& file : submission.files) attempt.files.push_back({file.name, file.content});
    auto added = store->addAttempt(attempt);
    if (!added) return propagate(added);
    return {};
}

// One submission. The report is printed whatever happened; the code is what the command ends with.
int gradeOne(Workbench& bench, const Workbench::OneExercise& one, const fs::path& path, const GradeOptions& options) {
    auto submission = judge::readSubmission(*one.exercise, path);
    if (!submission) return tell(submission.error());
    const bool json = bench.globals().json || options.format == "json" || options.format == "jsonl";
    const auto failed = [&](const base::Error& error) {
        if (json && error.code != base::ErrorCode::InvalidContent) print(failedReport(*one.exercise, *submission, error, bench.level(), bench.clock()), options, bench);
        return tell(error);
    };
    auto judge = bench.judge();
    if (!judge) return failed(judge.error());
    ProgressLine line(bench, one.exercise->id);
    auto report = (*judge)->grade(*one.exercise, *submission, {bench.level(), options.instructor, progressOn(line)}, bench.stop());
    line.clear();
    if (!report) return failed(report.error());
    print(*report, options, bench);
    if (options.record && !options.instructor)
        if (auto kept = record(bench, one, *submission, *report); !kept) return tell(kept.error());
    return codeOf(report->verdict);
}

int runGrade(Workbench& bench, const GradeOptions& options) {
    auto one = bench.exercise(options.exercise);
    if (!one) return tell(one.error());
    int worst = kDone;
    const std::vector<std::string> here{"."};
    for (const std::string& path : options.paths.empty() ? here : options.paths) {
        worst = std::max(worst, gradeOne(bench, *one, path, options));
        if (bench.stop().stop_requested()) break;
    }
    return worst;
}

}  // namespace

Command addGrade(CLI::App& app) {
    auto options = std::make_shared<GradeOptions>();
    CLI::App* parser = app.add_subcommand("grade", "Grade a submission of an exercise");
    parser->add_option("EXERCISE", options->exercise, "The exercise's id")->required();
    parser->add_option("PATH", options->paths, "A folder, an archive or a file; default: this folder");
    parser->add_option("--format", options->format, "How to print: text, json, jsonl")->check(CLI::IsMember({"text", "json", "jsonl"}));
    parser->add_flag("--instructor", options->instructor, "Show what hidden tests are and say; never for a learner's eyes");
    parser->add_flag("--record", options->record, "Keep the attempt in the progress database");
    parser->footer(examples({{"assay grade hello-check", "grade the files in this folder"},
                             {"assay grade hello-check ~/work/hello.go", "grade one file"},
                             {"assay grade hello-check cohort/*.zip --json", "one JSON object for each submission"}}) +
                   "\nEnds with 0 passed, 1 not passed, 2 invalid submission or wrong use, 3 the grader could not work.");
    return {parser, [options](Workbench& bench) { return runGrade(bench, *options); }};
}

}  // namespace assay::cli
