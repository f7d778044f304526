// Role: the tables of the course format as data: which fields course.toml, exercise.toml and the rest may
// have. What lessons/FORMAT.md and exercises/FORMAT.md say; a test compares them. The fields of check kinds
// come from outside.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "course/schema.h"

namespace assay::course {

const std::vector<FieldSpec>& courseFields();    // lessons/course.toml
const std::vector<FieldSpec>& skillsFields();    // lessons/skills.toml
const std::vector<FieldSpec>& lessonFields();    // the front matter of lesson.md
const std::vector<FieldSpec>& quizFields();      // ```quiz
const std::vector<FieldSpec>& exerciseFields();  // exercise.toml, its checks apart
const std::vector<FieldSpec>& checkFields();     // what every [[check]] has
const std::vector<FieldSpec>& expectFields();    // wrong/<name>/expect.toml
const std::vector<FieldSpec>& mutantFields();    // mutants/<name>/mutant.toml

// DESIGN's verdicts by name, in its order. What each means is the grader's; a course only names them.
const std::vector<std::string>& verdictNames();
// Those of them that an author may ask for: not ours (internal_error), not the absence of one (undecided,
// not_run).
const std::vector<std::string>& expectableVerdicts();

// Whether an id may name a folder and an import path: letters, digits, '-', '_', '.', a letter or digit
// first, at most 64 bytes, and none of the names that Go gives a meaning of its own (internal, testdata,
// vendor).
bool isValidId(std::string_view id);
// Says what is wrong with an id: the sentence of a fault.
std::string idRule();

}  // namespace assay::course
