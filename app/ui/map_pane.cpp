#include "app/ui/map_pane.h"

#include <QResizeEvent>
#include <QVBoxLayout>

#include "app/ui/map_delegate.h"

namespace assay::ui {

MapPane::MapPane(model::CourseModel& map, const model::Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent), m_map(map), m_tree(new QTreeView(this)) {
    setObjectName("mapPane");
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(160);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 0, 8);
    layout->addWidget(m_tree);
    m_tree->setModel(&map);
    m_tree->setItemDelegate(new MapDelegate(theme, icons, m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(0);  // the delegate indents: rows fill the pane
    m_tree->setUniformRowHeights(false);
    m_tree->setWordWrap(true);
    m_tree->viewport()->installEventFilter(this);  // another width: other heights
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setMouseTracking(true);
    m_tree->setTabKeyNavigation(false);  // Tab goes to the next pane
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setAccessibleName(tr("Course map"));
    connect(m_tree, &QTreeView::clicked, this, &MapPane::activate);
    connect(m_tree, &QTreeView::activated, this, &MapPane::activate);
    // An open phase shows all that is in it: lessons have no mark to unfold them by.
    connect(m_tree, &QTreeView::expanded, this, [this](const QModelIndex& index) {
        for (int row = 0; row < m_map.rowCount(index); ++row) m_tree->expand(m_map.index(row, 0, index));
    });
    connect(&theme, &model::Theme::changed, m_tree->viewport(), qOverload<>(&QWidget::update));
}

bool MapPane::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        const auto* resize = static_cast<QResizeEvent*>(event);
        if (resize->size().width() != resize->oldSize().width()) m_tree->doItemsLayout();
    }
    return QWidget::eventFilter(watched, event);
}

void MapPane::activate(const QModelIndex& index) {
    const auto item = index.data(model::CourseModel::ItemRole).value<model::Item>();
    if (item.kind == model::ItemKind::Phase)
        m_tree->setExpanded(index, !m_tree->isExpanded(index));
    else
        emit openRequested(item);
}

void MapPane::showCurrent(const model::Item& item) {
    m_map.setCurrent(item);
    const QModelIndex index = m_map.indexOf(item);
    if (!index.isValid()) return;
    for (QModelIndex up = index.parent(); up.isValid(); up = up.parent()) {
        m_tree->expandRecursively(up);
    }
    m_tree->expandRecursively(index);
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

void MapPane::takeFocus() { m_tree->setFocus(Qt::ShortcutFocusReason); }

}  // namespace assay::ui
