// Role: the window's actions, made from the one table of shortcuts. Panes and menus show them; the window connects them.
#pragma once

#include <QAction>
#include <QHash>
#include <QObject>

#include "app/ui/shortcuts.h"

namespace assay::ui {

class Actions : public QObject {
    Q_OBJECT
  public:
    explicit Actions(QWidget& window);  // adds them to it, so that their keys work everywhere in it
    QAction& operator[](Command command) const { return *m_actions[command]; }
    template <class Receiver, class Slot>
    void on(Command command, Receiver* receiver, Slot slot) const {
        QObject::connect(m_actions[command], &QAction::triggered, receiver, slot);
    }

  private:
    QHash<Command, QAction*> m_actions;
};

}  // namespace assay::ui
