// Role: a Dockerfile as its builder reads it: parser directives (escape, syntax), continuations with comments and empty lines
// inside them, heredocs of RUN, COPY and ADD, flags, exec (JSON) and shell forms, ARG defaults in FROM, stages.
// Source: the Dockerfile reference of BuildKit, frontend 1.x. Every text gives an answer: problems have a place.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/artifact/place.h"

namespace assay::checks::artifact {

struct Heredoc {
    std::string name, content;
    Place place;        // of the first line of its content
    bool expands = true;  // its name was not quoted
};

struct Instruction {
    std::string name;  // upper case
    Place place;
    std::vector<std::pair<std::string, std::string>> flags;  // --name=value before the arguments
    std::string arguments;                                   // joined over continuations, without flags
    bool exec = false;                                       // the arguments were a JSON list of texts
    std::vector<std::string> words;  // of the list; of the shell form, split at white space, quotes taken off
    std::vector<Heredoc> heredocs;
    bool onBuild = false;

    std::string flag(std::string_view flagName) const;  // "" where it is not there
    Place placeOf(std::size_t offset) const;            // of a byte of `arguments`
    // What a shell runs for this RUN (the arguments, or its heredoc), or the words of the exec form as one line.
    std::string script() const;
    Place placeInScript(std::size_t offset) const;

    std::vector<std::pair<std::size_t, Place>> origins;  // where pieces of `arguments` come from, by offset
};

struct Stage {
    std::string image;  // of FROM, ARG defaults put in; a stage's name where it continues one
    std::string written, name;
    int base = -1;  // the stage that it continues
    Instruction from;
    std::vector<Instruction> instructions;
};

struct Dockerfile {
    char escape = '\\';
    std::map<std::string, std::string> arguments;  // ARG before the first FROM, with default
    std::vector<Instruction> argumentLines;
    std::vector<Stage> stages;  // never empty where there is no problem
    Findings problems;          // not empty: the builder would refuse it

    const Stage& final() const { return stages.back(); }
    // The index of the stage that a name or number means, or -1.
    int stageNamed(std::string_view nameOrNumber) const;
    // The instructions that make this stage's image: those of the stages that it continues, then its own.
    std::vector<const Instruction*> effective(const Stage& stage) const;
    // The image that a stage's chain of stages begins with.
    std::string rootImage(const Stage& stage) const;
};
Dockerfile parseDockerfile(std::string_view text);

// $X, ${X}, ${X:-word} and ${X:+word}; what is not known becomes empty.
std::string expandVariables(std::string_view text, const std::map<std::string, std::string>& values, char escape);

}  // namespace assay::checks::artifact
