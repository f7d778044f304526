// assay learn [EXERCISE]: the terminal mode. Opens the exercise's folder, grades at each save, and shows it on a screen of
// its own (screen.cpp) or, where there is no terminal, line by line (lines.cpp).

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "cli/command.h"
#include "cli/learn/learner.h"

namespace assay::cli {

namespace {

struct LearnOptions {
    std::string exercise, dir;
};

// --verbose writes to stderr all the time, which a screen would have to share with it.
bool hasScreen(const Workbench& bench) {
    const char* term = std::getenv("TERM");
    return ::isatty(0) == 1 && ::isatty(1) == 1 && term != nullptr && *term != '\0' && std::string(term) != "dumb" && !bench.globals().verbose;
}

int runLearn(Workbench& bench, const LearnOptions& options) {
    if (bench.globals().json)
        return tell({base::ErrorCode::Usage, "learn is for a person and prints no JSON", "`assay grade EXERCISE --json` gives the report of the files in a folder", {}, 0});
    auto learner = Learner::create(bench, options.exercise, options.dir);
    if (!learner) return tell(learner.error());
    return hasScreen(bench) ? runScreen(bench, **learner) : runLines(bench, **learner);
}

}  // namespace

Command addLearn(CLI::App& app) {
    auto options = std::make_shared<LearnOptions>();
    CLI::App* parser = app.add_subcommand("learn", "Start or continue, in the terminal");
    parser->add_option("EXERCISE", options->exercise, "The exercise's id; default: where you were");
    parser->add_option("--dir", options->dir, "The folder to work in; default: <course>/<exercise> in ~/assay or in the folder of the app's settings");
    parser->footer(examples({{"assay learn", "go on where you were"},
                             {"assay learn recent", "work on this exercise"},
                             {"assay learn recent --dir ~/work/recent", "… in a folder of your choice"}}) +
                   "\nEvery save in your own editor is graded and shown. Keys: h hint, n next, l list, t task and lesson, r again, q quit,\n"
                   "? all keys. Without a terminal it prints a report for each save, until its input ends.");
    return {parser, [options](Workbench& bench) { return runLearn(bench, *options); }};
}

}  // namespace assay::cli
