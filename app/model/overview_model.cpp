#include "app/model/overview_model.h"

#include <algorithm>
#include <map>

#include "app/model/convert.h"
#include "app/model/lesson_json.h"

namespace assay::model {

namespace {

constexpr int mostWeeks = 53;

using Places = std::map<std::string, std::vector<Item>>;  // skill id → what names it, lessons first

Places placesOfSkills(const course::Course& course) {
    Places places;
    for (const auto& lesson : course.lessons)
        for (const auto& skill : lesson.skills) places[skill].push_back({ItemKind::Lesson, CourseLibrary::key(lesson)});
    for (const auto& exercise : course.exercises)
        for (const auto& skill : exercise.skills) places[skill].push_back({ItemKind::Exercise, qt(exercise.id)});
    return places;
}

QJsonObject share(int done, int total) { return {{"done", done}, {"total", total}}; }

QDate mondayOf(const QDate& day) { return day.addDays(1 - day.dayOfWeek()); }

struct Sums {
    int lessons = 0, lessonsDone = 0, exercises = 0, exercisesDone = 0, attempts = 0;
    double points = 0, max = 0;

    void writeTo(QJsonObject& json) const {
        json["lessons"] = share(lessonsDone, lessons);
        json["exercises"] = share(exercisesDone, exercises);
        json["points"] = points;
        json["max"] = max;
        json["attempts"] = attempts;
    }
};

void addItem(Sums& sums, const Item& item, const CourseLibrary& library, const ProgressModel& progress) {
    const bool done = progress.state(item) == State::Done;
    if (item.kind == ItemKind::Lesson) {
        ++sums.lessons;
        sums.lessonsDone += done ? 1 : 0;
        return;
    }
    const auto state = progress.exerciseState(item.id);
    const double points = library.exercise(item.id)->points;
    ++sums.exercises;
    sums.exercisesDone += done ? 1 : 0;
    sums.attempts += state.attempts;
    sums.max += points;
    // Of an older version that had other points, the share counts.
    if (state.maxPoints > 0) sums.points += points * std::min(1.0, state.bestPoints / state.maxPoints);
}

}  // namespace

QString skillName(Skill skill) {
    switch (skill) {
        case Skill::Taught: return QStringLiteral("taught");
        case Skill::Practised: return QStringLiteral("practised");
        case Skill::Proved: return QStringLiteral("proved");
        case Skill::Absent: break;
    }
    return QStringLiteral("absent");
}

QJsonArray weeksOf(const std::map<std::string, progress::DayOfWork>& days, const QDate& today, int most) {
    std::map<QDate, progress::DayOfWork> weeks;
    for (const auto& [name, work] : days) {
        const QDate day = QDate::fromString(qt(name), Qt::ISODate);
        if (!day.isValid() || day > today) continue;  // a clock that was wrong for a while
        auto& week = weeks[mondayOf(day)];
        week.attempts += work.attempts;
        week.passed += work.passed;
        week.solved += work.solved;
        week.lessons += work.lessons;
    }
    QJsonArray list;
    if (weeks.empty()) return list;
    const QDate last = mondayOf(today);
    for (QDate at = std::max(weeks.begin()->first, last.addDays(-7 * (most - 1))); at <= last; at = at.addDays(7)) {
        const auto found = weeks.find(at);
        const auto work = found == weeks.end() ? progress::DayOfWork{} : found->second;
        list.append(QJsonObject{{"from", at.toString(Qt::ISODate)},
                                {"attempts", work.attempts},
                                {"passed", work.passed},
                                {"solved", work.solved},
                                {"lessons", work.lessons}});
    }
    return list;
}

OverviewModel::OverviewModel(const CourseLibrary& library, ProgressModel& progress, QObject* parent)
    : QObject(parent), m_library(library), m_progress(progress) {
    connect(&progress, &ProgressModel::changed, this, &OverviewModel::shown);
}

Skill OverviewModel::skillOf(const std::vector<Item>& places) const {
    Skill skill = places.empty() ? Skill::Absent : Skill::Taught;
    for (const Item& item : places) {
        if (item.kind != ItemKind::Exercise) continue;  // reading proves nothing
        const State state = m_progress.state(item);
        if (state == State::Done) return Skill::Proved;
        if (state == State::Begun) skill = Skill::Practised;
    }
    return skill;
}

QJsonArray OverviewModel::areas() const {
    const Places named = placesOfSkills(m_library.course());
    QJsonArray list;
    for (const auto& area : m_library.course().skillAreas) {
        QJsonArray skills;
        for (const auto& skill : area.skills) {
            const auto found = named.find(skill.id);
            const auto places = found == named.end() ? std::vector<Item>() : found->second;
            QJsonArray links;
            for (const Item& item : places) {
                QJsonObject link = itemJson(m_library, item);
                link["state"] = stateName(m_progress.state(item));
                links.append(link);
            }
            skills.append(QJsonObject{{"id", qt(skill.id)},
                                      {"title", qt(skill.title)},
                                      {"state", skillName(skillOf(places))},
                                      {"places", links}});
        }
        list.append(QJsonObject{{"id", qt(area.id)}, {"title", qt(area.title)}, {"skills", skills}});
    }
    return list;
}

QJsonArray OverviewModel::phases() const {
    QJsonArray list;
    for (const auto& phase : m_library.course().phases) {
        QJsonObject entry = itemJson(m_library, {ItemKind::Phase, qt(phase.id)});
        Sums sums;
        for (const Item& item : m_library.order())
            if (m_library.phaseOf(item) == qt(phase.id)) addItem(sums, item, m_library, m_progress);
        sums.writeTo(entry);
        list.append(entry);
    }
    return list;
}

QJsonObject OverviewModel::totals() const {
    Sums sums;
    for (const Item& item : m_library.order()) addItem(sums, item, m_library, m_progress);
    QJsonObject totals;
    sums.writeTo(totals);
    return totals;
}

QJsonObject OverviewModel::show(const QDate& today) const {
    QJsonObject page{{"course", QJsonObject{{"title", m_library.title()}}},
                     {"first", m_progress.nothingDone()},
                     {"totals", totals()},
                     {"areas", areas()},
                     {"phases", phases()}};
    const auto days = m_progress.activity();
    if (days) {
        page["weeks"] = weeksOf(*days, today, mostWeeks);
    } else {
        page["weeks"] = QJsonArray();
        page["error"] = trouble(days.error(), tr("Your work is saved; only what is summed up of it cannot be read now.")).json();
    }
    return page;
}

void OverviewModel::open(const QString& kind, const QString& id) {
    Item item{ItemKind::Home, id};
    if (kindByName(kind, item.kind) && item.isInCourse()) emit openRequested(item);
}

void OverviewModel::save(const QString& format) {
    if (format == "json" || format == "csv") emit saveRequested(format);
}

void OverviewModel::tellSaved(const QString& state, const QString& text) {
    emit saved({{"state", state}, {"text", text}});
}

}  // namespace assay::model
