// Role: what changed since the last Check, as a line above the results tells it.
#pragma once

#include <optional>

#include "report/report.h"

namespace assay::model {

// Where either report has tests, of these only: "+3 passed" above "7 of 7 tests fail" would be build, format and vet. Nothing
// where other checks changed and no test did: "no change" would be as wrong.
std::optional<report::Change> testsSince(const judge::Report& before, const judge::Report& after);

}  // namespace assay::model
