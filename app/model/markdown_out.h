// Role: what a learner reads, as Markdown to take along: a lesson, a task, a result. A question goes without its answers.
// Threads: pure functions.
#pragma once

#include <QString>

#include "course/lesson.h"
#include "course/model.h"
#include "judge/judge.h"

namespace assay::model {

QString lessonMarkdown(const course::Lesson& lesson);
QString taskMarkdown(const course::Exercise& exercise);  // empty where it cannot be read
QString reportMarkdown(const QString& title, const judge::Report& report);

}  // namespace assay::model
