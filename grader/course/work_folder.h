// Role: the folder that a learner works in with an editor of their own (`assay learn`, the app's "Open in my editor"): which files belong into it, and writing them without taking anything from the
// learner. A hidden file `.assay` in it says whose folder it is and what Assay itself wrote (hashes): only files that still
// are as Assay wrote them are ever replaced. Errors: Usage for a folder that is not ours, Io.
#pragma once

#include <string>
#include <vector>

#include "base/fs.h"
#include "base/result.h"
#include "course/model.h"

namespace assay::course {

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
Result<std::vector<WorkFile>> workFiles(const Course& course, const Exercise& exercise,
                                        const std::vector<WorkFile>& mine);
Result<FolderResult> writeFolder(const fs::path& folder, const std::string& course, const Exercise& exercise,
                                 const std::vector<WorkFile>& files);

// Which side of a file changed since the folder and the app had the same. A file that nobody remembers and that differs
// changed on both sides; one that is missing in the folder, too large, or no text, on none: nothing can be taken from it.
enum class Changed { Neither, Folder, Mine, Both };
struct FileStanding {
    std::string name, outside;  // what the folder has
    Changed changed = Changed::Neither;
};
// The editable files of a folder that is this exercise's; nothing where it is not there or somebody else's.
Result<std::vector<FileStanding>> standings(const fs::path& folder, const std::string& course, const Exercise& exercise,
                                            const std::vector<WorkFile>& mine);
// From now on this is what both sides had.
Result<void> agree(const fs::path& folder, const std::vector<WorkFile>& files);
// This content in the folder, whatever is there: the caller keeps that first. Agreed from then on.
Result<void> replaceInFolder(const fs::path& folder, const std::vector<WorkFile>& files);
bool isFolderOf(const fs::path& folder, const std::string& course, const Exercise& exercise);
// Where it is: below `chosen` where that is absolute, else below ~/assay; a folder for the course, one for the exercise.
fs::path workFolder(const fs::path& chosen, const std::string& course, const std::string& exercise);
// The course's go.mod as the exercise's own: its module line names the exercise, the rest stays.
std::string moduleFile(const std::string& courseModule, const std::string& importPath);

}  // namespace assay::course
