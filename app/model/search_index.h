// Role: finding in what the learner may read: lessons by section, tasks, hints that are opened, and the reader's
// own notes. Full text by SQLite's
// FTS5 in memory, built when it is first asked; names by themselves, for quick open.
// Threads: the GUI thread. A course of ten lessons is read in some milliseconds; of 200, in some tenths of a second, once.
#pragma once

#include <memory>
#include <vector>

#include "app/model/course_library.h"
#include "app/model/progress_model.h"
#include "progress/database.h"

namespace assay::model {

struct Hit {
    Item item;
    QString anchor;   // of a lesson's section
    QString title;    // of what is opened
    QString place;    // "Concurrency", "Concurrency · Lesson", a section's heading
    QString excerpt;  // around the words found; empty where only the name was asked for
};

class SearchIndex {
  public:
    SearchIndex(CourseLibrary& library, const ProgressModel& progress) : m_library(library), m_progress(progress) {}
    ~SearchIndex();

    void forget();  // the course is another: it is read anew at the next search
    // Lessons and exercises whose titles or ids hold all the words begun, in reading order; all of them for no words.
    std::vector<Hit> byName(const QString& words, int limit) const;
    // Best first. Words are taken as they are: no operators, each may be the beginning of a longer one.
    std::vector<Hit> inText(const QString& words, int limit);

  private:
    bool build();
    void addLesson(const Item& item);
    void addExercise(const Item& item);
    void addHints();
    void addNotes();
    void add(const Item& item, const QString& anchor, const QString& heading, const QString& text, bool hint = false);

    CourseLibrary& m_library;
    const ProgressModel& m_progress;
    std::unique_ptr<progress::Database> m_database;
};

}  // namespace assay::model
