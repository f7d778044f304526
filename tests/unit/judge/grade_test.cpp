// The whole way: real compiler, real sandbox, one small exercise.

#include <catch2/catch_test_macros.hpp>

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
