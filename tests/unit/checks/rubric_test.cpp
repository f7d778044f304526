#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "support/real_judge.h"

using namespace assay;
using checks::Points;
using checks::Verdict;
using support::realJudge;
using support::TinyCourse;

namespace {

const char* const kToml = R"(
pass_at = 81
[files]
editable = ["sum.go"]
[[check]]
id = "build"
kind = "build"
[[check]]
id = "format"
kind = "format"
[[check]]
id = "tests"
kind = "tests"
[[check]]
id = "rubric"
kind = "rubric"
points = 100
levels = [[0, "rewrite"], [41, "gaps"], [81, "exemplary"]]
[[check.dimension]]
title = "Behaviour"
weight = 70
from = [{ check = "tests" }]
[[check.dimension]]
title = "Form"
weight = 30
from = [{ check = "format", share = 0.9 }, { check = "tests", share = 0.1 }]
)";

const support::Texts kFiles = {
    {"starter/sum.go", "package ex\n"},
    {"tests/sum_test.go",
     "package ex\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {\n\tif Sum(1, 2) != 3 {\n\t\tt.Error(\"no\")\n\t}\n}\n\nfunc TestB(t *testing.T) {\n\tif Sum(0, 0) != 0 {\n"
     "\t\tt.Error(\"no\")\n\t}\n}\n\nfunc TestC(t *testing.T) {\n\tif Sum(2, 2) != 4 {\n\t\tt.Error(\"no\")\n\t}\n}\n"}};

}  // namespace

TEST_CASE("A rubric weighs the parts that other checks gave, exactly, and passes from pass_at", "[rubric]") {
    const TinyCourse course(kToml, kFiles, "100");
    const judge::Report good = realJudge().grade(course, {{"sum.go", "package ex\n\nfunc Sum(a, b int) int { return a + b }\n"}});
    CHECK(good.verdict == Verdict::Passed);
    CHECK(good.points == Points(100));
    CHECK(good.checks[3].message == "100 of 100: exemplary.");

    // One of three tests fails: 70 × 2/3 + 30 × (0.9 + 0.1 × 2/3).
    const judge::Report part = realJudge().grade(course, {{"sum.go", "package ex\n\nfunc Sum(a, b int) int {\n\tif a == 1 {\n\t\treturn 0\n\t}\n\treturn a + b\n}\n"}});
    CHECK(part.checks[2].verdict == Verdict::Failed);
    CHECK(part.checks[2].max.isZero());
    CHECK(part.points == Points(140, 3) + Points(29));
    CHECK(part.verdict == Verdict::Failed);
    REQUIRE(part.checks[3].tests.size() == 2);
    CHECK(part.checks[3].tests[0].name == "Behaviour");
    CHECK(part.checks[3].tests[0].message == "46.67 of 70: Tests 46.67 of 70.");
    CHECK(part.checks[3].tests[1].message == "29 of 30: Formatting 27 of 27, Tests 2 of 3.");
    CHECK(part.checks[3].message.find("75.67 of 100: gaps; it takes 81 to pass.") == 0);

    // What only feeds the rubric ends nothing, and its verdict is passed over.
    const judge::Report form = realJudge().grade(course, {{"sum.go", "package ex\nfunc Sum(a,b int) int {return a+b}\n"}});
    CHECK(form.checks[1].verdict == Verdict::Failed);
    CHECK(form.points == Points(73));
    const judge::Report crash = realJudge().grade(course, {{"sum.go", "package ex\n\nfunc Sum(a, b int) int { panic(1) }\n"}});
    CHECK(crash.checks[2].verdict == Verdict::Crashed);
    CHECK(crash.verdict == Verdict::Failed);

    // A gate before it still ends the grading.
    const judge::Report broken = realJudge().grade(course, {{"sum.go", "package ex\n\nfunc Sum(a, b int) int {\n"}});
    CHECK(broken.verdict == Verdict::CompileError);
    CHECK(broken.checks[3].verdict == Verdict::NotRun);
}

TEST_CASE("Levels that are no rising pairs are the author's mistake", "[rubric]") {
    std::string toml = kToml;
    toml.replace(toml.find("[41, \"gaps\"]"), 12, "[0, \"gaps\"]");
    const TinyCourse course(toml, kFiles, "100");
    CHECK_THROWS_WITH(realJudge().grade(course, {{"sum.go", "package ex\n\nfunc Sum(a, b int) int { return a + b }\n"}}),
                      Catch::Matchers::ContainsSubstring("rising order"));
}

TEST_CASE("Each check tells the plain command that shows the same, and nothing hidden in it", "[rubric]") {
    const TinyCourse course(kToml, kFiles, "100");
    const judge::Report report = realJudge().grade(course, {{"sum.go", "package ex\n\nfunc Sum(a, b int) int {\n\tif a == 1 {\n\t\treturn 0\n\t}\n\treturn a + b\n}\n"}});
    CHECK(report.checks[0].byHand == "go build ./...");
    CHECK(report.checks[1].byHand == "gofmt -d .");
    CHECK(report.checks[2].byHand == "go test -run '^TestA$' ./...");
    CHECK(report.checks[3].byHand.empty());
    support::Texts hidden = kFiles;
    hidden["hidden/sum_test.go"] = hidden["tests/sum_test.go"];
    hidden.erase("tests/sum_test.go");
    const TinyCourse veiled(kToml, hidden, "100");
    CHECK(realJudge().grade(veiled, {{"sum.go", "package ex\n\nfunc Sum(a, b int) int { return 1 }\n"}}).checks[2].byHand.empty());
}
