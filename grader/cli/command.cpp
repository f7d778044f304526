#include "cli/command.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/paths.h"
#include "base/text.h"
#include "course/pack.h"

namespace assay::cli {

using base::ErrorCode;

Result<fs::path> Workbench::courseFolder() const {
    if (m_globals.course.empty()) return base::defaultCourseFolder();
    std::error_code error;
    fs::path folder = fs::absolute(m_globals.course, error);
    if (fs::is_regular_file(folder, error)) return course::openPack(folder, dataFolder() / "courses");
    if (!fs::is_directory(folder / "lessons", error) && !fs::is_directory(folder / "exercises", error))
        return base::fail(ErrorCode::NotFound, "no course at " + base::quote(folder.string()), "a course is a folder that holds lessons/course.toml and exercises/, or a file *.assay");
    return folder;
}

fs::path Workbench::dataFolder() const {
    if (m_globals.data.empty()) return base::defaultDataFolder();
    std::error_code error;
    return fs::absolute(m_globals.data, error);
}

sandbox::Level Workbench::level() const { return sandbox::levelByName(m_globals.isolation).value_or(sandbox::Level::Full); }

std::shared_ptr<base::Log> Workbench::log() {
    if (!m_log) m_log = base::Log::open(dataFolder(), m_globals.verbose);
    return m_log;
}

Result<sandbox::Sandbox*> Workbench::sandbox() {
    if (!m_sandbox) {
        base::sweepStaleTempFolders();
        m_sandbox = sandbox::makeLinuxSandbox({.log = log()});
    }
    return m_sandbox.get();
}

Result<judge::Judge*> Workbench::judge() {
    if (m_judge) return m_judge.get();
    auto box = sandbox();
    auto resources = base::resourceFolder();
    if (!box) return propagate(box);
    if (!resources) return propagate(resources);
    auto made = judge::makeJudge({base::defaultCacheFolder(), *resources, m_sandbox, log(), &m_clock, &m_random});
    if (!made) return propagate(made);
    m_judge = std::move(*made);
    return m_judge.get();
}

Result<progress::Store> Workbench::store() { return store(dataFolder()); }

Result<progress::Store> Workbench::store(const fs::path& folder) {
    auto resources = base::resourceFolder();
    if (!resources) return propagate(resources);
    if (auto made = base::ensureFolder(folder, 0700); !made) return propagate(made);
    progress::OpenReport report;
    auto store = progress::Store::open(folder / "progress.sqlite", *resources / "sql", m_clock, &report);
    if (store && !report.setAside.empty())
        std::fprintf(stderr, "assay: the progress file was damaged; it is kept as %s. %s\n", report.setAside.c_str(), report.recovered.c_str());
    return store;
}

Result<Workbench::OneExercise> Workbench::exercise(const std::string& id) const {
    auto folder = courseFolder();
    if (!folder) return propagate(folder);
    auto loaded = course::loadExercises(*folder, judge::kindSchemas(), {id});
    if (!loaded) return propagate(loaded);
    OneExercise one{std::move(*loaded), nullptr};
    one.exercise = one.loaded.course.exercise(id);
    std::string faults;
    for (const course::Fault& fault : one.loaded.faults)
        if (!fault.advice) faults += "\n  " + course::describe(fault);
    if (one.exercise == nullptr || !faults.empty())
        return base::fail(ErrorCode::InvalidContent, "the course cannot be graded with:" + (faults.empty() ? "\n  exercise " + base::quote(id) + " cannot be read" : faults));
    return one;
}

bool Workbench::colored(int descriptor) const {
    if (m_globals.color != "auto") return m_globals.color == "always";
    const char* none = std::getenv("NO_COLOR");
    return ::isatty(descriptor) == 1 && (none == nullptr || *none == '\0');
}

Result<void> mayMakeFolder(std::string_view option, const std::string& path) {
    if (path.empty()) return {};
    std::error_code error;
    fs::path place = fs::absolute(path, error).lexically_normal();
    while (!fs::exists(place, error) && place.has_relative_path()) place = place.parent_path();
    if (fs::is_directory(place, error)) return {};
    return base::fail(ErrorCode::Usage, std::string(option) + " " + base::quote(path) + (place == fs::absolute(path, error).lexically_normal() ? " is a file" : " lies below " + base::quote(place.string()) + ", which is a file") + "; a folder is expected",
                      "name a folder, or one that can be made");
}

Result<void> mayWriteFile(std::string_view option, const std::string& path) {
    if (path.empty()) return {};
    std::error_code error;
    const fs::path place(path);
    if (fs::is_directory(place, error)) return base::fail(ErrorCode::Usage, std::string(option) + " " + base::quote(path) + " is a folder; a file is expected", "name a file in it");
    const fs::path parent = place.has_parent_path() ? place.parent_path() : fs::path(".");
    if (!fs::is_directory(parent, error))
        return base::fail(ErrorCode::Usage, std::string(option) + " " + base::quote(path) + " cannot be written: there is no folder " + base::quote(parent.string()), "name a file in a folder that is there");
    return {};
}

int exitCodeOf(ErrorCode code) {
    switch (code) {
        case ErrorCode::NotFound:
        case ErrorCode::Usage:
        case ErrorCode::InvalidContent:
        case ErrorCode::InvalidSubmission: return kInvalid;
        default: return kOurFault;
    }
}

int tell(const base::Error& error) {
    std::string text = "assay: ";
    if (!error.file.empty()) text += error.file + (error.line > 0 ? ":" + std::to_string(error.line) : "") + ": ";
    const bool meant = error.hint.starts_with("did you mean");  // belongs to the sentence: "no exercise 'x'; did you mean 'y'?"
    text += error.message + (meant ? "; " + error.hint : "") + "\n";
    if (!error.hint.empty() && !meant) text += "  " + error.hint + "\n";
    std::fputs(base::safeText(text).c_str(), stderr);
    return exitCodeOf(error.code);
}

std::string examples(const std::vector<std::pair<std::string, std::string>>& lines) {
    std::size_t width = 0;
    for (const auto& [command, meaning] : lines) width = std::max(width, command.size());
    std::string text = "\nExamples:\n";
    for (const auto& [command, meaning] : lines) text += "  " + command + std::string(width - command.size() + 3, ' ') + meaning + "\n";
    return text;
}

ProgressLine::ProgressLine(const Workbench& bench, std::string_view what)
    : m_what(what), m_enabled(::isatty(2) == 1 && !bench.globals().quiet), m_clock(bench.clock()) {}

ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::show(int done, int total, std::string_view detail) {
    const std::int64_t now = m_clock.steadyNs();
    if (!m_enabled || (m_drawn && now - m_lastNs < 50'000'000 && done != total)) return;
    m_lastNs = now;
    m_drawn = true;
    constexpr int width = 24;
    std::string bar;
    if (total > 0) {
        const int filled = static_cast<int>(static_cast<std::int64_t>(width) * done / total);
        for (int i = 0; i < width; ++i) bar += i < filled ? "█" : "░";
        bar += " " + std::to_string(done) + "/" + std::to_string(total) + " ";
    }
    std::fprintf(stderr, "\r\033[K%s %s%s", m_what.c_str(), bar.c_str(), base::cut(detail, 40).c_str());
    std::fflush(stderr);
}

void ProgressLine::clear() {
    if (m_drawn) std::fputs("\r\033[K", stderr);
    m_drawn = false;
}

judge::ProgressFn progressOn(ProgressLine& line) {
    return [&line](const judge::Progress& progress) {
        using Step = judge::Progress::Step;
        if (progress.step == Step::Preparing) line.show(progress.done, progress.total, "preparing the compiler: " + progress.check);
        else if (progress.step == Step::Finished) line.clear();
        else line.show(progress.done, progress.total, progress.test.empty() ? progress.check : progress.check + ": " + progress.test);
    };
}

}  // namespace assay::cli
