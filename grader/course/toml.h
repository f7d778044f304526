// Role: the one place where TOML is read. The parser behind it is not seen outside toml.cpp.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "course/schema.h"
#include "course/value.h"

namespace assay::course {

// The text as a table of values with their lines. Where it is no TOML, or no UTF-8, there is nothing and the
// fault is appended. `linesBefore` is added to every line: the text may stand inside another file. Dates
// become values without data (Value::isNone): no field of ours is a date.
std::optional<Value> parseToml(std::string_view text, std::string_view file, std::vector<Fault>& faults,
                               int linesBefore = 0);

// The 1-based line of the first byte that is no UTF-8, or 0.
int lineOfBadUtf8(std::string_view text);

}  // namespace assay::course
