// Role: the files of an exercise, read when they are needed. Paths are slash-separated and relative.
#pragma once

#include <string>
#include <vector>

#include "course/model.h"

namespace assay::course {

struct SourceFile {
    std::string name;     // relative to the set's folder: "clamp.go", "internal/x.go"
    std::string content;
};
using SourceFiles = std::vector<SourceFile>;

// Every regular file below starter/, tests/ …; a folder that does not exist holds none. Hidden files (".x") are left out.
Result<SourceFiles> readSet(const Exercise& exercise, std::string_view set);  // "starter" "tests" "hidden" "solution"
// The exercise's editable files as starter/ has them, and read-only ones as solution/ has them. Globs are resolved:
// editable over the starter's names, readonly over the solution's.
Result<SourceFiles> starterFiles(const Exercise& exercise);
Result<SourceFiles> readonlyFiles(const Exercise& exercise);
bool isEditable(const Exercise& exercise, std::string_view name);

struct WrongSubmission {
    std::string name;
    SourceFiles files;  // laid over the starter
    std::vector<std::string> verdicts;  // any of them is right
    std::string check;                  // the check that must be the first not passed; may be empty
    std::vector<std::string> tests;     // exactly these are not passed; hasTests false: not said
    bool hasTests = false;
    std::vector<std::string> survivors;  // of mutation
    std::optional<double> scoreAtLeast, scoreAtMost;
    int line = 0;
};
// Every wrong/<name>/. Faults (no expect.toml, unknown fields, unknown verdicts) are appended.
Result<std::vector<WrongSubmission>> wrongSubmissions(const Exercise& exercise, std::vector<Fault>& faults);

struct Hint {
    std::string title, markdown;
};
Result<std::vector<Hint>> readHints(const Exercise& exercise);
Result<std::string> readTask(const Exercise& exercise);
// Changes whenever anything of the exercise changes that grading depends on (every file of its folder, sorted by name).
Result<std::string> contentHash(const Exercise& exercise);

}  // namespace assay::course
