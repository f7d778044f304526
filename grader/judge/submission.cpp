// Reads what a learner handed in. Nothing is followed: every name below the folder is opened with openat2 beneath the
// folder's descriptor, symbolic links refused in every part of the path; what is opened is looked at by descriptor, and its
// bytes are copied before anything else is asked of them. Only editable files are opened at all.

#include "judge/submission.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/hash.h"
#include "base/text.h"
#include "course/files.h"
#include "judge/archive.h"

namespace assay::judge {

using base::ErrorCode;
using base::quote;
using base::UniqueFd;

namespace {

constexpr std::size_t kEntries = 20'000;
constexpr int kDepth = 40;

UniqueFd openBeneath(int folder, const std::string& name, std::uint64_t flags) {
    open_how how{};
    how.flags = flags | O_CLOEXEC | O_NONBLOCK;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    long fd = -1;
    do fd = ::syscall(SYS_openat2, folder, name.c_str(), &how, sizeof how);
    while (fd < 0 && (errno == EINTR || errno == EAGAIN));
    return UniqueFd(static_cast<int>(fd));
}

const char* typeWord(mode_t mode) {
    if (S_ISDIR(mode)) return "a folder";
    if (S_ISLNK(mode)) return "a symbolic link";
    if (S_ISFIFO(mode)) return "a named pipe";
    if (S_ISSOCK(mode)) return "a socket";
    return "a device";
}

// Reads one descriptor to its end; the refusal says what is wrong with the file.
std::string readRegular(int fd, const std::string& name, std::string& content) {
    struct stat info {};
    if (::fstat(fd, &info) != 0) return quote(name) + " cannot be read.";
    if (!S_ISREG(info.st_mode)) return quote(name) + " is " + typeWord(info.st_mode) + "; a regular file was expected.";
    if (info.st_nlink > 1) return quote(name) + " is a hard link to a file that has another name too; a file of its own was expected.";
    char buffer[65536];
    for (;;) {
        const ssize_t n = ::read(fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return quote(name) + " cannot be read.";
        if (n == 0) break;
        content.append(buffer, static_cast<std::size_t>(n));
        if (content.size() > kFileBytes) return quote(name) + " is too large: a file may have 1 MiB.";
    }
    return {};
}

class FolderReader {
  public:
    FolderReader(const course::Exercise& exercise, Submission& into)
        : m_exercise(exercise), m_into(into),
          m_anyDepth(std::any_of(exercise.editable.begin(), exercise.editable.end(), [](const std::string& pattern) { return pattern.find("**") != std::string::npos; })) {}

    void walk(int folder, const std::string& prefix, int depth) {
        UniqueFd copy(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        DIR* stream = copy ? ::fdopendir(copy.get()) : nullptr;
        if (stream == nullptr) return;
        copy.release();
        std::vector<std::string> names;
        while (const dirent* entry = ::readdir(stream))
            if (const std::string name = entry->d_name; name != "." && name != ".." && ++m_entries <= kEntries) names.push_back(name);
        ::closedir(stream);
        std::sort(names.begin(), names.end());
        for (const std::string& name : names)
            if (m_into.refusal.empty()) take(folder, name, prefix + name, depth);
    }

  private:
    void take(int folder, const std::string& name, const std::string& path, int depth) {
        struct stat info {};
        if (::fstatat(folder, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) return;
        if (course::isEditable(m_exercise, path)) return takeEditable(folder, name, path, info);
        if (!S_ISDIR(info.st_mode)) {
            ignore(path);
            return;
        }
        // What lies deeper is not looked at; where a glob could ask for it, that must not happen silently.
        if (depth >= kDepth && m_anyDepth)
            return refuse("The folder " + quote(base::cut(path, 200)) + " lies " + std::to_string(kDepth + 1) + " folders deep; at most " + std::to_string(kDepth) + " are looked at.");
        if (depth >= kDepth) return ignore(path);
        UniqueFd below = openBeneath(folder, name, O_RDONLY | O_DIRECTORY);
        if (below) walk(below.get(), path + "/", depth + 1);
    }

    void takeEditable(int folder, const std::string& name, const std::string& path, const struct stat& info) {
        if (!S_ISREG(info.st_mode)) return refuse(quote(path) + " is " + typeWord(info.st_mode) + "; a regular file was expected.");
        UniqueFd fd = openBeneath(folder, name, O_RDONLY | O_NOFOLLOW);
        SubmittedFile file{path, {}};
        if (!fd) return refuse(quote(path) + " cannot be opened.");
        if (const std::string wrong = readRegular(fd.get(), path, file.content); !wrong.empty()) return refuse(wrong);
        m_into.files.push_back(std::move(file));
    }

    void ignore(const std::string& path) { m_into.ignored.push_back(base::safeText(path, {.keepNewlines = false, .maxBytes = 300})); }
    void refuse(std::string why) {
        if (m_into.refusal.empty()) m_into.refusal = std::move(why);
    }

    const course::Exercise& m_exercise;
    Submission& m_into;
    const bool m_anyDepth;  // a glob of the exercise reaches every depth
    std::size_t m_entries = 0;
};

// Names reach compilers, reports and terminals: what could be taken for an option, a quote or an escape is no name.
bool isPlainName(const std::string& name) {
    if (name.starts_with('-') || name.find("/-") != std::string::npos) return false;
    return name.find_first_of("\\\"'`$<>|*?:;&\n\t") == std::string::npos && base::safeText(name) == name;
}

// What holds for every submission, wherever its files came from.
void checkFiles(const course::Exercise& exercise, Submission& submission) {
    if (!submission.refusal.empty()) return;
    if (submission.files.empty()) {
        std::string names;
        for (const std::string& editable : exercise.editable) names += (names.empty() ? "" : ", ") + quote(editable);
        submission.refusal = "It has none of the files that this exercise asks for: " + names + ".";
    } else if (submission.files.size() > kFiles) {
        submission.refusal = "It has " + std::to_string(submission.files.size()) + " files; at most " + std::to_string(kFiles) + " are allowed.";
    }
    for (const SubmittedFile& file : submission.files) {
        if (!submission.refusal.empty()) return;
        const bool control = std::any_of(file.name.begin(), file.name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
        if (!base::isUtf8(file.name)) submission.refusal = "The name " + quote(file.name) + " is not UTF-8.";
        else if (control) submission.refusal = "The name " + quote(file.name) + " holds a control character.";
        else if (!isPlainName(file.name))
            submission.refusal = "The name " + quote(file.name) + " is not allowed: a file's name may not begin with '-' nor have quotes, control or other special characters.";
        else if (file.content.size() > kFileBytes) submission.refusal = quote(file.name) + " is too large: a file may have 1 MiB.";
        else if (!base::isUtf8(file.content)) submission.refusal = quote(file.name) + " is not UTF-8 text.";
    }
}

void readSingleFile(const course::Exercise& exercise, int fd, const fs::path& path, Submission& into) {
    const bool one = exercise.editable.size() == 1 && exercise.editable[0].find_first_of("*?") == std::string::npos;
    const std::string own = path.filename().string();
    std::string name = one ? exercise.editable[0] : std::string();
    if (name.empty() && course::isEditable(exercise, own)) name = own;
    if (name.empty()) {
        into.refusal = quote(own) + " is one file, but this exercise has several: hand in a folder or an archive.";
        return;
    }
    SubmittedFile file{name, {}};
    into.refusal = readRegular(fd, own, file.content);
    if (into.refusal.empty()) into.files.push_back(std::move(file));
}

// "; did you mean 'real.go'?": of what lies in the folder where the named thing does not.
std::string nearestBeside(const fs::path& path) {
    std::vector<std::string> names;
    std::error_code error;
    const fs::path parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
    for (fs::directory_iterator each(parent, error), end; !error && each != end && names.size() < 1000; each.increment(error)) names.push_back(each->path().filename().string());
    std::sort(names.begin(), names.end());
    const std::string near = base::nearest(path.filename().string(), names);
    return near.empty() ? "." : "; did you mean " + quote((path.parent_path() / near).string()) + "?";
}

}  // namespace

Result<Submission> readSubmission(const course::Exercise& exercise, const fs::path& path) {
    Submission submission;
    submission.name = path.string();
    // The path itself was named by the caller; what stands there is not followed either.
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
    struct stat info {};
    if (!fd) {
        const std::string expected = "; a folder, an archive or a file was expected.", named = quote(path.string());
        const int error = errno;
        if (error == ENOENT) submission.refusal = "There is no " + named + nearestBeside(path);
        // What no open() takes: links, by our own wish, and sockets.
        else if (::lstat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) submission.refusal = named + " is " + typeWord(info.st_mode) + expected;
        else submission.refusal = named + " cannot be opened: " + std::strerror(error) + ".";
        return submission;
    }
    if (::fstat(fd.get(), &info) != 0) return base::failErrno(ErrorCode::Io, "cannot look at " + quote(path.string()), errno);
    if (S_ISDIR(info.st_mode)) {
        FolderReader(exercise, submission).walk(fd.get(), "", 0);
    } else if (!S_ISREG(info.st_mode)) {
        submission.refusal = quote(path.string()) + " is " + typeWord(info.st_mode) + "; a folder, an archive or a file was expected.";
    } else if (isArchiveName(path)) {
        readArchive(exercise, fd.get(), submission);
    } else {
        readSingleFile(exercise, fd.get(), path, submission);
    }
    checkFiles(exercise, submission);
    return submission;
}

Submission submissionFromBuffers(const course::Exercise& exercise, std::vector<SubmittedFile> files) {
    Submission submission;
    for (SubmittedFile& file : files) {
        if (course::isEditable(exercise, file.name)) submission.files.push_back(std::move(file));
        else submission.ignored.push_back(base::safeText(file.name, {.keepNewlines = false, .maxBytes = 300}));
    }
    checkFiles(exercise, submission);
    return submission;
}

std::string submissionHash(const Submission& submission) {
    std::vector<const SubmittedFile*> files;
    for (const SubmittedFile& file : submission.files) files.push_back(&file);
    std::sort(files.begin(), files.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    base::Hasher hasher;
    for (const SubmittedFile* file : files) hasher.add(file->name).add(file->content);
    return hasher.hex();
}

}  // namespace assay::judge
