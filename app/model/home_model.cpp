#include "app/model/home_model.h"

#include <QDateTime>
#include <algorithm>
#include <cmath>

#include "app/model/convert.h"
#include "app/model/lesson_json.h"
#include "app/model/review.h"

namespace assay::model {

namespace {

constexpr std::size_t recentLength = 6;

constexpr int reviewMinutes = 20;  // a day
constexpr int attemptsLookedAt = 200;

QString snoozeSetting(const Item& item) { return "review.not:" + kindName(item.kind) + ':' + item.id; }

}  // namespace

HomeModel::HomeModel(const CourseLibrary& library, ProgressModel& progress, QObject* parent)
    : QObject(parent), m_library(library), m_progress(progress) {
    connect(&progress, &ProgressModel::changed, this, &HomeModel::shown);
}

Item HomeModel::continueAt() const {
    const Item last = m_progress.lastPlace();
    const auto open = [this](const Item& item) { return m_progress.state(item) != State::Done; };
    if (!last.isHome() && open(last)) return last;
    const auto& order = m_library.order();
    auto next = std::find_if(std::find(order.begin(), order.end(), last), order.end(), open);
    if (next == order.end()) next = std::find_if(order.begin(), order.end(), open);
    if (next != order.end()) return *next;
    return last.isHome() && !order.empty() ? order.front() : last;
}

QJsonArray HomeModel::phases() const {
    QJsonArray list;
    for (const auto& phase : m_library.course().phases) {
        const QString id = qt(phase.id);
        int lessons = 0, lessonsDone = 0, exercises = 0, exercisesDone = 0;
        Item next;
        for (const Item& item : m_library.order()) {
            if (m_library.phaseOf(item) != id) continue;
            const bool done = m_progress.state(item) == State::Done;
            const bool isLesson = item.kind == ItemKind::Lesson;
            (isLesson ? lessons : exercises) += 1;
            (isLesson ? lessonsDone : exercisesDone) += done ? 1 : 0;
            if (!done && next.isHome()) next = item;
        }
        QJsonObject entry{{"id", id},
                          {"title", qt(phase.title)},
                          {"summary", qt(phase.summary)},
                          {"state", stateName(m_progress.state({ItemKind::Phase, id}))},
                          {"lessons", QJsonObject{{"done", lessonsDone}, {"total", lessons}}},
                          {"exercises", QJsonObject{{"done", exercisesDone}, {"total", exercises}}}};
        if (!next.isHome()) entry["next"] = itemJson(m_library, next);
        list.append(entry);
    }
    return list;
}

QJsonArray HomeModel::recent() const {
    struct Entry {
        std::int64_t at;
        QJsonObject json;
    };
    std::vector<Entry> entries;
    for (const Item& item : m_library.order()) {
        QJsonObject json = itemJson(m_library, item);
        std::int64_t at = 0;
        if (item.kind == ItemKind::Lesson) {
            at = m_progress.lessonState(item.id).lastMs;
        } else {
            at = m_progress.exerciseState(item.id).lastMs;
        }
        if (at <= 0) continue;
        json["at"] = static_cast<qint64>(at);
        entries.push_back({at, json});
    }
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.at > b.at; });
    QJsonArray list;
    for (std::size_t i = 0; i < std::min(recentLength, entries.size()); ++i) {
        QJsonObject& json = entries[i].json;
        // Verdict and points of one attempt: the best one's points beside the last one's verdict say neither.
        if (const auto newest = m_progress.attempts(json["id"].toString(), 1); !newest.empty()) {
            json["verdict"] = qt(newest.front().verdict);
            json["points"] = newest.front().points;
            json["max"] = newest.front().maxPoints;
        }
        list.append(json);
    }
    return list;
}

bool HomeModel::isSnoozed(const Item& item) const {
    return m_progress.setting(snoozeSetting(item)) == QDate::currentDate().toString(Qt::ISODate);
}

// What is most forgotten comes first, as much as fits into the time: one thing always does.
QJsonArray HomeModel::review() const {
    struct Entry {
        Item item;
        Due due;
        int minutes;
    };
    std::vector<Entry> entries;
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
    for (const Item& item : m_library.order()) {
        const bool isLesson = item.kind == ItemKind::Lesson;
        if (!isLesson && !m_progress.exerciseState(item.id).passed) continue;
        const auto due = dueAt(isLesson ? recallsOf(m_progress.lessonState(item.id))
                                        : recallsOf(m_progress.attempts(item.id, attemptsLookedAt)), now);
        if (!due || isSnoozed(item)) continue;
        const int minutes = isLesson ? m_library.lessonInfo(item.id)->minutes : m_library.exercise(item.id)->minutes;
        entries.push_back({item, *due, std::max(2, minutes / 2)});  // the second time is quicker
    }
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.due.retrievability < b.due.retrievability;
    });
    QJsonArray list;
    int minutes = 0;
    for (const Entry& entry : entries) {
        if (!list.isEmpty() && minutes + entry.minutes > reviewMinutes) continue;
        minutes += entry.minutes;
        QJsonObject json = itemJson(m_library, entry.item);
        json["why"] = entry.due.days < 1.5 ? tr("yesterday") : tr("%n day(s) ago", nullptr, static_cast<int>(std::lround(entry.due.days)));
        json["minutes"] = entry.minutes;
        list.append(json);
    }
    return list;
}

QJsonObject HomeModel::days() const {
    QJsonObject days;
    for (const auto& [day, attempts] : m_progress.days()) days[qt(day)] = attempts;
    return days;
}

QJsonObject HomeModel::show() const {
    QJsonObject page{{"course", QJsonObject{{"title", m_library.title()}}},
                     {"first", m_progress.nothingDone()},
                     {"phases", phases()},
                     {"recent", recent()},
                     {"review", review()},
                     {"days", days()}};
    const Item at = continueAt();
    if (!at.isHome()) {
        QJsonObject entry = itemJson(m_library, at);
        entry["phase"] = m_library.phaseTitle(m_library.phaseOf(at));
        const auto* lesson = m_library.lessonInfo(at.id);
        const auto* exercise = m_library.exercise(at.id);
        const int minutes = lesson != nullptr ? lesson->minutes : exercise != nullptr ? exercise->minutes : 0;
        if (minutes > 0) entry["minutes"] = minutes;
        page["continue"] = entry;
    }
    QJsonArray marks;
    for (const Item& item : m_progress.marks()) marks.append(itemJson(m_library, item));
    page["marks"] = marks;
    if (m_total > 0 && m_done < m_total) page["preparing"] = QJsonObject{{"done", m_done}, {"total", m_total}};
    return page;
}

void HomeModel::open(const QString& kind, const QString& id) {
    Item item{ItemKind::Home, id};
    if (kindByName(kind, item.kind) && !item.isHome()) emit openRequested(item);
}

void HomeModel::unmark(const QString& kind, const QString& id) {
    Item item{ItemKind::Home, id};
    if (!kindByName(kind, item.kind) || !item.isInCourse() || !m_library.holds(item)) return;
    m_progress.setMarked(item, false);
}

void HomeModel::snooze(const QString& kind, const QString& id) {
    Item item{ItemKind::Home, id};
    if (!kindByName(kind, item.kind) || !item.isInCourse() || !m_library.holds(item)) return;
    m_progress.setSetting(snoozeSetting(item), QDate::currentDate().toString(Qt::ISODate));
    emit shown();
}

void HomeModel::setPreparing(const judge::Progress& progress) {
    m_done = progress.done;
    m_total = progress.total;
    emit shown();
}

void HomeModel::setPrepared() {
    m_done = m_total = 0;
    emit shown();
}

}  // namespace assay::model
