// Role: the files of an exercise, read when they are needed. Paths are slash-separated and relative.
#pragma once

#include <string>
#include <vector>

#include "course/model.h"

namespace assay::course {

struct SourceFile {
    std::string name;  // relative to the set's folder: "clamp.go", "internal/x.go"
    std::string content;
};
using SourceFiles = std::vector<SourceFile>;

// Every regular file below starter/, tests/ …, sorted by name; a folder that does not exist holds none.
// Hidden files (".x") are left out. InvalidContent (with the file in Error::file) for a link, a special file,
// a name with control characters, a file of more than 16 MiB, a set of more than 128 MiB. Nothing outside the
// exercise's folder is ever opened.
Result<SourceFiles> readSet(const Exercise& exercise,
                            std::string_view set);  // "starter" "tests" "hidden" "solution"
// The exercise's editable files as starter/ has them, and read-only ones as solution/ has them. Globs are
// resolved: editable over the starter's names, readonly over the solution's.
Result<SourceFiles> starterFiles(const Exercise& exercise);
Result<SourceFiles> readonlyFiles(const Exercise& exercise);
bool isEditable(const Exercise& exercise, std::string_view name);

struct WrongSubmission {
    std::string name;
    SourceFiles files;                  // laid over the starter
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

struct Mutant {
    std::string name;
    SourceFiles files;   // laid over the solution
    std::string reveal;  // what the learner is told while it survives; may be empty
};
// Every mutants/<name>/, sorted by name. A mutant without `reveal` is advice.
Result<std::vector<Mutant>> readMutants(const Exercise& exercise, std::vector<Fault>& faults);

struct Hint {
    std::string title, markdown;
};
Result<std::vector<Hint>> readHints(const Exercise& exercise);
Result<std::string> readTask(const Exercise& exercise);
// Changes whenever anything of the exercise changes that grading depends on (every file of its folder, sorted
// by name).
Result<std::string> contentHash(const Exercise& exercise);

// What only the files themselves can tell, for `assay check`: editable files that starter/ does not have,
// read-only ones that solution/ does not have, text that is not UTF-8, links, wrong submissions and mutants
// that are not right.
std::vector<Fault> checkFiles(const Exercise& exercise);

}  // namespace assay::course
