// Role: the commands of a shell script, as far as rules need them: words, what joins them, where they stand. It reads quotes,
// comments, continuations, lists, pipes, groups, the words of `if`, `for` and `while`, and what `sh -c` is given. It runs and
// expands nothing: "$X" stays "$X". Anything that is no shell script gives some commands and never fails.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::checks::artifact {

struct Command {
    std::vector<std::string> words;  // without quotes; never empty
    std::vector<std::string> assignments;  // NAME=value before the first word
    std::string after;  // what follows it: "&&", "||", ";", "|", "&" or "\n", "" at the end
    std::size_t offset = 0;  // of its first word in the text
    // The name without its folder is `first`, and the words after it begin with `more`.
    bool is(std::string_view first) const;
    bool is(std::string_view first, std::string_view second) const;
    bool hasWord(std::string_view word) const;
    // A flag as -name, --name, -name=value or --name=value.
    bool hasFlag(std::string_view name) const;
};
std::vector<Command> splitCommands(std::string_view script);

}  // namespace assay::checks::artifact
