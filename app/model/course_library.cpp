#include "app/model/course_library.h"

#include <algorithm>
#include <set>

#include "app/model/convert.h"
#include "base/text.h"

namespace assay::model {

CourseLibrary::CourseLibrary(course::LoadedCourse loaded) : m_loaded(std::move(loaded)) { buildOrder(); }

void CourseLibrary::replace(course::LoadedCourse loaded) {
    m_loaded = std::move(loaded);
    m_lessons.clear();
    m_order.clear();
    buildOrder();
}

QString CourseLibrary::id() const { return qt(course().id); }

QString CourseLibrary::folder() const { return qtPath(m_loaded.course.folder); }

QString CourseLibrary::title() const { return qt(course().title); }

QStringList CourseLibrary::faults() const {
    QStringList list;
    for (const auto& fault : m_loaded.faults)
        if (!fault.advice) list.append(qt(course::describe(fault)));
    return list;
}

QString CourseLibrary::key(const std::string& phase, const std::string& lesson) { return qt(phase + '/' + lesson); }

QString CourseLibrary::key(const course::LessonInfo& info) { return key(info.phase, info.id); }

const course::LessonInfo* CourseLibrary::lessonInfo(const QString& key) const {
    const qsizetype slash = key.indexOf('/');
    if (slash < 0) return nullptr;
    return course().lesson(utf8(key.left(slash)), utf8(key.mid(slash + 1)));
}

const course::Exercise* CourseLibrary::exercise(const QString& id) const { return course().exercise(utf8(id)); }

bool CourseLibrary::holds(const Item& item) const {
    switch (item.kind) {
        case ItemKind::Home:
        case ItemKind::Progress: return item.id.isEmpty();
        case ItemKind::Phase: return course().phase(utf8(item.id)) != nullptr;
        case ItemKind::Lesson: return lessonInfo(item.id) != nullptr;
        case ItemKind::Exercise: return exercise(item.id) != nullptr;
    }
    return false;
}

base::Result<const course::Lesson*> CourseLibrary::lesson(const QString& key) {
    const auto kept = m_lessons.find(utf8(key));
    if (kept != m_lessons.end()) return kept->second.get();
    const course::LessonInfo* info = lessonInfo(key);
    if (info == nullptr) return base::fail(base::ErrorCode::NotFound, "no lesson '" + utf8(key) + "'");
    std::vector<course::Fault> faults;
    auto read = course::readLesson(*info, course(), faults);
    if (!read) return base::propagate(read);
    auto& slot = m_lessons[utf8(key)];
    slot = std::make_unique<course::Lesson>(std::move(*read));
    return slot.get();
}

QString CourseLibrary::taskHtml(const course::Exercise& exercise) const {
    const auto task = course::readTask(exercise);
    return task ? qt(course::markdownHtml(*task)) : QString();
}

QStringList CourseLibrary::hintsHtml(const course::Exercise& exercise) const {
    QStringList list;
    const auto hints = course::readHints(exercise);
    if (!hints) return list;
    for (const auto& hint : *hints) {
        const std::string heading = hint.title.empty() ? std::string() : "### " + hint.title + "\n\n";
        list.append(qt(course::markdownHtml(heading + hint.markdown)));
    }
    return list;
}

base::Result<Item> CourseLibrary::named(ItemKind kind, const QString& name) const {
    std::vector<std::string> known;
    for (const Item& item : m_order) {
        if (item.kind != kind) continue;
        if (item.id == name || item.id.section('/', -1) == name) return item;
        known.push_back(utf8(item.id));
        if (item.id.contains('/') && !name.contains('/')) known.push_back(utf8(item.id.section('/', -1)));
    }
    const std::string near = base::nearest(utf8(name), known);
    return base::fail(base::ErrorCode::NotFound, "no " + utf8(kindName(kind)) + ' ' + base::quote(utf8(name)),
                      near.empty() ? "" : "did you mean " + base::quote(near) + "?");
}

QString CourseLibrary::titleOf(const Item& item) const {
    if (item.kind == ItemKind::Phase) return phaseTitle(item.id);
    if (item.kind == ItemKind::Lesson) {
        const auto* info = lessonInfo(item.id);
        return info != nullptr ? qt(info->title) : QString();
    }
    if (item.kind == ItemKind::Exercise) {
        const auto* found = exercise(item.id);
        return found != nullptr ? qt(found->title) : QString();
    }
    return title();
}

QString CourseLibrary::phaseOf(const Item& item) const {
    if (item.kind == ItemKind::Phase) return item.id;
    if (item.kind == ItemKind::Lesson) return item.id.left(item.id.indexOf('/'));
    if (item.kind != ItemKind::Exercise) return {};
    const auto* found = exercise(item.id);
    return found != nullptr ? qt(found->phase) : QString();
}

QString CourseLibrary::phaseTitle(const QString& id) const {
    const auto* phase = course().phase(utf8(id));
    return phase != nullptr ? qt(phase->title) : QString();
}

void CourseLibrary::buildOrder() {
    std::set<std::string> placed;
    const auto place = [&](const std::string& id) {
        if (course().exercise(id) == nullptr || !placed.insert(id).second) return;
        m_order.push_back({ItemKind::Exercise, qt(id)});
    };
    for (const auto& phase : course().phases) {
        for (const auto& lesson : phase.lessons) {
            const auto* info = course().lesson(phase.id, lesson);
            if (info == nullptr) continue;
            m_order.push_back({ItemKind::Lesson, key(*info)});
            for (const auto& exercise : info->exercises) place(exercise);
        }
        for (const auto& exercise : phase.exercises) place(exercise);
    }
}

qsizetype CourseLibrary::indexOf(const Item& item) const {
    const auto found = std::find(m_order.begin(), m_order.end(), item);
    return found == m_order.end() ? -1 : found - m_order.begin();
}

Item CourseLibrary::before(const Item& item) const {
    const qsizetype index = indexOf(item);
    return index > 0 ? m_order[static_cast<std::size_t>(index - 1)] : Item{};
}

Item CourseLibrary::after(const Item& item) const {
    const qsizetype index = indexOf(item);
    const auto next = static_cast<std::size_t>(index + 1);
    return index >= 0 && next < m_order.size() ? m_order[next] : Item{};
}

QStringList CourseLibrary::lessonsOf(const QString& exercise) const {
    QStringList keys;
    for (const auto& info : course().lessons) {
        const auto& named = info.exercises;
        if (std::find(named.begin(), named.end(), utf8(exercise)) != named.end()) keys.append(key(info));
    }
    return keys;
}

}  // namespace assay::model
