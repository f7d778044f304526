#include "course/tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/text.h"

namespace assay::course {
namespace {

using base::ErrorCode;
using base::failAt;
using base::UniqueFd;

constexpr std::size_t kMostFiles = 20'000;
constexpr int kDeepestFolder = 32;

std::vector<std::string> parts(std::string_view path) {
    std::vector<std::string> out;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        out.emplace_back(path.substr(0, slash));
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return out;
}

Tree::Type typeOf(mode_t mode) {
    if (S_ISREG(mode)) return Tree::Type::File;
    if (S_ISDIR(mode)) return Tree::Type::Folder;
    return S_ISLNK(mode) ? Tree::Type::Link : Tree::Type::Other;
}

std::string typeName(Tree::Type type) {
    switch (type) {
        case Tree::Type::None:
            return "nothing";
        case Tree::Type::File:
            return "a file";
        case Tree::Type::Folder:
            return "a folder";
        case Tree::Type::Link:
            return "a symbolic link";
        case Tree::Type::Other:
            return "a special file";
    }
    return "nothing";
}

Tree::Type typeAt(int folder, const std::string& name) {
    struct stat info {};
    if (::fstatat(folder, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) return Tree::Type::None;
    return typeOf(info.st_mode);
}

// Why `name` in `folder` could not be opened as what was wanted, as a sentence.
base::Failure cannotOpen(int folder, const std::string& name, const std::string& shown,
                         std::string_view wanted, int error) {
    const Tree::Type type = typeAt(folder, name);
    if (type == Tree::Type::None)
        return failAt(ErrorCode::NotFound, base::quote(shown) + " is not there", shown, 0);
    if (error == ELOOP || error == ENOTDIR || error == EISDIR || error == ENXIO || error == 0) {
        std::string message =
            base::quote(shown) + " is " + typeName(type) + "; it must be " + std::string(wanted);
        if (type == Tree::Type::Link)
            message += " (a course holds no links, so that it can be copied and packed)";
        return failAt(ErrorCode::InvalidContent, std::move(message), shown, 0);
    }
    base::Error failed = base::failErrno(ErrorCode::Io, "cannot open " + base::quote(shown), error).value();
    failed.file = shown;
    return base::Failure(std::move(failed));
}

// Opens the folder `path` below root step by step: O_NOFOLLOW guards the last part of a path only.
Result<UniqueFd> openFolder(int root, std::string_view path, std::string shown) {
    // Not a duplicate: that would share its place in a listing with other threads.
    UniqueFd at(::openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!at) return base::failErrno(ErrorCode::Io, "cannot open a folder", errno);
    for (const std::string& part : parts(path)) {
        shown = joinPath(shown, part);
        if (part.empty() || part == "." || part == "..") {
            return failAt(ErrorCode::InvalidContent, base::quote(path) + " leaves its folder",
                          std::string(path), 0);
        }
        UniqueFd next(::openat(at.get(), part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!next) return cannotOpen(at.get(), part, shown, "a folder", errno);
        at = std::move(next);
    }
    return at;
}

std::pair<std::string_view, std::string> splitLast(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return {{}, std::string(path)};
    return {path.substr(0, slash), std::string(path.substr(slash + 1))};
}

Result<std::string> readAll(int fd, const std::string& shown, std::size_t size, std::size_t maxBytes) {
    std::string content;
    content.resize(size + 1);  // one more, to see the end without a second buffer
    std::size_t filled = 0;
    for (;;) {
        const ssize_t n = ::read(fd, content.data() + filled, content.size() - filled);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return base::failErrno(ErrorCode::Io, "cannot read " + base::quote(shown), errno);
        if (n == 0) break;
        filled += static_cast<std::size_t>(n);
        if (filled > maxBytes) {
            return failAt(ErrorCode::InvalidContent, base::quote(shown) + " grew while it was read", shown,
                          0);
        }
        if (filled == content.size()) content.resize(content.size() * 2);
    }
    content.resize(filled);
    return content;
}

// A name that would break a line of a report or an import path is refused before it reaches either.
bool isPlainName(std::string_view name) {
    return base::isUtf8(name) && std::none_of(name.begin(), name.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\';
           });
}

// The recursion of Tree::files. Bounded in depth and number: a course is text that people wrote.
Result<void> collect(const Tree& tree, const std::string& root, const std::string& below, int depth,
                     std::vector<std::string>& out) {
    const std::string folder = joinPath(root, below);
    auto entries = tree.list(folder);
    if (!entries) return propagate(entries);
    if (depth > kDeepestFolder) {
        return failAt(ErrorCode::InvalidContent, base::quote(folder) + " lies too deep", folder, 0);
    }
    for (const Tree::Entry& entry : *entries) {
        const std::string name = joinPath(below, entry.name);
        const std::string shown = joinPath(root, name);
        if (!isPlainName(entry.name)) {
            return failAt(
                ErrorCode::InvalidContent,
                "the name " + base::quote(shown) + " holds characters that a file of a course may not have",
                shown, 0);
        }
        if (entry.type == Tree::Type::Folder) {
            if (auto done = collect(tree, root, name, depth + 1, out); !done) return done;
        } else if (entry.type == Tree::Type::File) {
            if (out.size() >= kMostFiles) {
                return failAt(ErrorCode::InvalidContent,
                              base::quote(root) + " holds more than " + std::to_string(kMostFiles) + " files",
                              root, 0);
            }
            out.push_back(name);
        } else {
            return failAt(ErrorCode::InvalidContent,
                          base::quote(shown) + " is " + typeName(entry.type) +
                              "; a course holds files and folders only",
                          shown, 0);
        }
    }
    return {};
}

}  // namespace

Result<Tree> Tree::open(const fs::path& folder) {
    UniqueFd root(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (root) return Tree(std::move(root));
    const ErrorCode code = errno == ENOENT || errno == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Io;
    return base::failErrno(code, "cannot open the folder " + base::quote(folder.string()), errno);
}

Result<Tree> Tree::below(std::string_view path) const {
    auto folder = openFolder(m_root.get(), path, m_shown);
    if (!folder) return propagate(folder);
    return Tree(std::move(*folder), joinPath(m_shown, path));
}

Result<int> Tree::parentOf(std::string_view path, UniqueFd& held) const {
    const std::string_view folder = splitLast(path).first;
    if (folder.empty()) return m_root.get();
    auto opened = openFolder(m_root.get(), folder, m_shown);
    if (!opened) return propagate(opened);
    held = std::move(*opened);
    return held.get();
}

Tree::Type Tree::type(std::string_view path) const {
    UniqueFd held;
    const auto at = parentOf(path, held);
    return at ? typeAt(*at, splitLast(path).second) : Type::None;
}

Result<std::string> Tree::read(std::string_view path, std::size_t maxBytes) const {
    const std::string shown = joinPath(m_shown, path);
    if (!isInnerPath(path))
        return failAt(ErrorCode::InvalidContent, base::quote(path) + " leaves its folder", shown, 0);
    UniqueFd held;
    const auto at = parentOf(path, held);
    if (!at) return propagate(at);
    const std::string name = splitLast(path).second;
    const UniqueFd fd(::openat(*at, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!fd) return cannotOpen(*at, name, shown, "a regular file", errno);
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0)
        return base::failErrno(ErrorCode::Io, "cannot read " + base::quote(shown), errno);
    if (!S_ISREG(info.st_mode)) return cannotOpen(*at, name, shown, "a regular file", 0);
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size > maxBytes) {
        return failAt(ErrorCode::InvalidContent,
                      base::quote(shown) + " has " + std::to_string(size) + " bytes; at most " +
                          std::to_string(maxBytes) + " are read",
                      shown, 0);
    }
    return readAll(fd.get(), shown, size, maxBytes);
}

Result<std::vector<Tree::Entry>> Tree::list(std::string_view path) const {
    auto at = openFolder(m_root.get(), path, m_shown);
    if (!at) return propagate(at);
    const std::unique_ptr<DIR, int (*)(DIR*)> dir(::fdopendir(at->get()), &::closedir);
    if (dir == nullptr)
        return base::failErrno(ErrorCode::Io, "cannot list " + base::quote(joinPath(m_shown, path)), errno);
    const int fd = at->release();  // closedir closes it
    std::vector<Entry> entries;
    while (const dirent* entry = ::readdir(dir.get())) {
        if (entry->d_name[0] == '.') continue;
        const bool known =
            entry->d_type == DT_REG || entry->d_type == DT_DIR;  // else a look: not every file system says it
        const Type type = !known                    ? typeAt(fd, entry->d_name)
                          : entry->d_type == DT_REG ? Type::File
                                                    : Type::Folder;
        entries.push_back({entry->d_name, type});
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return entries;
}

Result<std::vector<std::string>> Tree::files(std::string_view path) const {
    std::vector<std::string> out;
    if (!path.empty() && type(path) == Type::None) return out;
    if (auto done = collect(*this, std::string(path), {}, 0, out); !done) return propagate(done);
    std::sort(out.begin(), out.end());
    return out;
}

std::string joinPath(std::string_view a, std::string_view b) {
    if (a.empty()) return std::string(b);
    if (b.empty()) return std::string(a);
    return std::string(a) + "/" + std::string(b);
}

bool isInnerPath(std::string_view path) {
    if (path.empty() || path.front() == '/' || path.back() == '/' ||
        path.find('\0') != std::string_view::npos)
        return false;
    const std::vector<std::string> all = parts(path);
    return std::none_of(all.begin(), all.end(),
                        [](const auto& p) { return p.empty() || p == "." || p == ".."; });
}

}  // namespace assay::course
