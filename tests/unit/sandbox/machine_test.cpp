// What the machine cannot enforce is refused, with the sentence that mends it.

#include "sandbox/machine.h"

#include <sys/stat.h>

#include "harness.h"

using namespace assay;
using namespace assay::sandbox;
using namespace assay::sandbox::test;

TEST_CASE("without bubblewrap level full is refused and names the package") {
    SandboxConfig config;
    config.launcher = binaries() / "assay-launcher";
    config.bubblewrap = "/no/such/bwrap";
    auto sandbox = makeLinuxSandbox(config);
    const auto isolation = sandbox->isolation(Level::Full);
    REQUIRE(!isolation);
    CHECK(isolation.error().code == base::ErrorCode::Unsupported);
    CHECK(isolation.error().hint.find("apt-get install bubblewrap") != std::string::npos);
    Observer observer;
    const auto outcome = sandbox->run(probeRequest({"nothing"}), observer);
    REQUIRE(!outcome);
    CHECK(outcome.error().code == base::ErrorCode::Unsupported);
    CHECK(sandbox->isolation(Level::Reduced));
    const auto probes = runProbes(*sandbox, config.launcher, Level::Full, false);
    REQUIRE(probes.size() == 1);
    CHECK(probes[0].fix.find("apt-get") != std::string::npos);
}

TEST_CASE("a bubblewrap that may make no namespaces is refused with its own words") {
    auto folder = base::TempFolder::create("test");
    REQUIRE(folder);
    ::chmod(folder->path().c_str(), 0755);
    const fs::path fake = folder->path() / "bwrap";
    REQUIRE(base::writeFile(fake, "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n", 0755));
    SandboxConfig config;
    config.launcher = binaries() / "assay-launcher";
    config.bubblewrap = fake;
    const auto isolation = makeLinuxSandbox(config)->isolation(Level::Full);
    REQUIRE(!isolation);
    CHECK(isolation.error().code == base::ErrorCode::Unsupported);
    CHECK(isolation.error().message.find("No permissions") != std::string::npos);
    CHECK(!isolation.error().hint.empty());
}

TEST_CASE("a missing launcher is our fault and says so") {
    SandboxConfig config;
    config.launcher = "/no/such/launcher";
    Observer observer;
    const auto outcome = makeLinuxSandbox(config)->run(probeRequest({"nothing"}), observer);
    REQUIRE(!outcome);
    CHECK(outcome.error().code == base::ErrorCode::Internal);
}

TEST_CASE("the isolation report lists what is in force at each level") {
    auto sandbox = makeSandbox();
    for (const Level level : {Level::Full, Level::Reduced, Level::None}) {
        const auto isolation = sandbox->isolation(level);
        if (!isolation) FAIL(base::describe(isolation.error()));
        CHECK(isolation->level == level);
        CHECK(isolation->items.size() >= 12);
        for (const IsolationItem& item : isolation->items) {
            CHECK(!item.how.empty());
            if (item.item == "network") CHECK(item.enforced == (level != Level::None));
            if (item.item == "private files") CHECK(item.enforced == (level == Level::Full));
        }
    }
}

TEST_CASE("users for runs are taken from what is mapped and nobody's") {
    Machine machine;
    chooseUsers(machine, "         0          0 4294967295\n");
    CHECK(machine.userBase == 1'900'000'000);
    chooseUsers(machine, "0 100000 65536\n");
    CHECK(machine.userBase == 20'000);
    CHECK(machine.userBase + machine.userCount <= 65'536);
    chooseUsers(machine, "0 1000 1\n");
    CHECK(machine.userCount == 0);
}
