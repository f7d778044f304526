// Role: sentences that both faces of the terminal mode say. Pure functions; safe to print.
#pragma once

#include <string>

#include "judge/judge.h"
#include "report/report.h"

namespace assay::cli {

std::string stepWords(const judge::Progress& progress);  // "running: TestOrder"
std::string changeWords(const report::Change& change);   // "since last time: +1 passed, 0 lost"

}  // namespace assay::cli
