// Role: what `assay check` proves of a course's content: the starter is no pass, the solution passes, each of wrong/ gets
// exactly what it declares, hidden tests have a reveal, snippets do what they say. Works on a Judge; starts nothing itself.
// Threads: verifyExercise and verifyLesson may run for several exercises at once.
#pragma once

#include <atomic>

#include "course/files.h"
#include "course/lesson.h"
#include "judge/judge.h"

namespace assay::judge {

struct VerifyOptions {
    sandbox::Level level = sandbox::Level::Full;
    int repeat = 1;  // the solution and wrong/ this often: finds an author's flaky tests
    std::stop_token stop;
};
// Faults of the content, in words with file and line. Errors: the grader could not work.
Result<std::vector<course::Fault>> verifyExercise(Judge& judge, const course::Exercise& exercise, const VerifyOptions& options);
Result<std::vector<course::Fault>> verifyLesson(Judge& judge, const course::Course& course, const course::LessonInfo& lesson, const VerifyOptions& options);

}  // namespace assay::judge
