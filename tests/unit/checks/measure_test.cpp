#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cmath>

#include "checks/speed_statistics.h"
#include "support/real_judge.h"

using namespace assay;
using checks::CheckResult;
using checks::Points;
using checks::Verdict;
using Catch::Matchers::ContainsSubstring;
using support::realJudge;
using support::TinyCourse;

namespace {

const char* const kHead = "[files]\neditable = [\"sum.go\"]\n[[check]]\nid = \"build\"\nkind = \"build\"\n";
const std::string kLoop = "package ex\n\n// Sum adds the numbers below n.\nfunc Sum(n int) int {\n\ts := 0\n\tfor i := range n {\n\t\ts += i * i % 7\n\t}\n\treturn s\n}\n";
const std::string kTwice = "package ex\n\nfunc Sum(n int) int {\n\ts := 0\n\tfor range 2 {\n\t\ts = 0\n\t\tfor i := range n {\n\t\t\ts += i * i % 7\n\t\t}\n\t}\n\treturn s\n}\n";
const std::string kAllocates = "package ex\n\nvar sink []int\n\nfunc Sum(n int) int {\n\ts := 0\n\tsink = make([]int, n)\n\tfor i := range n {\n\t\ts += i * i % 7\n\t}\n\treturn s\n}\n";
const std::string kBenchmark =
    "package ex\n\nimport \"testing\"\n\nfunc BenchmarkSum(b *testing.B) {\n\tfor b.Loop() {\n\t\tif got := Sum(1000); got != 2001 {\n\t\t\tb.Fatalf(\"Sum(1000) = %d, want 2001\", got)\n\t\t}\n\t}\n}\n";

judge::Report grade(const std::string& check, const std::string& code, const std::string& folder = "tests") {
    const TinyCourse course(std::string(kHead) + "[[check]]\nid = \"m\"\nbenchmark = \"BenchmarkSum\"\npoints = 10\n" + check,
                            {{"starter/sum.go", "package ex\n"}, {"solution/sum.go", kLoop}, {folder + "/sum_test.go", kBenchmark}});
    return realJudge().grade(course, {{"sum.go", code}});
}

}  // namespace

TEST_CASE("Allocations and bytes of an operation are counted", "[alloc]") {
    CHECK(grade("kind = \"alloc\"\nmax_allocs = 0\n", kLoop).verdict == Verdict::Passed);
    const judge::Report more = grade("kind = \"alloc\"\nmax_allocs = 0\nmax_bytes = 100\n", kAllocates);
    CHECK(more.verdict == Verdict::Failed);
    CHECK(more.points.isZero());
    CHECK(more.checks[1].tests[0].name == "BenchmarkSum");
    CHECK(more.checks[1].tests[0].message == "One operation needs 1 allocation, 8192 bytes; allowed: at most 0 allocations, 100 bytes.");
    CHECK(grade("kind = \"alloc\"\nmax_allocs = 1\nmax_bytes = 9000\n", kAllocates).verdict == Verdict::Passed);
    // What fits, but hardly, is told the author.
    CHECK(grade("kind = \"alloc\"\nmax_bytes = 9000\n", kAllocates).checks[1].notes.empty());
    CHECK(grade("kind = \"alloc\"\nmax_bytes = 8192\n", kAllocates).checks[1].notes.size() == 1);
}

TEST_CASE("A benchmark checks its results, and what fails, panics or exits was not measured", "[alloc]") {
    const std::string wrong = "package ex\n\nfunc Sum(n int) int { return n }\n";
    const judge::Report report = grade("kind = \"alloc\"\nmax_allocs = 0\n", wrong);
    CHECK(report.verdict == Verdict::Failed);
    CHECK_THAT(report.checks[1].message, ContainsSubstring("Sum(1000) = 1000, want 2001"));
    CHECK(grade("kind = \"alloc\"\nmax_allocs = 0\n", "package ex\n\nfunc Sum(n int) int { panic(n) }\n").verdict == Verdict::Crashed);
    CHECK(grade("kind = \"alloc\"\nmax_allocs = 0\n", "package ex\n\nimport \"os\"\n\nfunc Sum(n int) int {\n\tos.Exit(0)\n\treturn 0\n}\n").verdict == Verdict::Failed);
    CHECK(grade("kind = \"speed\"\nat_least = 0.1\n", wrong).verdict == Verdict::Failed);
    // A goroutine that ends early has used no time: it is no fast one.
    CHECK(grade("kind = \"speed\"\nat_least = 0.1\n", "package ex\n\nimport \"runtime\"\n\nfunc Sum(n int) int {\n\truntime.Goexit()\n\treturn 0\n}\n").verdict == Verdict::Failed);
}

TEST_CASE("Of a hidden benchmark nothing but the reveal is told", "[alloc]") {
    const judge::Report report = grade("kind = \"alloc\"\nmax_allocs = 0\nreveal = \"No memory is needed.\"\n", "package ex\n\nfunc Sum(n int) int { return n }\n", "hidden");
    CHECK(report.verdict == Verdict::Failed);
    CHECK(report.checks[1].tests[0].name == "hidden 1");
    CHECK(report.checks[1].message.find("2001") == std::string::npos);
    CHECK_THAT(report.checks[1].message, ContainsSubstring("No memory is needed."));
}

TEST_CASE("A benchmark that is not there is the author's mistake", "[alloc]") {
    const TinyCourse course(std::string(kHead) + "[[check]]\nid = \"m\"\nkind = \"alloc\"\nbenchmark = \"BenchmarkOther\"\nmax_allocs = 0\npoints = 10\n",
                            {{"starter/sum.go", "package ex\n"}, {"solution/sum.go", kLoop}, {"tests/sum_test.go", kBenchmark}});
    CHECK_THROWS_WITH(realJudge().grade(course, {{"sum.go", kLoop}}), ContainsSubstring("'BenchmarkOther' is no benchmark of a file in tests/ or hidden/"));
}

TEST_CASE("The reference passes against itself, what is half as fast does not", "[speed]") {
    const judge::Report same = grade("kind = \"speed\"\nat_least = 0.8\n", kLoop);
    CHECK(same.verdict == Verdict::Passed);
    CHECK_THAT(same.checks[1].message, ContainsSubstring("of the reference's speed"));
    const judge::Report half = grade("kind = \"speed\"\nat_least = 0.8\n", kTwice);
    CHECK(half.verdict == Verdict::Failed);
    CHECK_THAT(half.checks[1].message, ContainsSubstring("At most 0."));
    CHECK(grade("kind = \"speed\"\nat_least = 0.3\n", kTwice).verdict == Verdict::Passed);
}

TEST_CASE("What cannot be decided in time has the benefit of the doubt, and is told so", "[speed]") {
    // Half as fast against a bar of about one half.
    const judge::Report report = grade("kind = \"speed\"\nat_least = 0.5\ndecide_within_ms = 1000\n", kTwice);
    const std::string& said = report.checks[1].message;
    INFO(said);
    const bool undecided = said.find("benefit of the doubt") != std::string::npos;
    CHECK((report.verdict == Verdict::Passed) == (undecided || said.starts_with("At least")));
}

TEST_CASE("speed: one turn that was counted as nothing does not make the next ones endless", "[speed]") {
    CHECK(checks::operationsFor(8e6, {100}, 1000) == 4000);
    CHECK(checks::operationsFor(8e6, {100}, 80'000) == 80'000);
    CHECK(checks::operationsFor(8e6, {100, 2e-5}, 80'000) == 320'000);
    CHECK(checks::operationsFor(8e6, {100, 2e-5, 100, 100}, 320'000) == 80'000);
    CHECK(checks::operationsFor(8e6, {1e9}, 1) == 1);
}

TEST_CASE("The interval of a median holds it and narrows", "[speed]") {
    CHECK(checks::medianInterval({1, 2, 3}, 0.01).low == 0);
    const checks::Interval eight = checks::medianInterval({3, 1, 2, 8, 5, 4, 7, 6}, 0.01);
    CHECK(eight.low == 1);
    CHECK(eight.high == 8);
    std::vector<double> many;
    for (int i = 1; i <= 101; ++i) many.push_back(i);
    const checks::Interval narrow = checks::medianInterval(many, 0.01);
    CHECK(narrow.low == 38);
    CHECK(narrow.high == 64);
    CHECK(checks::medianInterval(many, 1e-5).low < 30);
    CHECK(std::isinf(checks::medianInterval({3, 1, 2, 8, 5, 4, 7, 6}, 1e-5).high));
    CHECK(checks::lowerQuartile({9, 1, 5, 2, 8, 7, 3, 4}) == 3);
    CHECK(checks::lowerQuartile({6}) == 6);
    CHECK(checks::widened(narrow, 30).low == 30);
    CHECK(checks::widened(narrow, 70).high == 70);
    CHECK(checks::widened(narrow, 50).low == 38);
}
