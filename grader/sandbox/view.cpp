// How a path inside is named at each level. One rule for arguments, environment and callers.

#include <algorithm>

#include "sandbox/sandbox.h"
#include "sandbox/view.h"

namespace assay::sandbox {

bool lies(std::string_view path, std::string_view folder) {
    if (folder == "/") return path.starts_with('/');
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

const Mount* mountOf(std::span<const Mount> mounts, std::string_view inside) {
    const Mount* best = nullptr;
    for (const Mount& mount : mounts)
        if (lies(inside, mount.inside) && (best == nullptr || mount.inside.size() > best->inside.size())) best = &mount;
    return best;
}

bool workdirIsPrivate(const Request& request) {
    return !request.workdir.empty() && request.workdir != "/" && mountOf(request.mounts, request.workdir) == nullptr;
}

std::string seenAs(Level level, std::span<const Mount> mounts, std::string_view workdir, std::string_view inside) {
    if (level == Level::Full) return std::string(inside);
    if (const Mount* mount = mountOf(mounts, inside))
        return mount->outside.string() + std::string(inside.substr(mount->inside.size()));
    if (!workdir.empty() && workdir != "/" && lies(inside, workdir))
        return inside.size() > workdir.size() + 1 ? std::string(inside.substr(workdir.size() + 1)) : ".";
    return std::string(inside);
}

std::string seenAs(const Request& request, std::string_view inside) {
    return seenAs(request.level, request.mounts, request.workdir, inside);
}

std::string translated(const Request& request, const fs::path& privateFolder, std::string_view text) {
    if (request.level == Level::Full || !text.starts_with('/')) return std::string(text);
    // Already the outside path of something mounted, as seenAs gives it.
    for (const Mount& mount : request.mounts)
        if (lies(text, mount.outside.native())) return std::string(text);
    if (mountOf(request.mounts, text) != nullptr) return seenAs(request, text);
    if (workdirIsPrivate(request) && lies(text, request.workdir))
        return (privateFolder / "work").string() + std::string(text.substr(request.workdir.size()));
    if (lies(text, "/tmp")) return (privateFolder / "tmp").string() + std::string(text.substr(4));
    return std::string(text);
}

}  // namespace assay::sandbox
