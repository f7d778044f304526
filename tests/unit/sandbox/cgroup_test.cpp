// Control groups on a made-up tree, and where this machine has them, on the real one.

#include "sandbox/cgroup.h"

#include <unistd.h>

#include "harness.h"

using namespace assay;
using namespace assay::sandbox;

namespace {

void put(const fs::path& path, std::string_view text) {
    fs::create_directories(path.parent_path());
    REQUIRE(base::writeFile(path, text));
}

}  // namespace

TEST_CASE("no controller to be had: no provider") {
    auto folder = base::TempFolder::create("test");
    REQUIRE(folder);
    CHECK(findCgroups(folder->path(), "0::/\n") == nullptr);
    put(folder->path() / "cgroup.subtree_control", "cpu\n");
    put(folder->path() / "cgroup.procs", "");
    CHECK(findCgroups(folder->path(), "0::/\n") == nullptr);
}

TEST_CASE("a tree whose groups cannot be limited is not taken") {
    auto folder = base::TempFolder::create("test");
    REQUIRE(folder);
    put(folder->path() / "user/cgroup.subtree_control", "memory pids\n");
    put(folder->path() / "user/cgroup.procs", "");
    // New folders hold no memory.max here, as on no real kernel.
    CHECK(findCgroups(folder->path(), "0::/user\n") == nullptr);
    CHECK(fs::is_empty(folder->path() / "user") == false);
    for (const auto& entry : fs::directory_iterator(folder->path() / "user"))
        CHECK(!entry.is_directory());
}

TEST_CASE("groups that killed graders left are removed") {
    auto folder = base::TempFolder::create("test");
    REQUIRE(folder);
    put(folder->path() / "memory/cgroup.procs", "");
    const fs::path dead = folder->path() / "memory/assay-run-4194300-1";
    const fs::path living = folder->path() / ("memory/assay-run-" + std::to_string(::getpid()) + "-7");
    fs::create_directory(dead);
    fs::create_directory(living);
    (void)findCgroups(folder->path(), "4:memory:/\n");
    CHECK(!fs::exists(dead));
    CHECK(fs::exists(living));
}

TEST_CASE("a real group takes a process in and is gone afterwards") {
    auto provider = findCgroups();
    if (provider == nullptr) SKIP("no control group is to be had here");
    auto group = provider->create(Limits{});
    REQUIRE(group);
    CHECK(!(*group)->memoryFailed());
    const pid_t nobody = 4'194'300;
    CHECK((*group)->enter(std::span(&nobody, 1)));
}
