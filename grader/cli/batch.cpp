// assay batch EXERCISE DIR and assay batch --all DIR: a cohort, graded side by side, resumable.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <map>
#include <thread>

#include "base/text.h"
#include "cli/batch/cohort.h"
#include "cli/batch/grading.h"
#include "cli/batch/journal.h"
#include "cli/command.h"
#include "report/report.h"

namespace assay::cli {

namespace {

struct BatchOptions {
    std::string first, second;  // EXERCISE DIR, or DIR with --all
    std::string out, shard = "1/1", format = "text";
    int jobs = 0;
    bool all = false, instructor = false, fresh = false;
    const std::string& folder() const { return all ? first : second; }
};

struct Loaded {
    course::LoadedCourse course;
    Cohort cohort;
};

Result<Loaded> load(Workbench& bench, const BatchOptions& options, const fs::path& out) {
    if (options.first.empty() || options.second.empty() != options.all)
        return base::fail(base::ErrorCode::Usage, options.all ? "--all takes one folder, and no exercise" : "an exercise and a folder are wanted",
                          "`assay batch EXERCISE DIR` or `assay batch --all DIR`; `assay batch --help` has examples");
    auto shard = readShard(options.shard);
    if (!shard) return propagate(shard);
    Loaded loaded;
    Result<Cohort> cohort;
    if (options.all) {
        auto folder = bench.courseFolder();
        if (!folder) return propagate(folder);
        auto course = course::loadCourse(*folder, judge::kindSchemas());
        if (!course) return propagate(course);
        loaded.course = std::move(*course);
        cohort = cohortOfAll(options.first, loaded.course, out);
    } else {
        auto one = bench.exercise(options.first);
        if (!one) return propagate(one);
        loaded.course = std::move(one->loaded);
        cohort = cohortOf(options.second, *loaded.course.course.exercise(options.first), out);
    }
    if (!cohort) return propagate(cohort);
    loaded.cohort = std::move(*cohort);
    keepShard(loaded.cohort, *shard);
    for (const CohortEntry& entry : loaded.cohort.entries)
        if (!loaded.course.usable(*entry.exercise))
            return base::fail(base::ErrorCode::InvalidContent, "exercise " + base::quote(entry.exercise->id) + " cannot be graded with", "`assay check " + entry.exercise->id + "` says why");
    return loaded;
}

std::string timeLeft(double seconds) {
    if (seconds < 90) return std::to_string(static_cast<int>(seconds + 0.5)) + " s left";
    return std::to_string(static_cast<int>(seconds / 60 + 0.5)) + " min left";
}

// "8.4/s, 2 min left", from what this run itself graded.
std::string pace(const BatchCounts& counts, std::size_t total, double seconds) {
    const std::size_t own = counts.done - counts.resumed;
    if (own == 0 || seconds <= 0) return {};
    const double rate = static_cast<double>(own) / seconds;
    char text[32];
    std::snprintf(text, sizeof text, "%.1f/s, ", rate);
    return text + timeLeft(static_cast<double>(total - counts.done) / rate);
}

struct Summary {
    std::map<checks::Verdict, std::size_t> verdicts;
    std::size_t ours = 0;  // internal_error
    std::size_t width = 4;
};

void printLine(const judge::Report& report, const Summary& summary) {
    const std::string& name = report.submission.name;
    std::printf("%s%s  %s %-24s %s of %s%s\n", name.c_str(), std::string(summary.width - std::min(summary.width, name.size()), ' ').c_str(),
                report::verdictShape(report.verdict).c_str(), report::verdictWords(report.verdict).c_str(), report.points.text().c_str(),
                report.max.text().c_str(), report.cached ? "  (files equal to another's)" : "");
}

// "2 do not compile": what is said of one has another form for several.
std::string manyWords(checks::Verdict verdict) {
    if (verdict == checks::Verdict::CompileError) return "do not compile";
    if (verdict == checks::Verdict::Raced) return "have a data race";
    return report::verdictWords(verdict);
}

void printSummary(const Summary& summary, const BatchCounts& counts, const fs::path& results) {
    std::string text = std::to_string(counts.done) + (counts.done == 1 ? " submission" : " submissions");
    const char* separator = ": ";
    for (const auto& [verdict, number] : summary.verdicts) {
        text += separator + std::to_string(number) + " " + (number == 1 ? report::verdictWords(verdict) : manyWords(verdict));
        separator = ", ";
    }
    if (counts.cached > 0) text += "; " + std::to_string(counts.cached) + " with files equal to another's, graded once";
    if (counts.resumed > 0) text += "; " + std::to_string(counts.resumed) + " were done before";
    std::printf("%s.\n", text.c_str());
    if (!results.empty()) std::printf("Results: %s\n", results.c_str());
}

// Reads each report once more, sorted: prints it, counts it, and writes the result file.
Result<Summary> finish(const Workbench& bench, const BatchOptions& options, const Loaded& loaded, const BatchGrading& grading, const fs::path& results) {
    const bool lines = bench.globals().json || options.format != "text";
    Summary summary;
    for (const CohortEntry& entry : loaded.cohort.entries) summary.width = std::max(summary.width, std::min<std::size_t>(40, entry.name.size()));
    std::size_t index = 0;
    const auto next = [&]() -> std::optional<std::string> {
        while (index < loaded.cohort.entries.size()) {
            auto line = grading.report(index++);
            if (!line) continue;
            const auto report = report::fromJson(*line);
            if (report) ++summary.verdicts[report->verdict];
            if (report && report->verdict == checks::Verdict::InternalError) ++summary.ours;
            if (lines) std::printf("%s\n", line->c_str());
            else if (report && !bench.globals().quiet) printLine(*report, summary);
            return line;
        }
        return std::nullopt;
    };
    if (results.empty()) {
        while (next()) {
        }
    } else if (auto written = writeLines(results, next); !written) {
        return propagate(written);
    }
    return summary;
}

int grade(Workbench& bench, const BatchOptions& options, const Loaded& loaded, const fs::path& out, bool keep) {
    auto journal = Journal::open(out, options.fresh);
    if (!journal) return tell(journal.error());
    auto judge = bench.judge();
    if (!judge) return tell(judge.error());
    if (auto level = (*bench.sandbox())->isolation(bench.level()); !level) return tell(level.error());
    ProgressLine line(bench, "batch");
    if (auto ready = (*judge)->prepare(progressOn(line), bench.stop()); !ready) return tell(ready.error());
    const std::size_t total = loaded.cohort.entries.size();
    const std::int64_t begun = bench.clock().steadyNs();
    BatchGrading grading(loaded.cohort, {**judge, *journal, bench.clock(), bench.level(), options.instructor, [&](const BatchCounts& counts, const std::string& name) {
        const double seconds = static_cast<double>(bench.clock().steadyNs() - begun) / 1e9;
        line.show(static_cast<int>(counts.done), static_cast<int>(total), pace(counts, total, seconds) + "  " + name);
    }});
    const unsigned jobs = options.jobs > 0 ? static_cast<unsigned>(options.jobs) : std::max(1u, std::thread::hardware_concurrency());
    auto counts = grading.run(jobs, bench.stop());
    line.clear();
    if (!counts) return tell(counts.error());
    if (bench.stop().stop_requested()) {
        std::fprintf(stderr, "assay: stopped; %zu of %zu are done%s\n", counts->done, total, keep ? ", and the same command goes on from there" : "");
        return kOurFault;
    }
    const fs::path results = keep ? out / "results.jsonl" : fs::path();
    auto summary = finish(bench, options, loaded, grading, results);
    if (!summary) return tell(summary.error());
    if (!bench.globals().json && options.format == "text") printSummary(*summary, *counts, results);
    return summary->ours > 0 ? kOurFault : loaded.cohort.unknownExercises ? kInvalid : kDone;
}

// The result file is written anew as a whole: another exercise's would be gone.
Result<void> mayReplace(const fs::path& results, const BatchOptions& options) {
    std::ifstream file(results);
    std::string line;
    if (options.fresh || !std::getline(file, line)) return {};
    const auto report = report::fromJson(line);
    if (!report) return {};
    const bool wasAll = report->submission.name.find('/') != std::string::npos;
    if (wasAll == options.all && (options.all || report->exercise.id == options.first)) return {};
    return base::fail(base::ErrorCode::Usage, base::quote(results.string()) + " holds the results of " + (wasAll ? "a batch with --all" : "exercise " + base::quote(report->exercise.id)),
                      "choose another folder with --out, or --fresh to replace them");
}

int runBatch(Workbench& bench, const BatchOptions& options) {
    if (auto may = mayMakeFolder("--out", options.out); !may) return tell(may.error());
    std::error_code error;
    const fs::path out = options.out.empty() ? fs::path() : fs::absolute(options.out, error);
    auto loaded = load(bench, options, out);
    if (!loaded) return tell(loaded.error());
    if (!out.empty())
        if (auto may = mayReplace(out / "results.jsonl", options); !may) return tell(may.error());
    if (!bench.globals().quiet)
        for (const std::string& note : loaded->cohort.passedOver) std::fprintf(stderr, "assay: passed over: %s\n", base::safeText(note).c_str());
    if (loaded->cohort.entries.empty() && options.shard == "1/1")
        return tell({.code = base::ErrorCode::InvalidContent, .message = "there is no submission in " + base::quote(options.folder()),
                     .hint = options.all ? "with --all the folder holds LEARNER/EXERCISE/" : "each folder and each archive directly in it is one"});
    if (!out.empty()) return grade(bench, options, *loaded, out, true);
    auto folder = base::TempFolder::create("batch");
    if (!folder) return tell(folder.error());
    return grade(bench, options, *loaded, folder->path(), false);
}

}  // namespace

Command addBatch(CLI::App& app) {
    auto options = std::make_shared<BatchOptions>();
    CLI::App* parser = app.add_subcommand("batch", "Grade a folder of submissions");
    parser->add_option("EXERCISE", options->first, "The exercise's id; left out with --all");
    parser->add_option("DIR", options->second, "The folder with one submission in each of its folders and archives");
    parser->add_flag("--all", options->all, "DIR holds LEARNER/EXERCISE/; no EXERCISE is given then");
    parser->add_option("--jobs,-j", options->jobs, "How many at once; default: one for each processor")->check(CLI::Range(1, 256));
    parser->add_option("--shard", options->shard, "I/N: only the I-th of N parts, for several machines; `assay merge` puts them together");
    parser->add_option("--out", options->out, "Where results.jsonl and the journal go: a run that was ended goes on from there");
    parser->add_option("--format", options->format, "What is printed: text, jsonl")->check(CLI::IsMember({"text", "json", "jsonl"}));
    parser->add_flag("--instructor", options->instructor, "Show what hidden tests are and say; never for a learner's eyes");
    parser->add_flag("--fresh", options->fresh, "Forget what is done already in --out");
    parser->footer("\nThe result file has a report on each line, sorted by submission (submission.name); it does not depend on --jobs.\n"
                   "Equal files are graded once (`cached`).\n" +
                   examples({{"assay batch hello-check cohort --out results", "grade all of cohort/, keep the results"},
                             {"assay batch --all semester --out results", "semester/LEARNER/EXERCISE/"},
                             {"assay batch hello-check cohort --shard 2/4 --out r2", "the second quarter"},
                             {"assay batch hello-check cohort --json | jq .verdict", "reports to another program"}}) +
                   "\nEnds with 0 where each got a verdict, 2 wrong use or an unknown exercise, 3 the grader could not grade one.");
    return {parser, [options](Workbench& bench) { return runBatch(bench, *options); }};
}

}  // namespace assay::cli
