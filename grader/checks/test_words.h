// Role: from what a test did to what a learner reads: verdict, message, place, expected and got. Used by kinds that run tests.
#pragma once

#include "checks/kind.h"
#include "toolchain/go/test_run.h"

namespace assay::checks {

// A visible test, or any for an instructor: everything.
TestResult describeTest(const toolchain::TestRun& run, const Context& context);
// A hidden one: its name, output and values stay hidden; `reveal`, and of a panic its kind and the learner's own line.
TestResult describeHidden(const toolchain::TestRun& run, const Context& context, std::size_t number, const std::string& reveal);
// The subtests of a visible test, without points.
std::vector<TestResult> describeSubtests(const toolchain::TestRun& run);
Verdict verdictOf(const toolchain::TestRun& run);

// "clamp_test.go:7: Clamp(5, 1, 9) = 3, want 5" → place, message, got and expected.
struct Assertion {
    std::string file, message, expected, got;
    int line = 0;
};
Assertion readAssertion(std::string_view log);

// What the race detector says of the sandbox and not of the program goes: it wants to read /proc/self/exe, and there is no /proc.
std::string withoutNoise(std::string errors);

// A race report or a trace of goroutines without what differs between two gradings of the same files: addresses and goroutine
// numbers are counted by first appearance, and offsets in functions are left out. Functions, files and lines stay.
std::string steadyStacks(std::string_view text);

}  // namespace assay::checks
