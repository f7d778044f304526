#include "app/ui/focus_line.h"

#include <QEvent>
#include <QPainter>
#include <QTimer>

namespace assay::ui {

FocusLine::FocusLine(const model::Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName("focusLine");
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
    connect(&theme, &model::Theme::changed, this, qOverload<>(&QWidget::update));
}

void FocusLine::mark(QWidget* pane) {
    if (m_pane != pane) {
        if (m_pane != nullptr) m_pane->removeEventFilter(this);
        m_pane = pane;
        if (m_pane != nullptr) m_pane->installEventFilter(this);
    }
    follow();
}

bool FocusLine::eventFilter(QObject* watched, QEvent* event) {
    const auto type = event->type();
    if (type == QEvent::Resize || type == QEvent::Move || type == QEvent::Show || type == QEvent::Hide)
        QTimer::singleShot(0, this, &FocusLine::follow);  // its parents may be moving too
    return QWidget::eventFilter(watched, event);
}

void FocusLine::follow() {
    setVisible(m_pane != nullptr && m_pane->isVisible());
    if (isHidden()) return;
    const int thick = m_theme.tokens().number("size", "focus-ring", 2);
    setGeometry(QRect(m_pane->mapTo(parentWidget(), QPoint()), QSize(m_pane->width(), thick)));
    raise();
}

void FocusLine::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), m_theme.color("focus")); }

}  // namespace assay::ui
