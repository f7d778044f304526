// Role: the switch "Assay in the applications menu" (base/desktop_menu.h). Nothing is kept of it in the settings: the desktop's
// own files say how it is. Threads: the GUI thread; a change runs the desktop's tools for a moment.
#pragma once

#include <QString>
#include <functional>

namespace assay::model {

struct MenuEntry {
    std::function<bool()> has;
    std::function<QString(bool)> put;  // in or out: what is wrong, or nothing
};
MenuEntry usersMenuEntry();

}  // namespace assay::model
