// Role: the commands of a shell script, as far as rules need them: words, what joins them, where they stand, and whether they
// are plainly run. Commands in branches, loops and functions are listed too, and those of `sh -c …`, `bash <<EOF`, `time …`
// and `env …`; the text of a heredoc that nothing runs is not. It runs and expands nothing: "$X" stays "$X".
// What is plainly run is judged from the safe side: a branch, an uncalled function, what follows an exit, does not count.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::checks::artifact {

struct Command {
    std::vector<std::string> words;  // without quotes; never empty
    std::vector<std::string> assignments;  // NAME=value before the first word
    std::vector<std::string> heredocs;     // what it reads from <<
    std::string output;  // the file that > gives what it prints; empty: nowhere else
    std::string after;  // what follows it: "&&", "||", ";", "|", "&" or "\n", "" at the end
    std::size_t offset = 0;  // of its first word in the text
    bool sure = false;    // runs, if what stands before it succeeds
    bool counts = false;  // sure, and its failure is the script's
    bool stops = false;   // sure, and its success makes the script fail: if grep …; then exit 1; fi
    // The name without its folder is `first`, and the words after it begin with `more`.
    bool is(std::string_view first) const;
    bool is(std::string_view first, std::string_view second) const;
    bool hasWord(std::string_view word) const;
    // A flag as -name, --name, -name=value or --name=value.
    bool hasFlag(std::string_view name) const;
    // The value of -name=value or -name value; nullptr where the flag is not there, empty where nothing follows.
    const std::string* flag(std::string_view name, std::string& storage) const;
};

// How the shell is started. `exitOnError` is -e, `pipefail` is -o pipefail.
struct ShellOptions {
    bool exitOnError = false, pipefail = false;
};
struct Script {
    std::vector<Command> commands;
    std::vector<std::string> assignments;  // those that stand alone and surely run: X=$(gofmt -l .)
};
Script readScript(std::string_view script, const ShellOptions& options);
std::vector<Command> splitCommands(std::string_view script);  // their commands, of a shell without options

}  // namespace assay::checks::artifact
