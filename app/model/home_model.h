// Role: what home.html shows (web/CHANNEL.md): where to continue, phases with progress, what was done last, marks.
// Threads: the GUI thread.
#pragma once

#include <QJsonObject>
#include <QObject>

#include "app/model/progress_model.h"
#include "judge/judge.h"

namespace assay::model {

class HomeModel : public QObject {
    Q_OBJECT
  public:
    HomeModel(const CourseLibrary& library, ProgressModel& progress, QObject* parent = nullptr);

    QJsonObject show() const;
    Item continueAt() const;  // where the learner was; where that is done, what comes next
    void open(const QString& kind, const QString& id);
    void unmark(const QString& kind, const QString& id);
    void snooze(const QString& kind, const QString& id);  // not today
    void setPreparing(const judge::Progress& progress);
    void setPrepared();

  signals:
    void shown();
    void openRequested(const assay::model::Item& item);

  private:
    QJsonArray phases() const;
    QJsonArray recent() const;
    QJsonArray review() const;
    QJsonObject days() const;
    bool isSnoozed(const Item& item) const;

    const CourseLibrary& m_library;
    ProgressModel& m_progress;
    int m_done = 0, m_total = 0;
};

}  // namespace assay::model
