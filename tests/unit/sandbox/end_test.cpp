// However a run ends, nothing of it is left.

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "harness.h"

using namespace assay;
using namespace assay::sandbox;
using namespace assay::sandbox::test;

namespace assay::sandbox::test {

int processesNamed(std::string_view word) {
    int count = 0;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc", error)) {
        const auto line = base::readFile(entry.path() / "cmdline");
        if (line && line->find(word) != std::string::npos) ++count;
    }
    return count;
}

}  // namespace assay::sandbox::test

namespace {

std::string token() {
    static int count = 0;
    return "token-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

bool eventually(auto condition, int milliseconds = 5000) {
    for (int i = 0; i < milliseconds / 10; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return condition();
}

// In a child process of ours: run until killed.
pid_t graderThatRuns(const Request& request) {
    const pid_t child = ::fork();
    if (child == 0) {
        Observer observer;
        (void)makeSandbox()->run(request, observer);
        ::_exit(0);
    }
    return child;
}

}  // namespace

TEST_CASE("a daemon is gone when the run has ended") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    const std::string name = token();
    Request request = probeRequest({"daemon", name}, level);
    request.limits.mayStartPrograms = true;
    CHECK_HELD(request);
    CHECK(processesNamed(name) == 0);
}

TEST_CASE("a killed grader takes its runs along") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    const std::string name = token();
    Request request = probeRequest({"sleep", name}, level);
    const pid_t grader = graderThatRuns(request);
    REQUIRE(eventually([&] { return processesNamed(name) > 0; }));
    ::kill(grader, SIGKILL);
    ::waitpid(grader, nullptr, 0);
    CHECK(eventually([&] { return processesNamed(name) == 0; }));
}

TEST_CASE("a grader killed at any moment of the start leaves nothing") {
    const Level level = GENERATE(Level::Full, Level::Reduced);
    // Whatever it leaves becomes our child, so that we see the last of it.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    const auto noneLeft = [] {
        while (::waitpid(-1, nullptr, WNOHANG) > 0) {
        }
        return ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
    };
    for (int i = 0; i < 40; ++i) {
        const std::string name = token();
        const pid_t grader = graderThatRuns(probeRequest({"sleep", name}, level));
        std::this_thread::sleep_for(std::chrono::microseconds(1000 * i));
        ::kill(grader, SIGKILL);
        CHECK(eventually(noneLeft));
        CHECK(processesNamed(name) == 0);
    }
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

TEST_CASE("cancelling takes less than a second") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    auto sandbox = makeSandbox();
    std::stop_source source;
    const auto start = std::chrono::steady_clock::now();
    std::jthread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        source.request_stop();
    });
    Observer observer;
    const auto outcome = run(*sandbox, probeRequest({"sleep"}, level), observer, source.get_token());
    CHECK(outcome.end == End::Canceled);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(1150));
}

TEST_CASE("a stop requested before the start is obeyed") {
    auto sandbox = makeSandbox();
    std::stop_source source;
    source.request_stop();
    Observer observer;
    CHECK(run(*sandbox, probeRequest({"sleep"}), observer, source.get_token()).end == End::Canceled);
}

TEST_CASE("twenty runs at once get each its own result") {
    auto sandbox = makeSandbox();
    std::vector<std::jthread> threads;
    std::vector<std::string> got(20);
    for (int i = 0; i < 20; ++i)
        threads.emplace_back([&, i] {
            Request request = probeRequest({"lines", std::to_string(i)}, i % 5 == 4 ? Level::Reduced : Level::Full);
            request.standardInput = std::to_string(i * i);
            Observer observer;
            auto outcome = sandbox->run(request, observer);
            got[static_cast<std::size_t>(i)] = outcome ? outcome->err.kept + outcome->out.kept : base::describe(outcome.error());
        });
    threads.clear();
    for (int i = 0; i < 20; ++i)
        CHECK(got[static_cast<std::size_t>(i)] == "err " + std::to_string(i) + "\nin " + std::to_string(i * i) + "\n");
}

TEST_CASE("a fork bomb hits its limit and nobody else") {
    const Level level = GENERATE(Level::Full, Level::Reduced);
    const std::string name = token();
    Request request = probeRequest({"fork-bomb", name}, level);
    request.limits.mayStartPrograms = true;
    request.limits.threads = 60;
    request.limits.wall = request.limits.wallAtMost = Milliseconds(600);
    const auto outcome = run(request);
    CHECK((outcome.end == End::WallLimit || outcome.end == End::CpuLimit));
    CHECK(processesNamed(name) == 0);
}

TEST_CASE("runs leave no descriptor open in the grader") {
    const auto count = [] { return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()); };
    const auto before = count();
    auto sandbox = makeSandbox();
    Observer observer;
    for (int i = 0; i < 50; ++i)
        run(*sandbox, probeRequest({"nothing"}, i % 2 == 0 ? Level::Full : Level::Reduced), observer);
    CHECK(count() < before + 30);  // those of the last runs, whose supervisors may still be clearing away
    sandbox.reset();
    CHECK(count() == before);
}
