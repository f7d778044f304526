#include "app/model/navigator.h"

#include <algorithm>

namespace assay::model {

namespace {

constexpr std::size_t longestWay = 200;

}  // namespace

Navigator::Navigator(const CourseLibrary& library, QObject* parent) : QObject(parent), m_library(library) {}

bool Navigator::open(const Item& item) {
    if (item.kind == ItemKind::Phase) {  // a phase is opened at its first lesson or exercise
        for (const Item& inside : m_library.order())
            if (m_library.phaseOf(inside) == item.id) return open(inside);
        return false;
    }
    if (!m_library.holds(item)) return false;
    if (item != m_current) {
        m_back.push_back(m_current);
        if (m_back.size() > longestWay) m_back.erase(m_back.begin());
        m_forward.clear();
    }
    go(item);
    return true;
}

void Navigator::again() {
    for (auto* way : {&m_back, &m_forward})
        way->erase(std::remove_if(way->begin(), way->end(), [this](const Item& item) { return !m_library.holds(item); }), way->end());
    go(m_library.holds(m_current) ? m_current : Item{});
}

void Navigator::back() {
    if (m_back.empty()) return;
    m_forward.push_back(m_current);
    const Item item = m_back.back();
    m_back.pop_back();
    go(item);
}

void Navigator::forward() {
    if (m_forward.empty()) return;
    m_back.push_back(m_current);
    const Item item = m_forward.back();
    m_forward.pop_back();
    go(item);
}

void Navigator::go(const Item& item) {
    m_current = item;
    emit moved(item);
}

std::vector<Item> Navigator::breadcrumb() const {
    std::vector<Item> way;
    if (!m_current.isInCourse()) return way;
    way.push_back({ItemKind::Phase, m_library.phaseOf(m_current)});
    if (m_current.kind == ItemKind::Exercise) {
        const QStringList lessons = m_library.lessonsOf(m_current.id);
        if (!lessons.isEmpty()) way.push_back({ItemKind::Lesson, lessons.first()});
    }
    way.push_back(m_current);
    return way;
}

}  // namespace assay::model
