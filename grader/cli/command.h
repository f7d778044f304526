// Role: what commands share. One file per command; each adds its subcommand to the parser and gives the function that runs
// it. main.cpp builds, wires and passes; nothing here is global.
// Exit codes (a contract): 0 passed or done, 1 graded and not passed, 2 wrong use or invalid content or submission,
// 3 the grader could not do its job.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/result.h"
#include "course/model.h"
#include "judge/judge.h"
#include "progress/store.h"
#include "sandbox/sandbox.h"

namespace CLI {
class App;
}

namespace assay::cli {

using base::Result;
namespace fs = base::fs;

inline constexpr int kDone = 0, kNotPassed = 1, kInvalid = 2, kOurFault = 3;

// Options that stand before or after any command.
struct Globals {
    std::string course, data, isolation = "full", color = "auto";
    bool json = false, quiet = false, verbose = false;
};

// What a command works with, made when it is first asked for, so that a usage error costs nothing.
class Workbench {
  public:
    explicit Workbench(const Globals& globals, std::stop_token stop) : m_globals(globals), m_stop(std::move(stop)) {}
    const Globals& globals() const { return m_globals; }
    std::stop_token stop() const { return m_stop; }
    Result<fs::path> courseFolder() const;  // of a packed course: where it is unpacked
    fs::path dataFolder() const;
    sandbox::Level level() const;  // checked by the parser
    Result<judge::Judge*> judge();
    Result<sandbox::Sandbox*> sandbox();
    Result<progress::Store> store();
    Result<progress::Store> store(const fs::path& folder);
    const base::Clock& clock() const { return m_clock; }
    std::shared_ptr<base::Log> log();
    // The exercise by id, with faults of its course told on stderr. Reads course.toml and that exercise only.
    struct OneExercise {
        course::LoadedCourse loaded;
        const course::Exercise* exercise = nullptr;
    };
    Result<OneExercise> exercise(const std::string& id) const;
    bool colored(int descriptor) const;  // by --color, NO_COLOR and whether it is a terminal

  private:
    const Globals& m_globals;
    std::stop_token m_stop;
    base::SystemClock m_clock;
    base::SystemRandom m_random;
    std::shared_ptr<base::Log> m_log;
    std::shared_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<judge::Judge> m_judge;
};

using Run = std::function<int(Workbench&)>;
struct Command {
    CLI::App* parser = nullptr;
    Run run;
};

Command addGrade(CLI::App& app);
Command addBatch(CLI::App& app);
Command addMerge(CLI::App& app);
Command addCheck(CLI::App& app);
Command addLearn(CLI::App& app);
Command addExec(CLI::App& app);
Command addDoctor(CLI::App& app);
Command addProgress(CLI::App& app);
Command addOpen(CLI::App& app);
Command addPrepare(CLI::App& app);
Command addPack(CLI::App& app);
Command addUnpack(CLI::App& app);

// Whether an option names a place that can be what it has to be: else Usage, with what stands there. Empty is no place.
Result<void> mayMakeFolder(std::string_view option, const std::string& path);  // a folder, or nothing yet below one
Result<void> mayWriteFile(std::string_view option, const std::string& path);   // no folder, and in a folder that is there
int exitCodeOf(base::ErrorCode code);
// Prints "assay: …" with the hint on stderr and gives the exit code.
int tell(const base::Error& error);
// Examples below a command's --help.
std::string examples(const std::vector<std::pair<std::string, std::string>>& lines);

// A line on stderr that is drawn again, where that is a terminal and --quiet is not given; else silent, but for `always`.
class ProgressLine {
  public:
    ProgressLine(const Workbench& bench, std::string_view what);
    ~ProgressLine();
    void show(int done, int total, std::string_view detail);
    void clear();

  private:
    std::string m_what;
    bool m_drawn = false, m_enabled = false;
    std::int64_t m_lastNs = 0;
    const base::Clock& m_clock;
};
judge::ProgressFn progressOn(ProgressLine& line);

}  // namespace assay::cli
