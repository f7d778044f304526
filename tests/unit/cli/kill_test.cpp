// kill -9 of `assay grade` and `assay learn` at any moment: what it started ends with it, and after the next start nothing
// of it is left, neither folder nor mount nor control group, and the database is sound.
// The moments are drawn from a seeded generator over the time that a whole run takes on this machine.

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <random>
#include <set>
#include <thread>

#include "base/clock.h"
#include "base/text.h"
#include "progress/store.h"
#include "support/program.h"

using namespace assay::support;
namespace fs = assay::base::fs;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

constexpr int kGrades = 24, kLearns = 6;

const std::string kSolution = "package double\n\n// Double returns twice n.\nfunc Double(n int) int {\n\treturn 2 * n\n}\n";

struct Killing {
    Home home;
    fs::path work = home.path() / "work";
    std::mt19937 random{20261121};
    std::set<int> killed;  // process ids

    Killing() {
        // Whatever loses its parent becomes a child of this test: nothing can hide by outliving its parent.
        ::prctl(PR_SET_CHILD_SUBREAPER, 1);
        put(work / "double.go", kSolution);
    }

    int draw(int upTo) { return static_cast<int>(std::uniform_int_distribution<>(0, upTo)(random)); }

    pid_t startGrade() const {
        std::vector<std::string> arguments{assayProgram().string(), "grade", "double", work.string(), "--record", "--json", "--course", sourceCourse("small").string()};
        std::vector<std::string> variables = home.environment();
        std::vector<char*> argv, environment;
        for (std::string& one : arguments) argv.push_back(one.data());
        for (std::string& one : variables) environment.push_back(one.data());
        argv.push_back(nullptr);
        environment.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
        pid_t pid = -1;
        const int error = ::posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environment.data());
        posix_spawn_file_actions_destroy(&actions);
        REQUIRE(error == 0);
        return pid;
    }

    int gradeOnce() const { return home.run({"grade", "double", work.string(), "--record", "--course", sourceCourse("small").string()}).exitCode; }

    std::string integrity() const {
        assay::base::SystemClock clock;
        auto store = assay::progress::Store::open(home.data() / "progress.sqlite", fs::path(ASSAY_SOURCE_DIR) / "resources/sql", clock);
        if (!store) return assay::base::describe(store.error());
        auto found = store->integrityCheck();
        return found ? *found : assay::base::describe(found.error());
    }

    // Folders of ours that nobody holds: seen twice, so that one which is being made just now does not count.
    static std::set<std::string> staleFolders() {
        std::set<std::string> stale;
        const std::string prefix = "assay-" + std::to_string(::getuid()) + "-";
        for (const char* place : {"/dev/shm", "/tmp"}) {
            std::error_code error;
            for (fs::directory_iterator at(place, error), end; !error && at != end; at.increment(error)) {
                if (!at->path().filename().string().starts_with(prefix)) continue;
                const assay::base::UniqueFd lock(::open((at->path() / ".lock").c_str(), O_RDONLY | O_CLOEXEC));
                if (lock && ::flock(lock.get(), LOCK_SH | LOCK_NB) == 0) stale.insert(at->path().string());
            }
        }
        return stale;
    }

    std::vector<std::string> groups() const {
        std::vector<std::string> found;
        std::error_code error;
        for (fs::recursive_directory_iterator at("/sys/fs/cgroup", fs::directory_options::skip_permission_denied, error), end; !error && at != end; at.increment(error)) {
            if (at.depth() > 6) at.disable_recursion_pending();
            const std::string name = at->path().filename().string();
            for (const int pid : killed)
                if (name.starts_with("assay-run-" + std::to_string(pid) + "-")) found.push_back(at->path().string());
        }
        return found;
    }

    static std::size_t mounts() { return assay::base::splitLines(read("/proc/self/mountinfo")).size(); }
};

// Waits until no child is left; what is still there after the time is counted.
int childrenLeft(milliseconds time) {
    const auto until = Clock::now() + time;
    for (;;) {
        const pid_t pid = ::waitpid(-1, nullptr, WNOHANG);
        if (pid < 0 && errno == ECHILD) return 0;
        if (pid == 0 && Clock::now() > until) break;
        if (pid == 0) std::this_thread::sleep_for(milliseconds(5));
    }
    int left = 0;
    for (const fs::path& task : {fs::path("/proc/self/task") / std::to_string(::getpid()) / "children"}) {
        auto text = assay::base::readFile(task);
        if (text) left = static_cast<int>(std::count(text->begin(), text->end(), ' '));
    }
    return std::max(left, 1);
}

void checkClean(Killing& world) {
    CHECK(world.gradeOnce() == 0);  // the next start works, and sweeps
    CHECK(world.integrity() == "ok");
    CHECK(world.groups().empty());
    auto stale = Killing::staleFolders();
    for (int tries = 0; !stale.empty() && tries < 3; ++tries) {  // others on this machine may have been killed meanwhile
        CHECK(world.gradeOnce() == 0);
        std::this_thread::sleep_for(milliseconds(100));
        std::set<std::string> still;
        for (const std::string& folder : Killing::staleFolders())
            if (stale.contains(folder)) still.insert(folder);
        stale = still;
    }
    CHECK(stale == std::set<std::string>{});
}

}  // namespace

TEST_CASE("grade, killed at any moment") {
    Killing world;
    const auto began = Clock::now();
    REQUIRE(world.gradeOnce() == 0);
    const int whole = static_cast<int>(std::chrono::duration_cast<milliseconds>(Clock::now() - began).count());
    const std::size_t mounts = Killing::mounts();
    int alive = 0;
    for (int i = 0; i < kGrades; ++i) {
        const int moment = world.draw(whole);
        INFO("killed after " << moment << " of " << whole << " ms");
        const pid_t pid = world.startGrade();
        std::this_thread::sleep_for(milliseconds(moment));
        ::kill(pid, SIGKILL);
        int status = 0;
        ::waitpid(pid, &status, 0);
        alive += WIFSIGNALED(status) ? 1 : 0;
        world.killed.insert(pid);
        CHECK(childrenLeft(milliseconds(5000)) == 0);
        if (i % 6 == 5) CHECK(world.integrity() == "ok");
    }
    CHECK(alive > kGrades / 2);  // else nothing was tested
    CHECK(Killing::mounts() == mounts);
    checkClean(world);
}

TEST_CASE("learn, killed at any moment") {
    Killing world;
    const fs::path folder = world.home.path() / "learning";
    REQUIRE(world.gradeOnce() == 0);
    for (int i = 0; i < kLearns; ++i) {
        const int moment = world.draw(600);
        INFO("killed " << moment << " ms after the save");
        {
            OnTerminal learn({assayProgram().string(), "learn", "double", "--dir", folder.string(), "--course", sourceCourse("small").string()}, world.home.environment());
            REQUIRE(learn.sees("Double it"));
            put(folder / "double.go", kSolution + "\n// " + std::to_string(i) + "\n");
            const auto until = Clock::now() + milliseconds(moment);
            while (Clock::now() < until) (void)learn.screen(), std::this_thread::sleep_for(milliseconds(5));
            world.killed.insert(learn.pid());
            learn.signal(SIGKILL);
            CHECK(learn.end() == -SIGKILL);
        }
        CHECK(childrenLeft(milliseconds(5000)) == 0);
        CHECK(read(folder / "double.go").ends_with("// " + std::to_string(i) + "\n"));
    }
    OnTerminal again({assayProgram().string(), "learn", "double", "--dir", folder.string(), "--course", sourceCourse("small").string()}, world.home.environment());
    CHECK(again.sees("of 10 points"));  // the last save, graded then or now
    again.press("q");
    CHECK(again.end() == 0);
    checkClean(world);
}
