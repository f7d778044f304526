// Role: what a program wrote against what was expected: byte by byte, by pattern, with numbers that may differ a little, or
// with lines in any order. Used by `program` only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "course/value.h"

namespace assay::checks {

struct Mismatch {
    std::string message, expected, got;  // safe to show
    std::string diff;                    // by words, white space made visible; empty where there is nothing to compare
};

struct HowToCompare {
    bool anyOrder = false;            // of lines
    std::optional<double> tolerance;  // of numbers: absolute below 1, relative above
};

// `what` is how to speak of it: "stdout", "the file out.txt". Nothing where they are equal.
std::optional<Mismatch> compareText(std::string_view what, std::string_view expected, std::string_view got, const HowToCompare& how);
std::optional<Mismatch> comparePattern(std::string_view what, const std::string& pattern, std::string_view got);
// Words that only `expected` has as [-word-], only `got` as {+word+}; a space is ·, a tab →, an end of line ↵.
std::string wordDiff(std::string_view expected, std::string_view got);

}  // namespace assay::checks
