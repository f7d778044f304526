// build, format, vet, policy and tests as kinds: what each gives for a good and for a bad submission.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>

#include "support/real_judge.h"

using namespace assay;
using Catch::Matchers::ContainsSubstring;
using checks::CheckResult;
using checks::Points;
using checks::Verdict;
using support::realJudge;
using support::TinyCourse;

namespace {

const std::string kGood = "package ex\n\n// Sum adds.\nfunc Sum(a, b int) int {\n\treturn a + b\n}\n";

CheckResult grade(const std::string& check, const std::string& source, support::Texts more = {}) {
    more["starter/a.go"] = "package ex\n";
    const TinyCourse course("[files]\neditable = [\"a.go\"]\n[[check]]\nid = \"it\"\npoints = 10\n" + check, more);
    CheckResult result = realJudge().grade(course, {{"a.go", source}}).checks.front();
    UNSCOPED_INFO(result.message);
    return result;
}
bool hasCode(const CheckResult& result, std::string_view code, int line) {
    return std::ranges::any_of(result.diagnostics, [&](const checks::Diagnostic& d) { return d.code == code && d.line == line; });
}

}  // namespace

TEST_CASE("build: alone, then with the visible tests, and with nothing of the hidden ones", "[plain]") {
    CHECK(grade("kind = \"build\"\n", kGood).points == Points(10));
    const CheckResult broken = grade("kind = \"build\"\n", "package ex\n\nfunc Sum() int {\n\treturn \"a\"\n}\n");
    CHECK(broken.verdict == Verdict::CompileError);
    CHECK(broken.points.isZero());
    CHECK(broken.byHand == "go build ./...");
    CHECK(broken.next == "Mend a.go:4 and grade again.");
    REQUIRE(broken.diagnostics.size() == 1);
    CHECK(broken.diagnostics[0].line == 4);
    const std::string benchmark = "package ex\n\nimport \"testing\"\n\nfunc BenchmarkSum(b *testing.B) {\n\tfor b.Loop() {\n\t\t_ = Sum(1, 2, 3)\n\t}\n}\n";
    CHECK_THAT(grade("kind = \"build\"\n", kGood, {{"tests/a_test.go", benchmark}}).message, ContainsSubstring("together with the tests"));
    CHECK(grade("kind = \"build\"\n", kGood, {{"hidden/a_test.go", benchmark}}).verdict == Verdict::Passed);
}

TEST_CASE("format: byte for byte what gofmt writes", "[plain]") {
    CHECK(grade("kind = \"format\"\n", kGood).verdict == Verdict::Passed);
    const CheckResult spaces = grade("kind = \"format\"\n", "package ex\n\nfunc A() {\n    return\n}\n");
    CHECK(spaces.verdict == Verdict::Failed);
    CHECK(spaces.points.isZero());
    REQUIRE(spaces.diagnostics.size() == 1);
    CHECK(spaces.diagnostics[0].line == 4);
    CHECK_THAT(grade("kind = \"format\"\n", "package ex\r\n").diagnostics.at(0).message, ContainsSubstring("LF line endings"));
    CHECK(spaces.byHand == "gofmt -d .");
    CHECK(spaces.next == "Run `gofmt -w .` and grade again.");
}

TEST_CASE("vet: each finding with a sentence, and nothing where it does not compile", "[plain]") {
    CHECK(grade("kind = \"vet\"\n", kGood).verdict == Verdict::Passed);
    const CheckResult found = grade("kind = \"vet\"\n", "package ex\n\nfunc A(a int) int {\n\ta = a\n\treturn a\n}\n");
    CHECK(found.verdict == Verdict::Failed);
    CHECK(hasCode(found, "vet/assign", 4));
    CHECK(found.byHand == "go vet ./...");
    CHECK(grade("kind = \"vet\"\n", "package ex\n\nfunc A( {\n").verdict == Verdict::NotRun);
}

TEST_CASE("policy: by syntax and types, whatever it is called", "[plain]") {
    const CheckResult alias = grade("kind = \"policy\"\nforbid_imports = [\"math\"]\nreveal = \"Compare.\"\n", "package ex\n\nimport m \"math\"\n\nvar A = m.Pi // not math\n");
    CHECK(alias.verdict == Verdict::Failed);
    CHECK(hasCode(alias, "policy/forbidden-import", 3));
    CHECK_THAT(alias.message, ContainsSubstring("Compare."));
    CHECK(grade("kind = \"policy\"\nforbid = [\"panic\"]\n", "package ex\n\nfunc panic(string) {}\n\nfunc A() { panic(\"goto\") }\n").verdict == Verdict::Passed);
    CHECK(grade("kind = \"policy\"\nforbid = [\"panic\"]\n", "package ex\n\nfunc A() { (panic)(1) }\n").verdict == Verdict::Failed);
    const std::string ranges = "package ex\n\nfunc A() {\n\tfor range 3 {\n\t}\n}\n";
    const CheckResult missing = grade("kind = \"policy\"\nrequire = [\"for\"]\n", ranges);
    CHECK(missing.verdict == Verdict::Failed);
    CHECK(missing.next == "Rewrite it by the rules: for is required (a for statement that is not over a range). Then grade again.");
    CHECK(grade("kind = \"policy\"\nrequire = [\"loop\", \"range\"]\n", ranges).points == Points(10));
}

TEST_CASE("policy: documented takes the name first, after an article at most", "[plain]") {
    const auto documented = [](const std::string& comment) { return grade("kind = \"policy\"\ndocumented = true\n", "package ex\n\n" + comment + "func F() {}\n").verdict; };
    CHECK(documented("// F does it.\n") == Verdict::Passed);
    CHECK(documented("// A F does it.\n") == Verdict::Passed);
    CHECK(documented("// Does what F does.\n") == Verdict::Failed);
    CHECK(documented("") == Verdict::Failed);
}

TEST_CASE("tests: points by weight, entries in order, several checks share the author's tests", "[plain]") {
    const std::string two = "package ex\n\nimport \"testing\"\n\nfunc TestOne(t *testing.T) {\n\tif got := Sum(1, 2); got != 3 {\n\t\tt.Errorf(\"Sum(1, 2) = %d, want 3\", got)\n\t}\n}\n\nfunc TestTwo(t *testing.T) {\n\tif Sum(0, 0) != 0 {\n\t\tt.Error(1)\n\t}\n}\n";
    const std::string product = "package ex\n\nfunc Sum(a, b int) int { return a * b }\n";
    const CheckResult part = grade("kind = \"tests\"\n[[check.test]]\nname = \"TestOne\"\nweight = 3\n", product, {{"tests/a_test.go", two}});
    CHECK(part.verdict == Verdict::Failed);
    CHECK(part.points == Points(10, 4));
    REQUIRE(part.tests.size() == 2);
    CHECK(part.tests[0].name == "TestOne");
    CHECK(part.tests[0].got == "2");
    CHECK(part.tests[0].expected == "3");
    CHECK(part.byHand == "go test -run '^TestOne$' ./...");
    CHECK(grade("kind = \"tests\"\nshuffle = true\n", product, {{"tests/a_test.go", two}}).byHand.empty());
    const CheckResult hidden = grade("kind = \"tests\"\ncount = 2\n", product, {{"hidden/a_test.go", two}});
    CHECK(hidden.tests[0].name == "hidden 1");
    CHECK(hidden.tests[0].message == "A hidden test fails.");
    CHECK(hidden.byHand.empty());
    CHECK(hidden.next == "Read the task again and try it with other inputs than those shown, and grade again.");
    CHECK(part.next == "Look at a_test.go:7, make TestOne pass, and grade again.");
    CHECK(grade("kind = \"tests\"\ncount = 2\n", kGood, {{"tests/a_test.go", two}}).byHand == "go test -count=2 ./...");
}
