#include "app/ui/actions.h"

#include <QWidget>

namespace assay::ui {

Actions::Actions(QWidget& window) : QObject(&window) {
    for (const Shortcut& each : shortcuts()) {
        if (each.inPage) continue;
        auto* action = new QAction(each.meaningText(), this);
        action->setShortcuts(each.sequences());
        action->setShortcutContext(Qt::WindowShortcut);
        const QString keys = each.keysText();
        action->setToolTip(keys.isEmpty() ? each.meaningText() : each.meaningText() + "  " + keys);
        window.addAction(action);
        m_actions.insert(each.command, action);
    }
}

}  // namespace assay::ui
