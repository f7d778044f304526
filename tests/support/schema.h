// Role: for tests: does what a command prints fit resources/schema/NAME.schema.json?
#pragma once

#include <string>

namespace assay::support {

// What is wrong with it by the schema, a line each; empty where nothing is. Throws where it is no JSON.
std::string schemaFaults(const std::string& report, const std::string& name = "report");

}  // namespace assay::support
