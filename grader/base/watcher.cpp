#include "base/watcher.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/text.h"

namespace assay::base {

namespace {

constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW;
constexpr std::uint32_t kRemovals = IN_DELETE | IN_MOVED_FROM;
constexpr int kDepth = 16;

}  // namespace

Result<Watcher> Watcher::create(const fs::path& folder, Matters matters, What what) {
    UniqueFd fd(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (!fd) return failErrno(ErrorCode::Io, "cannot watch for saves", errno);
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);  // --dir may be a link; below it none is followed
    Watcher watcher(std::move(fd), error ? folder : real, std::move(matters), what);
    if (!watcher.watch("", 0)) return failErrno(ErrorCode::Io, "cannot watch " + quote(folder.string()), errno);
    return watcher;
}

bool Watcher::watch(const std::string& below, int depth) {
    const int id = ::inotify_add_watch(m_fd.get(), (m_folder / below).c_str(), m_what == What::Saves ? kEvents : kEvents | kRemovals);
    if (id < 0) return false;
    m_names[id] = below;
    if (below.empty()) m_root = id;
    std::error_code error;
    for (fs::directory_iterator at(m_folder / below, error), end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().string();
        std::error_code unreadable;
        if (depth < kDepth && name.front() != '.' && at->is_directory(unreadable) && !at->is_symlink(unreadable)) watch(below + name + "/", depth + 1);
    }
    return true;
}

// A folder that appears may hold files already, written before its watch was there.
bool Watcher::watchNew(const std::string& name) {
    watch(name + "/", 0);
    std::error_code error;
    for (fs::recursive_directory_iterator at(m_folder / name, error), end; !error && at != end; at.increment(error)) {
        std::error_code unreadable;
        if (at->is_regular_file(unreadable) && m_matters(at->path().lexically_relative(m_folder).generic_string())) return true;
    }
    return false;
}

bool Watcher::read() {
    bool saved = false;
    alignas(inotify_event) char buffer[16384];
    for (;;) {
        const ssize_t size = ::read(m_fd.get(), buffer, sizeof buffer);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return saved;
        for (ssize_t at = 0; at < size;) {
            inotify_event event;
            std::memcpy(&event, buffer + at, sizeof event);
            const char* text = buffer + at + sizeof event;
            at += static_cast<ssize_t>(sizeof event + event.len);
            if ((event.mask & IN_Q_OVERFLOW) != 0) saved = true;  // we cannot know what was lost
            if (event.wd == m_root && (event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) != 0) m_gone = true;
            const auto folder = m_names.find(event.wd);
            if (event.len == 0 || folder == m_names.end()) continue;
            const std::string name = folder->second + text;
            if ((event.mask & kRemovals) != 0) saved |= (event.mask & IN_ISDIR) != 0 || m_matters(name);
            else if ((event.mask & IN_ISDIR) != 0) saved |= text[0] != '.' && watchNew(name);
            else if ((event.mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0) saved |= m_matters(name);
        }
    }
}

}  // namespace assay::base
