// Theory: what Assay wrote is remembered by hash in `.assay`. A file that is missing is written; one that has the hash that
// was remembered was not touched, and may become newer; any other is the learner's and stays.

#include "cli/learn/folder.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "course/files.h"

namespace assay::cli {

using base::ErrorCode;
using base::quote;

namespace {

constexpr const char* kMark = ".assay";

struct Mark {
    bool there = false;
    std::string course, exercise;
    std::map<std::string, std::string> hashes;  // by name
};

// Lines "course ID", "exercise ID", "file HASH NAME"; names hold no control characters (course::readSet refuses them).
Mark readMark(const fs::path& folder) {
    Mark mark;
    auto text = base::readFile(folder / kMark, std::size_t{1} << 20);
    if (!text) return mark;
    for (const std::string& line : base::splitLines(*text)) {
        const std::size_t space = line.find(' ');
        if (space == std::string::npos) continue;
        const std::string word = line.substr(0, space), rest = line.substr(space + 1);
        if (word == "course") mark.course = rest;
        if (word == "exercise") mark.exercise = rest;
        if (word == "file" && rest.size() > 65) mark.hashes[rest.substr(65)] = rest.substr(0, 64);
    }
    mark.there = !mark.exercise.empty();
    return mark;
}

Result<void> writeMark(const fs::path& folder, const Mark& mark) {
    std::string text = "# Written by `assay learn`: which exercise this folder is for, and which files it made.\n";
    text += "course " + mark.course + "\nexercise " + mark.exercise + "\n";
    for (const auto& [name, hash] : mark.hashes) text += "file " + hash + " " + name + "\n";
    return base::writeFileAtomic(folder / kMark, text);
}

bool staysInside(const std::string& name) {
    if (name.empty() || name.front() == '/' || name.find('\0') != std::string::npos) return false;
    const fs::path path(name);
    return std::none_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".." || part == "." || part.empty(); });
}

Result<void> mayUse(const fs::path& folder, const Mark& mark, const std::string& course, const std::string& exercise) {
    std::error_code error;
    const std::string shown = quote(folder.string());
    if (!fs::exists(folder, error)) return {};
    if (!fs::is_directory(folder, error)) return base::fail(ErrorCode::Usage, shown + " is not a folder", "name a new or an empty one with --dir");
    if (!mark.there && fs::directory_iterator(folder, error) != fs::directory_iterator())
        return base::fail(ErrorCode::Usage, shown + " is not empty, and `assay learn` did not make it", "name a new or an empty folder with --dir");
    if (error) return base::fail(ErrorCode::Io, "cannot read " + shown + ": " + error.message());
    if (mark.there && (mark.exercise != exercise || mark.course != course))
        return base::fail(ErrorCode::Usage, shown + " is the folder of exercise " + quote(mark.exercise) + " of course " + quote(mark.course),
                          "name another one with --dir");
    return {};
}

// Whether the file may be (over)written: it is missing, or still is what we wrote. Links and special files are nobody's to
// follow.
enum class Standing { Missing, Same, Ours, Theirs };
Standing standing(const fs::path& path, const std::string& content, const std::string& remembered) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) return Standing::Missing;
    if (!S_ISREG(info.st_mode)) return Standing::Theirs;
    auto now = base::readFile(path);
    if (!now) return Standing::Theirs;
    if (*now == content) return Standing::Same;
    return base::hashHex(*now) == remembered ? Standing::Ours : Standing::Theirs;
}

}  // namespace

std::string moduleFile(const std::string& courseModule, const std::string& importPath) {
    std::string text = "module " + importPath + "\n";
    for (const std::string& line : base::splitLines(courseModule))
        if (line.rfind("module ", 0) != 0) text += line + "\n";
    return text;
}

Result<std::vector<WorkFile>> workFiles(const course::Course& course, const course::Exercise& exercise, const std::vector<WorkFile>& mine) {
    std::vector<WorkFile> files;
    std::set<std::string> names;
    const auto add = [&](const std::string& name, const std::string& content) {
        if (staysInside(name) && names.insert(name).second) files.push_back({name, content});
    };
    auto starter = course::starterFiles(exercise);
    auto readonly = course::readonlyFiles(exercise);
    auto tests = course::readSet(exercise, "tests");
    auto task = course::readTask(exercise);
    if (!starter) return propagate(starter);
    if (!readonly) return propagate(readonly);
    if (!tests) return propagate(tests);
    if (!task) return propagate(task);
    for (const WorkFile& file : mine)
        if (course::isEditable(exercise, file.name)) add(file.name, file.content);
    for (const course::SourceFile& file : *starter) add(file.name, file.content);
    for (const course::SourceFile& file : *readonly) add(file.name, file.content);
    for (const course::SourceFile& file : *tests) add(file.name, file.content);
    auto module = base::readFile(course.folder / "exercises" / "go.mod");
    add("go.mod", moduleFile(module ? *module : "\ngo 1.26\n", exercise.importPath()));
    if (auto sums = base::readFile(course.folder / "exercises" / "go.sum"); sums) add("go.sum", *sums);
    add("TASK.md", *task);
    return files;
}

Result<FolderResult> writeFolder(const fs::path& folder, const std::string& course, const course::Exercise& exercise, const std::vector<WorkFile>& files) {
    Mark mark = readMark(folder);
    if (auto may = mayUse(folder, mark, course, exercise.id); !may) return propagate(may);
    if (auto made = base::ensureFolder(folder); !made) return propagate(made);
    mark.course = course;
    mark.exercise = exercise.id;
    // The mark comes first: a kill between two files must not leave a folder that is not empty and not ours.
    if (!mark.there)
        if (auto marked = writeMark(folder, mark); !marked) return propagate(marked);
    FolderResult result;
    for (const WorkFile& file : files) {
        const fs::path path = folder / file.name;
        const auto remembered = mark.hashes.find(file.name);
        const Standing now = standing(path, file.content, remembered == mark.hashes.end() ? "" : remembered->second);
        if (now == Standing::Theirs) {
            result.kept.push_back(file.name);
            continue;
        }
        if (now != Standing::Same) {
            if (auto made = base::ensureFolder(path.parent_path()); !made) return propagate(made);
            if (auto written = base::writeFileAtomic(path, file.content); !written) return propagate(written);
            result.written.push_back(file.name);
        }
        mark.hashes[file.name] = base::hashHex(file.content);
    }
    if (auto marked = writeMark(folder, mark); !marked) return propagate(marked);
    return result;
}

}  // namespace assay::cli
