#include "base/paths.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace assay::base {

namespace {

fs::path variable(const char* name) {
    const char* value = std::getenv(name);
    // The XDG specification: a path that is not absolute is to be ignored.
    return value != nullptr && *value == '/' ? fs::path(value) : fs::path();
}

bool isThere(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

}  // namespace

bool hasDisplay() {
    for (const char* name : {"WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM"})
        if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return true;
    return false;
}

fs::path homeFolder() {
    if (const fs::path home = variable("HOME"); !home.empty()) return home;
    if (const passwd* entry = ::getpwuid(::getuid()); entry != nullptr && entry->pw_dir != nullptr) return entry->pw_dir;
    return "/";
}

fs::path defaultDataFolder() {
    const fs::path base = variable("XDG_DATA_HOME");
    return (base.empty() ? homeFolder() / ".local" / "share" : base) / "assay";
}

fs::path defaultCacheFolder() {
    const fs::path base = variable("XDG_CACHE_HOME");
    return (base.empty() ? homeFolder() / ".cache" : base) / "assay";
}

fs::path executableFolder() {
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::current_path(error) : self.parent_path();
}

Result<fs::path> resourceFolder() {
    if (const fs::path named = variable("ASSAY_RESOURCES"); !named.empty()) return named;
    const fs::path here = executableFolder();
    if (const fs::path installed = here / ".." / "share" / "assay"; isThere(installed / "schema")) return installed.lexically_normal();
    for (fs::path folder = here; folder != folder.root_path(); folder = folder.parent_path())
        if (isThere(folder / "resources" / "schema")) return folder / "resources";
    return fail(ErrorCode::Unsupported, "Assay's resources are not beside its program",
                "set ASSAY_RESOURCES to the project's folder 'resources'");
}

Result<fs::path> defaultCourseFolder() {
    if (const fs::path named = variable("ASSAY_COURSE"); !named.empty()) return named;
    const fs::path here = executableFolder();
    for (fs::path folder = here; folder != folder.root_path(); folder = folder.parent_path())
        if (isThere(folder / "lessons" / "course.toml")) return folder;
    if (const fs::path installed = here / ".." / "share" / "assay" / "course"; isThere(installed / "lessons" / "course.toml"))
        return installed.lexically_normal();
    return fail(ErrorCode::NotFound, "no course was found", "name one: --course DIR, a folder that holds lessons/ and exercises/");
}

}  // namespace assay::base
