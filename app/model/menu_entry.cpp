#include "app/model/menu_entry.h"

#include "app/model/convert.h"
#include "base/desktop_menu.h"

namespace assay::model {

MenuEntry usersMenuEntry() {
    const auto has = [] {
        const auto menu = base::usersDesktopMenu();
        return menu && menu->has();
    };
    const auto put = [](bool in) {
        auto menu = base::usersDesktopMenu();
        if (!menu) return sentence(menu.error());
        const auto done = in ? menu->add() : menu->remove();
        return done ? QString() : sentence(done.error());
    };
    return {has, put};
}

}  // namespace assay::model
