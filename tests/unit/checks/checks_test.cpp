#include <catch2/catch_test_macros.hpp>

#include "checks/kind.h"
#include "checks/test_words.h"

using namespace assay::checks;

TEST_CASE("Verdict names are a contract, and go both ways") {
    for (const char* text : {"undecided", "passed", "failed", "compile_error", "time_limit", "memory_limit", "output_limit", "crashed", "raced", "leaked",
                             "invalid", "tampered", "not_run", "internal_error"}) {
        const auto verdict = verdictByName(text);
        REQUIRE(verdict);
        CHECK(name(*verdict) == text);
    }
    CHECK_FALSE(verdictByName("Passed"));
    CHECK(TestResult{}.verdict == Verdict::Undecided);
}

TEST_CASE("Points are exact") {
    const Points third(1, 3);
    CHECK(third + third + third == Points(1));
    CHECK((Points(10) * Points(2, 3)).text() == "6.67");
    CHECK(Points::fromNumber(2.5).text() == "2.50");
    CHECK(Points::fromNumber(0.1) + Points::fromNumber(0.2) == Points::fromNumber(0.3));
    CHECK(Points(6) > Points(20, 4));
    CHECK(Points(5).text() == "5");
}

TEST_CASE("The verdict of a check is the first of the order that a test has") {
    CheckResult result;
    result.tests = {{.name = "a", .verdict = Verdict::Passed}, {.name = "b", .verdict = Verdict::Failed}, {.name = "c", .verdict = Verdict::Crashed, .weight = Points(2)}};
    sumUp(result, Points(8));
    CHECK(result.verdict == Verdict::Crashed);
    CHECK(result.points == Points(2));
}

TEST_CASE("No test is no pass, and tests that did not run are none either") {
    CheckResult none;
    sumUp(none, Points(8));
    CHECK(none.verdict == Verdict::Undecided);
    CHECK(none.points.isZero());
    CheckResult notRun;
    notRun.tests = {{.name = "a", .verdict = Verdict::NotRun}};
    sumUp(notRun, Points(8));
    CHECK(notRun.verdict == Verdict::Failed);
}

TEST_CASE("Subtests have no points of their own") {
    CheckResult result;
    result.tests = {{.name = "T", .verdict = Verdict::Passed}, {.name = "T/sub", .verdict = Verdict::Failed, .subtest = true}};
    sumUp(result, Points(4));
    CHECK(result.verdict == Verdict::Passed);
    CHECK(result.points == Points(4));
}

TEST_CASE("Race runs get four times the memory and 512 MiB; a race build of our choice doubles the time") {
    const assay::course::Exercise exercise;
    CHECK(runLimits(exercise, false, false).memoryBytes == 512ull << 20);
    CHECK(runLimits(exercise, true, false).memoryBytes == (2048ull + 512ull) << 20);
    CHECK(runLimits(exercise, true, true).cpu == runLimits(exercise, true, false).cpu * 2);
}

TEST_CASE("An assertion's place, message, expected and got") {
    const Assertion a = readAssertion("    clamp_test.go:7: Clamp(5, 1, 9) = 3, want 5\n");
    CHECK(a.file == "clamp_test.go");
    CHECK(a.line == 7);
    CHECK(a.message == "Clamp(5, 1, 9) = 3, want 5");
    CHECK(a.got == "3");
    CHECK(a.expected == "5");
    const Assertion lines = readAssertion("    x_test.go:1: first\n        second\n    x_test.go:2: other\n");
    CHECK(lines.message == "first\nsecond");
    const Assertion other = readAssertion("    x_test.go:3: expected \"a\", got \"b\"\n");
    CHECK(other.expected == "\"a\"");
    CHECK(other.got == "\"b\"");
    CHECK(readAssertion("no place here\n").message.empty());
}

TEST_CASE("Every kind has a name, a title and fields with a meaning") {
    REQUIRE(allKinds().size() >= 6);
    for (const Kind* kind : allKinds()) {
        INFO(kind->name());
        CHECK(kindByName(kind->name()) == kind);
        CHECK_FALSE(kind->title().empty());
        for (const auto& field : kind->fields()) CHECK_FALSE(field.meaning.empty());
    }
    CHECK(kindByName("nonsense") == nullptr);
}

TEST_CASE("Stacks of two gradings are the same text: addresses and goroutine numbers are counted by appearance") {
    const auto race = [](const std::string& address, const std::string& one, const std::string& two) {
        return "WARNING: DATA RACE\nWrite at 0x" + address + " by goroutine " + one + ":\n  ex.Add()\n      /tmp/ex/x.go:6 +0x1d\n\nPrevious read at 0x" + address + " by goroutine " + two +
               ":\n  ex.Add(0x5)\n\nGoroutine " + one + " (running) created at:\n  main.main()\n      /tmp/ex/x_test.go:9 +0x3c\n";
    };
    const std::string steady = assay::checks::steadyStacks(race("00c000012345", "19", "7"));
    CHECK(steady == assay::checks::steadyStacks(race("00c0000abcde", "8", "21")));
    CHECK(steady == "WARNING: DATA RACE\nWrite at 0x1 by goroutine 1:\n  ex.Add()\n      /tmp/ex/x.go:6\n\nPrevious read at 0x1 by goroutine 2:\n  ex.Add(0x5)\n\nGoroutine 1 (running) created at:\n  main.main()\n      /tmp/ex/x_test.go:9\n");
    CHECK(assay::checks::steadyStacks(steady) == steady);
    CHECK(assay::checks::steadyStacks("") == "");
    CHECK(assay::checks::steadyStacks("goroutine x 0x +0x") == "goroutine x 0x +0x");
}

TEST_CASE("What the race detector says of the sandbox is not what the program printed") {
    CHECK(assay::checks::withoutNoise("one\n==2==WARNING: reading executable name failed with errno 2, some stack frames may not be symbolized\ntwo\n") == "one\ntwo\n");
    CHECK(assay::checks::withoutNoise("==12==WARNING: reading executable name failed") == "");
    CHECK(assay::checks::withoutNoise("== WARNING\n") == "== WARNING\n");
}
