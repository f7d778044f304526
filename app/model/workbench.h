// Role: the exercise on the workbench: its files as the learner has them, as tabs; drafts kept within a second of a
// keystroke. Builds what editor.html shows (web/CHANNEL.md); what the page sends is checked against the open exercise.
// Nothing that was typed is lost by any call here: what a reset or a take-over replaces stays in the drafts' history.
// Threads: the GUI thread.
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <optional>
#include <vector>

#include "app/model/course_library.h"
#include "app/model/progress_model.h"
#include "judge/judge.h"

namespace assay::model {

struct WorkFile {
    QString name, content;
    int revision = 1;
    bool readonly = false;
    QString why;  // of a read-only one: "given", "test"
};

class Workbench : public QObject {
    Q_OBJECT
  public:
    Workbench(const CourseLibrary& library, ProgressModel& progress, QObject* parent = nullptr);
    ~Workbench() override;

    // Keeps what was open, then shows this exercise with its draft, or its starter. Empty: nothing is open.
    void open(const QString& exercise);
    void leave();  // keeps what was open and closes it; open() reads it anew
    const course::Exercise* exercise() const { return m_exercise; }
    QString exerciseId() const { return m_id; }
    const std::vector<WorkFile>& files() const { return m_files; }
    QString activeFile() const { return m_active; }
    int caret() const { return m_caret; }
    bool isSaved() const { return !m_dirty; }
    // Why the files of the open exercise could not be read: the course is gone, or a part of it.
    const std::optional<base::Error>& unreadable() const { return m_unreadable; }
    bool isStarter() const;
    // Not empty: the draft was begun against this other version of the exercise. Nothing happens by itself.
    QString draftVersion() const { return m_draftVersion; }
    QJsonObject show() const;
    judge::Submission submission() const;
    std::vector<progress::File> editableFiles() const;
    // All that is shown, with the course's go.mod and go.sum as the exercise's own: a module by itself.
    std::vector<progress::File> moduleFiles() const;

    // From the page. False, and nothing happens, where the file is not one that may be edited or is too large.
    bool changed(const QString& file, int revision, const QString& content);
    // Text of an exercise that was left before its last keystrokes came: goes into that one's draft.
    bool late(const QString& exercise, const QString& file, const QString& content);
    void setCaret(const QString& file, int anchor, int head, int top);
    void setActive(const QString& file);

    void askOwnEditor();  // the app opens the exercise in the learner's own editor
    void askTask();       // the app opens the exercise's own page
    void askReset();   // the window asks back before it resets
    // The starter again, or these; what was there is kept in the history. False, and nothing happens, where that cannot be.
    bool reset();
    bool restore(const std::vector<progress::File>& files);
    bool isEditable(const QString& file) const;
    // In place of what the open exercise has under this name; that is kept in the history first. False, and nothing
    // happens, where it is not editable or is too large.
    bool takeFile(const QString& file, const QString& content);
    // As if it had been typed: what was saved under this name outside. The caret stays. False as above. What becomes less
    // than half as long is kept in the history first: an editor that fails leaves an empty file.
    bool follow(const QString& file, const QString& content);
    // What the learner's own editor has of files that were changed here too; empty: nothing differs.
    void setOutside(std::vector<progress::File> files);
    const std::vector<progress::File>& outside() const { return m_outside; }
    bool keepOther(const std::vector<progress::File>& files);  // these go into the history, mine stays as it is
    void takeNew();    // the new version's starter; the same
    void keepMine();   // the draft is for the new version from now on
    bool save();       // now; true where nothing is unsaved afterwards

    QJsonObject settings() const;  // of the editor

  signals:
    void shown();
    void savedChanged(bool saved);
    void versionsDiffer(const QString& mine, const QString& course);  // empty texts: they no longer do
    void settingsChanged();
    void edited();                  // the files are not what they were: typed, taken over, put back, opened
    void resetPossible(bool on);    // with every edit
    void followed(const QString& file, const QString& content, int revision);
    void outsideChanged();
    void resetAsked();
    void ownEditorAsked();
    void taskAsked(const QString& exercise);
    void kept();  // something was put into the history
    void refused(const QString& sentence);  // what was asked for would have lost something

  private:
    void load();
    bool loadDraft();
    void loadStarter();
    bool keepInHistory();
    void replaceWith(const std::vector<progress::File>& files);
    WorkFile* file(const QString& name);
    void setDirty(bool dirty);
    void tellEdited();
    void keepPlace();

    const CourseLibrary& m_library;
    ProgressModel& m_progress;
    const course::Exercise* m_exercise = nullptr;
    QString m_id, m_active, m_draftVersion;
    std::vector<WorkFile> m_files;
    std::vector<progress::File> m_starter, m_outside;
    std::optional<base::Error> m_unreadable;
    int m_caret = 0, m_anchor = 0, m_top = 0;
    struct Place {
        QString file;
        int caret = 0, anchor = 0, top = 0;
    };
    QHash<QString, Place> m_places;  // by exercise, while the app runs
    bool m_dirty = false;
    QTimer m_save;
};

}  // namespace assay::model
