#include "samples.h"

namespace assay::report::test {

using checks::CheckResult;
using checks::Points;
using checks::TestResult;
using checks::Verdict;

CheckResult aCheck(const char* id, const char* kind, Verdict verdict, int points, int max) {
    CheckResult check;
    check.id = id;
    check.kind = kind;
    check.verdict = verdict;
    check.points = Points(points);
    check.max = Points(max);
    check.title = std::string(1, static_cast<char>(id[0] - 'a' + 'A')) + (id + 1);
    check.durationMs = 12.345;
    return check;
}

TestResult aTest(const char* name, Verdict verdict, const char* message) {
    TestResult test;
    test.name = name;
    test.verdict = verdict;
    test.message = message;
    test.durationMs = 1.5;
    return test;
}

namespace {

judge::Report start(Verdict verdict) {
    judge::Report report;
    report.exercise = {"pool", "A bounded pool", "1.2.0", std::string(64, 'a')};
    report.submission = {"ada", std::string(64, 'b'), {"pool.go"}, 0};
    report.verdict = verdict;
    report.max = report.passAt = Points(10);
    report.usage = {sandbox::Milliseconds(412), sandbox::Milliseconds(380), 41u << 20};
    report.isolation = {
        sandbox::Level::Full,
        {{"network namespace", true, "own, loopback only"}, {"Landlock", false, "not in this kernel"}}};
    report.toolchain = {"go", "go1.26.8", "linux/amd64"};
    report.gradedAtMs = 1'790'000'000'123;
    return report;
}

// One test of that verdict between others.
judge::Report withTest(Verdict verdict, TestResult test) {
    judge::Report report = start(verdict);
    CheckResult tests = aCheck("tests", "tests", verdict, 5, 8);
    tests.message = "2 of 3 tests fail. First: " + test.name + ".";
    tests.tests = {aTest("TestEmpty", Verdict::Passed), std::move(test)};
    TestResult hidden =
        aTest("hidden 1", Verdict::Failed, "Run must also stop when the context is cancelled.");
    hidden.hidden = true;
    tests.tests.push_back(hidden);
    CheckResult vet = aCheck("vet", "vet", Verdict::Failed, 0, 2);
    vet.message = "go vet finds 1 thing.";
    vet.diagnostics = {{"pool.go", 9, 2, "warning", "vet/copylocks",
                        "Run passes lock by value. A copy of a lock locks nothing."}};
    report.checks = {aCheck("build", "build", Verdict::Passed, 0, 0), tests, vet};
    report.points = Points(5);
    return report;
}

judge::Report failed() {
    TestResult order = aTest("TestOrder", Verdict::Failed, "Run([1 2 3]) = [2 1 3], want [1 2 3]");
    order.file = "pool_test.go";
    order.line = 14;
    order.expected = "[1 2 3]";
    order.got = "[2 1 3]";
    order.output = "worker 1 starts\nworker 2 starts\n";
    judge::Report report = withTest(Verdict::Failed, order);
    TestResult sub = aTest("TestOrder/three", Verdict::Failed, "order is lost");
    sub.subtest = true;
    report.checks[1].tests.insert(report.checks[1].tests.begin() + 2, sub);
    report.points = report.checks[1].points = Points(20, 3);
    report.submission.ignored = 2;
    return report;
}

judge::Report compileError() {
    judge::Report report = start(Verdict::CompileError);
    CheckResult build = aCheck("build", "build", Verdict::CompileError, 0, 0);
    build.message = "It does not compile: 1 error in pool.go, line 14.";
    build.diagnostics = {{"pool.go", 14, 2, "error", "compile", "undefined: wokers"}};
    report.checks = {build, aCheck("tests", "tests", Verdict::NotRun, 0, 8),
                     aCheck("vet", "vet", Verdict::NotRun, 0, 2)};
    return report;
}

judge::Report passed() {
    judge::Report report = start(Verdict::Passed);
    report.checks = {aCheck("build", "build", Verdict::Passed, 0, 0),
                     aCheck("tests", "tests", Verdict::Passed, 10, 10)};
    report.checks[1].tests = {aTest("TestEmpty", Verdict::Passed), aTest("TestOrder", Verdict::Passed)};
    report.points = Points(10);
    return report;
}

judge::Report refused(Verdict verdict, const char* message) {
    judge::Report report = start(verdict);
    report.message = message;
    report.checks = {aCheck("build", "build", verdict == Verdict::Invalid ? verdict : Verdict::NotRun, 0, 0),
                     aCheck("tests", "tests", Verdict::NotRun, 0, 10)};
    return report;
}

TestResult crash() {
    TestResult test = aTest("TestDrain", Verdict::Crashed,
                            "panic: runtime error: index out of range [3] with length 3 (pool.go:31)");
    test.file = "pool.go";
    test.line = 31;
    test.details = "goroutine 7 [running]:\ncourse/concurrency/pool.Run(...)\n\tpool.go:31\n";
    return test;
}

TestResult race() {
    TestResult test =
        aTest("TestDrain", Verdict::Raced,
              "A data race: two goroutines use the same variable at the same time, and at least one writes "
              "(pool.go:12 and pool.go:20).");
    test.details =
        "WARNING: DATA RACE\nWrite at 0x00c0000140a8 by goroutine 8:\n  course/concurrency/pool.Run.func1()\n"
        "      pool.go:12 +0x44\n";
    return test;
}

}  // namespace

judge::Report sample(Verdict verdict) {
    switch (verdict) {
        case Verdict::Passed:
            return passed();
        case Verdict::Failed:
            return failed();
        case Verdict::CompileError:
            return compileError();
        case Verdict::TimeLimit:
            return withTest(verdict,
                            aTest("TestDrain", verdict,
                                  "Stopped: it was not done within 10 s. Does a loop never end, or does "
                                  "something wait for what never comes?"));
        case Verdict::MemoryLimit:
            return withTest(verdict,
                            aTest("TestDrain", verdict, "It used more memory than it may (512 MiB)."));
        case Verdict::OutputLimit:
            return withTest(verdict, aTest("TestDrain", verdict,
                                           "It printed more than it may (1024 KiB on one stream)."));
        case Verdict::Crashed:
            return withTest(verdict, crash());
        case Verdict::Raced:
            return withTest(verdict, race());
        case Verdict::Leaked:
            return withTest(verdict,
                            aTest("TestDrain", verdict,
                                  "1 goroutine was still there 1 s after the test had ended; it waits at "
                                  "pool.go:31 and was started at pool.go:22."));
        case Verdict::Invalid:
            return refused(verdict,
                           "Refused before anything ran: the import \"unsafe\" is not allowed (pool.go:3)");
        case Verdict::Tampered: {
            judge::Report report = withTest(verdict, aTest("TestDrain", Verdict::Failed));
            report.checks[1].message =
                "The channel on which tests report was interfered with (a message without seal), so nothing "
                "that they "
                "reported counts.";
            report.points = report.checks[1].points = Points(0);
            return report;
        }
        case Verdict::InternalError:
            return refused(verdict, "The grader could not start its sandbox.");
        case Verdict::NotRun:
        case Verdict::Undecided:
            break;
    }
    judge::Report report = start(verdict);
    report.checks = {aCheck("build", "build", verdict, 0, 0)};
    return report;
}

}  // namespace assay::report::test
