#include "grading.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/process.h"
#include "base/text.h"
#include "leftovers.h"

namespace assay::corpus {

using base::CommandOutcome;
using base::Result;
using nlohmann::json;

namespace {

// A grading that takes so long hangs: more than any exercise of the corpus may take on a busy machine.
constexpr int kHungMs = 150'000;
// Where the first grading took less, the text report is made by a second one.
constexpr int kQuickMs = 2'500;

// How long the programs of one grading may run on a quiet machine, all of them together. Compilers are not in it: no case of
// the corpus may keep one busy for longer than the 3 s and what its programs leave over.
int timeLimits(const course::Exercise& exercise) {
    std::int64_t sum = 0;
    for (const course::Check& check : exercise.checks) {
        const std::int64_t wall = exercise.limits.wallMs.value_or(10'000);
        const auto entries = [&](const char* name) { return static_cast<std::int64_t>(check.fields.array(name).size()); };
        if (check.kind == "tests") sum += wall * 2 * (check.fields.boolean("race") ? 1 : 2);  // visible and hidden; the race build may be our choice
        else if (check.kind == "program") sum += wall * entries("case");
        else if (check.kind == "crossbuild") sum += 20'000 * entries("target");
        else if (check.kind == "service") sum += check.fields.integer("timeout_ms", exercise.limits.wallMs.value_or(60'000));
        else if (check.kind == "mutation") sum += wall * 3;  // the reference and two mutants
        else if (check.kind == "alloc" || check.kind == "speed" || check.kind == "fuzz" || check.kind == "coverage") sum += wall * 2;
    }
    return static_cast<int>(sum);
}

class CaseRun {
  public:
    CaseRun(const Tools& tools, const Secrets& secrets, const Case& one, const std::string& level)
        : m_tools(tools), m_secrets(secrets), m_case(one), m_level(level) {}

    Finding run() {
        m_exercise = m_tools.course.exercise(m_case.exercise);
        if (m_exercise == nullptr) return fault("the corpus has no exercise " + base::quote(m_case.exercise)), m_finding;
        m_finding.limits = timeLimits(*m_exercise);
        auto folder = base::TempFolder::create("corpus");
        if (!folder) return fault("no temporary folder: " + folder.error().message), m_finding;
        m_root = folder->path();
        // A run as an ordinary user is of the same user, so nobody else has to get in.
        if (!layOut()) return m_finding;
        const Listing before = listing(m_root / "submission");
        const Traces traces = Traces::now();
        firstGrading();
        if (m_finding.milliseconds < kQuickMs) textGrading();
        goodGrading();
        for (const std::string& name : orphans()) fault("a process was left: " + name);
        for (const std::string& added : traces.addedSince()) fault("was left: " + added);
        if (const std::string changed = firstDifference(before, listing(m_root / "submission")); !changed.empty())
            fault("the submission's folder was changed: " + changed);
        for (const char* name : {"tmp", "here"})
            if (!fs::is_empty(m_root / name)) fault(std::string("the folder '") + name + "' is not empty afterwards");
        onlyLogs();
        return m_finding;
    }

  private:
    void fault(std::string what) { m_finding.faults.push_back(std::move(what)); }

    // Of a learner's data a grading writes the log alone, and nothing secret into it.
    void onlyLogs() {
        for (const auto& [name, what] : listing(m_root / "data")) {
            const fs::path path = m_root / "data" / name;
            if (fs::is_directory(path)) continue;
            auto text = base::readFile(path);
            if (!name.ends_with("assay.log")) fault("a grading wrote " + base::quote(name) + " into the data folder");
            else if (const std::string found = m_secrets.foundIn(text ? *text : ""); !found.empty()) fault("a secret is in the log: " + found);
        }
    }

    bool layOut() {
        for (const char* name : {"submission", "tmp", "here", "data"})
            if (auto made = base::ensureFolder(m_root / name, 0700); !made) return fault(made.error().message), false;
        for (const CaseFile& file : m_case.files) {
            const fs::path path = m_root / "submission" / file.name;
            if (auto made = base::ensureFolder(path.parent_path()); !made) return fault(made.error().message), false;
            if (auto written = base::writeFile(path, file.content); !written) return fault(written.error().message), false;
        }
        if (m_case.make.empty()) return true;
        auto made = base::runCommand({"/bin/sh", "-eu", "-c", m_case.make}, {.workdir = m_root / "submission", .timeoutMs = 60'000});
        if (!made || made->exitCode != 0) return fault("its script failed: " + (made ? made->err : made.error().message)), false;
        return true;
    }

    Result<CommandOutcome> grade(const fs::path& what, bool asJson) {
        std::vector<std::string> argv;
        for (const std::string& word : {m_tools.assay.string(), std::string("grade"), m_case.exercise, what.string(), std::string("--course"),
                                        m_tools.folder.string(), std::string("--isolation"), m_level})
            argv.push_back(word);
        if (asJson) argv.emplace_back("--json");
        const auto variable = [](const char* name) { return std::string(name) + "=" + (std::getenv(name) != nullptr ? std::getenv(name) : ""); };
        base::CommandOptions options;
        options.workdir = m_root / "here";
        options.environment = {variable("PATH"), variable("HOME"), "TMPDIR=" + (m_root / "tmp").string(), "XDG_DATA_HOME=" + (m_root / "data").string(), "NO_COLOR=1"};
        for (const char* name : {"XDG_CACHE_HOME", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"})
            if (std::getenv(name) != nullptr) options.environment.push_back(variable(name));
        options.timeoutMs = kHungMs;
        return base::runCommand(argv, options);
    }

    void noSecretIn(const CommandOutcome& outcome, const char* where) {
        for (const std::string* text : {&outcome.out, &outcome.err}) {
            if (const std::string found = m_secrets.foundIn(*text); !found.empty()) fault("a secret is in the " + std::string(where) + ": " + found);
            for (const std::string& word : m_case.silent)
                if (text->find(word) != std::string::npos) fault("the " + std::string(where) + " holds what it must not: " + base::quote(word));
            if (text->find('\x1b') != std::string::npos) fault("the " + std::string(where) + " holds control bytes");
        }
    }

    static int exitCodeOf(const std::string& verdict) { return verdict == "passed" ? 0 : verdict == "invalid" ? 2 : 1; }

    void firstGrading() {
        const auto begun = std::chrono::steady_clock::now();
        auto outcome = grade(submission(), true);
        m_finding.milliseconds = static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count());
        if (!outcome) return fault("it hung or could not be started: " + outcome.error().message);
        noSecretIn(*outcome, "JSON report");
        const json report = json::parse(outcome->out, nullptr, false);
        if (!report.is_object()) return fault("no JSON report, exit " + std::to_string(outcome->exitCode) + ", signal " + std::to_string(outcome->signal) + ": " + base::cut(outcome->err, 400));
        m_finding.verdict = report.value("verdict", "");
        m_message = report.value("message", "");
        if (!allowed(m_finding.verdict)) {
            fault("verdict " + m_finding.verdict + ", right is " + base::join(m_case.verdicts, " or "));
            fault("it said: " + base::cut(m_message + detailOf(report), 600));
        }
        if (outcome->exitCode != exitCodeOf(m_finding.verdict)) fault("exit code " + std::to_string(outcome->exitCode) + " with verdict " + m_finding.verdict);
        const json score = report.value("score", json::object());
        if (m_finding.verdict != "passed" && score.value("points", -1.0) >= score.value("max", 0.0)) fault("all points without a pass");
        for (const std::string& text : m_case.says)
            if (outcome->out.find(text) == std::string::npos) fault("the report does not say " + base::quote(text) + "; it said: " + base::cut(m_message + detailOf(report), 600));
    }

    static std::string detailOf(const json& report) {
        std::string text;
        for (const json& check : report.value("checks", json::array())) {
            text += "\n        " + check.value("id", "") + ": " + check.value("verdict", "") + ": " + check.value("message", "");
            for (const json& test : check.value("tests", json::array()))
                if (test.value("verdict", "") != "passed") text += "\n          " + test.value("name", "") + ": " + test.value("verdict", "") + ": " + test.value("message", "");
        }
        return text;
    }

    void textGrading() {
        auto outcome = grade(submission(), false);
        if (!outcome) return fault("the second grading hung or could not be started: " + outcome.error().message);
        noSecretIn(*outcome, "text report");
        const bool right = std::any_of(m_case.verdicts.begin(), m_case.verdicts.end(), [&](const std::string& v) { return exitCodeOf(v) == outcome->exitCode; });
        if (!right) fault("the second grading ended with " + std::to_string(outcome->exitCode) + ": " + base::cut(outcome->out + outcome->err, 600));
    }

    // Whatever it did, the next one gets what it deserves.
    void goodGrading() {
        auto outcome = grade(m_exercise->folder / "solution", true);
        if (!outcome) return fault("the good submission graded next hung: " + outcome.error().message);
        if (outcome->exitCode != 0) fault("the good submission graded next did not pass: " + base::cut(outcome->out + outcome->err, 600));
    }

    fs::path submission() const { return m_case.path.empty() ? m_root / "submission" : m_root / "submission" / m_case.path; }
    bool allowed(const std::string& verdict) const { return std::find(m_case.verdicts.begin(), m_case.verdicts.end(), verdict) != m_case.verdicts.end(); }

    const Tools& m_tools;
    const Secrets& m_secrets;
    const Case& m_case;
    const std::string& m_level;
    const course::Exercise* m_exercise = nullptr;
    fs::path m_root;
    std::string m_message;
    Finding m_finding;
};

}  // namespace

Finding runCase(const Tools& tools, const Secrets& secrets, const Case& one, const std::string& level) {
    return CaseRun(tools, secrets, one, level).run();
}

std::string byHand(const Tools&, const Case& one, const std::string& level) {
    return "build/release/tests/sandbox_corpus --only " + one.name + (level == "full" ? "" : " --level " + level);
}

}  // namespace assay::corpus
