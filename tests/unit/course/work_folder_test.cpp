// The folder that a learner works in: what is written, and what never is.

#include <catch2/catch_test_macros.hpp>

#include "course/work_folder.h"

#include "base/watcher.h"
#include "judge/judge.h"
#include "support/program.h"

using namespace assay;
using namespace assay::course;
namespace fs = assay::base::fs;
using support::put;
using support::read;

namespace {

using Names = std::vector<std::string>;

struct Desk {
    base::TempFolder temp = base::TempFolder::create("folder-test").value();
    course::LoadedCourse loaded = course::loadCourse(support::sourceCourse("small"), judge::kindSchemas()).value();
    fs::path folder = temp.path() / "work";
    const course::Exercise& exercise(const char* id = "double") const { return *loaded.course.exercise(id); }
    std::vector<WorkFile> files(const std::vector<WorkFile>& mine = {}) const { return workFiles(loaded.course, exercise(), mine).value(); }
    FolderResult write(const std::vector<WorkFile>& files) const {
        auto wrote = writeFolder(folder, "small", exercise(), files);
        INFO((wrote ? std::string() : base::describe(wrote.error())));
        REQUIRE(wrote);
        return *wrote;
    }
};

std::vector<WorkFile> changed(std::vector<WorkFile> files, const std::string& name, const std::string& content) {
    for (WorkFile& file : files)
        if (file.name == name) file.content = content;
    return files;
}

}  // namespace

TEST_CASE("A new folder holds what the learner needs, so that go test and gopls work in it") {
    const Desk desk;
    CHECK(desk.write(desk.files()).written == Names{"double.go", "double_test.go", "go.mod", "TASK.md"});
    CHECK(read(desk.folder / "go.mod") == "module course/first/double\n\ngo 1.26\n");
    CHECK(read(desk.folder / "TASK.md").find("# Double it") == 0);
    CHECK_FALSE(fs::exists(desk.folder / "big_test.go"));  // hidden
    const FolderResult again = desk.write(desk.files());
    CHECK(again.written.empty());
    CHECK(again.kept.empty());
}

TEST_CASE("What the learner changed stays; what nobody touched may become newer") {
    const Desk desk;
    desk.write(desk.files());
    put(desk.folder / "double.go", "package double // mine\n");
    const auto newer = changed(changed(desk.files(), "double.go", "package double // newer\n"), "double_test.go", "package double // newer test\n");
    const FolderResult result = desk.write(newer);
    CHECK(result.kept == Names{"double.go"});
    CHECK(result.written == Names{"double_test.go"});
    CHECK(read(desk.folder / "double.go") == "package double // mine\n");
    CHECK(read(desk.folder / "double_test.go") == "package double // newer test\n");
}

TEST_CASE("A file that was removed comes back; one that stands there as a link is not followed") {
    const Desk desk;
    desk.write(desk.files());
    fs::remove(desk.folder / "double_test.go");
    fs::remove(desk.folder / "double.go");
    put(desk.temp.path() / "elsewhere.go", "precious");
    fs::create_symlink(desk.temp.path() / "elsewhere.go", desk.folder / "double.go");
    const FolderResult result = desk.write(desk.files());
    CHECK(result.written == Names{"double_test.go"});
    CHECK(result.kept == Names{"double.go"});
    CHECK(read(desk.temp.path() / "elsewhere.go") == "precious");
}

TEST_CASE("A folder that is not ours, or another exercise's, is refused") {
    const Desk desk;
    const auto refused = [&](const std::string& course, const course::Exercise& exercise, const std::string& words) {
        auto wrote = writeFolder(desk.folder, course, exercise, desk.files());
        REQUIRE_FALSE(wrote);
        CHECK(wrote.error().code == base::ErrorCode::Usage);
        CHECK(wrote.error().message.find(words) != std::string::npos);
    };
    put(desk.folder / "letter.txt", "dear");
    refused("small", desk.exercise(), "is not empty, and Assay did not make it");
    fs::remove(desk.folder / "letter.txt");
    desk.write(desk.files());
    refused("small", desk.exercise("worker-pool"), "is the folder of exercise 'double' of course 'small'");
    refused("other", desk.exercise(), "of course 'small'");
    fs::remove_all(desk.folder);
    put(desk.folder, "a file");
    refused("small", desk.exercise(), "is not a folder");
}

TEST_CASE("What the learner had elsewhere is laid over the starter, and nothing leads out of the folder") {
    const Desk desk;
    const auto files = desk.files({{"double.go", "package double // drafted\n"}, {"../double.go", "x"}, {"/etc/double.go", "x"}, {"double_test.go", "x"}, {"go.mod", "x"}});
    for (const WorkFile& file : files) CHECK(file.content != "x");
    desk.write(files);
    CHECK(read(desk.folder / "double.go") == "package double // drafted\n");
    CHECK_FALSE(fs::exists(desk.temp.path() / "double.go"));
}

TEST_CASE("A save is noticed however an editor writes it") {
    const Desk desk;
    desk.write(desk.files());
    auto watcher = base::Watcher::create(desk.folder, [](const std::string& name) { return name == "double.go" || name == "internal/deep/x.go"; });
    REQUIRE(watcher);
    CHECK_FALSE(watcher->read());
    SECTION("in place") {
        put(desk.folder / "double.go", "1");
        CHECK(watcher->read());
        CHECK_FALSE(watcher->read());
    }
    SECTION("a new file renamed over the old one") {
        put(desk.folder / ".double.go.swp", "2");
        CHECK_FALSE(watcher->read());
        fs::rename(desk.folder / ".double.go.swp", desk.folder / "double.go");
        CHECK(watcher->read());
    }
    SECTION("a file that does not matter") {
        put(desk.folder / "notes.txt", "x");
        CHECK_FALSE(watcher->read());
    }
    SECTION("in a folder that is new") {
        put(desk.folder / "internal/deep/x.go", "x");
        CHECK(watcher->read());
        put(desk.folder / "internal/deep/x.go", "y");
        CHECK(watcher->read());
    }
    SECTION("the folder is gone") {
        fs::remove_all(desk.folder);
        (void)watcher->read();
        CHECK(watcher->gone());
    }
}

TEST_CASE("Which side of a file changed is known from what both had last") {
    const Desk desk;
    const auto side = [&](const std::string& mine) {
        const auto all = standings(desk.folder, "small", desk.exercise(), {{"double.go", mine}});
        REQUIRE(all);
        REQUIRE(all->size() == 1);
        return all->front().changed;
    };
    CHECK(standings(desk.folder, "small", desk.exercise(), {{"double.go", "x"}})->empty());  // not there
    desk.write(desk.files({{"double.go", "package double // one\n"}}));
    CHECK(side("package double // one\n") == Changed::Neither);
    CHECK(side("package double // two\n") == Changed::Mine);
    put(desk.folder / "double.go", "package double // outside\n");
    CHECK(side("package double // one\n") == Changed::Folder);
    CHECK(side("package double // two\n") == Changed::Both);
    CHECK(side("package double // outside\n") == Changed::Neither);
    REQUIRE(agree(desk.folder, {{"double.go", "package double // outside\n"}}));
    CHECK(side("package double // two\n") == Changed::Mine);
    REQUIRE(replaceInFolder(desk.folder, {{"double.go", "package double // two\n"}, {"../evil.go", "x"}}));
    CHECK(side("package double // two\n") == Changed::Neither);
    CHECK_FALSE(fs::exists(desk.temp.path() / "evil.go"));
    CHECK(standings(desk.folder, "other", desk.exercise(), {{"double.go", "x"}})->empty());
    CHECK(standings(desk.folder, "small", desk.exercise("worker-pool"), {{"pool.go", "x"}})->empty());
}

TEST_CASE("Nothing is taken from a file that is gone, a link, too large or no text") {
    const Desk desk;
    desk.write(desk.files());
    const auto count = [&] { return standings(desk.folder, "small", desk.exercise(), {{"double.go", "mine"}})->size(); };
    CHECK(count() == 1);
    const fs::path file = desk.folder / "double.go";
    put(file, "\xff\xfe");
    CHECK(count() == 0);
    put(file, std::string((1u << 20) + 1, 'x'));
    CHECK(count() == 0);
    fs::remove(file);
    CHECK(count() == 0);
    put(desk.temp.path() / "elsewhere.go", "precious");
    fs::create_symlink(desk.temp.path() / "elsewhere.go", file);
    CHECK(count() == 0);
}

TEST_CASE("The folder lies below the chosen one, or in ~/assay") {
    CHECK(workFolder("/x", "c", "e") == "/x/c/e");
    CHECK(workFolder("", "c", "e").string().ends_with("/assay/c/e"));
    CHECK(workFolder("relative", "c", "e").is_absolute());
}
