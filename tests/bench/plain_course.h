// Role: a course of two ordinary exercises in a temporary folder, laid out so that `go test` runs the same tests on the same
// sources: `words` (strings, maps, sorting) and `tally` (goroutines, graded with the race detector).
#pragma once

#include <string>
#include <vector>

#include "base/fs.h"

namespace assay::bench {

class PlainCourse {
  public:
    static base::Result<PlainCourse> create();
    const base::fs::path& folder() const { return m_folder.path(); }
    // Changes the exercise's source, as an edit does, and gives the folder of a module with it and all its tests.
    base::fs::path edit(const std::string& exercise);

  private:
    explicit PlainCourse(base::TempFolder folder) : m_folder(std::move(folder)) {}
    base::TempFolder m_folder;
    int m_edits = 0;
};

// Ours, with these on top.
std::vector<std::string> environmentWith(const std::vector<std::string>& more);

}  // namespace assay::bench
