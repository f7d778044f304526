// Role: what a batch has to grade: the submissions that lie directly in a folder, or those of `<learner>/<exercise>/`.
// Nothing of a submission is read here.
#pragma once

#include <string>
#include <vector>

#include "base/fs.h"
#include "course/model.h"

namespace assay::cli {

struct CohortEntry {
    std::string name;  // "alice", or "alice/worker-pool": of one line in the results
    base::fs::path path;
    const course::Exercise* exercise = nullptr;
};

struct Cohort {
    std::vector<CohortEntry> entries;    // sorted by name, byte by byte
    std::vector<std::string> passedOver;  // what is no submission, and why: for people
    bool unknownExercises = false;        // --all: a folder is named like no exercise of the course
};

// Every folder and every archive directly in `folder`; names that begin with a dot and `out` are passed over.
// NotFound, InvalidContent: the folder cannot be read.
base::Result<Cohort> cohortOf(const base::fs::path& folder, const course::Exercise& exercise, const base::fs::path& out);
base::Result<Cohort> cohortOfAll(const base::fs::path& folder, const course::LoadedCourse& course, const base::fs::path& out);

// "2/8": the second of eight parts, of which each entry is in exactly one.
struct Shard {
    std::size_t part = 1, of = 1;
};
base::Result<Shard> readShard(const std::string& text);
void keepShard(Cohort& cohort, const Shard& shard);

}  // namespace assay::cli
