// Role: what the fields of a `service` check have to fit in with each other, beyond what their types say. What a step does not
// read, and what no learner could mend, is a fault of the course.
#pragma once

#include "checks/inspected.h"

namespace assay::checks::service {

void examine(const course::Check& check, CourseFaults& faults);

}  // namespace assay::checks::service
