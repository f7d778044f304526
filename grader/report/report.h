// Role: a Report as text for people and as JSON for programs. Pure functions of a Report; nothing is read or
// run.
#pragma once

#include <string>
#include <vector>

#include "judge/judge.h"

namespace assay::report {

// All texts of a report are made safe to show here once more (base::safeText) and, unless Report::instructor,
// whatever a hidden test must not tell is left out again, whoever made the report: names other than "hidden
// N", outputs, values, stacks, places outside the learner's own files.

// One object, schema resources/schema/report.schema.json ("assay.report/1"), on one line with indent < 0.
// Messages are cut at 4 KiB, the whole at 1 MiB (outputs first, and it says so: `truncated`). `message` is
// the headline.
std::string toJson(const judge::Report& report, int indent = 2);
// Reads it back (progress database → history). Points have two decimals then. Unknown fields are passed over,
// so that an older Assay reads a newer one's. InvalidContent where it does not fit, with the place in the
// object.
base::Result<judge::Report> fromJson(std::string_view json);

struct TextOptions {
    bool color = false;
    unsigned width = 80;
    bool quiet = false;  // the headline only
};
// First what is wrong and where, then the rest. Ends with a newline.
std::string toText(const judge::Report& report, const TextOptions& options);

// Words for a verdict: "passed", "does not compile", "stopped at the time limit" …, and its shape "✓ ✕ ⏱ ⇅".
std::string verdictWords(checks::Verdict verdict);
std::string verdictShape(checks::Verdict verdict);
// "2 of 6 tests fail. First: TestOrder." The headline of a report, DESIGN's and LOOK's words.
std::string headline(const judge::Report& report);

// What changed between two reports of one exercise: "since last time: +1 passed, 0 lost". Tests by name
// (subtests do not count), checks without tests by title. What passed before and was not run now is lost,
// too.
struct Change {
    std::vector<std::string> newlyPassed, newlyFailed;
};
Change compare(const judge::Report& before, const judge::Report& after);

}  // namespace assay::report
