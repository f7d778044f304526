// Role: this user's applications menu: Assay in it, with its icon, as what opens assay:// links and *.assay files. Only on
// request: what a person did not ask for does not appear in their menu. Writes below `share` (the user's, by the XDG base
// directories) and nowhere else; a desktop entry there that is not ours is never touched.
// Errors: Io, Usage where another's entry has our name. Threads: one.
#pragma once

#include <string>

#include "base/fs.h"
#include "base/result.h"

namespace assay::base {

class DesktopMenu {
  public:
    // `templates`: the folder with assay.desktop, .xml and .svg; `app`: the program that the entry is to start.
    DesktopMenu(fs::path share, fs::path templates, fs::path app);
    bool has() const;       // our entry, for this very program
    Result<void> add();     // again: it is brought up to date
    Result<void> remove();  // nothing where it is not there

  private:
    fs::path entry() const { return m_share / "applications" / "assay.desktop"; }
    Result<void> mayTouch() const;
    void tellDesktop() const;
    fs::path m_share, m_templates, m_app;
};
// Of this user, for this program's folder.
Result<DesktopMenu> usersDesktopMenu();
// A path as one argument of Exec= (the Desktop Entry Specification's quoting, then its escapes of strings).
std::string execArgument(const std::string& path);

}  // namespace assay::base
