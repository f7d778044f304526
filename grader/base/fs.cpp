#include "base/fs.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "base/text.h"

namespace assay::base {

UniqueFd& UniqueFd::operator=(UniqueFd&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
}

int UniqueFd::release() { return std::exchange(m_fd, -1); }

void UniqueFd::reset(int fd) {
    if (m_fd >= 0) ::close(m_fd);
    m_fd = fd;
}

Result<Pipe> makePipe() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) return failErrno(ErrorCode::Io, "cannot make a pipe", errno);
    return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Result<std::string> readFile(const fs::path& path, std::size_t maxBytes) {
    // O_NONBLOCK: a fifo that stands where a file is expected must not hold us up.
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd) {
        const ErrorCode code = errno == ENOENT || errno == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Io;
        return failErrno(code, "cannot open " + quote(path.string()), errno);
    }
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0) return failErrno(ErrorCode::Io, "cannot read " + quote(path.string()), errno);
    if (!S_ISREG(info.st_mode)) return fail(ErrorCode::Io, quote(path.string()) + " is not a regular file");
    std::string content;
    content.reserve(static_cast<std::size_t>(info.st_size));
    char buffer[65536];
    for (;;) {
        const ssize_t n = ::read(fd.get(), buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failErrno(ErrorCode::Io, "cannot read " + quote(path.string()), errno);
        if (n == 0) return content;
        content.append(buffer, static_cast<std::size_t>(n));
        if (content.size() > maxBytes)
            return fail(ErrorCode::Io, quote(path.string()) + " is larger than " + std::to_string(maxBytes) + " bytes");
    }
}

Result<void> writeAll(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failErrno(ErrorCode::Io, "cannot write", errno);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
}

namespace {

Result<void> writeTo(const fs::path& path, std::string_view content, unsigned mode, int flags, bool sync) {
    UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode));
    if (!fd) return failErrno(ErrorCode::Io, "cannot create " + quote(path.string()), errno);
    if (auto written = writeAll(fd.get(), content); !written)
        return fail(ErrorCode::Io, quote(path.string()) + ": " + written.error().message);
    // umask does not decide what the caller asked for.
    if (::fchmod(fd.get(), mode) != 0) return failErrno(ErrorCode::Io, "cannot set the mode of " + quote(path.string()), errno);
    if (sync && ::fsync(fd.get()) != 0) return failErrno(ErrorCode::Io, "cannot sync " + quote(path.string()), errno);
    if (::close(fd.release()) != 0) return failErrno(ErrorCode::Io, "cannot close " + quote(path.string()), errno);
    return {};
}

Result<void> writeInto(const fs::path& path, std::string_view content) {
    UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd) return failErrno(ErrorCode::Io, "cannot open " + quote(path.string()), errno);
    return writeAll(fd.get(), content);
}

Result<void> syncFolder(const fs::path& folder) {
    UniqueFd fd(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) return failErrno(ErrorCode::Io, "cannot open folder " + quote(folder.string()), errno);
    // Some file systems do not sync folders (EINVAL); there is nothing more to be done there.
    if (::fsync(fd.get()) != 0 && errno != EINVAL)
        return failErrno(ErrorCode::Io, "cannot sync folder " + quote(folder.string()), errno);
    return {};
}

}  // namespace

Result<void> writeFileAtomic(const fs::path& path, std::string_view content, unsigned mode) {
    // What is no file (a pipe, a terminal, /dev/null) is written to: put another in its place, and it is gone for everybody.
    struct stat there {};
    if (::stat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode)) return writeInto(path, content);
    static thread_local unsigned counter = 0;
    const fs::path temporary = path.string() + ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(::gettid()) + "-" +
                               std::to_string(++counter);
    if (auto written = writeTo(temporary, content, mode, O_EXCL, true); !written) {
        ::unlink(temporary.c_str());
        return written;
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(temporary.c_str());
        return failErrno(ErrorCode::Io, "cannot put " + quote(path.string()) + " in place", error);
    }
    return syncFolder(path.parent_path());
}

Result<void> writeFile(const fs::path& path, std::string_view content, unsigned mode) {
    return writeTo(path, content, mode, O_TRUNC, false);
}

Result<void> ensureFolder(const fs::path& path, unsigned mode) {
    std::error_code error;
    if (fs::is_directory(path, error)) return {};
    if (const fs::path parent = path.parent_path(); !parent.empty() && parent != path)
        if (auto made = ensureFolder(parent, mode); !made) return made;
    if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST)
        return failErrno(ErrorCode::Io, "cannot make folder " + quote(path.string()), errno);
    if (!fs::is_directory(path, error)) return fail(ErrorCode::Io, quote(path.string()) + " is not a folder");
    return {};
}

Result<FileLock> FileLock::acquire(const fs::path& path, int milliseconds) {
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!fd) return failErrno(ErrorCode::Io, "cannot open lock " + quote(path.string()), errno);
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        if (errno != EWOULDBLOCK) return failErrno(ErrorCode::Io, "cannot lock " + quote(path.string()), errno);
        if (std::chrono::steady_clock::now() >= end)
            return fail(ErrorCode::Busy, quote(path.string()) + " is locked by another process");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return FileLock(std::move(fd));
}

}  // namespace assay::base
