// Role: one case of the corpus: a file in the txtar form that Go's own tests use. First a head in TOML, then the
// submission's files, each after a line "-- NAME --". The file's name is its kind in the list of README.md and its own name:
// "01-prints-pass.txtar".
#pragma once

#include <string>
#include <vector>

#include "base/fs.h"
#include "base/result.h"

namespace assay::corpus {

namespace fs = base::fs;

struct CaseFile {
    std::string name, content;
};

struct Case {
    std::string name;  // the file's, without its ending
    int kind = 0;
    std::string exercise;
    // The right one first. Several only where nothing but the machine's timing decides between them; `passed` is never one
    // of several.
    std::vector<std::string> verdicts;
    std::vector<std::string> says;    // texts that the JSON report holds
    std::vector<std::string> silent;  // texts that no output holds, beside the secrets of the hidden tests
    std::string make;                 // a shell script that makes what a text cannot hold, run in the submission's folder
    std::string path;                 // what is handed in, below the folder; empty: the folder itself
    std::vector<std::string> levels;  // "full", "reduced"
    bool slow = false;                // takes seconds by its nature: it meets a time limit, or compiles for long
    bool asRoot = false;              // its script needs root
    std::vector<CaseFile> files;
};

// InvalidContent with file and line where something is wrong with it.
base::Result<Case> readCase(const fs::path& file);
// All in the folder, sorted by name.
base::Result<std::vector<Case>> readCases(const fs::path& folder);

}  // namespace assay::corpus
