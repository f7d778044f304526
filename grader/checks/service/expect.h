// Role: what a step expects of an answer, and what of it is not so. Variables: "${name}" in texts of a step stands for what an
// earlier step has saved.
#pragma once

#include <map>
#include <optional>

#include "checks/service/client.h"
#include "course/value.h"

namespace assay::checks::service {

using course::Value;
using Variables = std::map<std::string, std::string>;

std::string fillIn(std::string_view text, const Variables& variables);
std::string fillInPattern(std::string_view pattern, const Variables& variables);  // a value stands for itself there

// A request as exercise.toml has it: method, path, headers, body or json, cookies of earlier answers.
HttpRequest readRequest(const Value& table, const Variables& variables);
std::string jsonText(const Value& value, const Variables& variables);  // TOML as JSON, variables filled in

struct Mismatch {
    std::string message, expected, got;
    const char* plain;  // a literal: what may be told where the answer may not; see played.h
};
// Nothing where the answer is as expected: status, statuses, headers, header_matches, body, body_matches, body_lacks, json,
// json_matches, json_has.
std::optional<Mismatch> compareAnswer(const Value& expect, const HttpResponse& response, const Variables& variables);

const std::vector<std::string>& answerFields();  // of `expect`: those about an answer's status, headers or body
bool asksAnswer(const Value& expect);  // says something about an answer's status, headers or body

// The value at a path ("items.0.name") of a JSON text: of a text its content, else its JSON; nothing where there is none.
std::optional<std::string> jsonAt(std::string_view text, std::string_view path);
// One log line: an object as JSON, and whether a field has a text.
bool isJsonObject(std::string_view line);

// What `save` takes out of an answer: "json:path", "header:Name", "cookie:name", "body:regular expression with one group".
std::optional<std::string> take(const std::string& what, const HttpResponse& response);
// The author's patterns anywhere in a step, and where they stand.
std::vector<std::pair<const Value*, std::string>> patternsOf(const Value& step);
bool matches(const std::string& text, const std::string& pattern);  // somewhere, RE2

}  // namespace assay::checks::service
