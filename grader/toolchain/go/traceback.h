// Role: finds in a dying Go program's stderr why it died and where in the learner's files. What it reads may be forged by
// the program: it decides nothing but words, and of hidden tests only the kind and the learner's own file and line are kept.
// Source of the format: GOROOT/src/runtime/panic.go and traceback.go.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace assay::toolchain {

struct Traceback {
    std::string kind;  // one of a fixed list: "index out of range", "nil map write", "panic", "deadlock", "stack overflow" …
    std::string text;  // the first line as it was printed; empty where it may hold hidden values
    std::string file;  // relative to the package, one of `names`; may be empty
    int line = 0;
    bool fatal = false;        // "fatal error:", not "panic:"
    bool outOfMemory = false;  // the runtime or the race detector ran out
    bool outOfThreads = false;
    bool stacks = false;  // stacks of goroutines follow: it is the runtime that speaks, not a word in a line that was printed
};
// nullopt where the text holds no panic and no fatal error.
std::optional<Traceback> readTraceback(std::string_view errors, std::string_view importPath, const std::set<std::string>& names);
// The kind alone, from a panic's text: never anything of its values.
std::string panicKind(std::string_view text);
// "course/basics/clamp/clamp.go" → "clamp.go" where that is one of names, else "".
std::string ownFile(std::string_view path, std::string_view importPath, const std::set<std::string>& names);

}  // namespace assay::toolchain
