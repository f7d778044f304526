// Role: what the learner did, over progress::Store, cached for painting and announced when it changes.
// Ownership: owns the GUI thread's Store. Threads: the GUI thread.
// Errors: a write that fails is told by `failed`, and `recovered` when one succeeds again. Drafts and attempts that could not be
// written are kept and tried again; the others are the caller's.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <map>
#include <optional>

#include "app/model/course_library.h"
#include "app/model/item.h"
#include "app/model/unsaved.h"
#include "progress/store.h"

namespace assay::model {

class ProgressModel : public QObject {
    Q_OBJECT
  public:
    ProgressModel(progress::Store store, const CourseLibrary& library, QObject* parent = nullptr);
    ~ProgressModel() override;  // tries what is unsaved once more

    bool isSaved() const { return m_unsaved.empty(); }

    State state(const Item& item) const;
    int percent() const;  // of all that can be opened, 0…100
    bool nothingDone() const;
    progress::ExerciseState exerciseState(const QString& id) const;
    progress::LessonState lessonState(const QString& key) const;

    void openLesson(const QString& key);
    void setPlace(const QString& key, double ratio, const QString& anchor);
    void finishLesson(const QString& key);
    void setTick(const QString& key, const QString& item, bool on);
    void answerQuiz(const QString& key, const QString& quiz, int option, bool correct);
    void openHint(const QString& exercise, int hint);
    bool addAttempt(const progress::NewAttempt& attempt);
    std::vector<progress::Attempt> attempts(const QString& exercise, int limit) const;
    std::string attemptReport(std::int64_t id) const;  // empty where there is none
    std::optional<std::vector<progress::File>> attemptFiles(std::int64_t id) const;
    void setNote(std::int64_t attempt, const QString& note);

    bool saveDraft(const QString& exercise, const progress::Draft& draft);
    std::optional<progress::Draft> draft(const QString& exercise) const;
    bool dropDraft(const QString& exercise);  // it stays in the history; false: it could not be kept there
    std::vector<progress::Draft> keptDrafts(const QString& exercise) const;  // newest first
    std::vector<progress::KeptDraft> draftsKept(const QString& exercise) const;  // the same without their files
    std::optional<std::vector<progress::File>> keptDraftFiles(std::int64_t id) const;

    base::Result<std::map<std::string, progress::DayOfWork>> activity() const;
    std::map<std::string, int> days() const;  // "2026-11-21" → attempts

    std::vector<progress::LessonNote> notes(const QString& lesson = {}) const;  // of all lessons where none is named
    std::int64_t addNote(const QString& lesson, const progress::NotePlace& place, const QString& text);  // 0: not written
    void changeNote(const QString& lesson, std::int64_t id, const QString& text);
    void removeNote(const QString& lesson, std::int64_t id, bool removed);

    bool isMarked(const Item& item) const;
    void setMarked(const Item& item, bool on);
    std::vector<Item> marks() const;

    Item lastPlace() const;  // Home where there is none or it is no longer in the course
    QString lastExercise() const;
    void setLastPlace(const Item& item, const QString& exercise);

    QString setting(const QString& name, const QString& fallback = {}) const;
    void setSetting(const QString& name, const QString& value);  // told by settingChanged where it could be kept

    // All of one's data as one file, and such a file added to what is here.
    base::Result<void> exportTo(const std::filesystem::path& file) const;
    base::Result<progress::Imported> importFrom(const std::filesystem::path& file);

    QString integrity() const;  // "ok" or what is wrong
    const std::string& courseId() const { return m_course; }
    // Reads everything again: another process may have written, or the course is another.
    void refresh();

  signals:
    void changed();
    void failed(const QString& sentence);
    void settingChanged(const QString& name);
    void recovered();  // a write succeeded after one had failed

  private:
    bool note(const base::Result<void>& result);
    bool writeUnsaved();

    progress::Store m_store;
    const CourseLibrary& m_library;
    std::string m_course;
    std::map<std::string, progress::ExerciseState> m_exercises;
    std::map<std::string, progress::LessonState> m_lessons;
    std::vector<std::string> m_marks;
    Unsaved m_unsaved;
    QTimer m_retry;
    bool m_failing = false;
};

}  // namespace assay::model
