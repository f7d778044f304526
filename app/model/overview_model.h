// Role: the progress page: the map of skills, phases, weeks and what was attempted, in CHANNEL.md's words (progress.html).
// Everything comes from what the store has summed up: no attempt is looked at, however many there are.
// Threads: the GUI thread.
#pragma once

#include <QDate>
#include <QJsonArray>
#include <QJsonObject>
#include <QObject>

#include "app/model/course_library.h"
#include "app/model/progress_model.h"

namespace assay::model {

// How far one is with a skill. Absent: no lesson and no exercise of the course names it.
enum class Skill { Absent, Taught, Practised, Proved };
QString skillName(Skill skill);  // "proved": the channel's word

class OverviewModel : public QObject {
    Q_OBJECT
  public:
    OverviewModel(const CourseLibrary& library, ProgressModel& progress, QObject* parent = nullptr);

    QJsonObject show(const QDate& today = QDate::currentDate()) const;
    void open(const QString& kind, const QString& id);
    void save(const QString& format);         // "json" or "csv": asks for a place; anything else is passed over
    void tellSaved(const QString& state, const QString& text = {});  // "done", "failed", "cancelled"

  signals:
    void shown();
    void openRequested(const assay::model::Item& item);
    void saveRequested(const QString& format);
    void saved(const QJsonObject& outcome);

  private:
    QJsonArray areas() const;
    QJsonArray phases() const;
    QJsonObject totals() const;
    Skill skillOf(const std::vector<Item>& places) const;

    const CourseLibrary& m_library;
    ProgressModel& m_progress;
};

// Calendar weeks, Monday first, oldest first and without a gap up to this one; at most `most` of them.
QJsonArray weeksOf(const std::map<std::string, progress::DayOfWork>& days, const QDate& today, int most);

}  // namespace assay::model
