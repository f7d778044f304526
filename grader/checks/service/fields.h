// Role: the fields of a `service` check, as the course reader and the documentation know them.
#pragma once

#include <vector>

#include "course/schema.h"

namespace assay::checks::service {

std::vector<course::FieldSpec> checkFields();
bool isExpectField(std::string_view name);
const std::vector<const char*>& stepWays();  // request, load, signal, calls …: of these each step has one

}  // namespace assay::checks::service
