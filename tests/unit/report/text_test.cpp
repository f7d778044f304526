#include <catch2/catch_test_macros.hpp>
#include <cstdlib>

#include "base/fs.h"
#include "base/text.h"
#include "report/report.h"
#include "samples.h"

using namespace assay;
using namespace assay::report;
using assay::checks::Points;
using assay::checks::Verdict;
using assay::report::test::aCheck;
using assay::report::test::aTest;
using assay::report::test::sample;

namespace {

// ASSAY_REFRESH_GOLDEN=1 writes them anew; read the difference before committing it.
void checkGolden(const std::string& name, const std::string& text) {
    const std::string path = std::string(ASSAY_SOURCE_DIR) + "/tests/golden/report/" + name + ".txt";
    if (std::getenv("ASSAY_REFRESH_GOLDEN") != nullptr) REQUIRE(base::writeFile(path, text).has_value());
    const auto golden = base::readFile(path);
    REQUIRE(golden.has_value());
    CHECK(text == *golden);
}

}  // namespace

TEST_CASE("A report reads as its golden file, for every verdict") {
    for (int i = 0; i < test::kVerdicts; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        INFO(checks::name(verdict));
        checkGolden(std::string(checks::name(verdict)), toText(sample(verdict), {}));
    }
    checkGolden("failed_narrow_color", toText(sample(Verdict::Failed), {.color = true, .width = 40}));
}

TEST_CASE("Nobody is sent to mend the author's test") {
    judge::Report report = sample(Verdict::CompileError);
    report.checks[0].diagnostics[0].file = "pool_test.go";
    CHECK(toText(report, {}).find("mend pool_test.go") == std::string::npos);
    CHECK(toText(report, {}).find("results that pool_test.go:14 uses") != std::string::npos);
    report.submission.files.push_back("pool_test.go");
    CHECK(toText(report, {}).find("mend pool_test.go:14") != std::string::npos);
}

TEST_CASE("What comes next is something that this learner can do") {
    judge::Report report = sample(Verdict::Failed);
    checks::CheckResult check = aCheck("service", "service", Verdict::Failed, 0, 10);
    checks::TestResult hidden = aTest("hidden 1", Verdict::Failed), seen = aTest("says hello", Verdict::Crashed);
    hidden.hidden = true;
    check.tests = {hidden};
    report.checks = {check};
    CHECK(toText(report, {}).find("Next: read the task again") != std::string::npos);
    report.checks[0].tests = {hidden, seen};
    CHECK(toText(report, {}).find("Next: make says hello pass") != std::string::npos);
    report.checks[0].tests = {hidden};
    report.checks[0].next = "Write a test that asks more, and grade again.";
    CHECK(toText(report, {}).find("Next: write a test that asks more, and grade again.") != std::string::npos);
    checks::CheckResult second = aCheck("form", "format", Verdict::Failed, 0, 1);
    second.next = "Run `gofmt -w .` and grade again.";
    report.checks.push_back(second);
    CHECK(toText(report, {}).find("\n  Run `gofmt -w .` and grade again.\n") != std::string::npos);
    report.checks.pop_back();
    report.checks[0].next.clear();
    // The program ended before it was ready: no step ran, so none is to be made pass.
    seen.verdict = Verdict::NotRun;
    report.checks[0].kind = "service";
    report.checks[0].tests = {seen};
    CHECK(toText(report, {}).find("Next: mend what kept the rest from running") != std::string::npos);
}

TEST_CASE("Colours come only where they are asked for, and quiet is the headline alone") {
    const judge::Report report = sample(Verdict::Failed);
    CHECK(toText(report, {}).find('\x1b') == std::string::npos);
    CHECK(toText(report, {.quiet = true}) == "✕ 2 of 3 tests fail. First: TestOrder.\n");
}

TEST_CASE("Headlines use the house's words") {
    CHECK(headline(sample(Verdict::Passed)) == "Passed. 10 of 10 points.");
    CHECK(headline(sample(Verdict::Failed)) == "2 of 3 tests fail. First: TestOrder.");
    CHECK(headline(sample(Verdict::CompileError)) == "It does not compile: 1 error in pool.go, line 14.");
    CHECK(headline(sample(Verdict::TimeLimit)) == "Stopped in TestDrain: it was not done within 10 s.");
    CHECK(
        headline(sample(Verdict::Crashed)) ==
        "It crashed in TestDrain: panic: runtime error: index out of range [3] with length 3 (pool.go:31).");
    CHECK(headline(sample(Verdict::Raced)) ==
          "A data race in TestDrain: two goroutines use the same variable at the same time, and at least one "
          "writes "
          "(pool.go:12 and pool.go:20).");
    CHECK(headline(sample(Verdict::Undecided)) == "No verdict: the grading did not come to its end.");
}

TEST_CASE("The headline speaks of what weighs most, whatever stands first; a gate that does not hold ended the grading") {
    judge::Report report = sample(Verdict::Crashed);
    checks::CheckResult form = aCheck("form", "format", Verdict::Failed, 0, 1);
    form.message = "1 file is not as gofmt writes it.";
    report.checks.insert(report.checks.begin(), form);
    report.verdict = Verdict::Failed;
    CHECK(headline(report).starts_with("It crashed in TestDrain"));
    CHECK(toText(report, {}).find("TestDrain") < toText(report, {}).find("gofmt"));
    checks::CheckResult gate = aCheck("rules", "policy", Verdict::Failed, 0, 0);
    gate.message = "1 thing that the task does not allow.";
    report.checks.push_back(gate);
    CHECK(headline(report) == gate.message);
}

TEST_CASE("Without a check's own message a headline is made from what there is") {
    judge::Report report = sample(Verdict::Failed);
    report.checks[1].message.clear();
    CHECK(headline(report) == "Tests: not passed.");
    report.checks.clear();
    CHECK(headline(report) == "It is not passed: 6.67 of 10 points.");
}

TEST_CASE("A test that did not run is not blamed for what kept it from running") {
    judge::Report report = sample(Verdict::Crashed);
    auto& check = report.checks[1];
    check.message = "0 of 1 test ran: the program ended before the first one.";
    check.tests = {aTest("TestInside", Verdict::NotRun)};
    CHECK(headline(report).find("TestInside") == std::string::npos);
    check.tests = {aTest("TestInside", Verdict::Crashed)};
    CHECK(headline(report).find("TestInside") != std::string::npos);
}

TEST_CASE("What a program printed cannot steer the terminal") {
    judge::Report report = sample(Verdict::Failed);
    report.checks[1].tests[1].output = "\x1b]0;title\x07\x1b[2Jcleared\rover";
    const std::string text = toText(report, {});
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\x07') == std::string::npos);
    CHECK(text.find('\r') == std::string::npos);
    CHECK(text.find("cleared") != std::string::npos);
}

TEST_CASE("Long outputs and many diagnostics are shortened with a count") {
    judge::Report report = sample(Verdict::Failed);
    for (int i = 0; i < 100; ++i)
        report.checks[1].tests[1].output += "line\n";
    report.checks[2].diagnostics.resize(50, report.checks[2].diagnostics[0]);
    const std::string text = toText(report, {});
    CHECK(text.find("… 72 lines more") != std::string::npos);
    CHECK(text.find("… 30 more") != std::string::npos);
}

TEST_CASE("Each verdict has words and a shape") {
    for (int i = 0; i < test::kVerdicts; ++i) {
        CHECK_FALSE(verdictWords(static_cast<Verdict>(i)).empty());
        CHECK_FALSE(verdictShape(static_cast<Verdict>(i)).empty());
    }
    CHECK(verdictShape(Verdict::Passed) == "✓");
    CHECK(verdictShape(Verdict::Raced) == "⇅");
}

TEST_CASE("Two reports are compared by what passed") {
    judge::Report before = sample(Verdict::Failed), after = sample(Verdict::Failed);
    after.checks[1].tests[1].verdict = Verdict::Passed;  // TestOrder
    after.checks[1].tests[0].verdict = Verdict::Failed;  // TestEmpty
    after.checks[2].verdict = Verdict::Passed;           // vet
    Change change = compare(before, after);
    CHECK(change.newlyPassed == std::vector<std::string>{"TestOrder", "Vet"});
    CHECK(change.newlyFailed == std::vector<std::string>{"TestEmpty"});
    CHECK(compare(before, before).newlyPassed.empty());
    CHECK(compare(before, before).newlyFailed.empty());
}

TEST_CASE("What passed and is not run any more is lost") {
    const Change change = compare(sample(Verdict::Passed), sample(Verdict::CompileError));
    CHECK(change.newlyFailed == std::vector<std::string>{"Build", "TestEmpty", "TestOrder"});
    CHECK(change.newlyPassed.empty());
}
