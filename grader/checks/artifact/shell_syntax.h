// Role: a shell script as a tree: what is joined by what, what stands in a branch, a loop or a function, and which texts are
// heredocs. It runs and expands nothing. Every text gives a tree; what is no shell script gives one of little sense.
// Source: the grammar of POSIX.1-2017 (2.10), with the words of bash that people use ([[ ]], function, <(…), |&, &>).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::checks::artifact {

struct Part {
    // Words of each: If: parts are condition, body, condition, body …, and an else at the end where their number is odd.
    // Loop: condition, body. For: the body; words are what it goes over. Case: the bodies. Function: the body; name.
    enum class Kind { Simple, List, AndOr, Pipeline, Subshell, Group, If, Loop, For, Case, Function };

    Kind kind = Kind::Simple;
    std::vector<Part> parts;
    std::vector<std::string> joins;  // what follows each part: of List ; & or newline, of AndOr && or ||
    bool negated = false;            // of Pipeline
    std::string name;                // of Function
    std::size_t offset = 0;          // of the first word in the text

    std::vector<std::string> words, assignments;  // of Simple; without quotes
    std::vector<std::string> heredocs;            // what it reads from <<
    std::string output;                           // where > sends what it prints; empty: nowhere else
};
Part parseShell(std::string_view script);  // a List

}  // namespace assay::checks::artifact
