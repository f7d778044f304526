// Role: the parts of lesson.html's state that need no LessonModel: pure functions of course and progress.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <vector>

#include "app/model/course_library.h"
#include "app/model/progress_model.h"

namespace assay::model {

// What comes after `item` and is not done; where all of that is, simply what comes after. Home: nothing does.
Item nextToDo(const CourseLibrary& library, const ProgressModel& progress, const Item& item);
// kind, id, title, phase, marked, previous, next.
QJsonObject lessonFrame(const CourseLibrary& library, const ProgressModel& progress, const Item& item);
QJsonArray exerciseCards(const CourseLibrary& library, const ProgressModel& progress, const std::vector<std::string>& ids);
QJsonObject itemJson(const CourseLibrary& library, const Item& item);  // kind, id, title

bool severalCorrect(const course::Quiz& quiz);
// ANSWER of CHANNEL.md: correct only when exactly the correct options are chosen.
QJsonObject quizAnswer(const course::Quiz& quiz, const std::vector<int>& chosen);
// The store keeps one number an answer: the option; or, for several, bit 30 and a bit for each (options 0…29).
int encodeChoice(const std::vector<int>& chosen);
std::vector<int> decodeChoice(int stored);

// What course::lessonHtml writes in the page's words: links become lesson:PHASE/ID#ANCHOR, images relative to `base`.
QString pageHtml(QString html);

struct LinkTarget {
    Item item;       // Home where the link leaves the course
    QString anchor;  // may be empty
};
// A relative link of a lesson or task: "../worker-pools/", "../../errors/retry/lesson.md#backoff", "#here", or
// "exercise:ID" and "lesson:phase/id".
LinkTarget resolveLink(const CourseLibrary& library, const Item& from, const QString& href);

}  // namespace assay::model
