// Role: the line that says which pane has the keyboard: in the theme's focus colour, along the pane's upper edge, above what the
// pane shows. Takes no mouse.
// Ownership: its parent, the window, which outlives the panes' use here; panes are borrowed. Threads: the GUI thread.
#pragma once

#include <QPointer>
#include <QWidget>

#include "app/model/theme.h"

namespace assay::ui {

class FocusLine : public QWidget {
    Q_OBJECT
  public:
    FocusLine(const model::Theme& theme, QWidget* parent);
    void mark(QWidget* pane);  // null: none
    QWidget* marked() const { return m_pane; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void follow();

    const model::Theme& m_theme;
    QPointer<QWidget> m_pane;
};

}  // namespace assay::ui
