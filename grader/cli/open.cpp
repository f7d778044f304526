// assay open [EXERCISE]: starts the desktop app, or the terminal mode where there is no display. --register: only puts it into
// the applications menu.

#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/desktop_menu.h"
#include "base/paths.h"
#include "base/text.h"
#include "cli/command.h"

namespace assay::cli {

namespace {

// Replaces this process, so that exit code and signals are those of the program that takes over.
int become(const fs::path& program, std::vector<std::string> argv) {
    std::vector<char*> pointers;
    for (std::string& argument : argv) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, nullptr);
    ::execv(program.c_str(), pointers.data());
    return tell({base::ErrorCode::Unsupported, "cannot start " + base::quote(program.string()), "`./run` builds it", {}, 0});
}

struct OpenOptions {
    std::string exercise;
    bool add = false, remove = false;
};

int runRegister(const Workbench& bench, bool add) {
    auto menu = base::usersDesktopMenu();
    if (!menu) return tell(menu.error());
    if (auto done = add ? menu->add() : menu->remove(); !done) return tell(done.error());
    if (!bench.globals().quiet)
        std::puts(add ? "Assay is in the applications menu; it opens assay:// links and *.assay files." : "Assay is no longer in the applications menu.");
    return kDone;
}

int runOpen(Workbench& bench, const OpenOptions& options) {
    if (options.add || options.remove) return runRegister(bench, options.add);
    const std::string& exercise = options.exercise;
    if (!exercise.empty())
        if (auto one = bench.exercise(exercise); !one) return tell(one.error());
    std::vector<std::string> rest;
    if (!bench.globals().course.empty()) rest.insert(rest.end(), {"--course", bench.globals().course});
    if (!bench.globals().data.empty()) rest.insert(rest.end(), {"--data", bench.globals().data});
    const fs::path app = base::executableFolder() / "assay-app";
    if (base::hasDisplay() && ::access(app.c_str(), X_OK) == 0) {
        std::vector<std::string> argv{"assay-app"};
        argv.insert(argv.end(), rest.begin(), rest.end());
        if (!exercise.empty()) argv.insert(argv.end(), {"--exercise", exercise});
        return become(app, std::move(argv));
    }
    std::fputs(base::hasDisplay() ? "assay: the desktop app is not built here; starting the terminal mode.\n" : "assay: there is no display; starting the terminal mode.\n", stderr);
    std::vector<std::string> argv{"assay"};
    argv.insert(argv.end(), rest.begin(), rest.end());
    argv.insert(argv.end(), {"--isolation", bench.globals().isolation, "--color", bench.globals().color});
    if (bench.globals().quiet) argv.emplace_back("--quiet");
    if (bench.globals().verbose) argv.emplace_back("--verbose");
    argv.emplace_back("learn");
    if (!exercise.empty()) argv.push_back(exercise);
    return become(base::executableFolder() / "assay", std::move(argv));
}

}  // namespace

Command addOpen(CLI::App& app) {
    auto options = std::make_shared<OpenOptions>();
    CLI::App* parser = app.add_subcommand("open", "Open the desktop app, at an exercise where one is named");
    auto* exercise = parser->add_option("EXERCISE", options->exercise, "The exercise's id");
    auto* add = parser->add_flag("--register", options->add, "Put Assay into this user's applications menu instead of opening it");
    auto* remove = parser->add_flag("--unregister", options->remove, "Take it out of there again");
    add->excludes(exercise)->excludes(remove);
    remove->excludes(exercise);
    parser->footer("\n--register writes an entry, an icon and the file type *.assay below $XDG_DATA_HOME, for this user alone. An Assay\n"
                   "that a package installed is in the menu already.\n" +
                   examples({{"assay open", "where I left"},
                             {"assay open worker-pool", "at this exercise"},
                             {"assay open --course my.assay", "a packed course"},
                             {"assay open --register", "show Assay in the applications menu"}}));
    return {parser, [options](Workbench& bench) { return runOpen(bench, *options); }};
}

}  // namespace assay::cli
