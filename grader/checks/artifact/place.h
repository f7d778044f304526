// Role: a place in a file of the learner's, and what was found there. Plain values.
#pragma once

#include <compare>
#include <string>
#include <vector>

namespace assay::checks::artifact {

struct Place {
    int line = 1, column = 1;  // from 1; columns count bytes
    auto operator<=>(const Place&) const = default;
};

struct Finding {
    Place place;
    std::string message;  // a sentence, safe to show
};
using Findings = std::vector<Finding>;

constexpr std::size_t kMostBytes = 256u << 10;  // of one file; real ones have a few thousand

}  // namespace assay::checks::artifact
