// Role: what follows the marks of a fenced block: a language, words, and key="value" pairs. Grammar:
// lessons/FORMAT.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::course {

struct InfoString {
    std::string language;
    std::vector<std::string> words;
    std::vector<std::pair<std::string, std::string>> values;  // unescaped, in order
    std::vector<std::string> problems;                        // sentences; what could be read is read

    bool has(std::string_view word) const;
    std::optional<std::string> value(std::string_view key) const;
};
InfoString parseInfoString(std::string_view text);

}  // namespace assay::course
