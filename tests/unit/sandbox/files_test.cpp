// Mounts, the private folders, and how paths are named at each level.

#include <sys/stat.h>
#include <unistd.h>

#include "harness.h"
#include "sandbox/view.h"

using namespace assay;
using namespace assay::sandbox;
using namespace assay::sandbox::test;

namespace {

struct Folder {
    base::TempFolder temporary = std::move(*base::TempFolder::create("test"));
    fs::path path = temporary.path() / "shared";
    Folder() {
        ::chmod(temporary.path().c_str(), 0711);
        ::mkdir(path.c_str(), 0755);
        REQUIRE(base::writeFile(path / "data.txt", "content\n"));
    }
};

}  // namespace

TEST_CASE("a mount is read-only unless it is writable") {
    const Level level = GENERATE(Level::Full, Level::Reduced);
    const Folder folder;
    Request request = probeRequest({"prints", "/in/data.txt"}, level);
    request.mounts.push_back({folder.path, "/in", false});
    CHECK(run(request).out.kept == "content\n");
    request.argv = {"/probe", "writes-to", "/in/data.txt"};
    CHECK_HELD(request);
    request.argv = {"/probe", "writes", "/in/new.txt"};
    request.mounts.back().writable = true;
    CHECK_HELD(request);
    CHECK(base::readFile(folder.path / "new.txt").value_or("") == "written\n");
}

TEST_CASE("a mount may lie deep, and below another") {
    const Folder folder;
    ::mkdir((folder.path / "sub").c_str(), 0755);
    Request request = probeRequest({"prints", "/a/b/c/sub/data.txt"});
    request.mounts.push_back({folder.path, "/a/b/c/sub", false});
    request.mounts.push_back({folder.path, "/a/b/c", false});
    CHECK(run(request).out.kept == "content\n");
}

TEST_CASE("initial files are in the working folder, which is writable and private") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    const Folder folder;
    ::mkdir((folder.path / "deep").c_str(), 0755);
    REQUIRE(base::writeFile(folder.path / "deep/er.txt", "deeper\n"));
    Request request = probeRequest({"prints", "testdata/deep/er.txt"}, level);
    request.initialFiles = {{folder.path, "testdata"}, {folder.path / "data.txt", "one.txt"}};
    const auto outcome = run(request);
    INFO(describe(outcome));
    CHECK(outcome.out.kept == "deeper\n");
    request.argv = {"/probe", "writes", "testdata/deep/er.txt"};
    CHECK_HELD(request);
    CHECK(base::readFile(folder.path / "deep/er.txt").value_or("") == "deeper\n");
}

TEST_CASE("a link among initial files is an error") {
    const Folder folder;
    fs::create_symlink("/etc/passwd", folder.path / "link");
    Request request = probeRequest({"nothing"});
    request.initialFiles = {{folder.path, "testdata"}};
    Observer observer;
    const auto outcome = makeSandbox()->run(request, observer);
    REQUIRE(!outcome);
    CHECK(outcome.error().message.find("link") != std::string::npos);
}

TEST_CASE("initial files larger than the private folder are an error") {
    const Folder folder;
    Request request = probeRequest({"nothing"});
    request.limits.tmpBytes = 4;
    request.initialFiles = {{folder.path, "testdata"}};
    Observer observer;
    CHECK(!makeSandbox()->run(request, observer));
}

TEST_CASE("HOME and the working folder are named as the level has them") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    Request request = probeRequest({"folder"}, level);
    request.environment = {"HOME=/tmp"};
    const std::string text = run(request).out.kept;
    if (level == Level::Full)
        CHECK(text == "/work /tmp\n");
    else
        CHECK((text.find("/work ") != std::string::npos && text.find("/tmp\n") != std::string::npos));
    CHECK_HELD(probeRequest({"writes", "/tmp/file"}, level));
}

TEST_CASE("a mount that is not there is told by its name") {
    Request request = probeRequest({"nothing"});
    request.mounts.push_back({"/no/such/folder", "/x", false});
    Observer observer;
    const auto outcome = makeSandbox()->run(request, observer);
    REQUIRE(!outcome);
    CHECK(outcome.error().message.find("/no/such/folder") != std::string::npos);
}

TEST_CASE("a program that is not there is an error, not a verdict") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    Request request = probeRequest({"nothing"}, level);
    request.argv = {"/nothere"};
    Observer observer;
    const auto outcome = makeSandbox()->run(request, observer);
    REQUIRE(!outcome);
    CHECK(outcome.error().message.find("/nothere") != std::string::npos);
}

TEST_CASE("seenAs names paths by level") {
    const std::vector<Mount> mounts{{"/cache/std", "/std", false}, {"/cache/std/race", "/std/race", false}};
    CHECK(seenAs(Level::Full, mounts, "/work", "/std/fmt.a") == "/std/fmt.a");
    CHECK(seenAs(Level::Reduced, mounts, "/work", "/std/fmt.a") == "/cache/std/fmt.a");
    CHECK(seenAs(Level::None, mounts, "/work", "/std/race/fmt.a") == "/cache/std/race/fmt.a");
    CHECK(seenAs(Level::None, mounts, "/work", "/standard") == "/standard");
    CHECK(seenAs(Level::Reduced, mounts, "/work", "/work/a/b") == "a/b");
    CHECK(seenAs(Level::Reduced, mounts, "/work", "/work") == ".");
}
