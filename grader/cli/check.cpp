// assay check [EXERCISE…]: proves that a course is fair. All faults are listed, sorted, at once.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/text.h"
#include "cli/command.h"
#include "judge/verify.h"

namespace assay::cli {

namespace {

struct CheckOptions {
    std::vector<std::string> exercises;
    int jobs = 0, repeat = 1;
    bool noLessons = false;
};

using Work = std::function<Result<std::vector<course::Fault>>()>;
struct Item {
    std::string name;
    Work work;
    bool lesson = false;
};

// Runs the items on `jobs` threads. The first error of ours ends it; faults of the content are collected.
class Crew {
  public:
    Crew(std::vector<Item> items, ProgressLine& line, std::stop_token stop) : m_items(std::move(items)), m_line(line), m_stop(std::move(stop)) {}

    Result<std::vector<course::Fault>> run(unsigned jobs) {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < jobs; ++i) threads.emplace_back([this] { work(); });
        threads.clear();
        if (m_error) return base::Failure(*m_error);
        return std::move(m_faults);
    }

  private:
    void work() {
        for (;;) {
            std::size_t index = 0;
            {
                const std::lock_guard lock(m_mutex);
                if (m_next >= m_items.size() || m_error || m_stop.stop_requested()) return;
                index = m_next++;
                m_line.show(static_cast<int>(m_done), static_cast<int>(m_items.size()), m_items[index].name);
            }
            auto faults = m_items[index].work();
            const std::lock_guard lock(m_mutex);
            ++m_done;
            if (!faults) {
                if (!m_error) m_error = faults.error();
                return;
            }
            m_faults.insert(m_faults.end(), faults->begin(), faults->end());
        }
    }

    std::vector<Item> m_items;
    ProgressLine& m_line;
    std::stop_token m_stop;
    std::mutex m_mutex;
    std::size_t m_next = 0, m_done = 0;
    std::vector<course::Fault> m_faults;
    std::optional<base::Error> m_error;
};

std::vector<Item> itemsOf(judge::Judge& judge, const course::Course& course, const CheckOptions& options, const judge::VerifyOptions& verify) {
    std::vector<Item> items;
    for (const course::Exercise& exercise : course.exercises) {
        const bool known = std::all_of(exercise.checks.begin(), exercise.checks.end(), [](const auto& check) { return check.kindKnown; });
        if (known) items.push_back({exercise.id, [&judge, &exercise, &verify] { return judge::verifyExercise(judge, exercise, verify); }, false});
    }
    if (options.exercises.empty() && !options.noLessons)
        for (const course::LessonInfo& lesson : course.lessons)
            items.push_back({lesson.phase + "/" + lesson.id, [&judge, &course, &lesson, &verify] { return judge::verifyLesson(judge, course, lesson, verify); }, true});
    return items;
}

struct Looked {
    std::size_t exercises = 0, lessons = 0;
};

// "1 exercise does what it says", "24 exercises and 10 lessons do what they say".
std::string cleanText(const Looked& looked) {
    std::string text = std::to_string(looked.exercises) + (looked.exercises == 1 ? " exercise" : " exercises");
    if (looked.lessons > 0) text += " and " + std::to_string(looked.lessons) + (looked.lessons == 1 ? " lesson" : " lessons");
    return text + (looked.exercises + looked.lessons == 1 ? " does what it says" : " do what they say");
}

// What was found before an early end is told, but no sum: "clean" is said of the whole only.
void printFaults(const std::vector<course::Fault>& faults, const Looked& looked, bool whole, const Workbench& bench) {
    for (const course::Fault& fault : faults) std::printf("%s\n", base::safeText(course::describe(fault)).c_str());
    if (bench.globals().quiet || !whole) return;
    if (faults.empty()) std::printf("Clean: %s.\n", cleanText(looked).c_str());
    else std::printf("%zu %s.\n", faults.size(), faults.size() == 1 ? "fault" : "faults");
}

// resources/schema/check.schema.json
void printJson(const std::vector<course::Fault>& faults, const Looked& looked, bool whole) {
    using Json = nlohmann::ordered_json;
    Json list = Json::array();
    for (const course::Fault& fault : faults)
        list.push_back({{"file", base::safeText(fault.file)}, {"line", fault.line}, {"message", base::safeText(fault.message)}, {"found", base::safeText(fault.found)},
                        {"expected", base::safeText(fault.expected)}, {"nearest", base::safeText(fault.nearest)}});
    const Json all{{"schema", "assay.check/1"}, {"clean", whole && faults.empty()}, {"finished", whole}, {"exercises", looked.exercises}, {"lessons", looked.lessons}, {"faults", std::move(list)}};
    std::printf("%s\n", all.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

int runCheck(Workbench& bench, const CheckOptions& options) {
    auto folder = bench.courseFolder();
    if (!folder) return tell(folder.error());
    auto loaded = options.exercises.empty() ? course::loadCourse(*folder, judge::kindSchemas())
                                            : course::loadExercises(*folder, judge::kindSchemas(), options.exercises);
    if (!loaded) return tell(loaded.error());
    auto judge = bench.judge();
    if (!judge) return tell(judge.error());
    ProgressLine line(bench, "check");
    if (auto ready = (*judge)->prepare(progressOn(line), bench.stop()); !ready) return tell(ready.error());
    const judge::VerifyOptions verify{bench.level(), options.repeat, bench.stop()};
    std::vector<Item> items = itemsOf(**judge, loaded->course, options, verify);
    Looked looked;
    for (const Item& item : items) ++(item.lesson ? looked.lessons : looked.exercises);
    const unsigned jobs = options.jobs > 0 ? static_cast<unsigned>(options.jobs) : std::max(1u, std::thread::hardware_concurrency());
    auto found = Crew(std::move(items), line, bench.stop()).run(jobs);
    line.clear();
    std::vector<course::Fault> faults = loaded->faults;
    if (found) faults.insert(faults.end(), found->begin(), found->end());
    const auto key = [](const course::Fault& f) { return std::tie(f.file, f.line, f.message); };
    std::sort(faults.begin(), faults.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    faults.erase(std::unique(faults.begin(), faults.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }), faults.end());
    const bool whole = found && !bench.stop().stop_requested();
    if (bench.globals().json) printJson(faults, looked, whole);
    else printFaults(faults, looked, whole, bench);
    if (!found) return tell(found.error());
    if (!whole) return kOurFault;
    return faults.empty() ? kDone : kInvalid;
}

}  // namespace

Command addCheck(CLI::App& app) {
    auto options = std::make_shared<CheckOptions>();
    CLI::App* parser = app.add_subcommand("check", "Prove that a course is fair");
    parser->add_option("EXERCISE", options->exercises, "Only these exercises; default: the whole course with its lessons");
    parser->add_option("--jobs,-j", options->jobs, "How many at once; default: one for each processor")->check(CLI::Range(1, 64));
    parser->add_option("--repeat", options->repeat, "Grade the solution and each wrong submission this often: finds flaky tests")->check(CLI::Range(1, 1000));
    parser->add_flag("--no-lessons", options->noLessons, "Leave the lessons' snippets out");
    parser->footer(
        "\nFor each exercise: the starter is no pass, the solution passes, each of wrong/ gets exactly the verdict, check and\n"
        "tests that it declares; hidden tests have a reveal; every snippet of a lesson does what it says.\n" +
        examples({{"assay check", "the whole course"}, {"assay check recent split-bill", "two exercises"}, {"assay check --repeat 50 worker-pool", "is a test flaky?"}}) +
        "\nEnds with 0 clean, 2 faults, 3 the grader could not work.");
    return {parser, [options](Workbench& bench) { return runCheck(bench, *options); }};
}

}  // namespace assay::cli
