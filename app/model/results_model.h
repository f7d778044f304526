// Role: what results.html shows for the open exercise (web/CHANNEL.md): the last report or run, hints, what comes next;
// and the marks that the editor gets from it. Records attempts. Only a learner's reports ever come in here.
// Threads: the GUI thread.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <optional>

#include "app/model/convert.h"
#include "app/model/course_library.h"
#include "app/model/progress_model.h"
#include "judge/judge.h"

namespace assay::model {

enum class Work { Check, Run };

class ResultsModel : public QObject {
    Q_OBJECT
  public:
    // `language`: of the window, for the headline (headline.h).
    ResultsModel(const CourseLibrary& library, ProgressModel& progress, const QString& language, QObject* parent = nullptr);

    // Its last report, from the history; empty: nothing is open. `files`: as they are now.
    void open(const QString& exercise, const judge::Submission& files = {});
    void leave();  // nothing is open; open() reads it anew
    QJsonObject show() const;
    QString markdown() const;           // of the last report; empty where there is none
    QJsonArray diagnostics() const;  // of the last check or run; none where the files are others now
    QJsonArray failing() const;
    Item next() const;
    bool busy() const { return m_state == Shown::Grading; }

    // What the files are now; a report or a run of others is stale.
    void setFiles(const judge::Submission& now);
    bool isStale() const;
    void begin(Work work);  // progress comes next
    // Keeps the attempt, then shows it.
    void finishCheck(const judge::Report& report, const judge::Submission& submission);
    void finishRun(const judge::SnippetResult& result, bool program);
    void cancel();
    void fail(const base::Error& error);
    void progress(Work work, const judge::Progress& progress, int elapsedMs);
    void preparation(const judge::Progress& progress);
    void setPrepared(bool prepared);

    void openHint();
    // What a screen reader is told: the headline or the error.
    QString announcement() const;

  signals:
    void shown();
    void marksChanged();
    void progressed(const QJsonObject& progress);
    void preparing(const QJsonObject& progress);
    void staleChanged(bool on);  // also where it stays as it was
    void announced(const QString& sentence);

  private:
    enum class Shown { Empty, Grading, Report, Ran, Cancelled, Failed };
    void showState(Shown state);
    void readLast();
    void setReport(const judge::Report& report);
    QJsonObject hints() const;

    const CourseLibrary& m_library;
    ProgressModel& m_progress;
    QString m_id;
    const course::Exercise* m_exercise = nullptr;
    Shown m_state = Shown::Empty;
    std::optional<judge::Report> m_report;
    QJsonObject m_reportJson, m_changes, m_ran, m_error;
    QString m_headline, m_language;
    std::string m_files, m_ranFiles;  // hashes: of what is in the editor, of what was run last
    QStringList m_hints;
    bool m_prepared = false;
};

}  // namespace assay::model
