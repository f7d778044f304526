// Role: the folder that a learner works in: which files belong into it, and writing them without taking anything from the
// learner. A hidden file `.assay` in it says whose folder it is and what Assay itself wrote (hashes): only files that still
// are as Assay wrote them are ever replaced. Errors: Usage for a folder that is not ours, Io.
#pragma once

#include <string>
#include <vector>

#include "base/fs.h"
#include "base/result.h"
#include "course/model.h"

namespace assay::cli {

using base::Result;
namespace fs = base::fs;

struct WorkFile {
    std::string name, content;  // relative, slash-separated
};
struct FolderResult {
    std::vector<std::string> written;  // new, or replaced because nobody had changed them
    std::vector<std::string> kept;     // there already with another content: the learner's stays
};

// Editable files (the starter's, with `mine` laid over them), read-only ones, visible tests, go.mod, go.sum, TASK.md.
// Names in `mine` that the exercise does not call editable, or that lead out of the folder, are left out.
Result<std::vector<WorkFile>> workFiles(const course::Course& course, const course::Exercise& exercise,
                                        const std::vector<WorkFile>& mine);
Result<FolderResult> writeFolder(const fs::path& folder, const std::string& course, const course::Exercise& exercise,
                                 const std::vector<WorkFile>& files);
// The course's go.mod as the exercise's own: its module line names the exercise, the rest stays.
std::string moduleFile(const std::string& courseModule, const std::string& importPath);

}  // namespace assay::cli
