// Role: what was there before: attempts and kept drafts of the open exercise as a timeline, any two of them compared, any of
// them put back; and the author's solution, once it may be seen. Ids are words of CHANNEL.md's results page: "attempt:7",
// "draft:3", "now", "starter", "solution", "outside" (what the learner's own editor has).
// Nothing is lost by anything here: what a restore replaces is kept as a draft first. Threads: the GUI thread.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <optional>
#include <vector>

#include "app/model/workbench.h"

namespace assay::model {

class HistoryModel : public QObject {
    Q_OBJECT
  public:
    HistoryModel(const CourseLibrary& library, ProgressModel& progress, Workbench& workbench, QObject* parent = nullptr);

    QJsonArray list() const;  // newest first, at most 50
    // After a pass, or after five attempts with every hint read.
    bool solutionIsOpen() const;

    // Tells compared(), or nothing where one of the two is not there or must not be seen.
    void compare(const QString& before, const QString& after);
    bool restore(const QString& id);
    void setNote(const QString& id, const QString& text);
    // An attempt or a draft as a zip that `assay grade` takes: asks for a place, or tells why not.
    void saveZip(const QString& id);
    void tellSaved(const QString& state, const QString& text = {});  // "done", "failed", "cancelled"

  signals:
    void compared(const QJsonObject& difference);
    void changed();  // list() did
    void saveRequested(const QString& name, const std::string& zip);
    void saved(const QJsonObject& outcome);

  private:
    std::vector<progress::File> withOutside() const;
    std::optional<std::vector<progress::File>> filesOf(const QString& id) const;

    const CourseLibrary& m_library;
    ProgressModel& m_progress;
    Workbench& m_workbench;
};

}  // namespace assay::model
