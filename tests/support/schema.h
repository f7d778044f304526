// Role: for tests: does a report fit resources/schema/report.schema.json?
#pragma once

#include <string>

namespace assay::support {

// What is wrong with it by the schema, a line each; empty where nothing is. Throws where it is no JSON.
std::string schemaFaults(const std::string& report);

}  // namespace assay::support
