#include "base/desktop_menu.h"

#include <unistd.h>

#include "base/paths.h"
#include "base/process.h"
#include "base/text.h"

namespace assay::base {

namespace {

constexpr const char* kOurs = "X-Assay-Registered=true";  // by this, an entry is known as one that we may replace or remove
constexpr const char* kStart = "Exec=";

// The template with the program's own place: PATH need not have it. TryExec: a checkout that is gone leaves no dead entry.
std::string filled(const std::string& text, const std::string& program) {
    std::string out;
    for (const std::string& line : splitLines(text)) {
        if (!line.starts_with(kStart)) {
            out += line + "\n";
            continue;
        }
        const std::size_t rest = line.find(' ');
        out += kStart + execArgument(program) + (rest == std::string::npos ? "" : line.substr(rest)) + "\n";
        out += "TryExec=" + program + "\n" + kOurs + "\n";
    }
    return out;
}

std::string lineOf(const std::string& text, std::string_view begin) {
    for (const std::string& line : splitLines(text))
        if (line.starts_with(begin)) return line;
    return {};
}

}  // namespace

std::string execArgument(const std::string& path) {
    std::string quoted = "\"";
    for (const char c : path) {
        if (c == '"' || c == '`' || c == '$') quoted += "\\\\";  // a backslash in the quotes, which the string's rules double
        if (c == '\\') quoted += "\\\\\\";
        if (c == '%') quoted += '%';
        quoted += c;
    }
    return quoted + "\"";
}

DesktopMenu::DesktopMenu(fs::path share, fs::path templates, fs::path app) : m_share(std::move(share)), m_templates(std::move(templates)), m_app(std::move(app)) {}

bool DesktopMenu::has() const {
    const auto text = readFile(entry(), std::size_t{1} << 20);
    return text && !lineOf(*text, kOurs).empty() && lineOf(*text, kStart).starts_with(kStart + execArgument(m_app.string()));
}

Result<void> DesktopMenu::mayTouch() const {
    const auto text = readFile(entry(), std::size_t{1} << 20);
    if (!text && text.error().code == ErrorCode::NotFound) return {};
    if (text && !lineOf(*text, kOurs).empty()) return {};
    return fail(ErrorCode::Usage, quote(entry().string()) + " was not made by Assay and stays as it is", "remove it by hand if it is not wanted any more");
}

Result<void> DesktopMenu::add() {
    if (auto may = mayTouch(); !may) return may;
    if (m_app.string().find_first_of("\n\r\t=") != std::string::npos)
        return fail(ErrorCode::Unsupported, "the folder " + quote(m_app.parent_path().string()) + " has a name that a desktop entry cannot hold", "move Assay to another folder");
    const auto text = readFile(m_templates / "assay.desktop");
    const auto types = readFile(m_templates / "assay.xml");
    const auto icon = readFile(m_templates / "assay.svg");
    for (const auto* each : {&text, &types, &icon})
        if (!*each) return propagate(*each);
    const std::pair<fs::path, std::string> files[] = {{m_share / "icons/hicolor/scalable/apps/assay.svg", *icon},
                                                      {m_share / "mime/packages/assay.xml", *types},
                                                      {entry(), filled(*text, m_app.string())}};
    for (const auto& [path, content] : files) {
        if (auto made = ensureFolder(path.parent_path()); !made) return made;
        if (auto written = writeFileAtomic(path, content); !written) return written;
    }
    tellDesktop();
    return {};
}

Result<void> DesktopMenu::remove() {
    std::error_code error;
    if (!fs::exists(entry(), error)) return {};
    if (auto may = mayTouch(); !may) return may;
    for (const fs::path& path : {entry(), m_share / "mime/packages/assay.xml", m_share / "icons/hicolor/scalable/apps/assay.svg"}) {
        fs::remove(path, error);
        if (error) return fail(ErrorCode::Io, "cannot remove " + quote(path.string()) + ": " + error.message());
    }
    tellDesktop();
    return {};
}

// The desktop's own indexes. Where a tool is missing the desktop finds the files itself, only later.
void DesktopMenu::tellDesktop() const {
    const std::pair<const char*, const char*> tools[] = {{"update-desktop-database", "applications"}, {"update-mime-database", "mime"}};
    for (const auto& [tool, folder] : tools)
        if (!findProgram(tool).empty()) (void)runCommand({tool, (m_share / folder).string()}, {.timeoutMs = 20'000});
}

Result<DesktopMenu> usersDesktopMenu() {
    const auto resources = resourceFolder();
    if (!resources) return propagate(resources);
    const fs::path app = executableFolder() / "assay-app";
    if (::access(app.c_str(), X_OK) != 0) return fail(ErrorCode::Unsupported, "the desktop app is not built here", "`./run` builds it");
    return DesktopMenu(defaultDataFolder().parent_path(), *resources / "desktop", app);
}

}  // namespace assay::base
