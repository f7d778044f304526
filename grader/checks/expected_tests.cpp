#include "checks/expected_tests.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "course/exercise_tree.h"

namespace assay::checks {

namespace {

// Each test is run by itself and may be run again in a process of its own: there is no one run around which TestMain could stand.
base::Failure testMainFailure(const Context& context, const toolchain::FoundTest& test) {
    base::Error error{base::ErrorCode::InvalidContent, "TestMain is not run by the grader, so tests that count on it would fail"};
    error.hint = "prepare in a helper that each test calls (with sync.Once where it is costly) and clean up with t.Cleanup";
    error.file = course::shownPath(context.exercise, (test.hidden ? "hidden/" : "tests/") + test.file);
    error.line = test.line;
    return base::Failure(std::move(error));
}

// What the author named and no file has. The names that are there are an author's to read: hidden ones are among them.
base::Failure unknownTests(const Context& context, const std::map<std::string, const course::Value*>& unknown, const std::vector<toolchain::FoundTest>& found) {
    std::vector<const course::Value*> inOrder;
    for (const auto& [name, entry] : unknown) inOrder.push_back(entry);
    std::sort(inOrder.begin(), inOrder.end(), [](const auto* a, const auto* b) { return a->line < b->line; });
    std::vector<std::string> there;
    for (const toolchain::FoundTest& test : found)
        if (test.isRun()) there.push_back(test.name);
    std::string text;
    for (const course::Value* entry : inOrder) {
        const std::string name = entry->string("name");
        text += (text.empty() ? "test " : "; test ") + base::quote(name) + (entry == inOrder.front() ? "" : " (line " + std::to_string(entry->line) + ")");
        text += " is listed, but no file in tests/ or hidden/ has it";
        const std::string near = context.instructor ? base::nearest(name, there) : std::string();
        if (!near.empty()) text += "; did you mean " + base::quote(near) + "?";
    }
    if (context.instructor && !there.empty()) text += (text.ends_with('?') ? " There are: " : "; there are: ") + base::join(there, ", ");
    return courseFault(context.exercise, inOrder.front()->line, text);
}

}  // namespace

Result<std::vector<ExpectedTest>> expectedTests(const Context& context, const std::vector<toolchain::FoundTest>& found) {
    std::map<std::string, const course::Value*> mine;
    std::set<std::string> others;
    const course::Check* first = nullptr;
    for (const course::Check& check : context.exercise.checks) {
        if (check.kind == "fuzz") others.insert(check.fields.string("target"));  // it has a check of its own
        if (check.kind != "tests") continue;
        if (first == nullptr) first = &check;
        for (const course::Value& test : check.fields.array("test"))
            if (check.id == context.check.id) mine[test.string("name")] = &test;
            else others.insert(test.string("name"));
    }
    std::vector<ExpectedTest> expected;
    for (const bool hidden : {false, true})
        for (const toolchain::FoundTest& test : found) {
            if (test.kind == "main") return testMainFailure(context, test);
            if (test.hidden != hidden || test.kind == "benchmark") continue;
            const auto listed = mine.find(test.name);
            if (listed == mine.end() && (others.contains(test.name) || context.check.id != first->id)) continue;
            ExpectedTest entry{test.name, hidden, Points(1), {}};
            if (listed != mine.end()) {
                entry.weight = Points::fromNumber(listed->second->number("weight", 1));
                entry.reveal = listed->second->string("reveal");
                mine.erase(listed);
            }
            expected.push_back(std::move(entry));
        }
    if (!mine.empty()) return unknownTests(context, mine, found);
    if (expected.empty())
        return courseFault(context.exercise, context.check.line, "the check 'tests' has no test: put one into tests/ or hidden/");
    return expected;
}

std::vector<std::string> planOf(const std::vector<ExpectedTest>& expected, bool hidden, const Context& context) {
    std::vector<std::string> plan;
    const std::int64_t rounds = context.check.fields.integer("count", 1);
    for (std::int64_t round = 0; round < rounds; ++round) {
        std::vector<std::pair<std::string, std::string>> order;
        for (const ExpectedTest& test : expected)
            if (test.hidden == hidden) order.emplace_back(base::Hasher().add(context.exercise.id).add(static_cast<std::uint64_t>(round)).add(test.name).hex(), test.name);
        if (context.check.fields.boolean("shuffle")) std::sort(order.begin(), order.end());
        for (const auto& [key, name] : order) plan.push_back(name);
    }
    return plan;
}

}  // namespace assay::checks
