// The whole way: real compiler, real sandbox, one small exercise.

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "support/real_judge.h"

using assay::checks::Verdict;
using assay::support::realJudge;
using assay::support::TinyCourse;

namespace {

const char* kToml = R"(
[files]
editable = ["clamp.go"]
[[check]]
id = "build"
kind = "build"
[[check]]
id = "format"
kind = "format"
points = 1
[[check]]
id = "vet"
kind = "vet"
points = 1
[[check]]
id = "tests"
kind = "tests"
points = 8
[[check.test]]
name = "TestEnds"
weight = 3
reveal = "The ends stay."
)";
const char* kSolution = R"(package ex

// Clamp limits x.
func Clamp(x, lo, hi int) int {
	if x < lo {
		return lo
	}
	if x > hi {
		return hi
	}
	return x
}
)";
const char* kVisible = R"(package ex

import "testing"

func TestInside(t *testing.T) {
	if got := Clamp(5, 1, 9); got != 5 {
		t.Errorf("Clamp(5, 1, 9) = %d, want 5", got)
	}
}
)";
const char* kHidden = R"(package ex

import "testing"

func TestEnds(t *testing.T) {
	if got := Clamp(123454321, 1, 9); got != 9 {
		t.Errorf("Clamp(123454321, 1, 9) = %d, want 9", got)
	}
}
)";

TinyCourse clampCourse() { return TinyCourse(kToml, {{"starter/clamp.go", "package ex\n\nfunc Clamp(x, lo, hi int) int { return lo }\n"}, {"solution/clamp.go", kSolution}, {"tests/clamp_test.go", kVisible}, {"hidden/ends_test.go", kHidden}}); }

}  // namespace

TEST_CASE("A right solution passes with all points") {
    const TinyCourse course = clampCourse();
    const auto report = realJudge().grade(course, {{"clamp.go", kSolution}});
    INFO(report.message);
    for (const auto& check : report.checks) UNSCOPED_INFO(check.id << " " << name(check.verdict) << " " << check.message);
    CHECK(report.verdict == Verdict::Passed);
    CHECK(report.points == report.max);
}

TEST_CASE("A hidden test fails by its reveal and nothing else") {
    const TinyCourse course = clampCourse();
    const auto report = realJudge().grade(course, {{"clamp.go", "package ex\n\n// Clamp limits x.\nfunc Clamp(x, lo, hi int) int {\n\tprintln(x)\n\tif x < lo {\n\t\treturn lo\n\t}\n\treturn x\n}\n"}});
    CHECK(report.verdict == Verdict::Failed);
    REQUIRE(report.checks.size() == 4);
    const auto& tests = report.checks[3].tests;
    REQUIRE(tests.size() == 2);
    CHECK(tests[0].verdict == Verdict::Passed);
    CHECK(tests[0].output == "5\n");
    CHECK(tests[1].name == "hidden 1");
    CHECK(tests[1].message == "The ends stay.");
    CHECK(tests[1].output.empty());
    CHECK(report.points == assay::checks::Points(4));
}

TEST_CASE("What does not compile ends the grading at build") {
    const TinyCourse course = clampCourse();
    const auto report = realJudge().grade(course, {{"clamp.go", "package ex\n\nfunc Clamp(x, lo, hi int) int {\n\treturn lo +\n}\n"}});
    CHECK(report.verdict == Verdict::CompileError);
    REQUIRE_FALSE(report.checks[0].diagnostics.empty());
    CHECK(report.checks[0].diagnostics[0].file == "clamp.go");
    CHECK(report.checks[0].diagnostics[0].line == 5);
    CHECK(report.checks[3].verdict == Verdict::NotRun);
}

TEST_CASE("Level reduced grades as level full does") {
    const TinyCourse course = clampCourse();
    const auto level = assay::sandbox::Level::Reduced;
    CHECK(realJudge().grade(course, {{"clamp.go", kSolution}}, false, level).verdict == Verdict::Passed);
    CHECK(realJudge().grade(course, {{"clamp.go", "package ex\n\nfunc Clamp(x, lo, hi int) int { return x }\n"}}, false, level).verdict == Verdict::Failed);
}

TEST_CASE("What only types show is refused before anything runs, however early the analysis is") {
    const TinyCourse course("[files]\neditable = [\"a.go\"]\n[[check]]\nkind = \"build\"\n[[check]]\nid = \"tests\"\nkind = \"tests\"\npoints = 10\n",
                            {{"solution/a.go", "package ex\n"}, {"tests/a_test.go", "package ex\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {}\n"}});
    const auto report = realJudge().grade(course, {{"a.go", "package ex\n\nimport \"testing\"\n\nvar Run = testing.RunTests\n"}});
    CHECK(report.verdict == Verdict::Invalid);
    CHECK(report.checks[1].verdict == Verdict::NotRun);
}

TEST_CASE("Endless recursion is told as a stack overflow, also where there is little memory") {
    const TinyCourse course("[files]\neditable = [\"a.go\"]\n[limits]\nmemory_mib = 64\n[[check]]\nkind = \"build\"\n[[check]]\nid = \"tests\"\nkind = \"tests\"\npoints = 10\n",
                            {{"solution/a.go", "package ex\n\nfunc Down(n int) int { return n }\n"},
                             {"tests/a_test.go", "package ex\n\nimport \"testing\"\n\nfunc TestDown(t *testing.T) { Down(1) }\n"}});
    const auto report = realJudge().grade(course, {{"a.go", "package ex\n\nfunc Down(n int) int { return Down(n+1) + 1 }\n"}});
    CHECK(report.verdict == Verdict::Crashed);
    REQUIRE(report.checks[1].tests.size() == 1);
    CHECK(report.checks[1].tests[0].message.find("stack overflow") != std::string::npos);
}

TEST_CASE("What compiles alone and not with the visible tests is told so") {
    const auto report = realJudge().grade(clampCourse(), {{"clamp.go", "package ex\n\nfunc Clamp(x int) int { return x }\n"}});
    CHECK(report.verdict == Verdict::CompileError);
    CHECK(report.checks[0].message.starts_with("It does not compile together with the tests: "));
}

TEST_CASE("Garbage that is not collected yet does not count as the program's memory") {
    const TinyCourse course("[files]\neditable = [\"a.go\"]\n[limits]\nmemory_mib = 128\n[[check]]\nkind = \"build\"\n[[check]]\nid = \"tests\"\nkind = \"tests\"\npoints = 10\n",
                            {{"solution/a.go", "package ex\n\nfunc Hold(mib int) []byte { return nil }\n"},
                             {"tests/a_test.go", "package ex\n\nimport \"testing\"\n\nfunc TestHold(t *testing.T) { Hold(140) }\n"}});
    const std::string hold = "package ex\n\nfunc Hold(mib int) []byte {\n\tm := make([]byte, ";
    const std::string touch = "<<20)\n\tfor i := 0; i < len(m); i += 4096 {\n\t\tm[i] = 1\n\t}\n\treturn m\n}\n";
    CHECK(realJudge().grade(course, {{"a.go", hold + "mib" + touch}}).verdict == Verdict::Passed);
    CHECK(realJudge().grade(course, {{"a.go", hold + "(mib+60)" + touch}}).verdict == Verdict::MemoryLimit);
}

TEST_CASE("A program that ends in its initialisation is told with the place, and no test is blamed") {
    const TinyCourse course = clampCourse();
    const auto report = realJudge().grade(course, {{"clamp.go", "package ex\n\nvar table = fill()\n\nfunc fill() map[int]int {\n\tvar m map[int]int\n\tm[1] = 2\n\treturn m\n}\n\n// Clamp limits x.\nfunc Clamp(x, lo, hi int) int { return lo }\n"}});
    CHECK(report.verdict == Verdict::Crashed);
    const auto& check = report.checks[3];
    INFO(check.message);
    CHECK(check.message.find("while its packages were initialised") != std::string::npos);
    CHECK(check.message.find("assignment to entry in nil map") != std::string::npos);
    REQUIRE(check.diagnostics.size() == 1);
    CHECK(check.diagnostics[0].file == "clamp.go");
    CHECK(check.diagnostics[0].line == 7);
    for (const auto& test : check.tests) CHECK(test.verdict == Verdict::NotRun);
}

TEST_CASE("An author's TestMain is a fault of the course, since the grader does not run it") {
    const std::string main = "package ex\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nfunc TestMain(m *testing.M) { os.Exit(m.Run()) }\n";
    const TinyCourse course(kToml, {{"starter/clamp.go", kSolution}, {"solution/clamp.go", kSolution}, {"tests/clamp_test.go", kVisible}, {"tests/main_test.go", main}, {"hidden/ends_test.go", kHidden}});
    CHECK_THROWS_WITH(realJudge().grade(course, {{"clamp.go", kSolution}}), Catch::Matchers::ContainsSubstring("exercises/p/ex/tests/main_test.go:8: TestMain is not run by the grader"));
}

TEST_CASE("What a compile error is told with: its cause, its place, and a command that shows it", "[compile]") {
    const TinyCourse course = clampCourse();
    const auto build = [&](const std::string& text) {
        const auto report = realJudge().grade(course, {{"clamp.go", text}});
        CHECK(report.verdict == Verdict::CompileError);
        return report.checks[0];
    };
    SECTION("what the object file cannot hold") {
        const auto check = build("package ex\n\nvar big [1 << 32]byte\n\nfunc Clamp(x, lo, hi int) int { return int(big[x&7]) }\n");
        REQUIRE(check.diagnostics.size() == 1);
        CHECK(check.diagnostics[0].file == "clamp.go");
        CHECK(check.diagnostics[0].message == "big: symbol too large (4294967296 bytes > 2000000000 bytes)");
    }
    SECTION("a file that its build line leaves out") {
        const auto check = build("// Package ex clamps.\n\n//go:build go1.99\n\npackage ex\n\nfunc Clamp(x, lo, hi int) int { return x }\n");
        REQUIRE(check.diagnostics.size() == 1);
        CHECK(check.diagnostics[0].file == "clamp.go");
        CHECK(check.diagnostics[0].line == 3);
        CHECK(check.diagnostics[0].message.starts_with("the build line //go:build go1.99 leaves this file out"));
    }
    SECTION("more errors than are shown") {
        std::string text = "package ex\n\nfunc Clamp(x, lo, hi int) int { return x }\n";
        for (int i = 0; i < 200; ++i) text += "func f" + std::to_string(i) + "() int { return undefined" + std::to_string(i) + " }\n";
        const auto check = build(text);
        CHECK(check.diagnostics.size() == 10);  // then the compiler stops; that it does is no error
        for (const auto& diagnostic : check.diagnostics) CHECK(diagnostic.message.starts_with("undefined: undefined"));
        CHECK(check.message.starts_with("It does not compile: 10 errors or more, the first in clamp.go, line 4"));
    }
    SECTION("a misfit with the visible tests") { CHECK(build("package ex\n\nfunc clamp(x int) int { return x }\n").byHand == "go test -run '^$' ./..."); }
    SECTION("anything else") { CHECK(build("package ex\n\nfunc Clamp(x, lo, hi int) int { return lo + }\n").byHand == "go build ./..."); }
}

TEST_CASE("Files that the exercise itself brings are ignored without being called strange", "[compile]") {
    const TinyCourse course = clampCourse();
    const std::string wrong = "package ex\n\nfunc Clamp(x, lo, hi int) int { return lo + }\n";
    const auto grade = [&](std::vector<std::string> others) {
        assay::judge::Submission submission{"", {{"clamp.go", wrong}}, std::move(others), {}};
        auto report = realJudge()->grade(course.exercise(), submission, {});
        REQUIRE(report);
        return *report;
    };
    const auto learns = grade({".assay", "TASK.md", "clamp_test.go", "go.mod"});
    CHECK(learns.submission.ignored == 4);  // the contract: all are counted
    CHECK(learns.submission.expected == 4);
    CHECK(learns.checks[0].message.find("not part of the exercise") == std::string::npos);
    const auto mine = grade({"clamp_test.go", "go.mod", "helper.go", "notes.txt"});
    CHECK(mine.submission.expected == 2);
    CHECK(mine.checks[0].message.ends_with(" These files are not part of the exercise and were not compiled: helper.go."));
}

TEST_CASE("Tests that were not run are not said to fail") {
    const TinyCourse course("[files]\neditable = [\"a.go\"]\n[limits]\ncpu_ms = 500\nwall_ms = 500\n[[check]]\nkind = \"build\"\n[[check]]\nid = \"tests\"\nkind = \"tests\"\npoints = 10\n",
                            {{"solution/a.go", "package ex\n\nfunc A() {}\n"},
                             {"tests/a_test.go", "package ex\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) { A() }\n"},
                             {"hidden/b_test.go", "package ex\n\nimport \"testing\"\n\nfunc TestB(t *testing.T) {}\n\nfunc TestC(t *testing.T) {}\n"}});
    const auto report = realJudge().grade(course, {{"a.go", "package ex\n\nfunc A() {\n\tfor {\n\t}\n}\n"}});
    CHECK(report.verdict == Verdict::TimeLimit);
    CHECK(report.checks[1].message == "1 test of 3 fails, 2 were not run. First: TestA.");
}
