#include "app/model/course_model.h"

#include "app/model/convert.h"

namespace assay::model {

struct CourseModel::Node {
    Item item;
    QString title;
    Node* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children;
};

CourseModel::CourseModel(const CourseLibrary& library, const ProgressModel& progress, QObject* parent)
    : QAbstractItemModel(parent), m_library(library), m_progress(progress), m_root(std::make_unique<Node>()) {
    build();
    connect(&progress, &ProgressModel::changed, this, [this] { announce(*m_root); });
}

CourseModel::~CourseModel() = default;

CourseModel::Node* CourseModel::add(Node& parent, const Item& item) {
    auto node = std::make_unique<Node>();
    node->item = item;
    node->title = item.isHome() ? tr("Home") : item.isInCourse() ? m_library.titleOf(item) : tr("Progress");
    node->parent = &parent;
    node->row = static_cast<int>(parent.children.size());
    parent.children.push_back(std::move(node));
    return parent.children.back().get();
}

void CourseModel::build() {
    add(*m_root, Item{});
    add(*m_root, Item{ItemKind::Progress, {}});
    Node* phase = nullptr;
    Node* lesson = nullptr;
    for (const auto& each : m_library.course().phases) add(*m_root, {ItemKind::Phase, qt(each.id)});
    for (const Item& item : m_library.order()) {
        const Item of{ItemKind::Phase, m_library.phaseOf(item)};
        if (phase == nullptr || phase->item != of) {
            phase = find(*m_root, of);
            lesson = nullptr;
        }
        if (phase == nullptr) continue;
        if (item.kind == ItemKind::Lesson) {
            lesson = add(*phase, item);
            continue;
        }
        const QStringList teachers = m_library.lessonsOf(item.id);
        Node* under = lesson != nullptr && teachers.contains(lesson->item.id) ? lesson : phase;
        add(*under, item);
    }
}

void CourseModel::rebuild() {
    beginResetModel();
    m_root = std::make_unique<Node>();
    build();
    endResetModel();
}

CourseModel::Node* CourseModel::nodeOf(const QModelIndex& index) const {
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex CourseModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, nodeOf(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex CourseModel::parent(const QModelIndex& child) const {
    if (!child.isValid()) return {};
    Node* up = nodeOf(child)->parent;
    return up == nullptr || up == m_root.get() ? QModelIndex() : createIndex(up->row, 0, up);
}

int CourseModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

QString CourseModel::accessibleText(const Node& node) const {
    if (!node.item.isInCourse()) return node.title;
    const QString words = stateWords(node.item.kind, m_progress.state(node.item));
    if (node.item.kind == ItemKind::Phase) return tr("Phase %1, %2").arg(node.title, words);
    if (node.item.kind == ItemKind::Lesson) return tr("Lesson %1, %2").arg(node.title, words);
    return tr("Exercise %1, %2").arg(node.title, words);
}

QVariant CourseModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Node& node = *nodeOf(index);
    switch (role) {
        case Qt::DisplayRole: return node.title;
        case Qt::AccessibleTextRole: return accessibleText(node);
        case Qt::ToolTipRole:
            return !node.item.isInCourse()
                       ? QVariant()
                       : QVariant(node.title + " · " + stateWords(node.item.kind, m_progress.state(node.item)));
        case ItemRole: return QVariant::fromValue(node.item);
        case StateRole: return static_cast<int>(m_progress.state(node.item));
        case KindRole: return static_cast<int>(node.item.kind);
        case NumberRole: return node.item.kind == ItemKind::Phase ? node.row - 2 : -1;
        case CurrentRole: return node.item == m_current;
        default: return {};
    }
}

CourseModel::Node* CourseModel::find(Node& from, const Item& item) const {
    for (const auto& child : from.children) {
        if (child->item == item) return child.get();
        if (Node* below = find(*child, item)) return below;
    }
    return nullptr;
}

QModelIndex CourseModel::indexOf(const Item& item) const {
    Node* node = find(*m_root, item);
    return node == nullptr ? QModelIndex() : createIndex(node->row, 0, node);
}

void CourseModel::setCurrent(const Item& item) {
    const QModelIndex before = indexOf(m_current);
    m_current = item;
    for (const QModelIndex& changed : {before, indexOf(item)})
        if (changed.isValid()) emit dataChanged(changed, changed, {CurrentRole});
}

void CourseModel::announce(Node& node) {
    if (node.children.empty()) return;
    Node* first = node.children.front().get();
    Node* last = node.children.back().get();
    emit dataChanged(createIndex(first->row, 0, first), createIndex(last->row, 0, last),
                     {StateRole, Qt::AccessibleTextRole});
    for (const auto& child : node.children) announce(*child);
}

}  // namespace assay::model
