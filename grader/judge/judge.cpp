// Theory of operation. A grading has two halves that overlap. One run of assay-go in the sandbox reads the submission once
// and compiles everything that the exercise's checks asked for (toolchain::Build); meanwhile the checks run in the author's
// order and wait for what they need. Nothing of a learner runs before the standing refusals are known. What is here decides
// nothing but the order: verdicts of checks are theirs, the overall one is verdict.cpp's.

#include "judge/judge.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "checks/inspected.h"
#include "course/files.h"
#include "judge/runs.h"
#include "judge/submission.h"
#include "judge/verdict.h"
#include "toolchain/go/modules.h"

namespace assay::judge {

using base::ErrorCode;
using checks::CheckResult;
using checks::Points;
using toolchain::Role;

namespace {

// Installed beside the resources, or in the project's own tree.
fs::path goSources(const fs::path& resources) {
    std::error_code error;
    return fs::exists(resources / "go" / "helper", error) ? resources / "go" : resources.parent_path() / "grader" / "toolchain" / "go";
}

class GoJudge final : public Judge {
  public:
    explicit GoJudge(Config config)
        : m_config(std::move(config)), m_cache(m_config.cacheFolder, goSources(m_config.resources), m_config.log) {}

    Result<void> prepare(const ProgressFn& onProgress, std::stop_token stop) override {
        auto go = prepared(onProgress, stop);
        if (!go) return propagate(go);
        return {};
    }
    Result<void> prepareModules(const fs::path& exercises, const ProgressFn& onProgress, std::stop_token stop) override {
        auto go = prepared(onProgress, stop);
        if (!go) return propagate(go);
        if (auto with = m_cache.withModules(std::move(*go), exercises, preparing(onProgress), stop); !with) return propagate(with);
        return {};
    }
    bool prepared() const override { return m_cache.find().has_value(); }
    Result<ToolchainInfo> toolchain() override {
        auto go = prepared({}, {});
        if (!go) return propagate(go);
        return ToolchainInfo{"go", go->version, go->platform};
    }
    Result<Report> grade(const course::Exercise& exercise, const Submission& submission, const Options& options, std::stop_token stop) override;
    Result<SnippetResult> runSnippet(std::string_view code, bool race, const Options& options, std::stop_token stop) override {
        auto go = prepared(options.onProgress, stop);
        if (!go) return propagate(go);
        if (auto level = m_config.sandbox->isolation(options.level); !level) return propagate(level);
        return judge::runSnippet({*m_config.sandbox, *m_config.random, *go, options.level}, code, race, options.input, stop);
    }
    Result<SnippetResult> runExercise(const course::Exercise& exercise, const Submission& submission, const Options& options, std::stop_token stop) override {
        auto go = preparedFor(exercise, options.onProgress, stop);
        if (!go) return propagate(go);
        if (auto level = m_config.sandbox->isolation(options.level); !level) return propagate(level);
        auto files = exerciseFiles(exercise, submission);
        if (!files) return propagate(files);
        return judge::runExercise({*m_config.sandbox, *m_config.random, *go, options.level}, exercise, std::move(*files), stop);
    }

  private:
    static toolchain::PrepareProgress preparing(const ProgressFn& onProgress) {
        return [onProgress](int done, int total, std::string_view what) {
            if (onProgress) onProgress({Progress::Step::Preparing, std::string(what), {}, done, total});
        };
    }
    Result<toolchain::PreparedGo> prepared(const ProgressFn& onProgress, std::stop_token stop) { return m_cache.ensure(preparing(onProgress), stop); }
    // With the modules of its course, where it has to do with them.
    Result<toolchain::PreparedGo> preparedFor(const course::Exercise& exercise, const ProgressFn& onProgress, std::stop_token stop) {
        auto go = prepared(onProgress, stop);
        const fs::path exercises = exercise.folder.parent_path().parent_path();
        if (!go || !toolchain::usesModules(exercises, exercise.folder)) return go;
        return m_cache.withModules(std::move(*go), exercises, preparing(onProgress), stop);
    }
    Result<Report> gradeOnce(const course::Exercise& exercise, const Submission& submission, const Options& options,
                             const toolchain::PreparedGo& go, std::stop_token stop);
    Result<std::vector<CheckResult>> runChecks(const course::Exercise& exercise, const Submission& submission, const Options& options,
                                               toolchain::Build& build, sandbox::Usage& usage, std::stop_token stop);

    Config m_config;
    toolchain::GoCache m_cache;
};

Result<toolchain::BuildRequest> buildRequest(const course::Exercise& exercise, std::vector<toolchain::SourceFile> files, sandbox::Level level) {
    toolchain::BuildRequest request;
    request.importPath = exercise.importPath();
    request.files = std::move(files);
    request.allow = exercise.allow;
    request.level = level;
    for (const course::Check& check : exercise.checks)
        if (auto prepared = checks::kindByName(check.kind)->prepare(exercise, check, request); !prepared) return propagate(prepared);
    request.sharesProcess = request.tests.has_value() || !request.variants.empty();
    return request;
}

Result<void> kindsKnown(const course::Exercise& exercise) {
    for (const course::Check& check : exercise.checks) {
        if (checks::kindByName(check.kind) != nullptr) continue;
        std::vector<std::string> known;
        for (const checks::Kind* kind : checks::allKinds()) known.emplace_back(kind->name());
        return checks::courseFault(exercise, check.line, "kind " + base::quote(check.kind) + " is not known; known are " + base::join(known, ", "));
    }
    return {};
}

// Settings that check nothing, or something else than the author meant: told before the learner's files are looked at.
Result<void> settingsGood(const course::Exercise& exercise) {
    const std::vector<course::Fault> faults = checks::inspectExercise(exercise);
    if (faults.empty()) return {};
    std::string text = "the course cannot be graded with:";
    for (const course::Fault& fault : faults) text += "\n  " + course::describe(fault);
    return base::fail(ErrorCode::InvalidContent, std::move(text));
}

CheckResult emptyResult(const course::Check& check, Verdict verdict) {
    CheckResult result;
    result.id = check.id;
    result.kind = check.kind;
    const checks::Kind* kind = checks::kindByName(check.kind);
    result.title = !check.title.empty() ? check.title : kind != nullptr ? std::string(kind->title()) : check.kind;
    result.max = Points::fromNumber(check.points);
    result.verdict = verdict;
    return result;
}

// Refused before anything ran: the whole submission, or what its sources say.
void refuse(Report& report, const course::Exercise& exercise, std::string why, const std::vector<toolchain::Finding>& findings) {
    report.verdict = Verdict::Invalid;
    report.message = std::move(why);
    report.checks.clear();
    for (const course::Check& check : exercise.checks) report.checks.push_back(emptyResult(check, Verdict::NotRun));
    if (report.checks.empty()) return;
    report.checks.front().verdict = Verdict::Invalid;
    report.checks.front().message = report.message;
    report.checks.front().diagnostics = checks::toDiagnostics(findings, "refused");
}

std::string refusalText(const std::vector<toolchain::Finding>& findings) {
    const toolchain::Finding& first = findings.front();
    constexpr std::string_view said = "refused: ";  // what a diagnostic begins with, since it stands alone elsewhere
    std::string text = "Refused before anything ran: " + first.message.substr(first.message.starts_with(said) ? said.size() : 0);
    if (!first.file.empty()) text += " (" + base::safeText(first.file, {.keepNewlines = false}) + (first.line > 0 ? ":" + std::to_string(first.line) : "") + ")";
    return text;
}

Report startReport(const course::Exercise& exercise, const Submission& submission, const Options& options, const base::Clock& clock) {
    Report report;
    report.exercise = {exercise.id, exercise.title, exercise.version, {}};
    report.submission = {base::safeText(submission.name, {.keepNewlines = false}), submissionHash(submission), {}, submission.ignored.size()};
    for (const SubmittedFile& file : submission.files) report.submission.files.push_back(base::safeText(file.name, {.keepNewlines = false}));
    std::sort(report.submission.files.begin(), report.submission.files.end());
    report.max = Points::fromNumber(exercise.points);
    report.passAt = Points::fromNumber(exercise.passPoints());
    report.instructor = options.instructor;
    report.gradedAtMs = clock.wallMs();
    return report;
}

// Ignored files that nobody expects there. The exercise's own read-only files and visible tests are taken from the exercise,
// and `assay learn` writes them, its mark, the task and the module files into the learner's folder.
std::vector<std::string> strangeNames(const Submission& submission, const std::vector<toolchain::SourceFile>& files) {
    std::set<std::string> expected{".assay", "TASK.md", "go.mod", "go.sum"};
    for (const toolchain::SourceFile& file : files)
        if (file.role == Role::Readonly || file.role == Role::Visible) expected.insert(file.name);
    std::vector<std::string> strange;
    for (const std::string& name : submission.ignored)
        if (!expected.contains(name)) strange.push_back(name);
    return strange;
}

// What a compiler or a library that was damaged on the disk makes of good files looks so. Rare in a learner's files, and to
// look at every byte of the cache then takes less than a second.
bool mayBeOurs(const Report& report) {
    if (report.verdict != Verdict::CompileError && report.verdict != Verdict::Failed) return false;
    const auto strange = [](const std::string& text) {
        for (const char* words : {"could not import", "internal compiler error", "The compiler was stopped", "It could not be linked", "met its limits", "meet its limits"})
            if (text.find(words) != std::string::npos) return true;
        return false;
    };
    for (const CheckResult& check : report.checks)
        if (strange(check.message) || std::ranges::any_of(check.diagnostics, [&](const checks::Diagnostic& d) { return strange(d.message); })) return true;
    return false;
}

}  // namespace

Result<Report> GoJudge::grade(const course::Exercise& exercise, const Submission& submission, const Options& options, std::stop_token stop) {
    if (auto known = kindsKnown(exercise); !known) return propagate(known);
    if (auto good = settingsGood(exercise); !good) return propagate(good);
    auto go = preparedFor(exercise, options.onProgress, stop);
    if (!go) return propagate(go);
    auto report = gradeOnce(exercise, submission, options, *go, stop);
    const bool ours = report ? mayBeOurs(*report) : report.error().code == ErrorCode::Internal || report.error().code == ErrorCode::Io;
    if (!ours || m_cache.verify(*go)) return report;
    // A damaged cache heals itself: what was prepared is made again, and the submission is graded once more.
    go = preparedFor(exercise, options.onProgress, stop);
    if (!go) return propagate(go);
    return gradeOnce(exercise, submission, options, *go, stop);
}

Result<Report> GoJudge::gradeOnce(const course::Exercise& exercise, const Submission& submission, const Options& options,
                                  const toolchain::PreparedGo& go, std::stop_token stop) {
    if (options.onProgress) options.onProgress({Progress::Step::Reading, {}, {}, 0, static_cast<int>(exercise.checks.size())});
    const std::int64_t begunNs = m_config.clock->steadyNs();
    Report report = startReport(exercise, submission, options, *m_config.clock);
    auto hash = course::contentHash(exercise);
    if (!hash) return propagate(hash);
    report.exercise.contentHash = *hash;
    report.toolchain = {"go", go.version, go.platform};
    // Asked for last: a run that is over has shown what can be enforced, and one just to find out takes as long as a test.
    const auto withIsolation = [&]() -> Result<Report> {
        auto isolation = m_config.sandbox->isolation(options.level);
        if (!isolation) return propagate(isolation);
        report.isolation = std::move(*isolation);
        return std::move(report);
    };
    if (!submission.refusal.empty()) {
        refuse(report, exercise, submission.refusal, {});
        if (auto files = exerciseFiles(exercise, submission)) report.submission.expected = submission.ignored.size() - strangeNames(submission, *files).size();
        return withIsolation();
    }
    auto files = exerciseFiles(exercise, submission);
    if (!files) return propagate(files);
    report.submission.expected = submission.ignored.size() - strangeNames(submission, *files).size();
    auto request = buildRequest(exercise, std::move(*files), options.level);
    if (!request) return propagate(request);
    auto build = toolchain::Build::start(*m_config.sandbox, go, std::move(*request), stop);
    if (!build) return propagate(build);
    auto refusals = (*build)->refusals();
    if (!refusals) return propagate(refusals);
    if (!refusals->empty()) {
        refuse(report, exercise, refusalText(*refusals), *refusals);
        return withIsolation();
    }
    auto results = runChecks(exercise, submission, options, **build, report.usage, stop);
    if (!results) return propagate(results);
    report.checks = std::move(*results);
    const sandbox::Usage compiling = (*build)->usage();
    report.usage.cpu += compiling.cpu;
    report.usage.wall = sandbox::Milliseconds((m_config.clock->steadyNs() - begunNs) / 1'000'000);  // the wall clock may be set meanwhile
    const Overall whole = overall(exercise, report.checks);
    report.verdict = whole.verdict;
    report.points = whole.points;
    if (options.onProgress) options.onProgress({Progress::Step::Finished, {}, {}, 1, 1});
    return withIsolation();
}

Result<std::vector<CheckResult>> GoJudge::runChecks(const course::Exercise& exercise, const Submission& submission, const Options& options,
                                                    toolchain::Build& build, sandbox::Usage& usage, std::stop_token stop) {
    std::vector<CheckResult> results;
    std::vector<std::string> ignoredGo;
    for (const std::string& name : strangeNames(submission, build.sources()))
        if (name.ends_with(".go")) ignoredGo.push_back(name);
    bool ended = false;
    for (const course::Check& check : exercise.checks) {
        if (ended) {
            results.push_back(emptyResult(check, Verdict::NotRun));
            continue;
        }
        const int done = static_cast<int>(results.size()), total = static_cast<int>(exercise.checks.size());
        if (options.onProgress) options.onProgress({Progress::Step::Checking, check.id, {}, done, total});
        // What feeds a rubric is graded as if it had one point: its share is what the rubric takes.
        const bool source = feedsRubric(exercise, check.id);
        course::Check asked = check;
        if (source) asked.points = 1;
        checks::Context context{exercise, asked, build, *m_config.sandbox, *m_config.random, options.level, {}, ignoredGo.size(), ignoredGo,
                                options.instructor, {}, stop, &usage, &results};
        for (const SubmittedFile& file : submission.files) {
            context.ownNames.insert(file.name);
            context.ownLines[file.name] = static_cast<int>(base::splitLines(file.content).size()) + 1;
        }
        if (options.onProgress)
            context.onTest = [&](const std::string& test) { options.onProgress({Progress::Step::Running, check.id, test, done, total}); };
        const std::int64_t begun = m_config.clock->steadyNs();
        const checks::Kind& kind = *checks::kindByName(check.kind);
        auto result = kind.run(context);
        if (!result) return propagate(result);
        const CheckResult names = emptyResult(check, result->verdict);
        result->id = names.id;
        result->kind = names.kind;
        result->title = names.title;
        result->max = names.max;
        const bool whole = result->verdict == Verdict::Passed;
        result->share = source ? result->points : result->max.isZero() ? Points(whole ? 1 : 0) : result->points / result->max;
        if (source) result->points = Points();
        result->message = base::cut(result->message, 4096);
        result->byHand = kind.byHand(exercise, asked, *result);
        const bool failed = result->verdict != Verdict::Passed && result->verdict != Verdict::NotRun;
        // Only what the learner did wrong has words of its kind.
        if (failed && result->verdict != Verdict::Tampered && result->verdict != Verdict::InternalError) result->next = kind.next(exercise, asked, *result);
        if (failed && result->next.empty()) result->next = checks::generalStep(*result, context.ownNames);
        result->durationMs = static_cast<double>(m_config.clock->steadyNs() - begun) / 1e6;
        const bool passed = result->verdict == Verdict::Passed;
        ended = !passed && (kind.endsGrading() || isGate(exercise, check));
        results.push_back(std::move(*result));
    }
    return results;
}

Result<std::unique_ptr<Judge>> makeJudge(Config config) {
    if (config.sandbox == nullptr || config.clock == nullptr || config.random == nullptr || config.log == nullptr)
        return base::fail(ErrorCode::Internal, "the judge was not given all that it needs");
    return std::unique_ptr<Judge>(std::make_unique<GoJudge>(std::move(config)));
}

course::KindSchemas kindSchemas() { return checks::kindSchemas(); }

}  // namespace assay::judge
