// Role: one row of the course map: indent, title, state as a shape (its words are the row's accessible text and tool tip).
#pragma once

#include <QStyledItemDelegate>

#include "app/model/item.h"
#include "app/model/theme.h"
#include "app/ui/icons.h"

namespace assay::ui {

class MapDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    MapDelegate(const model::Theme& theme, const Icons& icons, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    QRect textRect(const QStyleOptionViewItem& option, const QModelIndex& index) const;
    QFont fontOf(const QFont& font, const QModelIndex& index) const;
    void paintShapes(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintBack(QPainter& painter, const QStyleOptionViewItem& option, bool current) const;
    QString stateIcon(model::ItemKind kind, model::State state) const;
    QColor stateColor(model::State state) const;

    const model::Theme& m_theme;
    const Icons& m_icons;
};

}  // namespace assay::ui
