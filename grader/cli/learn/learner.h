// Role: where the learner is: the course, the exercise that is open, its folder, watcher and session, and what is recorded.
// Both faces (screen and lines) work with it. Threads: one; the session records with a store of its own.
#pragma once

#include <memory>
#include <optional>

#include "base/watcher.h"
#include "cli/command.h"
#include "cli/learn/session.h"
#include "course/files.h"
#include "course/work_folder.h"
#include "report/report.h"

namespace assay::cli {

class Learner {
  public:
    static Result<std::unique_ptr<Learner>> create(Workbench& bench, const std::string& wanted, const std::string& dir);
    // Writes the folder, watches it and begins a session. On failure what was open before stays open.
    Result<void> open(const std::string& id, const fs::path& dir = {});

    const course::Course& course() const { return m_loaded.course; }
    const course::Exercise& exercise() const { return *m_exercise; }
    const fs::path& folder() const { return m_folder; }
    const course::FolderResult& wrote() const { return m_wrote; }
    Session& session() { return *m_session; }
    base::Watcher& watcher() { return *m_watcher; }
    const std::optional<judge::Report>& last() const { return m_last; }  // the newest attempt's report
    // Takes a new report over and says what it changed; nothing where it is the first.
    std::optional<report::Change> reported(const judge::Report& now);
    std::map<std::string, progress::ExerciseState> states() const;
    const std::vector<course::Hint>& hints() const { return m_hints; }
    int hintsOpened() const { return m_hintsOpened; }
    Result<void> openHint();           // one more, recorded; nothing where all are open
    // The folder holds work that no report is about: changed while nobody watched, or not graded to its end.
    bool ungraded() const;
    bool usable(const course::Exercise& exercise) const { return m_loaded.usable(exercise); }
    std::string neighbour(int step) const;  // the id of the next (1) or previous (-1) exercise, or empty
    std::string task() const;          // Markdown
    std::string lesson() const;       // Markdown of the lesson that leads to this exercise, or empty

  private:
    fs::path folderOf(const std::string& exercise) const;
    explicit Learner(Workbench& bench, course::LoadedCourse loaded, progress::Store store)
        : m_bench(bench), m_loaded(std::move(loaded)), m_store(std::move(store)) {}
    std::string firstOpen() const;
    const course::LessonInfo* lessonOf(const std::string& exercise) const;
    Result<std::vector<course::WorkFile>> mine(const course::Exercise& exercise) const;
    Result<std::unique_ptr<Session>> startSession(const course::Exercise& exercise, const fs::path& folder) const;
    Workbench& m_bench;
    course::LoadedCourse m_loaded;
    progress::Store m_store;
    const course::Exercise* m_exercise = nullptr;
    fs::path m_folder;
    course::FolderResult m_wrote;
    std::optional<base::Watcher> m_watcher;
    std::unique_ptr<Session> m_session;
    std::optional<judge::Report> m_last;
    std::vector<course::Hint> m_hints;
    int m_hintsOpened = 0;
};

// The two faces; each ends with the command's exit code.
int runLines(Workbench& bench, Learner& learner);
int runScreen(Workbench& bench, Learner& learner);

}  // namespace assay::cli
