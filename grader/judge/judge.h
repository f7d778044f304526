// Role: one submission in, one report out. Reads the submission safely, runs the exercise's checks in order, applies gates,
// points and the one function that derives the overall verdict (verdict.h).
// Errors (Result): the grader could not do its job. Everything that the submission did is in the Report, `invalid` included.
// Threads: a Judge may grade several submissions at once from several threads; callbacks come on the calling thread or
// on one of its own, never two at the same time for one grading.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/result.h"
#include "checks/result.h"
#include "course/model.h"
#include "course/schema.h"
#include "sandbox/sandbox.h"

namespace assay::judge {

using base::Result;
using checks::Verdict;
namespace fs = base::fs;

struct SubmittedFile {
    std::string name;     // relative, slash-separated
    std::string content;  // bytes as they came
};
// What a learner handed in, read (submission.h) or held in an editor.
struct Submission {
    std::string name;                  // how to speak of it: a path, a learner; may be empty
    std::vector<SubmittedFile> files;  // only editable files
    std::vector<std::string> ignored;  // names of all others, safe to show
    std::string refusal;               // not empty: it is invalid, and this says why
};

struct SubmissionInfo {
    std::string name, hash;
    std::vector<std::string> files;
    std::size_t ignored = 0;
    std::size_t expected = 0;  // of the ignored: what the exercise itself brings or `assay learn` writes; no cause to wonder
};
struct ExerciseInfo {
    std::string id, title, version, contentHash;
};
struct ToolchainInfo {
    std::string language, version, platform;  // "go", "go1.26.8", "linux/amd64"
};

struct Report {
    ExerciseInfo exercise;
    SubmissionInfo submission;
    Verdict verdict = Verdict::Undecided;
    checks::Points points, max;
    checks::Points passAt;
    std::string message;  // the headline: one sentence for a person
    std::vector<checks::CheckResult> checks;
    sandbox::Usage usage;  // of all runs together; peak of the greatest
    sandbox::Isolation isolation;
    ToolchainInfo toolchain;
    std::int64_t gradedAtMs = 0;  // Clock::wallMs
    bool instructor = false;      // holds hidden names and outputs: never show it to a learner
    bool cached = false;          // in a batch: an equal submission was graded, and this is its result
};

// Where a grading is. `check` and `test` may be empty.
struct Progress {
    enum class Step { Preparing, Reading, Compiling, Checking, Running, Finished } step = Step::Preparing;
    std::string check, test;
    int done = 0, total = 0;  // checks, or parts of the preparation
};
using ProgressFn = std::function<void(const Progress&)>;

struct Options {
    sandbox::Level level = sandbox::Level::Full;
    bool instructor = false;
    ProgressFn onProgress{};
    std::string input{};  // of a snippet: its standard input
};

// Runs a lesson's snippet, or `assay exec FILE.go`.
struct SnippetResult {
    Verdict verdict = Verdict::Undecided;
    std::string message;
    std::string output;  // stdout, then stderr apart
    std::string errors;
    std::vector<checks::Diagnostic> diagnostics;
    sandbox::Usage usage;
    int exitCode = 0;
};

struct Config {
    fs::path cacheFolder;
    fs::path resources;  // where the Go sources of harness and helper lie
    std::shared_ptr<sandbox::Sandbox> sandbox;
    std::shared_ptr<base::Log> log;
    const base::Clock* clock = nullptr;
    base::RandomSource* random = nullptr;
};

class Judge {
  public:
    virtual ~Judge() = default;
    // Compiler cache: makes it where it is missing. Grading does this by itself; apps call it early, with progress.
    virtual Result<void> prepare(const ProgressFn& onProgress, std::stop_token stop = {}) = 0;
    // The modules that a course's exercises/go.mod requires, compiled ahead too. They have to be fetched already.
    virtual Result<void> prepareModules(const fs::path& exercises, const ProgressFn& onProgress, std::stop_token stop = {}) = 0;
    virtual bool prepared() const = 0;  // cheap: nothing has to be made before grading
    virtual Result<ToolchainInfo> toolchain() = 0;  // what grades here; prepares where nothing is prepared
    virtual Result<Report> grade(const course::Exercise& exercise, const Submission& submission, const Options& options,
                                 std::stop_token stop = {}) = 0;
    virtual Result<SnippetResult> runSnippet(std::string_view code, bool race, const Options& options,
                                             std::stop_token stop = {}) = 0;
    // Runs the learner's own program (package main) or, for a library exercise, its visible tests only: "Run" beside Check.
    virtual Result<SnippetResult> runExercise(const course::Exercise& exercise, const Submission& submission,
                                              const Options& options, std::stop_token stop = {}) = 0;
};
Result<std::unique_ptr<Judge>> makeJudge(Config config);

// The schemas of all check kinds, for course::loadCourse.
course::KindSchemas kindSchemas();

}  // namespace assay::judge
