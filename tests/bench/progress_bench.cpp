// Measures the progress database against DESIGN.md's Speed table: the history of 10,000 attempts and the
// dashboard over 1,000,000. Generates a database of that size (triggers and all, so that summaries are what
// they would be), then times each call as the app makes it: a warm store, and a store just opened. Usage:
// progress_bench [attempts] [folder]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/fs.h"
#include "progress/database.h"
#include "progress/store.h"

namespace {

using namespace assay;
using Clock = std::chrono::steady_clock;

constexpr int kExercises = 150, kHistory = 10'000;

[[noreturn]] void stop(const base::Error& error) {
    std::fprintf(stderr, "%s\n", base::describe(error).c_str());
    std::exit(3);
}
template <class T>
T must(base::Result<T> result) {
    if (!result) stop(result.error());
    return std::move(*result);
}
void must(base::Result<void> result) {
    if (!result) stop(result.error());
}

template <class Body>
double milliseconds(Body&& body) {
    const auto begin = Clock::now();
    body();
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// The median, the best and the worst of several runs, and CPU time, which a busy machine does not stretch.
template <class Body>
void measure(const char* what, int times, double bar, Body&& body) {
    std::vector<double> runs;
    const std::clock_t begin = std::clock();
    for (int i = 0; i < times; ++i)
        runs.push_back(milliseconds(body));
    const double cpu = 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / times;
    std::sort(runs.begin(), runs.end());
    std::printf("%-42s %8.2f ms  best %8.2f  worst %8.2f  CPU %8.2f", what, runs[runs.size() / 2],
                runs.front(), runs.back(), cpu);
    if (bar > 0) std::printf("  bar %3.0f ms  %s", bar, runs[runs.size() / 2] <= bar ? "ok" : "MISSED");
    std::printf("\n");
}

// Attempts of 150 exercises in turn; the first exercise gets kHistory of them, spread over the whole time.
void generate(const progress::fs::path& file, int attempts) {
    const auto database = must(progress::Database::open(file));
    must(database.exec("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000"));
    auto transaction = must(progress::Transaction::begin(database));
    const std::string code(1'500, 'x'), hash(64, 'a'), report(3'000, 'r');
    const int every = std::max(1, attempts / kHistory);
    for (int content = 1; content <= 1'000; ++content)
        must(database.run("INSERT INTO content (hash, bytes) VALUES (?, ?)", hash + std::to_string(content),
                          progress::Blob{code}));
    progress::Statement attempt(
        database,
        "INSERT INTO attempt (at_ms, day, course, exercise, exercise_version, content_hash, "
        "submission_hash, verdict, points, max_points, passed, origin, files) "
        "VALUES (?, date(? / 1000, 'unixepoch'), 'production-go', ?, '1.0.0', ?, ?, ?, ?, 10, ?, 'app', 1)");
    progress::Statement files(
        database, "INSERT INTO attempt_file (attempt, position, name, content) VALUES (?, 0, 'a.go', ?)");
    progress::Statement reports(database, "INSERT INTO attempt_report VALUES (?, ?)");
    for (std::int64_t i = 1; i <= attempts; ++i) {
        const std::int64_t at = 1'700'000'000'000 + i * 60'000;
        const bool passed = i % 5 == 0, first = i % every == 0 && i / every <= kHistory;
        const std::string exercise = "exercise-" + std::to_string(first ? 0 : 1 + i % (kExercises - 1));
        attempt.reset();
        attempt.bind(at, at, exercise, hash, hash, passed ? "passed" : "failed", passed ? 10.0 : 4.0, passed);
        must(attempt.step());
        files.reset();
        files.bind(i, 1 + i % 1'000);
        must(files.step());
        // A report for every tenth keeps the file at a size that a laptop's disk has room for.
        reports.reset();
        reports.bind(i, i % 10 == 0 ? report : std::string("{}"));
        must(reports.step());
    }
    must(transaction.commit());
    must(database.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
}

void measureAll(const progress::fs::path& file, const progress::fs::path& migrations,
                const base::Clock& clock) {
    const auto open = [&] { return must(progress::Store::open(file, migrations, clock)); };
    const std::string course = "production-go";
    measure("open", 5, 0, [&] { open(); });
    auto store = open();
    measure("history of 10,000 attempts, warm", 11, 50, [&] {
        if (must(store.attempts(course, "exercise-0", kHistory)).size() != kHistory)
            std::printf("(fewer attempts) ");
    });
    measure("history of 10,000 attempts, just opened", 5, 50,
            [&] { must(open().attempts(course, "exercise-0", kHistory)); });
    const auto dashboard = [&](const progress::Store& from) {
        must(from.exerciseStates(course));
        must(from.lessonStates(course));
        must(from.days(course));
        must(from.marks(course));
        must(from.lastPlace(course));
    };
    measure("dashboard, warm", 11, 50, [&] { dashboard(store); });
    measure("dashboard, just opened", 5, 50, [&] { dashboard(open()); });
    const auto progressPage = [&](const progress::Store& from) {
        must(from.exerciseStates(course));
        must(from.lessonStates(course));
        must(from.activity(course));
    };
    measure("progress page, warm", 11, 50, [&] { progressPage(store); });
    measure("progress page, just opened", 5, 50, [&] { progressPage(open()); });
    const std::string code(4'000, 'x');
    int n = 0;
    measure("save a draft (on the disk)", 31, 0, [&] {
        must(store.saveDraft(course, "exercise-1",
                             {{{"a.go", code + std::to_string(++n)}}, "a.go", 5, 0, "1.0.0"}));
    });
    measure("add an attempt (on the disk)", 31, 0, [&] {
        progress::NewAttempt attempt{
            course, "exercise-1", "1.0.0", "c",  "s",  {{"a.go", code + std::to_string(++n)}}, "failed",
            4,      10,           false,   "{}", "app"};
        must(store.addAttempt(attempt));
    });
}

}  // namespace

int main(int argc, char** argv) {
    const int attempts = argc > 1 ? std::atoi(argv[1]) : 1'000'000;
    const progress::fs::path place = argc > 2 ? argv[2] : ".";
    if (attempts < kHistory) {
        std::fprintf(stderr, "usage: progress_bench [attempts, at least %d] [folder]\n", kHistory);
        return 2;
    }
    const progress::fs::path folder =
        place / ("progress-bench-" + std::to_string(Clock::now().time_since_epoch().count()));
    const progress::fs::path file = folder / "progress.sqlite",
                             migrations = ASSAY_SOURCE_DIR "/resources/sql";
    const base::SystemClock clock;
    must(progress::Store::open(file, migrations, clock));
    std::printf("%d attempts of %d exercises: ", attempts, kExercises);
    std::fflush(stdout);
    const double took = milliseconds([&] { generate(file, attempts); });
    std::printf("made in %.1f s, %.0f MiB\n", took / 1000,
                static_cast<double>(progress::fs::file_size(file)) / (1 << 20));
    measureAll(file, migrations, clock);
    std::error_code ignored;
    progress::fs::remove_all(folder, ignored);
    return 0;
}
