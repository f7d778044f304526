// Role: the learner's build script, read by a grammar and run by no shell. What is not in the grammar is refused with a place
// and a reason. Pure functions.
//
//   script     = { line "\n" }              a backslash at the end of a line continues it
//   line       = [ "set" ("-e" | "-u" | "-x" | …) ] | assignment { assignment } | command | nothing      "#" begins a comment
//   command    = { assignment } "go" "build" { flag } { package }
//   assignment = NAME "=" word               alone on a line: a variable of the script; before a command: of its environment
//   word       = pieces of plain text, '…', "…" and \c; $NAME and ${NAME} stand for a variable (not within '…')
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace assay::checks::crossbuild {

struct Problem {
    int line = 0, column = 0;
    std::string message;
};

struct BuildLine {
    int line = 0;
    std::map<std::string, std::string> environment;  // GOOS, GOARCH, CGO_ENABLED …
    std::vector<std::string> arguments;              // after "go build": flags, then packages
    std::string output;                              // of -o, "" where there is none
    std::string linkerFlags;                         // of -ldflags
    bool trimpath = false;
};

struct Script {
    std::vector<BuildLine> lines;
    std::vector<Problem> problems;  // not empty: nothing is run
};
Script readScript(std::string_view text);

// The words of a flag's value, as the go command splits -ldflags: at blanks, with '…' and "…".
std::vector<std::string> splitFlags(std::string_view text);
// The value that -X gives to a variable ("main.version"), or nullptr-like "" with found = false.
std::string stampedValue(std::string_view linkerFlags, std::string_view variable, bool& found);

}  // namespace assay::checks::crossbuild
