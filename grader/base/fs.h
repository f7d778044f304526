// Role: files. Descriptors and temporary folders by RAII, whole-file reads, atomic writes.
// Errors: every function says which path and why. Threads: safe unless two write one path.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace assay::base {

namespace fs = std::filesystem;

// Owns one file descriptor; -1 is none.
class UniqueFd {
  public:
    UniqueFd() = default;
    explicit UniqueFd(int fd) : m_fd(fd) {}
    UniqueFd(UniqueFd&& other) noexcept : m_fd(other.release()) {}
    UniqueFd& operator=(UniqueFd&& other) noexcept;
    ~UniqueFd() { reset(); }
    UniqueFd(const UniqueFd&) = delete;
    UniqueFd& operator=(const UniqueFd&) = delete;

    int get() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }
    int release();
    void reset(int fd = -1);

  private:
    int m_fd = -1;
};

struct Pipe {
    UniqueFd read, write;  // both close-on-exec
};
Result<Pipe> makePipe();

Result<std::string> readFile(const fs::path& path, std::size_t maxBytes = std::size_t{64} << 20);
// Temporary file beside it, fsync, rename, fsync of the folder: afterwards the path holds the old content or the new.
Result<void> writeFileAtomic(const fs::path& path, std::string_view content, unsigned mode = 0644);
// For files in temporary folders: no fsync.
Result<void> writeFile(const fs::path& path, std::string_view content, unsigned mode = 0644);
Result<void> writeAll(int fd, std::string_view bytes);  // retries EINTR and short writes
Result<void> ensureFolder(const fs::path& path, unsigned mode = 0755);

// A private folder (mode 0700) that is removed with all it holds. It holds a lock while it lives, so that
// sweepStaleTempFolders can tell folders of killed processes from those in use.
class TempFolder {
  public:
    // In memory where the machine has room there (/dev/shm, executable, 512 MiB free), else in TMPDIR or /tmp.
    static Result<TempFolder> create(std::string_view purpose);
    TempFolder(TempFolder&& other) noexcept;
    TempFolder& operator=(TempFolder&& other) noexcept;
    ~TempFolder();
    const fs::path& path() const { return m_path; }

  private:
    TempFolder(fs::path path, UniqueFd lock) : m_path(std::move(path)), m_lock(std::move(lock)) {}
    void remove();
    fs::path m_path;
    UniqueFd m_lock;
};
// Removes what processes that were killed left behind. Cheap; called once at start. Never touches a living one's.
void sweepStaleTempFolders();

// An exclusive lock on a file (created where it is missing), held until destroyed. Waits at most `milliseconds`;
// Busy where somebody else holds it for longer.
class FileLock {
  public:
    static Result<FileLock> acquire(const fs::path& path, int milliseconds);

  private:
    explicit FileLock(UniqueFd fd) : m_fd(std::move(fd)) {}
    UniqueFd m_fd;
};

}  // namespace assay::base
