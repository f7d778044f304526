#include "app/ui/map_delegate.h"

#include <QPainter>
#include <QTreeView>

#include "app/model/course_model.h"

namespace assay::ui {

using model::CourseModel;
using model::ItemKind;
using model::State;

namespace {

constexpr int edge = 8, step = 16, icon = 16, gap = 8;

int depth(const QModelIndex& index) {
    int up = 0;
    for (QModelIndex at = index.parent(); at.isValid(); at = at.parent()) ++up;
    return up;
}

}  // namespace

MapDelegate::MapDelegate(const model::Theme& theme, const Icons& icons, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_icons(icons) {}

QSize MapDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {120, std::max(m_theme.tokens().number("size", "control", 32), option.fontMetrics.height() + 12)};
}

QString MapDelegate::stateIcon(ItemKind kind, State state) const {
    if (state == State::New) return QStringLiteral("new");
    if (state == State::Begun) return QStringLiteral("begun");
    return kind == ItemKind::Exercise ? QStringLiteral("passed") : QStringLiteral("done");
}

QColor MapDelegate::stateColor(State state) const {
    return m_theme.color(state == State::Done ? "good" : state == State::Begun ? "warn" : "muted");
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

void MapDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto kind = static_cast<ItemKind>(index.data(CourseModel::KindRole).toInt());
    const auto state = static_cast<State>(index.data(CourseModel::StateRole).toInt());
    const bool current = index.data(CourseModel::CurrentRole).toBool();
    const double scale = painter->device()->devicePixelRatioF();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintBack(*painter, option, current);
    QRect row = option.rect.adjusted(edge, 0, -(edge + 12), 0);
    const int top = row.center().y() - icon / 2 + 1;
    if (kind == ItemKind::Home) {
        painter->drawPixmap(row.left(), top, m_icons.pixmap("home", m_theme.color("ink"), icon, scale));
        row.setLeft(row.left() + icon + gap);
    } else if (kind == ItemKind::Phase) {
        const auto* tree = qobject_cast<const QTreeView*>(option.widget);
        const bool open = tree != nullptr && tree->isExpanded(index);
        painter->drawPixmap(row.left(), top, m_icons.pixmap(open ? "unfold" : "fold", m_theme.color("muted"), icon, scale));
        row.setLeft(row.left() + icon + gap);
    } else {
        row.setLeft(row.left() + icon + gap + step * (depth(index) - 1));
    }
    if (kind != ItemKind::Home) {
        const QPixmap shape = m_icons.pixmap(stateIcon(kind, state), stateColor(state), icon, scale);
        painter->drawPixmap(row.right() - icon, top, shape);
        row.setRight(row.right() - icon - gap);
    }
    QFont font = option.font;
    font.setWeight(kind == ItemKind::Phase || kind == ItemKind::Home || current ? QFont::DemiBold : QFont::Normal);
    painter->setFont(font);
    painter->setPen(m_theme.color(kind == ItemKind::Exercise && !current ? "muted" : "ink"));
    const QString title = index.data(Qt::DisplayRole).toString();
    painter->drawText(row, Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(title, Qt::ElideRight, row.width()));
    painter->restore();
}

}  // namespace assay::ui
