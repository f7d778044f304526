// Theory: a pack is read into memory, judged as a whole, and only then written: into a young folder beside its place, synced,
// and renamed where nothing may be. So a folder that stands is complete, whoever was killed when.
#include "course/pack.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/archive.h"
#include "base/hash.h"
#include "base/text.h"
#include "course/tree.h"

namespace assay::course {

namespace {

using base::ErrorCode;
using base::quote;

constexpr const char* kMark = "assay.pack";
constexpr const char* kFormat = "assay.pack/1\n";
constexpr std::array<std::string_view, 2> kFolders{"lessons", "exercises"};
constexpr std::size_t kPackBytes = std::size_t{256} << 20;  // of the file itself
constexpr std::size_t kFileBytes = std::size_t{16} << 20;   // of one file of a course, as everywhere (files.h)
constexpr base::ArchiveLimits kLimits{.entries = 20'000, .bytes = 256ll << 20, .fileBytes = kFileBytes, .zipOnly = true};
constexpr std::size_t kLongestName = 200;  // of a part of a path: file systems take 255, temporary names need some

base::Failure refuse(const fs::path& file, const std::string& why) {
    return base::fail(ErrorCode::InvalidContent, quote(file.string()) + " is no packed course that can be opened: " + why,
                      "`assay pack` makes them");
}

// What is wrong with a name in a pack, or "". Stricter than for a submission, since what a pack names is written to disk.
std::string nameFault(const std::string& name) {
    if (!isInnerPath(name)) return "a name that is no path below it";
    for (const char c : name)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return "a name with control characters";
    std::size_t begin = 0, depth = 0;
    while (begin <= name.size()) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        if (name[begin] == '.') return "a hidden file";
        if (end - begin > kLongestName || ++depth > 32) return "a name that is too long";
        begin = end + 1;
    }
    const std::string top = name.substr(0, name.find('/'));
    const bool known = top.size() < name.size() && std::find(kFolders.begin(), kFolders.end(), top) != kFolders.end();
    return known || name == kMark ? "" : "a file outside lessons/ and exercises/";
}

// Takes the mark off; a sentence where the pack is not one of ours or not one of this format.
std::string judgeFiles(std::vector<base::ArchivedFile>& files) {
    std::set<std::string> names;
    const auto mark = std::find_if(files.begin(), files.end(), [](const auto& file) { return file.name == kMark; });
    if (mark == files.end()) return std::string("it holds no ") + kMark + ".";
    if (mark->content != kFormat)
        return "its format is " + quote(base::cut(base::trim(mark->content), 40)) + "; this Assay reads " + quote(base::trim(kFormat)) +
               ". A newer Assay may have made it.";
    files.erase(mark);
    for (const base::ArchivedFile& file : files) {
        if (const std::string fault = nameFault(file.name); !fault.empty()) return "it holds " + fault + ": " + quote(file.name) + ".";
        if (file.content.size() > kFileBytes) return quote(file.name) + " in it has more than 16 MiB.";
        names.insert(file.name);
    }
    for (const std::string& name : names)
        for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1))
            if (names.count(name.substr(0, slash)) != 0) return quote(name.substr(0, slash)) + " in it is a file and a folder.";
    if (names.count("lessons/course.toml") == 0) return "it holds no lessons/course.toml.";
    return {};
}

Result<std::vector<base::ArchivedFile>> readPack(const fs::path& file) {
    // O_NONBLOCK: a fifo that stands where a file is expected must not hold us up.
    const base::UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd) return base::failErrno(errno == ENOENT || errno == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Io, "cannot open " + quote(file.string()), errno);
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0) return base::failErrno(ErrorCode::Io, "cannot read " + quote(file.string()), errno);
    if (!S_ISREG(info.st_mode)) return refuse(file, "it is not a regular file.");
    if (static_cast<std::size_t>(info.st_size) > kPackBytes) return refuse(file, "it has more than 256 MiB.");
    base::OpenedArchive archive = base::readArchive(fd.get(), kLimits);
    if (archive.refusal.empty()) archive.refusal = judgeFiles(archive.files);
    if (!archive.refusal.empty()) return refuse(file, archive.refusal);
    return std::move(archive.files);
}

// A young folder beside `place`, removed unless it was put in place.
class YoungFolder {
  public:
    static Result<YoungFolder> create(const fs::path& place) {
        std::string pattern = (place.parent_path() / (".new-" + base::cut(place.filename().string(), 64) + "-XXXXXX")).string();
        if (::mkdtemp(pattern.data()) == nullptr) return base::failErrno(ErrorCode::Io, "cannot make a folder in " + quote(place.parent_path().string()), errno);
        return YoungFolder(pattern);
    }
    YoungFolder(YoungFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    ~YoungFolder() {
        std::error_code error;
        if (!m_path.empty()) fs::remove_all(m_path, error);
    }
    Result<void> fill(const std::vector<base::ArchivedFile>& files) const {
        for (const base::ArchivedFile& file : files) {
            const fs::path path = m_path / file.name;
            if (auto made = base::ensureFolder(path.parent_path()); !made) return made;
            if (auto written = base::writeFile(path, file.content); !written) return written;
        }
        // One sync for all: a folder that has its name has its files, after a loss of power too.
        const base::UniqueFd fd(::open(m_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!fd || ::fchmod(fd.get(), 0755) != 0 || ::syncfs(fd.get()) != 0) return base::failErrno(ErrorCode::Io, "cannot sync " + quote(m_path.string()), errno);
        return {};
    }
    // Usage where something is there already.
    Result<void> become(const fs::path& place) {
        int renamed = ::renameat2(AT_FDCWD, m_path.c_str(), AT_FDCWD, place.c_str(), RENAME_NOREPLACE);
        struct stat info {};
        if (renamed != 0 && errno == EINVAL && ::lstat(place.c_str(), &info) != 0)  // a file system that cannot promise it
            renamed = ::rename(m_path.c_str(), place.c_str());
        if (renamed == 0) return m_path.clear(), Result<void>();
        if (errno == EEXIST || errno == ENOTEMPTY || errno == EINVAL) return taken(place);
        return base::failErrno(ErrorCode::Io, "cannot put " + quote(place.string()) + " in place", errno);
    }
    static base::Failure taken(const fs::path& place) {
        return base::fail(ErrorCode::Usage, quote(place.string()) + " is there already", "name a folder that is not there yet: nothing is ever unpacked over another one");
    }

  private:
    explicit YoungFolder(fs::path path) : m_path(std::move(path)) {}
    fs::path m_path;
};

// What a killed unpacking left in our own folder of packs an hour ago or earlier.
void sweep(const fs::path& packs) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(packs, error)) {
        struct stat info {};
        const bool young = entry.path().filename().string().rfind(".new-", 0) == 0 && ::lstat(entry.path().c_str(), &info) == 0;
        if (young && S_ISDIR(info.st_mode) && ::time(nullptr) - info.st_mtime > 3600) fs::remove_all(entry.path(), error);
    }
}

}  // namespace

bool isPackName(const fs::path& path) {
    const std::string name = path.filename().string();
    return name.size() > kPackEnding.size() && name.ends_with(kPackEnding);
}

Result<Packed> pack(const fs::path& folder) {
    auto tree = Tree::open(folder);
    if (!tree) return propagate(tree);
    std::vector<base::ArchivedFile> files;
    std::int64_t bytes = 0;
    for (const std::string_view top : kFolders) {
        auto names = tree->files(top);
        if (!names) return propagate(names);
        for (const std::string& name : *names) {
            const std::string path = joinPath(top, name);
            auto content = tree->read(path, kFileBytes);
            if (!content) return propagate(content);
            bytes += static_cast<std::int64_t>(content->size());
            if (bytes > kLimits.bytes) return base::fail(ErrorCode::InvalidContent, "the course has more than 256 MiB", "a pack of more could not be opened");
            files.push_back({path, std::move(*content)});
        }
    }
    files.insert(files.begin(), {kMark, kFormat});
    if (files.size() > kLimits.entries) return base::fail(ErrorCode::InvalidContent, "the course has more than 20,000 files", "a pack of more could not be opened");
    auto zip = base::zipOf(files);
    if (!zip) return propagate(zip);
    const std::size_t count = files.size() - 1;
    if (std::string fault = judgeFiles(files); !fault.empty()) return base::fail(ErrorCode::InvalidContent, "the course cannot be packed: " + fault);
    return Packed{std::move(*zip), count};
}

Result<std::size_t> unpack(const fs::path& file, const fs::path& folder) {
    std::error_code error;
    fs::path place = fs::absolute(folder, error).lexically_normal();
    if (place.filename().empty()) place = place.parent_path();  // "out/"
    struct stat info {};
    if (::lstat(place.c_str(), &info) == 0) return YoungFolder::taken(place);
    const auto files = readPack(file);
    if (!files) return propagate(files);
    if (auto made = base::ensureFolder(place.parent_path()); !made) return propagate(made);
    auto young = YoungFolder::create(place);
    if (!young) return propagate(young);
    if (auto filled = young->fill(*files); !filled) return propagate(filled);
    if (auto done = young->become(place); !done) return propagate(done);
    return files->size();
}

Result<fs::path> openPack(const fs::path& file, const fs::path& packs) {
    const auto bytes = base::readFile(file, kPackBytes);
    if (!bytes) return propagate(bytes);
    const fs::path folder = packs / base::hashHex(*bytes).substr(0, 32);
    std::error_code error;
    if (fs::is_directory(folder, error)) return folder;
    sweep(packs);
    const auto made = unpack(file, folder);
    if (made || fs::is_directory(folder, error)) return folder;  // another one was faster
    return propagate(made);
}

}  // namespace assay::course
