// Role: the report for what the grader itself could not do (internal_error), so that there is one for every submission.
#pragma once

#include "base/clock.h"
#include "judge/judge.h"

namespace assay::cli {

judge::Report failedReport(const course::Exercise& exercise, const judge::Submission& submission, const base::Error& error,
                           sandbox::Level level, const base::Clock& clock);

}  // namespace assay::cli
