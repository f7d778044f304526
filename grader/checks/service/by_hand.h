// Role: the plain commands that show by hand what a step of a service check asks.
#pragma once

#include "checks/result.h"
#include "course/value.h"

namespace assay::checks::service {

// A line for a shell: builds the program, starts it as the check does, makes the first visible request that failed (else the
// first there is), and ends it by SIGTERM. Nothing of a hidden step is in it. Empty where there is no such line: for a check
// with an upstream server of the author's.
std::string byHand(const std::string& exercise, const course::Value& check, const std::vector<TestResult>& tests);

}  // namespace assay::checks::service
