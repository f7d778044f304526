// The built `assay learn` on a terminal, as a learner meets it.

#include <signal.h>

#include <catch2/catch_test_macros.hpp>

#include "base/clock.h"
#include "progress/store.h"
#include "support/program.h"
#include "support/vt.h"

using namespace assay::support;
namespace progress = assay::progress;

namespace {

const std::string kRight = "package double\n\n// Double returns twice n.\nfunc Double(n int) int {\n\treturn 2 * n\n}\n";
const std::string kEndless = "package double\n\n// Double returns twice n.\nfunc Double(n int) int {\n\tfor {\n\t}\n}\n";

struct Learning {
    Home home;
    OnTerminal terminal;
    explicit Learning(std::vector<std::string> more = {}, int width = 80, int height = 24)
        : terminal(command(more), home.environment(), width, height) {}
    std::vector<std::string> command(const std::vector<std::string>& more) const {
        std::vector<std::string> argv{assayProgram().string(), "learn", "--course", sourceCourse("small").string()};
        argv.insert(argv.end(), more.begin(), more.end());
        return argv;
    }
    assay::base::fs::path folder(const std::string& exercise = "double") const { return home.path() / "assay/small" / exercise; }
    std::vector<progress::Attempt> attempts() const {
        assay::base::SystemClock clock;
        auto store = progress::Store::open(home.data() / "progress.sqlite", assay::base::fs::path(ASSAY_SOURCE_DIR) / "resources/sql", clock);
        REQUIRE(store);
        auto attempts = store->attempts("small", "double");
        REQUIRE(attempts);
        return *attempts;
    }
};

}  // namespace

TEST_CASE("The terminal of these tests scrolls its region both ways, as a vt100 does") {
    Vt terminal(4, 4);
    terminal.feed("a\r\nb\r\nc\r\nd\x1b[2;3r\x1b[2;1H\x1bM");
    CHECK(terminal.text() == "a\n\nb\nd\n");
    terminal.feed("\x1b[3;1H\n");
    CHECK(terminal.text() == "a\nb\n\nd\n");
    CHECK(terminal.unknown() == "");
}

TEST_CASE("A save is graded, shown, and kept; quitting leaves the terminal and no process") {
    Learning learn;
    REQUIRE(learn.terminal.sees("Double it"));
    CHECK(learn.terminal.sees("returns twice"));
    CHECK(learn.terminal.sees("not graded yet"));
    put(learn.folder() / "double.go", kRight);
    CHECK(learn.terminal.sees("✓ Passed"));
    learn.terminal.press("h");
    CHECK(learn.terminal.sees("Hint 1 of 2: Nudge"));
    learn.terminal.press("t");
    CHECK(learn.terminal.sees("returns twice"));
    learn.terminal.press("t");
    CHECK(learn.terminal.sees("twice two is four"));
    learn.terminal.press("l");
    CHECK(learn.terminal.sees("› ✓ Double it"));
    learn.terminal.press("\x1bOB\r");  // down, Return
    CHECK(learn.terminal.sees("A pool of workers"));
    CHECK(learn.terminal.sees("first/worker-pool · 2 of 2"));
    learn.terminal.press("n");
    CHECK(learn.terminal.sees("This is the last exercise."));
    learn.terminal.press("p");
    CHECK(learn.terminal.sees("first/double · 1 of 2"));
    CHECK(learn.terminal.sees("✓ Passed"));  // what was found the last time
    learn.terminal.press("q");
    CHECK(learn.terminal.end() == 0);
    CHECK(learn.terminal.cooked());
    CHECK(learn.terminal.unknown() == "");
    const auto attempts = learn.attempts();
    REQUIRE(attempts.size() == 1);
    CHECK(attempts[0].verdict == "passed");
    CHECK(attempts[0].origin == "learn");
    CHECK(processesNaming(learn.home.path().string()).empty());
}

TEST_CASE("What was changed while nobody watched is graded at the start, and never overwritten") {
    Home home;
    const auto argv = std::vector<std::string>{assayProgram().string(), "learn", "double", "--course", sourceCourse("small").string(), "--dir", (home.path() / "mine").string()};
    {
        OnTerminal first(argv, home.environment());
        REQUIRE(first.sees("not graded yet"));
        first.press("q");
        REQUIRE(first.end() == 0);
    }
    put(home.path() / "mine/double.go", kRight);
    OnTerminal second(argv, home.environment());
    CHECK(second.sees("✓ Passed"));
    CHECK(second.sees("Kept as you left it: double.go"));
    CHECK(read(home.path() / "mine/double.go") == kRight);
    second.press("q");
    CHECK(second.end() == 0);
}

TEST_CASE("The newest save cancels the grading before it") {
    Learning learn;
    REQUIRE(learn.terminal.sees("not graded yet"));
    put(learn.folder() / "double.go", kEndless);
    REQUIRE(learn.terminal.sees("running"));
    put(learn.folder() / "double.go", kRight);
    CHECK(learn.terminal.sees("✓ Passed"));
    learn.terminal.press("q");
    CHECK(learn.terminal.end() == 0);
    CHECK(learn.attempts().size() == 1);
}

TEST_CASE("Signals that end it give the terminal back and leave no child, while a check runs, too") {
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        INFO("signal " << number);
        Learning learn;
        REQUIRE(learn.terminal.sees("not graded yet"));
        put(learn.folder() / "double.go", kEndless);
        REQUIRE(learn.terminal.sees("running"));
        if (number == SIGINT) learn.terminal.press("\x03");
        else learn.terminal.signal(number);
        CHECK(learn.terminal.end() == -number);
        CHECK(learn.terminal.cooked());
        CHECK(processesNaming(learn.home.path().string()).empty());
    }
}

TEST_CASE("Ctrl+Z gives the terminal back; afterwards a check that was running runs again") {
    Home home;
    // A shell with job control: without one the kernel stops nobody.
    OnTerminal terminal({"/bin/sh", "-c", "set -m; \"$0\" learn --course \"$1\"; echo job stopped; read line; fg", assayProgram().string(), sourceCourse("small").string()}, home.environment());
    const auto file = home.path() / "assay/small/double/double.go";
    REQUIRE(terminal.sees("not graded yet"));
    put(file, kEndless);
    REQUIRE(terminal.sees("running"));
    terminal.press("\x1a");
    REQUIRE(terminal.sees("job stopped"));
    CHECK(terminal.cooked());
    put(file, kRight);
    terminal.press("\n");
    CHECK(terminal.sees("✓ Passed"));
    CHECK_FALSE(terminal.cooked());
    terminal.press("q");
    CHECK(terminal.end() == 0);
}

TEST_CASE("A narrow window, and one that changes, are drawn anew") {
    Learning learn({}, 40, 10);
    REQUIRE(learn.terminal.sees("not graded yet"));
    CHECK(learn.terminal.sees("? keys"));
    learn.terminal.resize(9, 3);
    CHECK(learn.terminal.sees("○ not gr…"));
    learn.terminal.resize(100, 30);
    CHECK(learn.terminal.sees("first/double · 1 of 2"));
    CHECK(learn.terminal.sees("twice"));
    learn.terminal.press("q");
    CHECK(learn.terminal.end() == 0);
}

TEST_CASE("A terminal that goes away ends it") {
    Home home;
    int pid = 0;
    {
        // setsid of forkpty makes it the terminal's session leader: closing the terminal hangs it up.
        OnTerminal terminal({"/bin/sh", "-c", "\"$0\" learn --course \"$1\"; echo ended", assayProgram().string(), sourceCourse("small").string()}, home.environment());
        REQUIRE(terminal.sees("not graded yet"));
        pid = terminal.pid();
    }
    CHECK(pid > 0);
    for (int i = 0; i < 200 && !processesNaming(home.path().string()).empty(); ++i) ::usleep(50'000);
    CHECK(processesNaming(home.path().string()).empty());
}

TEST_CASE("A terminal that can do nothing gets the line mode") {
    Home home;
    OnTerminal terminal({assayProgram().string(), "learn", "--course", sourceCourse("small").string()}, home.environment({"TERM=dumb"}));
    CHECK(terminal.sees("Files: "));
    CHECK(terminal.sees("returns twice"));
    terminal.press("q\n");
    CHECK(terminal.end() == 0);
}
