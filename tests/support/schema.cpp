#include "support/schema.h"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "base/fs.h"

namespace assay::support {

std::string schemaFaults(const std::string& report, const std::string& name) {
    const auto schemaText = base::readFile(std::string(ASSAY_SOURCE_DIR) + "/resources/schema/" + name + ".schema.json").value();
    const nlohmann::json schemaJson = nlohmann::json::parse(schemaText), parsed = nlohmann::json::parse(report);
    valijson::Schema schema;
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(schemaJson), schema);
    valijson::ValidationResults results;
    valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(parsed), &results);
    std::string all;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        for (const std::string& step : error.context) all += step;
        all += ": " + error.description + "\n";
    }
    return all;
}

}  // namespace assay::support
