// Role: a course of ordinary exercises in a temporary folder, laid out so that `go test` runs the same tests on the same
// sources: `words` (strings, maps, sorting), `tally` (goroutines, graded with the race detector) and `proofs` (the learner
// writes tests for words.go; ten mutants).
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
    // A new folder of so many submissions of `words`, all different; each is a module with the tests in it.
    base::fs::path cohort(int size);

  private:
    explicit PlainCourse(base::TempFolder folder) : m_folder(std::move(folder)) {}
    base::TempFolder m_folder;
    int m_edits = 0;
};

// Ours, with these on top.
std::vector<std::string> environmentWith(const std::vector<std::string>& more);

}  // namespace assay::bench
