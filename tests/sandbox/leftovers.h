// Role: what a grading must not leave behind: processes, mounts, control groups, temporary folders, changed files.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/fs.h"

namespace assay::corpus {

namespace fs = base::fs;

// From now on every process that a child of ours leaves becomes our child.
void adoptOrphans();
// Descendants that are there, by name; they are killed. Call it when all children of one's own have been waited for.
std::vector<std::string> orphans();

// What is there on the machine and might be of a grading.
struct Traces {
    std::set<std::string> mounts, groups, folders;
    static Traces now();
    // What is there now and was not: only what belongs to no living process.
    std::vector<std::string> addedSince() const;
};

// Every file below a folder with type, mode, size and content's hash.
using Listing = std::map<std::string, std::string>;
// At most so many entries, where a program may have made the folder: the rest is not looked at.
Listing listing(const fs::path& folder, std::size_t most = 50'000);
std::string firstDifference(const Listing& before, const Listing& after);

}  // namespace assay::corpus
