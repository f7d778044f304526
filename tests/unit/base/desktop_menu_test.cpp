// The user's applications menu: what is written, what is never touched.
#include "base/desktop_menu.h"

#include <catch2/catch_test_macros.hpp>

using namespace assay::base;

namespace {

struct Desk {
    TempFolder folder = TempFolder::create("menu-test").value();
    fs::path share = folder.path() / "share", entry = share / "applications/assay.desktop";
    DesktopMenu menu(const std::string& app = "/opt/my $tools/100%/assay-app") const {
        return DesktopMenu(share, fs::path(ASSAY_SOURCE_DIR) / "resources/desktop", app);
    }
    std::string text() const { return readFile(entry).value_or(""); }
};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("An argument of Exec is quoted by the desktop's rules") {
    CHECK(execArgument("/opt/assay-app") == "\"/opt/assay-app\"");
    CHECK(execArgument("/a b/$x") == "\"/a b/\\\\$x\"");
    CHECK(execArgument("/100%/x") == "\"/100%%/x\"");
    CHECK(execArgument("/a\\b") == "\"/a\\\\\\\\b\"");
    CHECK(execArgument("/a\"`b") == "\"/a\\\\\"\\\\`b\"");
}

TEST_CASE("Assay comes into the menu with icon and file type, and goes again") {
    const Desk desk;
    DesktopMenu menu = desk.menu();
    CHECK_FALSE(menu.has());
    REQUIRE(menu.add());
    CHECK(menu.has());
    CHECK_FALSE(desk.menu("/elsewhere/assay-app").has());
    CHECK(holds(desk.text(), "Exec=\"/opt/my \\\\$tools/100%%/assay-app\" %u\n"));
    CHECK(holds(desk.text(), "TryExec=/opt/my $tools/100%/assay-app\n"));
    CHECK(holds(desk.text(), "MimeType=x-scheme-handler/assay;application/x-assay-course;\n"));
    CHECK(holds(readFile(desk.share / "mime/packages/assay.xml").value_or(""), "*.assay"));
    CHECK(fs::exists(desk.share / "icons/hicolor/scalable/apps/assay.svg"));
    REQUIRE(desk.menu("/elsewhere/assay-app").add());  // the newer one takes the place
    CHECK_FALSE(menu.has());
    REQUIRE(menu.remove());
    for (const auto& file : fs::recursive_directory_iterator(desk.share)) CHECK_FALSE(file.path().stem() == "assay");
    CHECK(menu.remove());
}

TEST_CASE("An entry that is not ours stays") {
    const Desk desk;
    REQUIRE(ensureFolder(desk.entry.parent_path()));
    const std::string theirs = "[Desktop Entry]\nType=Application\nName=Assay of metals\nExec=metals\n";
    REQUIRE(writeFile(desk.entry, theirs));
    CHECK_FALSE(desk.menu().add());
    CHECK_FALSE(desk.menu().remove());
    CHECK(desk.text() == theirs);
    CHECK_FALSE(fs::exists(desk.share / "mime"));
}

TEST_CASE("A place that an entry cannot name is refused before anything is written") {
    const Desk desk;
    CHECK_FALSE(desk.menu("/a\nExec=evil/assay-app").add());
    CHECK_FALSE(fs::exists(desk.share));
}
