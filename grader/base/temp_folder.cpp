// Temporary folders that outlive nobody. Each is named "assay-<uid>-<purpose>-<random>" and holds a lock on its file ".lock"
// while its process lives; the kernel drops the lock with the process, however it ends. So a folder whose lock can be had
// belongs to nobody, and the next start removes it. The lock file is made and locked *before* the folder gets its final
// name, so that a sweep never sees a young folder without its lock.

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <vector>

#include "base/fs.h"
#include "base/text.h"

namespace assay::base {

namespace {

std::string prefix() { return "assay-" + std::to_string(::getuid()) + "-"; }

bool hasRoom(const fs::path& folder) {
    struct statvfs info {};
    if (::statvfs(folder.c_str(), &info) != 0) return false;
    const bool executable = (info.f_flag & ST_NOEXEC) == 0;
    const auto free = static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
    return executable && free >= (512ull << 20) && ::access(folder.c_str(), W_OK | X_OK) == 0;
}

std::vector<fs::path> roots() {
    std::vector<fs::path> found{"/dev/shm"};
    if (const char* variable = std::getenv("TMPDIR"); variable != nullptr && *variable == '/') found.emplace_back(variable);
    found.emplace_back("/tmp");
    return found;
}

fs::path chooseRoot() {
    const std::vector<fs::path> all = roots();
    for (const fs::path& root : all)
        if (hasRoom(root)) return root;
    return all.size() > 2 ? all[1] : all.back();
}

// Files that learner code or a compiler left may be unreadable folders; make them removable first.
void removeTree(const fs::path& folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    if (!error) return;
    for (auto it = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error))
        if (it->is_directory(error) && !it->is_symlink(error)) ::chmod(it->path().c_str(), 0700);
    fs::remove_all(folder, error);
}

UniqueFd lockOf(const fs::path& folder) {
    UniqueFd fd(::open((folder / ".lock").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    if (fd && ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) fd.reset();
    return fd;
}

}  // namespace

Result<TempFolder> TempFolder::create(std::string_view purpose) {
    const fs::path root = chooseRoot();
    std::string pattern = (root / (".new-" + prefix() + std::string(purpose) + "-XXXXXX")).string();
    if (::mkdtemp(pattern.data()) == nullptr)
        return failErrno(ErrorCode::Io, "cannot make a temporary folder in " + quote(root.string()), errno);
    const fs::path young = pattern;
    UniqueFd lock(::open((young / ".lock").c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    const std::string name = young.filename().string().substr(5);
    const fs::path path = root / name;
    if (!lock || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0 || ::rename(young.c_str(), path.c_str()) != 0) {
        const int error = errno;
        removeTree(young);
        return failErrno(ErrorCode::Io, "cannot make temporary folder " + quote(path.string()), error);
    }
    return TempFolder(path, std::move(lock));
}

TempFolder::TempFolder(TempFolder&& other) noexcept
    : m_path(std::exchange(other.m_path, {})), m_lock(std::move(other.m_lock)) {}

TempFolder& TempFolder::operator=(TempFolder&& other) noexcept {
    if (this != &other) {
        remove();
        m_path = std::exchange(other.m_path, {});
        m_lock = std::move(other.m_lock);
    }
    return *this;
}

TempFolder::~TempFolder() { remove(); }

void TempFolder::remove() {
    if (!m_path.empty()) removeTree(m_path);
    m_path.clear();
    m_lock.reset();
}

void sweepStaleTempFolders() {
    for (const fs::path& root : roots()) {
        std::error_code error;
        for (auto it = fs::directory_iterator(root, fs::directory_options::skip_permission_denied, error);
             !error && it != fs::directory_iterator(); it.increment(error)) {
            const std::string name = it->path().filename().string();
            const bool grown = name.rfind(prefix(), 0) == 0, young = name.rfind(".new-" + prefix(), 0) == 0;
            struct stat info {};
            if ((!grown && !young) || ::lstat(it->path().c_str(), &info) != 0) continue;
            if (!S_ISDIR(info.st_mode) || info.st_uid != ::getuid()) continue;
            // A young one has its lock within microseconds; one of more than a minute was killed in between.
            if (young && ::time(nullptr) - info.st_mtime < 60) continue;
            if (young || lockOf(it->path())) removeTree(it->path());
        }
    }
}

}  // namespace assay::base
