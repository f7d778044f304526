#include "app/model/since.h"

#include <set>
#include <string>

namespace assay::model {

std::optional<report::Change> testsSince(const judge::Report& before, const judge::Report& after) {
    std::set<std::string> tests;
    for (const judge::Report* report : {&before, &after})
        for (const auto& check : report->checks)
            for (const auto& test : check.tests) tests.insert(test.name);
    report::Change change = report::compare(before, after);
    if (tests.empty()) return change;
    const std::size_t all = change.newlyPassed.size() + change.newlyFailed.size();
    for (auto* names : {&change.newlyPassed, &change.newlyFailed})
        std::erase_if(*names, [&](const std::string& name) { return !tests.contains(name); });
    const std::size_t left = change.newlyPassed.size() + change.newlyFailed.size();
    if (left == 0 && all > 0) return std::nullopt;
    return change;
}

}  // namespace assay::model
