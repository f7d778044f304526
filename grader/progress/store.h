// Role: what a learner did, kept in SQLite: attempts (append-only), the files of each stored once by content,
// drafts, lesson state, hints, marks, settings. One writer at a time and any number of readers and processes
// (WAL). Threads: a Store belongs to one thread at a time; open one for each thread. Times are Clock::wallMs.
// Durability: what a changing call returned is on the disk; a kill or a power failure takes nothing of it.
// Errors: Busy (locked for 5 s, or setPatience), NewerSchema, Corrupt (met in use: the next call sets the file aside and goes
// on with what could be recovered; met at open: it is done there, see OpenReport), NotFound (no such id), Io.
// A failed change changed nothing.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/fs.h"
#include "base/result.h"

namespace assay::progress {

using base::Result;
namespace fs = base::fs;

struct File {
    std::string name, content;
};

struct NewAttempt {
    std::string course, exercise, exerciseVersion, contentHash;
    std::string submissionHash;
    std::vector<File> files;
    std::string verdict;  // by name
    double points = 0, maxPoints = 0;
    bool passed = false;
    std::string reportJson;  // the learner's report
    std::string origin;      // "app", "learn", "grade"
};
struct Attempt {
    std::int64_t id = 0, atMs = 0;
    std::string course, exercise, exerciseVersion, contentHash, submissionHash, verdict, origin, note;
    double points = 0, maxPoints = 0;
    bool passed = false;
};

struct Draft {
    std::vector<File> files;
    std::string activeFile;
    int caret = 0;  // offset in activeFile
    std::int64_t atMs = 0;
    std::string exerciseVersion;  // the version that it was begun against
};

struct KeptDraft {
    std::int64_t id = 0, atMs = 0, keptMs = 0;  // last written, put aside
    std::string exerciseVersion;
};

struct ExerciseState {
    int attempts = 0;
    bool passed = false;                   // once is enough
    double bestPoints = 0, maxPoints = 0;  // of the attempt with the best share of its points
    std::string lastVerdict;
    std::int64_t lastMs = 0;
    bool hasDraft = false;
    int hintsOpened = 0;
};

struct QuizAnswer {
    int firstOption = -1, lastOption = -1, tries = 0;
    bool firstCorrect = false, lastCorrect = false;
    std::int64_t atMs = 0;
};
struct LessonState {
    bool opened = false, finished = false;
    double place = 0;                // scroll position, 0…1
    std::string anchor;              // the heading it is at
    std::vector<std::string> ticks;  // checkpoint item ids that are ticked
    std::map<std::string, QuizAnswer> quizzes;
    std::int64_t lastMs = 0;
};

// A paragraph of a lesson, so that it is found again when the lesson changed.
struct NotePlace {
    std::string anchor;  // the id of the heading above it; empty above the first
    int position = 0;    // below that heading, from 0
    std::string hash;    // of its text
    std::string quote;   // how it began
};
struct LessonNote {
    std::int64_t id = 0;
    std::string lesson;
    NotePlace place;
    std::string text;
    std::int64_t createdMs = 0, changedMs = 0;
};

struct DayOfWork {
    int attempts = 0, passed = 0;
    int solved = 0;   // exercises passed for the first time
    int lessons = 0;  // finished
};

struct LastPlace {  // what to reopen
    std::string phase, lesson, exercise;
    std::int64_t atMs = 0;
};

struct OpenReport {
    bool created = false, migrated = false;
    fs::path setAside;      // where a damaged file went; empty where none was
    std::string recovered;  // what could be read of it, in a sentence
};

struct Imported {
    int attempts = 0, drafts = 0;
    int known = 0;  // attempts that were here already
};

class Store {
  public:
    // `migrations`: the folder resources/sql. A folder that cannot be written: Io.
    static Result<Store> open(const fs::path& file, const fs::path& migrations, const base::Clock& clock,
                              OpenReport* report = nullptr);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    // How long a change waits for another process (5 s unless told): a window must not stand still.
    void setPatience(int milliseconds);

    Result<std::int64_t> addAttempt(const NewAttempt& attempt);
    // The newest first.
    Result<std::vector<Attempt>> attempts(const std::string& course, const std::string& exercise,
                                          int limit = 1000) const;
    Result<Attempt> attempt(std::int64_t id) const;
    // Corrupt where a damaged file took some of them: what is told must be what was submitted.
    Result<std::vector<File>> attemptFiles(std::int64_t id) const;
    Result<std::string> attemptReport(std::int64_t id) const;
    Result<void> setNote(std::int64_t attempt, const std::string& note);

    Result<void> saveDraft(const std::string& course, const std::string& exercise, const Draft& draft);
    Result<std::optional<Draft>> draft(const std::string& course, const std::string& exercise) const;
    // The draft is no longer offered, but kept in the history (Reset, a restored attempt): no button loses
    // work.
    Result<void> dropDraft(const std::string& course, const std::string& exercise);
    Result<std::vector<KeptDraft>> keptDrafts(const std::string& course, const std::string& exercise,
                                              int limit = 100) const;  // the newest first
    Result<Draft> keptDraft(std::int64_t id) const;

    Result<std::map<std::string, ExerciseState>> exerciseStates(const std::string& course) const;
    Result<void> openHint(const std::string& course, const std::string& exercise,
                          int hint);  // 1-based, kept for ever

    // Lessons are named "phase/lesson".
    Result<LessonState> lessonState(const std::string& course, const std::string& lesson) const;
    Result<std::map<std::string, LessonState>> lessonStates(const std::string& course) const;
    Result<void> openLesson(const std::string& course, const std::string& lesson);
    Result<void> finishLesson(const std::string& course, const std::string& lesson);
    Result<void> setPlace(const std::string& course, const std::string& lesson, double place,
                          const std::string& anchor);
    Result<void> setTick(const std::string& course, const std::string& lesson, const std::string& item,
                         bool ticked);
    Result<void> answerQuiz(const std::string& course, const std::string& lesson, const std::string& quiz,
                            int option, bool correct);

    // The reader's notes; without a lesson those of all. A removed note is kept, and can be taken back.
    Result<std::vector<LessonNote>> notes(const std::string& course, const std::string& lesson = {}) const;
    Result<std::int64_t> addNote(const std::string& course, const std::string& lesson, const NotePlace& place,
                                 const std::string& text);
    Result<void> changeNote(const std::string& course, const std::string& lesson, std::int64_t id,
                            const std::string& text);
    Result<void> removeNote(const std::string& course, const std::string& lesson, std::int64_t id, bool removed);

    Result<void> setLastPlace(const std::string& course, const LastPlace& place);
    Result<std::optional<LastPlace>> lastPlace(const std::string& course) const;

    Result<void> setMark(const std::string& course, const std::string& item, bool marked);  // to come back to
    Result<std::vector<std::string>> marks(const std::string& course) const;

    Result<void> setSetting(const std::string& name, const std::string& value);
    Result<std::optional<std::string>> setting(const std::string& name) const;

    // Days with work (local date "2026-11-21" → attempts) for the calendar.
    Result<std::map<std::string, int>> days(const std::string& course) const;
    // The same days, and those on which a lesson was finished, with all that is summed up of them.
    Result<std::map<std::string, DayOfWork>> activity(const std::string& course) const;

    Result<std::string> exportJson() const;      // everything, "assay.progress/1"
    // Adds what an export holds; what is here stays. InvalidContent, with the place, where it does not fit:
    // nothing is changed then.
    Result<Imported> importJson(std::string_view text);
    Result<std::string> exportCsv() const;       // one line an attempt, RFC 4180
    Result<std::string> integrityCheck() const;  // "ok" or what is wrong

    struct Impl;  // for the implementation files of this folder

  private:
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace assay::progress
