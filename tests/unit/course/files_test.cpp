#include <sys/stat.h>

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "course/files.h"
#include "course_support.h"

using namespace assay;
using namespace assay::course;
using assay::course::testing::CourseFolder;
using assay::course::testing::described;
using Catch::Matchers::ContainsSubstring;
using Lines = std::vector<std::string>;

namespace {

const std::string kFolder = "exercises/basics/clamp/";

Exercise clampOf(const CourseFolder& folder) {
    const LoadedCourse loaded = folder.load();
    REQUIRE(loaded.course.exercise("clamp") != nullptr);
    return *loaded.course.exercise("clamp");
}

Lines names(const Result<SourceFiles>& files) {
    REQUIRE(files);
    Lines out;
    for (const SourceFile& file : *files)
        out.push_back(file.name);
    return out;
}

}  // namespace

TEST_CASE("A set holds every file below its folder, sorted, hidden ones left out") {
    const CourseFolder folder;
    folder.write(kFolder + "tests/testdata/b.txt", "b");
    folder.write(kFolder + "tests/a_test.go", "package clamp\n");
    folder.write(kFolder + "tests/.swp", "x");
    folder.write(kFolder + "tests/.git/config", "x");
    const Exercise exercise = clampOf(folder);
    CHECK(names(readSet(exercise, "tests")) == Lines{"a_test.go", "clamp_test.go", "testdata/b.txt"});
    CHECK(names(readSet(exercise, "mutants")).empty());
    CHECK_FALSE(readSet(exercise, "../clamp/tests"));
    CHECK_FALSE(readSet(exercise, "/etc"));
}

TEST_CASE("A set refuses what is no file of the course") {
    const CourseFolder folder;
    const Exercise exercise = clampOf(folder);
    const base::fs::path tests = folder.path(kFolder + "tests");
    SECTION("a link to a file") {
        base::fs::create_symlink("/etc/passwd", tests / "x.go");
    }
    SECTION("a link to a folder") {
        base::fs::create_directory_symlink("/etc", tests / "x");
    }
    SECTION("a fifo") {
        REQUIRE(::mkfifo((tests / "x.go").c_str(), 0600) == 0);
    }
    SECTION("a name with a newline") {
        folder.write(kFolder + "tests/x\ny.go", "");
    }
    SECTION("a name that is not UTF-8") {
        folder.write(kFolder + "tests/\xFF.go", "");
    }
    SECTION("a set that is a link") {
        base::fs::rename(tests, folder.path("elsewhere"));
        base::fs::create_directory_symlink(folder.path("elsewhere"), tests);
    }
    const auto files = readSet(exercise, "tests");
    REQUIRE_FALSE(files);
    CHECK(files.error().code == base::ErrorCode::InvalidContent);
    CHECK_THAT(files.error().file, ContainsSubstring("exercises/basics/clamp/tests"));
    CHECK_FALSE(contentHash(exercise));
    CHECK_FALSE(checkFiles(exercise).empty());
}

TEST_CASE("Editable files come from the starter, read-only ones from the solution") {
    const CourseFolder folder;
    folder.write(kFolder + "starter/cmd/main.go", "package main\n");
    folder.write(kFolder + "starter/notes.txt", "x");
    folder.write(kFolder + "solution/data/in.json", "{}");
    folder.write(kFolder + "solution/clamp_help.go", "package clamp\n");
    Exercise exercise = clampOf(folder);
    exercise.editable = {"*.go", "cmd/**"};
    exercise.readonly = {"data/*.json"};
    CHECK(names(starterFiles(exercise)) == Lines{"clamp.go", "cmd/main.go"});
    CHECK(names(readonlyFiles(exercise)) == Lines{"data/in.json"});
    CHECK(isEditable(exercise, "new.go"));
    CHECK(isEditable(exercise, "cmd/x/y.go"));
    CHECK_FALSE(isEditable(exercise, "data/in.json"));
    CHECK_FALSE(isEditable(exercise, "cmd/../x.txt"));
    CHECK_FALSE(isEditable(exercise, "/clamp.go"));
    CHECK_FALSE(isEditable(exercise, ""));
}

TEST_CASE("Hints are the sections of hints.md in order") {
    const CourseFolder folder;
    const Exercise exercise = clampOf(folder);
    folder.write(kFolder + "hints.md",
                 "Said before.\n\n## First ##\n\nA question?\n\n```md\n## no heading\n```\n\n## "
                 "Second\ntext\r\n### deeper\n");
    auto hints = readHints(exercise);
    REQUIRE(hints);
    REQUIRE(hints->size() == 2);
    CHECK(hints->at(0).title == "First");
    CHECK(hints->at(0).markdown == "A question?\n\n```md\n## no heading\n```");
    CHECK(hints->at(1).markdown == "text\n### deeper");
    folder.write(kFolder + "hints.md", "Only text.\n");
    CHECK(readHints(exercise)->at(0).markdown == "Only text.");
    folder.remove(kFolder + "hints.md");
    CHECK(readHints(exercise)->empty());
    CHECK(readTask(exercise).value_or("") == "# Clamp\n\nDo it.\n");
    folder.write(kFolder + "task.md", "ok\n\xFF\n");
    REQUIRE_FALSE(readTask(exercise));
    CHECK(readTask(exercise).error().line == 2);
    folder.remove(kFolder + "task.md");
    CHECK(readTask(exercise).error().code == base::ErrorCode::NotFound);
}

TEST_CASE("The content hash changes with any file of the exercise and nothing else") {
    const CourseFolder folder;
    const Exercise exercise = clampOf(folder);
    const auto hash = contentHash(exercise);
    REQUIRE(hash);
    CHECK(hash->size() == 64);
    CHECK(*hash == *contentHash(clampOf(CourseFolder())));
    SECTION("a hidden file is not part of it") {
        folder.write(kFolder + ".clamp.swp", "x");
        CHECK(*contentHash(exercise) == *hash);
    }
    SECTION("content is") {
        folder.write(kFolder + "hidden/clamp_hidden_test.go", "package clamp // changed\n");
        CHECK(*contentHash(exercise) != *hash);
    }
    SECTION("names are") {
        base::fs::rename(folder.path(kFolder + "tests/clamp_test.go"),
                         folder.path(kFolder + "tests/b_test.go"));
        CHECK(*contentHash(exercise) != *hash);
    }
    SECTION("a new empty file is") {
        folder.write(kFolder + "tests/empty", "");
        CHECK(*contentHash(exercise) != *hash);
    }
}

TEST_CASE("A wrong submission says what it must get") {
    const CourseFolder folder;
    const Exercise exercise = clampOf(folder);
    std::vector<Fault> faults;
    SECTION("in full") {
        folder.write(kFolder + "wrong/none/expect.toml",
                     "verdict = [\"failed\", \"raced\"]\ncheck = \"tests\"\ntests = "
                     "[\"TestEnds\"]\nsurvivors = [\"m\"]\n"
                     "score = { at_least = 1, at_most = 2.5 }\n");
        const auto wrong = wrongSubmissions(exercise, faults);
        REQUIRE(wrong);
        CHECK(described(faults) == Lines{});
        REQUIRE(wrong->size() == 1);
        const WrongSubmission& none = wrong->front();
        CHECK(none.name == "none");
        CHECK(none.verdicts == Lines{"failed", "raced"});
        CHECK(none.check == "tests");
        CHECK(none.hasTests);
        CHECK(none.tests == Lines{"TestEnds"});
        CHECK(none.survivors == Lines{"m"});
        CHECK(none.scoreAtLeast == 1);
        CHECK(none.scoreAtMost == 2.5);
        REQUIRE(none.files.size() == 1);
        CHECK(none.files[0].name == "clamp.go");
    }
    SECTION("without tests, which is not the same as no tests") {
        const auto wrong = wrongSubmissions(exercise, faults);
        REQUIRE(wrong);
        CHECK_FALSE(wrong->front().hasTests);
    }
    SECTION("with every fault told") {
        folder.write(kFolder + "wrong/none/expect.toml",
                     "verdict = [\"faild\", \"internal_error\", 3]\ncheck = \"test\"\nchek = 1\nscore = { "
                     "at_least = 3, at_most = 2 }\n");
        folder.write(kFolder + "wrong/none/other.go", "package clamp\n");
        folder.write(kFolder + "wrong/second/clamp.go", "package clamp\n");
        folder.write(kFolder + "wrong/stray.txt", "x");
        REQUIRE(wrongSubmissions(exercise, faults));
        std::stable_sort(faults.begin(), faults.end(),
                         [](const Fault& a, const Fault& b) { return a.file < b.file; });
        const std::string at = "exercises/basics/clamp/wrong/";
        const std::string known =
            "one of passed, failed, compile_error, time_limit, memory_limit, output_limit, crashed, raced, "
            "leaked, invalid, tampered";
        CHECK(described(faults) ==
              Lines{at + "none/expect.toml:3: field 'chek' is not known in expect.toml (expected one of "
                         "verdict, check, tests, "
                         "survivors, score; did you mean 'check'?)",
                    at + "none/expect.toml:1: verdict 'faild' is not known (expected " + known +
                        "; did you mean 'failed'?)",
                    at + "none/expect.toml:1: verdict 'internal_error' cannot be asked for (expected " +
                        known + ")",
                    at + "none/expect.toml:1: 'verdict' must be a verdict's name or a list of them",
                    at + "none/expect.toml:2: the exercise has no check 'test' (expected one of build, "
                         "tests; did you mean "
                         "'tests'?)",
                    at + "none/expect.toml:4: 'score' can never be met: at_least is more than at_most",
                    at + "none/other.go: 'other.go' is not editable, so it would be ignored (expected one of "
                         "clamp.go)",
                    at + "second/expect.toml: expect.toml is missing (expected the verdict that the "
                         "submission must get)",
                    at + "stray.txt: 'stray.txt' in wrong/ is no folder (expected wrong/<name>/ with files "
                         "and expect.toml)"});
    }
    SECTION("in TOML") {
        folder.write(kFolder + "wrong/none/expect.toml", "verdict = \n");
        REQUIRE(wrongSubmissions(exercise, faults));
        REQUIRE(faults.size() == 1);
        CHECK_THAT(describe(faults[0]), ContainsSubstring("expect.toml:1: not valid TOML"));
    }
}

TEST_CASE("Mutants are read with what they reveal") {
    const CourseFolder folder;
    const Exercise exercise = clampOf(folder);
    folder.write(kFolder + "mutants/a/clamp.go", "package clamp\n");
    folder.write(kFolder + "mutants/a/mutant.toml", "reveal = \"Nothing tests it.\"\n");
    folder.write(kFolder + "mutants/b/clamp.go", "package clamp\n");
    std::vector<Fault> faults;
    const auto mutants = readMutants(exercise, faults);
    REQUIRE(mutants);
    REQUIRE(mutants->size() == 2);
    CHECK(mutants->at(0).reveal == "Nothing tests it.");
    CHECK(mutants->at(0).files.size() == 1);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].advice);
    CHECK(describe(faults[0]) ==
          "exercises/basics/clamp/mutants/b/mutant.toml: mutant 'b' has no 'reveal' (expected a sentence for "
          "the learner)");
}

TEST_CASE("The files of an exercise are checked against what exercise.toml says of them") {
    const CourseFolder folder;
    Exercise exercise = clampOf(folder);
    CHECK(described(checkFiles(exercise)) == Lines{});
    exercise.editable = {"clmap.go"};
    exercise.readonly = {"data.json"};
    folder.write(kFolder + "hidden/bad_test.go", "package clamp\n// \xFF\n");
    const Lines faults = described(checkFiles(exercise));
    REQUIRE(faults.size() >= 4);
    CHECK(faults[0] == "exercises/basics/clamp/hidden/bad_test.go:2: the text is not UTF-8");
    CHECK_THAT(
        faults[1],
        ContainsSubstring(
            "!exercises/basics/clamp/exercise.toml: 'clmap.go' in 'editable' is no file of starter/") &&
            ContainsSubstring("did you mean 'clamp.go'?"));
    CHECK_THAT(faults[2], ContainsSubstring("'data.json' in 'readonly' is no file of solution/"));
    CHECK_THAT(faults[3], ContainsSubstring("!exercises/basics/clamp/starter/clamp.go"));
}
