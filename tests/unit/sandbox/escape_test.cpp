// Getting out and reading what is not one's own.

#include <sys/stat.h>
#include <unistd.h>

#include "harness.h"

using namespace assay;
using namespace assay::sandbox;
using namespace assay::sandbox::test;

TEST_CASE("every probe of the self-test holds") {
    const Level level = GENERATE(Level::Full, Level::Reduced);
    auto sandbox = makeSandbox();
    const auto results = runProbes(*sandbox, binaries() / "assay-launcher", level, true);
    CHECK(results.size() > 20);
    for (const ProbeResult& result : results) {
        INFO(name(level) << ": " << result.item << ": " << result.how << " -> " << result.fix);
        CHECK(result.held);
    }
}

TEST_CASE("the same walls stand without control groups") {
    auto sandbox = makeSandbox(false);
    for (const ProbeResult& result : runProbes(*sandbox, binaries() / "assay-launcher", Level::Full, false)) {
        INFO(result.item << ": " << result.how);
        CHECK(result.held);
    }
}

TEST_CASE("a binary of mode 0111 runs and cannot be read") {
    const Level level = GENERATE(Level::Full, Level::Reduced);
    auto folder = base::TempFolder::create("test");
    REQUIRE(folder);
    ::chmod(folder->path().c_str(), 0711);
    const fs::path copy = folder->path() / "program";
    fs::copy_file(binaries() / "assay-probe", copy);
    ::chmod(copy.c_str(), 0111);
    Request request = probeRequest({"unreadable", "/probe"}, level);
    request.mounts[0].outside = copy;
    CHECK_HELD(request);
    struct stat info {};
    REQUIRE(::stat(copy.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0111);
}

TEST_CASE("what is mounted beside a program cannot be told from what is not") {
    for (const char* path : {"/etc/passwd", "/proc/1", "/sys", "/root", "/home", "/dev/zero", "/dev/mem", "/tmp/launcher"}) {
        INFO(path);
        CHECK_HELD(probeRequest({"stats", path}));
    }
}

TEST_CASE("a run that may start programs starts them, and only what is mounted") {
    const Level level = GENERATE(Level::Full, Level::Reduced);
    Request request = probeRequest({"fork-exec", "/probe"}, level);
    if (level == Level::Reduced) request.argv[2] = request.mounts[0].outside.string();
    request.limits.mayStartPrograms = true;
    CHECK_HELD(request);
    request.argv[1] = "privileged-calls";
    CHECK_HELD(request);
    request.argv[1] = "privileges";
    CHECK_HELD(request);
}

TEST_CASE("no environment and no descriptor of ours gets in") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    ::setenv("ASSAY_TEST_SECRET", "1", 1);
    CHECK_HELD(probeRequest({"environment", "0"}, level));
    CHECK_HELD(probeRequest({"descriptors", "3"}, level));
}

TEST_CASE("runs are different users, so that none can signal or count another") {
    if (::geteuid() != 0) SKIP("an ordinary user's runs are apart by user namespace");
    Request request = probeRequest({"sleep"});
    request.limits.wall = request.limits.wallAtMost = Milliseconds(200);
    CHECK(run(request).end == End::WallLimit);
}
