// Role: which tests a `tests` check expects, and in which order they run.
#pragma once

#include <string>
#include <vector>

#include "checks/kinds.h"

namespace assay::checks {

struct ExpectedTest {
    std::string name;
    bool hidden = false;
    Points weight{1};
    std::string reveal;
};

// The author's tests that belong to the context's check, in the author's order. Where an exercise has several `tests` checks,
// a listed test belongs to the one that lists it, and what none lists to the first. The target of a `fuzz` check is that one's.
Result<std::vector<ExpectedTest>> expectedTests(const Context& context, const std::vector<toolchain::FoundTest>& found);

// `count` rounds of the visible or the hidden ones, each shuffled, where the check says so, with a seed that depends on the
// exercise alone: two gradings run in one order.
std::vector<std::string> planOf(const std::vector<ExpectedTest>& expected, bool hidden, const Context& context);

}  // namespace assay::checks
