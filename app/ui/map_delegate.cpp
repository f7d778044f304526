#include "app/ui/map_delegate.h"

#include <QPainter>
#include <QTreeView>

#include "app/model/course_model.h"

namespace assay::ui {

using model::CourseModel;
using model::ItemKind;
using model::State;

namespace {

constexpr int edge = 8, step = 16, icon = 16, gap = 8, number = 16;

int depth(const QModelIndex& index) {
    int up = 0;
    for (QModelIndex at = index.parent(); at.isValid(); at = at.parent()) ++up;
    return up;
}

}  // namespace

MapDelegate::MapDelegate(const model::Theme& theme, const Icons& icons, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_icons(icons) {}

QFont MapDelegate::fontOf(const QFont& font, const QModelIndex& index) const {
    const auto kind = static_cast<ItemKind>(index.data(CourseModel::KindRole).toInt());
    const bool strong = kind == ItemKind::Phase || kind == ItemKind::Home || kind == ItemKind::Progress || index.data(CourseModel::CurrentRole).toBool();
    QFont with = font;
    with.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    return with;
}

// Between what stands left (arrow, number, indent) and the state at the right.
QRect MapDelegate::textRect(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto kind = static_cast<ItemKind>(index.data(CourseModel::KindRole).toInt());
    int left = edge + icon + gap;
    if (kind == ItemKind::Phase) left += number;
    if (kind == ItemKind::Lesson || kind == ItemKind::Exercise) left += step * (depth(index) - 1);
    return option.rect.adjusted(left, 0, -(edge + 12 + icon + gap), 0);
}

QSize MapDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    // Titles are never cut: a long one takes a second line, at the width that the view has now.
    QStyleOptionViewItem whole = option;
    const auto* tree = qobject_cast<const QTreeView*>(option.widget);
    whole.rect = QRect(0, 0, tree != nullptr ? tree->viewport()->width() : 200, 1);
    const QRect room = textRect(whole, index).adjusted(0, 0, 0, 1000);
    const QFontMetrics metrics(fontOf(option.font, index));
    const int text = metrics.boundingRect(room, Qt::TextWordWrap, index.data(Qt::DisplayRole).toString()).height();
    return {120, std::max(m_theme.tokens().number("size", "control", 32), text + 12)};
}

QString MapDelegate::stateIcon(ItemKind kind, State state) const {
    if (state == State::New) return QStringLiteral("new");
    if (state == State::Begun) return QStringLiteral("begun");
    return kind == ItemKind::Exercise ? QStringLiteral("passed") : QStringLiteral("done");
}

QColor MapDelegate::stateColor(State state) const {
    return m_theme.color(state == State::Done ? "good" : state == State::Begun ? "accent" : "muted");
}

void MapDelegate::paintBack(QPainter& painter, const QStyleOptionViewItem& option, bool current) const {
    const QRectF box = QRectF(option.rect).adjusted(0.5, 1.5, -8.5, -1.5);
    const int radius = m_theme.tokens().number("size", "radius", 6);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    if (current || hovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(current ? "accent-soft" : "hover"));
        painter.drawRoundedRect(box, radius, radius);
    }
    if (current) {
        painter.setBrush(m_theme.color("accent"));
        painter.drawRoundedRect(QRectF(box.left(), box.top() + 6, 3, box.height() - 12), 1.5, 1.5);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color("focus"), 2));
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius);
    }
}

void MapDelegate::paintShapes(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto kind = static_cast<ItemKind>(index.data(CourseModel::KindRole).toInt());
    const auto state = static_cast<State>(index.data(CourseModel::StateRole).toInt());
    const double scale = painter.device()->devicePixelRatioF();
    const int left = option.rect.left() + edge, top = option.rect.center().y() - icon / 2 + 1;
    if (kind == ItemKind::Home) painter.drawPixmap(left, top, m_icons.pixmap("home", m_theme.color("ink"), icon, scale));
    if (kind == ItemKind::Progress)
        painter.drawPixmap(left, top, m_icons.pixmap("progress", m_theme.color("ink"), icon, scale));
    if (kind == ItemKind::Phase) {
        const auto* tree = qobject_cast<const QTreeView*>(option.widget);
        const bool open = tree != nullptr && tree->isExpanded(index);
        painter.drawPixmap(left, top, m_icons.pixmap(open ? "unfold" : "fold", m_theme.color("muted"), icon, scale));
        painter.setPen(m_theme.color("muted"));
        painter.drawText(QRect(left + icon + gap, option.rect.top(), number, option.rect.height()), Qt::AlignVCenter,
                         index.data(CourseModel::NumberRole).toString());
    }
    if (kind == ItemKind::Home || kind == ItemKind::Progress) return;
    const int right = option.rect.right() - edge - 12 - icon;
    painter.drawPixmap(right, top, m_icons.pixmap(stateIcon(kind, state), stateColor(state), icon, scale));
}

void MapDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto kind = static_cast<ItemKind>(index.data(CourseModel::KindRole).toInt());
    const bool current = index.data(CourseModel::CurrentRole).toBool();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintBack(*painter, option, current);
    painter->setFont(option.font);
    paintShapes(*painter, option, index);
    painter->setFont(fontOf(option.font, index));
    painter->setPen(m_theme.color(kind == ItemKind::Exercise && !current ? "muted" : "ink"));
    painter->drawText(textRect(option, index), Qt::AlignVCenter | Qt::TextWordWrap,
                      index.data(Qt::DisplayRole).toString());
    painter->restore();
}

}  // namespace assay::ui
