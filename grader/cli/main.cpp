// The command line. Builds the parser from one file per command, wires the workbench and passes it to the chosen command.

#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <stop_token>
#include <thread>

#include "base/text.h"
#include "cli/command.h"

namespace assay::cli {
namespace {

// Ctrl+C, Ctrl+\, SIGTERM and SIGHUP end what runs: a thread of its own waits for them, so that no code runs in a signal handler.
class Interrupts {
  public:
    Interrupts() {
        sigemptyset(&m_set);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, m_done}) sigaddset(&m_set, signal);
        pthread_sigmask(SIG_BLOCK, &m_set, nullptr);
        m_thread = std::thread([this] {
            for (int signal = 0; signal != m_done;)
                if (sigwait(&m_set, &signal) == 0 && signal != m_done) m_signal = signal, m_stop.request_stop();
        });
    }
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;
    ~Interrupts() { finish(); }
    std::stop_token token() const { return m_stop.get_token(); }
    // Ends as one who was never asked to handle it would have.
    void endAsSignalled() {
        finish();
        if (m_signal == 0) return;
        ::signal(m_signal, SIG_DFL);
        pthread_sigmask(SIG_UNBLOCK, &m_set, nullptr);
        ::raise(m_signal);
    }

  private:
    void finish() {
        if (!m_thread.joinable()) return;
        pthread_kill(m_thread.native_handle(), m_done);
        m_thread.join();
    }

    const int m_done = SIGRTMIN;  // from us to the thread
    sigset_t m_set{};
    std::stop_source m_stop;
    std::atomic<int> m_signal{0};
    std::thread m_thread;
};

void addGlobals(CLI::App& app, Globals& globals) {
    app.add_option("--course", globals.course, "The course: a folder or a packed course, *.assay; default: the project's own or the installed one");
    app.add_option("--data", globals.data, "Where progress and the log are kept; default: $XDG_DATA_HOME/assay");
    app.add_option("--isolation", globals.isolation, "How learner code is locked in: full, reduced, none")->check(CLI::IsMember({"full", "reduced", "none"}));
    app.add_option("--color", globals.color, "auto, always, never")->check(CLI::IsMember({"auto", "always", "never"}));
    app.add_flag("--json", globals.json, "Print for programs");
    app.add_flag("--quiet", globals.quiet, "Print only what matters");
    app.add_flag("--verbose", globals.verbose, "Say on stderr what is done");
}

void optionsOf(const CLI::App& app, std::vector<std::string>& names) {
    for (const CLI::Option* option : app.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const CLI::App* command : app.get_subcommands()) optionsOf(*command, names);
}

// The first word that looks like an option and is none, with the one that was meant: it is what is wrong, whatever else the
// parser missed first.
std::string unknownOption(const CLI::App& app, const std::vector<std::string>& arguments) {
    std::vector<std::string> names;
    optionsOf(app, names);
    for (const std::string& argument : arguments) {
        if (argument == "--") break;
        const std::string name = argument.substr(0, argument.find('='));
        if (!name.starts_with("--") || std::find(names.begin(), names.end(), name) != names.end()) continue;
        const std::string near = base::nearest(name, names);
        return "no option " + base::quote(name) + (near.empty() ? "" : "; did you mean '" + near + "'?");
    }
    return {};
}

// "assay: no command 'grde'; did you mean 'grade'?"
int tellUsage(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& arguments) {
    if (error.get_exit_code() == 0) return app.exit(error);
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) names.push_back(command->get_name());
    std::string text = error.what();
    const std::vector<std::string> rest = app.remaining();
    if (app.get_subcommands().empty() && !rest.empty() && rest[0].rfind('-', 0) != 0) {
        text = "no command " + base::quote(rest[0]);
        if (const std::string near = base::nearest(rest[0], names); !near.empty()) text += "; did you mean '" + near + "'?";
    } else if (const std::string option = unknownOption(app, arguments); !option.empty()) {
        text = option;
    }
    std::fprintf(stderr, "assay: %s\n  `assay --help` lists the commands; `assay COMMAND --help` has examples.\n", base::safeText(text).c_str());
    return kInvalid;
}

int runMain(int argc, char** argv) {
    CLI::App app("Assay grades exercises: it compiles and tests a submission in a sandbox and says exactly what is wrong.", "assay");
    Globals globals;
    addGlobals(app, globals);
    app.set_version_flag("--version", ASSAY_VERSION);
    app.fallthrough();
    app.footer(examples({{"assay learn", "start or continue, in the terminal"},
                         {"assay grade hello-check", "grade the files in this folder"},
                         {"assay check", "prove that the course is fair"},
                         {"assay doctor", "say what this machine can and cannot do"}}) +
               "\nEnds with 0 passed or done, 1 not passed, 2 wrong use or invalid input, 3 the grader could not work.");
    const std::vector<Command> commands{addGrade(app), addBatch(app), addMerge(app), addCheck(app), addLearn(app), addExec(app), addDoctor(app), addProgress(app), addOpen(app), addPack(app), addUnpack(app), addPrepare(app)};
    for (const Command& command : commands) command.parser->fallthrough();
    app.require_subcommand(0, 1);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return tellUsage(app, error, {argv + 1, argv + argc});
    }
    for (const Command& command : commands) {
        if (!command.parser->parsed()) continue;
        Interrupts interrupts;
        if (auto may = mayMakeFolder("--data", globals.data); !may) return tell(may.error());
        int code = 0;
        {
            Workbench bench(globals, interrupts.token());
            code = command.run(bench);
        }
        interrupts.endAsSignalled();
        return code;
    }
    std::fputs(app.help().c_str(), stdout);
    return kInvalid;
}

}  // namespace
}  // namespace assay::cli

int main(int argc, char** argv) { return assay::cli::runMain(argc, argv); }
