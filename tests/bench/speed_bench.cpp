// Measures the rows of DESIGN.md's Speed table that compare whole commands, each beside the plain tool, in turns in one
// run, after an edit before every call. Usage: speed_bench [--rounds N] [row…]; without rows, all.
// A figure is the median of the rounds' ratios; the spread is from the first to the third quartile. Ends with 1 where a bar
// is missed by more than the spread, 3 where something could not be measured.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "base/fs.h"
#include "base/paths.h"
#include "base/process.h"
#include "bench/plain_course.h"
#include "sandbox/sandbox.h"

namespace {

using namespace assay;
using bench::PlainCourse;
using Time = std::function<double()>;  // milliseconds of one call

constexpr int cohortSize = 150;

[[noreturn]] void end(const std::string& why) {
    std::fprintf(stderr, "speed_bench: %s\n", why.c_str());
    std::exit(3);
}

template <class Call>
double milliseconds(Call call) {
    const auto start = std::chrono::steady_clock::now();
    call();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

// The time of a command that has to end with `expected`.
double timed(const std::vector<std::string>& argv, const base::fs::path& folder, int expected,
             const std::vector<std::string>& more = {}) {
    base::CommandOptions options;
    options.workdir = folder;
    options.environment = bench::environmentWith(more);
    base::CommandOutcome outcome;
    const double ms = milliseconds([&] {
        auto done = base::runCommand(argv, options);
        if (!done) end(base::describe(done.error()));
        outcome = std::move(*done);
    });
    if (outcome.exitCode != expected)
        end(argv[0] + " " + argv[1] + " ended with " + std::to_string(outcome.exitCode) + ":\n" + outcome.out + outcome.err);
    return ms;
}

struct Row {
    std::string name, what, unit;  // unit "": a ratio
    double bar = 0, aim = 0;
    Time ours, plain, bare;  // plain may be empty (an absolute figure); bare is taken off both where it is given
    int most = 1000;         // rounds, where one takes long
};

struct Figures {
    double low = 0, median = 0, high = 0;
};

Figures quartiles(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) { return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)]; };
    return {at(0.25), at(0.5), at(0.75)};
}

// One round not counted: caches of the plain tool, too, are warm.
Figures measure(const Row& row, int rounds) {
    std::vector<double> figures, ours, plain;
    rounds = std::min(rounds, row.most);
    for (int round = 0; round <= rounds; ++round) {
        const double bare = row.bare ? row.bare() : 0;
        const double theirs = row.plain ? row.plain() - bare : 1;
        const double own = row.ours() - bare;
        if (round == 0) continue;
        figures.push_back(own / theirs);
        ours.push_back(own);
        plain.push_back(theirs);
    }
    if (row.plain) std::printf("%-10s %-62s ours %7.1f ms, plain %7.1f ms\n", "", "", quartiles(ours).median, quartiles(plain).median);
    return quartiles(figures);
}

bool report(const Row& row, const Figures& figures) {
    const bool missed = figures.median - (figures.high - figures.low) > row.bar;
    const char* word = missed ? "MISSED" : figures.median <= row.aim ? "at the aim" : figures.median <= row.bar ? "at the bar" : "at the bar, within the spread";
    std::printf("%-10s %-62s %6.2f%s  (%.2f to %.2f)  bar %g  aim %g  %s\n", row.name.c_str(), row.what.c_str(), figures.median,
                row.unit.c_str(), figures.low, figures.high, row.bar, row.aim, word);
    std::fflush(stdout);
    return !missed;
}

double sandboxed(sandbox::Sandbox& box) {
    sandbox::Request request;
    request.argv = {"/usr/bin/true"};
    for (const char* folder : {"/usr", "/lib", "/lib64"})
        if (base::fs::exists(folder)) request.mounts.push_back({folder, folder});
    sandbox::Observer observer;
    return milliseconds([&] {
        auto outcome = box.run(request, observer);
        if (!outcome) end(base::describe(outcome.error()));
        if (outcome->exitCode != 0) end("/usr/bin/true failed in the sandbox: " + outcome->err.kept);
    });
}

// What `assay-app --measure-start` says: from the start of the process until the page was drawn.
double appStart(const std::string& app, const PlainCourse& course) {
    base::CommandOptions options;
    options.environment = bench::environmentWith({"QT_QPA_PLATFORM=offscreen", "XDG_DATA_HOME=" + (course.folder() / "data").string()});
    options.timeoutMs = 60'000;
    auto outcome = base::runCommand({app, "--course", course.folder().string(), "--measure-start"}, options);
    if (!outcome) end(base::describe(outcome.error()));
    double ms = 0;
    if (std::sscanf(outcome->out.c_str(), "shown %lf ms", &ms) != 1) end("assay-app --measure-start said: " + outcome->out + outcome->err);
    return ms;
}

// The largest of our own processes that have ended: the grader, since the compilers and tests are others' children. MiB.
double peakOfCohort(const PlainCourse& course, const std::string& assay, const base::fs::path& cohort) {
    base::CommandOptions options;
    options.environment = bench::environmentWith({});
    auto outcome = base::runCommand({"/usr/bin/env", "sh", "-c",
                                     "\"$0\" batch words \"$1\" --jobs 2 --quiet --course \"$2\" >/dev/null & pid=$!; peak=0\n"
                                     "while m=$(awk '/^VmHWM/{print $2}' /proc/$pid/status 2>/dev/null) && [ -n \"$m\" ]; do peak=$m; sleep 0.02; done\n"
                                     "wait $pid; echo $peak",
                                     assay, cohort.string(), course.folder().string()}, options);
    if (!outcome || outcome->exitCode != 0) end("the cohort could not be graded");
    return std::atof(outcome->out.c_str()) / 1024;
}

std::vector<Row> rows(PlainCourse& course, sandbox::Sandbox& box) {
    const std::string bin = std::getenv("ASSAY_BIN") != nullptr ? std::getenv("ASSAY_BIN") : base::executableFolder().string();
    const std::string assay = bin + "/assay", app = bin + "/assay-app";
    const auto grade = [&course, assay](const char* exercise) {
        return [&course, assay, exercise] {
            const auto folder = course.edit(exercise);
            return timed({assay, "grade", exercise, folder.string(), "--course", course.folder().string(), "--quiet"}, folder, 0);
        };
    };
    const auto goTest = [&course](const char* exercise, std::vector<std::string> flags, std::vector<std::string> environment = {}) {
        return [&course, exercise, flags, environment] {
            const auto folder = course.edit(exercise);
            std::vector<std::string> argv{"go", "test", "-count=1"};
            argv.insert(argv.end(), flags.begin(), flags.end());
            return timed(argv, folder, 0, environment);
        };
    };
    const Time bare = [] { return timed({"/usr/bin/true", ""}, {}, 0); };
    const Time plainBox = [] { return timed({"bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "/usr/bin/true"}, {}, 0); };
    std::vector<Row> list{
        {"verdict", "sandboxed verdict / go test after an edit", "", 0.6, 0.4, grade("words"), goTest("words", {}), {}},
        {"race", "the same with the race detector / go test -race", "", 0.3, 0.2, grade("tally"), goTest("tally", {"-race"}), {}},
        {"race-nosleep", "the same / go test -race with its exit sleep off", "", 0.75, 0.5, grade("tally"),
         goTest("tally", {"-race"}, {"GORACE=atexit_sleep_ms=0"}), {}},
        {"sandbox", "sandbox overhead per run / that of plain bwrap --unshare-all", "", 2, 1, [&box] { return sandboxed(box); }, plainBox, bare},
        {"usage", "assay grade up to a usage error", " ms", 20, 10, [assay] { return timed({assay, "grade"}, {}, 2); }, {}, {}},
    };
    const auto batch = [&course, assay] {
        const auto cohort = course.cohort(cohortSize);
        return timed({assay, "batch", "words", cohort.string(), "--jobs", "2", "--course", course.folder().string(), "--quiet"}, cohort, 0);
    };
    const auto xargs = [&course] {
        const auto cohort = course.cohort(cohortSize);
        return timed({"sh", "-c", "ls | xargs -P2 -I{} sh -c 'cd {} && go test -count=1 >/dev/null'"}, cohort, 0);
    };
    list.push_back({"mutants", "ten mutants / one go test", "", 2, 1.2, grade("proofs"), goTest("proofs", {}), {}});
    list.push_back({"cohort", "cohort of 150 submissions, 2 at once / xargs -P2 go test", "", 0.5, 0.4, batch, xargs, {}, 3});
    list.push_back({"memory", "memory of the grader itself during a cohort", " MiB", 200, 100,
                    [&course, assay] { return peakOfCohort(course, assay, course.cohort(20)); }, {}, {}, 3});
    if (base::fs::exists(app))
        list.push_back({"app", "app: first page shown after a warm start", " ms", 1500, 500, [app, &course] { return appStart(app, course); }, {}, {}});
    return list;
}

}  // namespace

int main(int argc, char** argv) {
    int rounds = 15;
    std::vector<std::string> wanted;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--rounds" && i + 1 < argc) rounds = std::max(3, std::atoi(argv[++i]));
        else wanted.push_back(word);
    }
    auto course = PlainCourse::create();
    if (!course) end(base::describe(course.error()));
    const auto box = sandbox::makeLinuxSandbox({});
    bool good = true;
    for (const Row& row : rows(*course, *box)) {
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), row.name) == wanted.end()) continue;
        good = report(row, measure(row, rounds)) && good;
    }
    return good ? 0 : 1;
}
