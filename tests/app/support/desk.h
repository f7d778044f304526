// Role: the course library and a learner's progress on a folder, without a window; again on the same folder is "the next start".
#pragma once

#include "app/assembly.h"
#include "app/model/convert.h"

namespace assay::support {

template <class T>
T must(base::Result<T> result) {
    if (!result) qFatal("%s", base::describe(result.error()).c_str());
    return std::move(*result);
}

inline const model::Item firstLesson{model::ItemKind::Lesson, "warm-up/how-this-works"};
inline const model::Item firstExercise{model::ItemKind::Exercise, "hello-check"};

struct Desk {
    explicit Desk(const QString& folder)
        : places(must(app::findPlaces({}, folder))), library(must(app::openCourse(places))),
          progress(must(app::openStore(places, clock, report)), library) {}
    base::SystemClock clock;
    progress::OpenReport report;
    app::Places places;
    model::CourseLibrary library;
    model::ProgressModel progress;
};

inline progress::NewAttempt attemptAt(const Desk& desk, const QString& exercise, bool passed) {
    progress::NewAttempt attempt;
    attempt.course = desk.progress.courseId();
    attempt.exercise = model::utf8(exercise);
    attempt.exerciseVersion = "1.0.0";
    attempt.verdict = passed ? "passed" : "failed";
    attempt.points = passed ? 10 : 4;
    attempt.maxPoints = 10;
    attempt.passed = passed;
    attempt.reportJson = "{}";
    attempt.origin = "app";
    return attempt;
}

}  // namespace assay::support
