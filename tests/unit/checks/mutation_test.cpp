#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "judge/verify.h"
#include "support/real_judge.h"

using namespace assay;
using checks::CheckResult;
using checks::Points;
using checks::Verdict;
using support::realJudge;
using support::TinyCourse;

namespace {

const char* const kHead = "[files]\neditable = [\"max_test.go\"]\nreadonly = [\"max.go\"]\n[[check]]\nid = \"build\"\nkind = \"build\"\n";
const char* const kMutation = "[[check]]\nid = \"mutants\"\nkind = \"mutation\"\npoints = 10\n";
const char* const kMax = "package ex\n\n// Max is the greater one.\nfunc Max(a, b int) int {\n\tif a > b {\n\t\treturn a\n\t}\n\treturn b\n}\n";

support::Texts files() {
    return {{"starter/max_test.go", "package ex\n"},
            {"solution/max.go", kMax},
            {"solution/max_test.go", "package ex\n"},
            {"mutants/min/max.go", "package ex\n\nfunc Max(a, b int) int {\n\tif a < b {\n\t\treturn a\n\t}\n\treturn b\n}\n"},
            {"mutants/min/mutant.toml", "reveal = \"Nothing compares two numbers.\"\n"},
            {"mutants/never-ends/max.go", "package ex\n\nfunc Max(a, b int) int {\n\tfor a == b {\n\t}\n\tif a > b {\n\t\treturn a\n\t}\n\treturn b\n}\n"},
            {"mutants/never-ends/mutant.toml", "reveal = \"Nothing tries equal numbers.\"\n"}};
}

std::string test(const std::string& body, const std::string& imports = "\"testing\"") {
    return "package ex\n\nimport (\n\t" + imports + "\n)\n\nfunc TestMax(t *testing.T) {\n" + body + "}\n";
}
const std::string kGood = "\tfor _, c := range [][3]int{{1, 2, 2}, {2, 1, 2}, {3, 3, 3}} {\n\t\tif got := Max(c[0], c[1]); got != c[2] {\n\t\t\tt.Errorf(\"Max(%d, %d) = %d, want %d\", c[0], c[1], got, c[2])\n\t\t}\n\t}\n";

judge::Report grade(const std::string& text, const std::string& more = {}) {
    const TinyCourse course(std::string(kHead) + kMutation + more, files());
    return realJudge().grade(course, {{"max_test.go", text}});
}

}  // namespace

TEST_CASE("Tests that pass on the reference and notice every mutant get all points", "[mutation]") {
    const judge::Report report = grade(test(kGood));
    CHECK(report.verdict == Verdict::Passed);
    REQUIRE(report.checks[1].tests.size() == 2);
    CHECK(report.checks[1].tests[0].name == "min");
    CHECK(report.checks[1].tests[0].message == "Noticed by TestMax.");
    CHECK(report.checks[1].message == "Your tests notice all 2 mutants.");
    CHECK(report.checks[1].byHand.empty());
}

TEST_CASE("A survivor is told by its reveal, and costs its part", "[mutation]") {
    const judge::Report report = grade(test("\tif got := Max(1, 2); got != 2 {\n\t\tt.Errorf(\"got %d\", got)\n\t}\n"));
    CHECK(report.verdict == Verdict::Failed);
    CHECK(report.points == Points(5));
    CHECK(report.checks[1].tests[1].verdict == Verdict::Failed);
    CHECK(report.checks[1].tests[1].message == "Nothing tries equal numbers.");
    CHECK(report.checks[1].next == "Write a test that fails when never-ends is in the code, and grade again.");
    CHECK(grade(test("\tif got := Max(1, 2); got != 2 {\n\t\tt.Errorf(\"got %d\", got)\n\t}\n"), "must_kill = 1\n").verdict == Verdict::Passed);
}

TEST_CASE("Tests that assert nothing are told so", "[mutation]") {
    const judge::Report report = grade(test("\tMax(1, 2)\n"));
    CHECK(report.verdict == Verdict::Failed);
    CHECK(report.points.isZero());
    CHECK(report.checks[1].message.starts_with("No mutant was noticed"));
    CHECK(grade("package ex\n").checks[1].message.starts_with("There is no test in your files"));
}

TEST_CASE("A test that only calls the code wins nothing where a mutant ends it", "[mutation]") {
    // Max(1, 1) never ends on one of the mutants: that is a kill, and says nothing for the test.
    const judge::Report report = grade(test("\tMax(1, 1)\n"));
    CHECK(report.verdict == Verdict::Failed);
    CHECK(report.points.isZero());
    CHECK(report.checks[1].message.starts_with("No mutant was noticed by a test that compares something: on 1 mutant"));
    REQUIRE(report.checks[1].tests.size() == 2);
    CHECK(report.checks[1].tests[1].verdict == Verdict::Failed);
    CHECK(report.checks[1].tests[1].message == "Noticed by TestMax, which did not end. But no test compares anything.");
    CHECK(grade(test("\tMax(1, 1)\n"), "must_kill = 1\n").verdict == Verdict::Failed);
}

TEST_CASE("A time-out is a kill for tests that compare, also where another test hides them", "[mutation]") {
    const std::string two = "package ex\n\nimport \"testing\"\n\nfunc TestCalls(t *testing.T) { Max(1, 1) }\n\nfunc TestEqual(t *testing.T) {\n\tif got := Max(2, 1); got != 2 {\n\t\tt.Error(got)\n\t}\n}\n";
    const judge::Report report = grade(two);
    CHECK(report.verdict == Verdict::Passed);
    CHECK(report.checks[1].tests[1].message == "Noticed by TestCalls, which did not end.");
    // One mutant, which crashes in the first test; the second one compares.
    support::Texts crash = files();
    crash.erase("mutants/never-ends/max.go"), crash.erase("mutants/never-ends/mutant.toml");
    crash["mutants/min/max.go"] = "package ex\n\nfunc Max(a, b int) int {\n\tif a == b {\n\t\tpanic(a)\n\t}\n\treturn min(a, b)\n}\n";
    const TinyCourse course(std::string(kHead) + kMutation, crash);
    CHECK(realJudge().grade(course, {{"max_test.go", two}}).verdict == Verdict::Passed);
    CHECK(realJudge().grade(course, {{"max_test.go", test("\tMax(1, 1)\n")}}).verdict == Verdict::Failed);
}

TEST_CASE("What keeps tests from passing on the right code is told in its own words", "[mutation]") {
    const auto said = [](const std::string& text) { return grade(text).checks[1].message; };
    CHECK(said(test("\tt.Skip(\"later\")\n")) == "1 test of yours is skipped, so it shows nothing: take t.Skip out.");
    CHECK(said(test("\tos.Exit(0)\n", "\"os\"\n\t\"testing\"")).starts_with("1 test of yours ends the program itself"));
    CHECK(said(test("\tvar none *int\n\t_ = *none\n")) == "1 test of yours crashes on the code that is right.");
    CHECK(said(test("\tt.Error(1)\n")) == "1 test of yours does not pass on the code that is right, so what it expects is wrong.");
}

TEST_CASE("Tests that do not compile are build's, also where no check runs the author's tests", "[mutation][build]") {
    const judge::Report report = grade(test("\tvar s string = Max(1, 2)\n\t_ = s\n"));
    CHECK(report.verdict == Verdict::CompileError);
    CHECK(report.checks[0].verdict == Verdict::CompileError);
    CHECK(report.checks[0].message.starts_with("It does not compile together with the tests"));
    CHECK(report.checks[0].byHand == "go test -run '^$' ./...");
    REQUIRE_FALSE(report.checks[0].diagnostics.empty());
    CHECK(report.checks[0].diagnostics[0].file == "max_test.go");
    CHECK(report.checks[1].verdict == Verdict::NotRun);
}

TEST_CASE("assay check names every mutant that the solution's tests do not notice, and what is struck out for nothing", "[mutation]") {
    support::Texts all = files();
    all["solution/max_test.go"] = test("\tif got := Max(1, 2); got < 1 {\n\t\tt.Error(got)\n\t}\n");
    all["wrong/none/max_test.go"] = "package ex\n";
    all["wrong/none/expect.toml"] = "verdict = \"failed\"\n";
    const TinyCourse course(std::string(kHead) + kMutation + "mutants = [\"negate-conditions\"]\nequivalent = [\"negate-conditions max.go:99:1\"]\n", all);
    auto faults = judge::verifyExercise(*realJudge(), course.exercise(), {});
    REQUIRE(faults);
    std::string text;
    for (const course::Fault& fault : *faults) text += course::describe(fault) + "\n";
    INFO(text);
    for (const char* name : {"'min'", "'never-ends'", "'negate-conditions max.go:5:5'"}) CHECK(text.find(std::string("notices mutant ") + name) != std::string::npos);
    CHECK(text.find("'equivalent' names 'negate-conditions max.go:99:1', which no operator makes") != std::string::npos);
}

TEST_CASE("A wrong expectation is told with test, line and what came, and no mutant is run", "[mutation]") {
    const judge::Report report = grade(test("\tif got := Max(1, 2); got != 1 {\n\t\tt.Errorf(\"Max(1, 2) = %d, want 1\", got)\n\t}\n"));
    const CheckResult& check = report.checks[1];
    CHECK(report.verdict == Verdict::Failed);
    REQUIRE(check.diagnostics.size() == 1);
    CHECK(check.diagnostics[0].file == "max_test.go");
    CHECK(check.diagnostics[0].line == 9);
    CHECK(check.diagnostics[0].message == "TestMax: Max(1, 2) = 2, want 1");
    for (const auto& mutant : check.tests) CHECK(mutant.verdict == Verdict::NotRun);
}

TEST_CASE("The pass on the reference cannot be forged", "[mutation]") {
    const auto forged = [](const std::string& code) { return grade("package ex\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\t\"testing\"\n)\n\nvar _ = fmt.Sprint\nvar _ = os.Exit\n" + code); };
    CHECK(forged("func init() { os.Exit(0) }\n\nfunc TestMax(t *testing.T) { t.Error(1) }\n").verdict == Verdict::Failed);
    CHECK(forged("func TestMax(t *testing.T) {\n\tfmt.Println(\"PASS\")\n\tos.Exit(0)\n}\n").verdict == Verdict::Failed);
    CHECK(forged("func TestMax(t *testing.T) { panic(1) }\n").verdict == Verdict::Crashed);
    CHECK(forged("func TestMax(t *testing.T) { t.Skip() }\n").verdict == Verdict::Failed);
    CHECK(forged("func TestMain(m *testing.M) { os.Exit(0) }\n\nfunc TestMax(t *testing.T) {}\n").verdict == Verdict::Invalid);
    CHECK(grade("package ex\n\nfunc TestMax(\n").verdict != Verdict::Passed);
    CHECK(grade(test("\tvar s string = Max(1, 2)\n\t_ = s\n")).verdict == Verdict::CompileError);
}

TEST_CASE("Tests with an init and with flags have binaries of their own, and notice as well as others", "[mutation]") {
    const std::string text = "package ex\n\nimport (\n\t\"flag\"\n\t\"testing\"\n)\n\nvar loud = flag.Bool(\"loud\", false, \"\")\n\nvar ready bool\n\nfunc init() { ready = true }\n\nfunc TestMax(t *testing.T) {\n\tif !ready || *loud {\n\t\tt.Fatal(1)\n\t}\n" + kGood + "}\n";
    const judge::Report report = grade(text);
    INFO(report.checks[1].message);
    CHECK(report.verdict == Verdict::Passed);
}

TEST_CASE("Tests outside the package notice mutants too, under the names that they import", "[mutation]") {
    const judge::Report report = grade("package ex_test\n\nimport (\n\t\"testing\"\n\n\t\"course/p/ex\"\n)\n\nfunc TestMax(t *testing.T) {\n\tif t.Name() != \"TestMax\" {\n\t\tt.Error(t.Name())\n\t}\n\tfor _, c := range [][3]int{{1, 2, 2}, {2, 1, 2}, {3, 3, 3}} {\n"
                                       "\t\tif got := ex.Max(c[0], c[1]); got != c[2] {\n\t\t\tt.Error(got)\n\t\t}\n\t}\n}\n");
    INFO(report.checks[1].message);
    CHECK(report.verdict == Verdict::Passed);
}

TEST_CASE("Operators make mutants by the syntax tree, and what is struck out is left out", "[mutation]") {
    const std::string operators = "mutants = [\"negate-conditions\", \"off-by-one\"]\n";
    const judge::Report weak = grade(test("\tif got := Max(1, 2); got != 2 {\n\t\tt.Errorf(\"got %d\", got)\n\t}\n"), operators);
    const CheckResult& check = weak.checks[1];
    REQUIRE(check.tests.size() == 4);
    CHECK(check.tests[2].name == "negate-conditions max.go:5:5");
    CHECK(check.tests[2].verdict == Verdict::Passed);
    CHECK(check.tests[3].name == "off-by-one max.go:5:7");
    CHECK(check.tests[3].verdict == Verdict::Failed);
    CHECK(check.tests[3].message == "A bound or number at max.go:5 was moved by one, and no test noticed.");
    // a >= b gives the same maximum: no test can notice.
    CHECK(grade(test(kGood), operators).verdict == Verdict::Failed);
    const judge::Report struck = grade(test(kGood), operators + "equivalent = [\"off-by-one max.go:5:7\"]\n");
    CHECK(struck.verdict == Verdict::Passed);
    CHECK(struck.checks[1].tests.size() == 3);
}

TEST_CASE("A mutant that does not compile is the author's mistake", "[mutation]") {
    support::Texts broken = files();
    broken["mutants/min/max.go"] = "package ex\n\nfunc Max(a, b int) int { return \"a\" }\n";
    const TinyCourse course(std::string(kHead) + kMutation, broken);
    CHECK_THROWS_WITH(realJudge().grade(course, {{"max_test.go", test(kGood)}}), Catch::Matchers::ContainsSubstring("do not compile: max.go:3"));
}

TEST_CASE("Coverage counts statements, and names the lines that no test runs", "[coverage]") {
    const TinyCourse course(std::string(kHead) + "[[check]]\nid = \"cover\"\nkind = \"coverage\"\nfiles = [\"max.go\"]\nat_least = 67\npoints = 10\n", files());
    const judge::Report whole = realJudge().grade(course, {{"max_test.go", test(kGood)}});
    CHECK(whole.verdict == Verdict::Passed);
    CHECK(whole.checks[1].tests[0].message == "100 % of its statements are run (3 of 3); 67 % are asked for.");
    const judge::Report part = realJudge().grade(course, {{"max_test.go", test("\tMax(1, 2)\n")}});
    CHECK(part.verdict == Verdict::Failed);
    CHECK(part.points.isZero());
    CHECK(part.checks[1].tests[0].message == "66.67 % of its statements are run (2 of 3); 67 % are asked for.");
    REQUIRE(part.checks[1].diagnostics.size() == 1);
    CHECK(part.checks[1].diagnostics[0].line == 6);
    CHECK(part.checks[1].diagnostics[0].message == "Line 6 is run by none of your tests.");
    // What fails, ends early or is not there covers nothing.
    CHECK(realJudge().grade(course, {{"max_test.go", test("\tMax(1, 2)\n\tMax(2, 1)\n\tt.Error(1)\n")}}).verdict == Verdict::Failed);
    CHECK(realJudge().grade(course, {{"max_test.go", test("\tMax(1, 2)\n\tMax(2, 1)\n\tos.Exit(0)\n", "\"os\"\n\t\"testing\"")}}).verdict == Verdict::Failed);
    CHECK(realJudge().grade(course, {{"max_test.go", "package ex\n"}}).verdict == Verdict::Failed);
}
