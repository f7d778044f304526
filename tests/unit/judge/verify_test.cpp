// What `assay check` says of content that is wrong, with the real compiler: every fault, with its place, at once.

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>

#include "base/text.h"
#include "judge/verify.h"
#include "support/real_judge.h"

using assay::support::realJudge;
using assay::support::Texts;
using assay::support::TinyCourse;

namespace {

const char* kHead = "[files]\neditable = [\"a.go\"]\n[[check]]\nkind = \"build\"\n";
const Texts kFiles{{"starter/a.go", "package ex\n\nfunc A() int { return 0 }\n"},
                   {"solution/a.go", "package ex\n\nfunc A() int { return 1 }\n"},
                   {"tests/a_test.go", "package ex\n\nimport \"testing\"\n\nfunc TestOne(t *testing.T) {\n\tif A() != 1 {\n\t\tt.Fatal(\"want 1\")\n\t}\n}\n\nfunc TestTwo(t *testing.T) {}\n"}};

std::vector<assay::course::Fault> faultsOf(const TinyCourse& course) {
    auto faults = assay::judge::verifyExercise(*realJudge(), course.exercise(), {});
    INFO((faults ? "" : faults.error().message));
    REQUIRE(faults);
    return *faults;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("Tests that no file has are faults, each with the nearest name and its line") {
    const TinyCourse course(std::string(kHead) + "[[check]]\nid = \"tests\"\nkind = \"tests\"\npoints = 10\n[[check.test]]\nname = \"TestOen\"\nweight = 2\n[[check.test]]\nname = \"TestTow\"\n", kFiles);
    const auto faults = faultsOf(course);
    REQUIRE(faults.size() == 1);  // one, however often it kept a submission from its verdict
    INFO(assay::course::describe(faults[0]));
    CHECK(faults[0].file == "exercises/p/ex/exercise.toml");
    CHECK(faults[0].line > 0);
    CHECK(has(faults[0].message, "test 'TestOen' is listed, but no file in tests/ or hidden/ has it; did you mean 'TestOne'?"));
    CHECK(has(faults[0].message, "test 'TestTow' (line "));
    CHECK(has(faults[0].message, "There are: TestOne, TestTwo"));
}

TEST_CASE("A learner is not told what the author's tests are called") {
    const TinyCourse course(std::string(kHead) + "[[check]]\nid = \"tests\"\nkind = \"tests\"\npoints = 10\n[[check.test]]\nname = \"TestOen\"\nweight = 2\n", kFiles);
    auto report = realJudge()->grade(course.exercise(), {"", {{"a.go", kFiles.at("solution/a.go")}}, {}, {}}, {});
    REQUIRE_FALSE(report);
    CHECK(report.error().file == "exercises/p/ex/exercise.toml");
    CHECK_FALSE(has(report.error().message, "TestOne"));
}

TEST_CASE("A link among the tests is a fault of its file, and does not hide others") {
    const TinyCourse course(std::string(kHead) + "[[check]]\nid = \"tests\"\nkind = \"tests\"\npoints = 10\n", kFiles);
    REQUIRE(::symlink("a_test.go", (course.exercise().folder / "tests" / "link_test.go").c_str()) == 0);
    const auto faults = faultsOf(course);
    REQUIRE_FALSE(faults.empty());
    CHECK(faults[0].file == "exercises/p/ex/tests/link_test.go");
}
