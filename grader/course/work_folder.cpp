// Theory: what Assay wrote is remembered by hash in `.assay`. A file that is missing is written; one that has the hash that
// was remembered was not touched, and may become newer; any other is the learner's and stays.

#include "course/work_folder.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/hash.h"
#include "base/paths.h"
#include "base/text.h"
#include "course/files.h"
#include "course/tree.h"

namespace assay::course {

using base::ErrorCode;
using base::quote;

namespace {

constexpr const char* kMark = ".assay";

struct Mark {
    bool there = false;
    std::string course, exercise;
    std::map<std::string, std::string> hashes;  // by name
};

// Lines "course ID", "exercise ID", "file HASH NAME"; names hold no control characters (readSet refuses them).
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
    std::string text = "# Written by Assay: which exercise this folder is for, and which files it made.\n";
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
        return base::fail(ErrorCode::Usage, shown + " is not empty, and Assay did not make it", "name a new or an empty folder with --dir");
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

constexpr std::size_t kLargest = std::size_t{1} << 20;  // a submission's own limit

// What the folder's file is against `mine`, when both had `remembered` (a hash; empty: nobody knows).
Changed changedSide(const std::string& outside, const std::string* mine, const std::string& remembered) {
    if (mine == nullptr) return base::hashHex(outside) == remembered ? Changed::Neither : Changed::Folder;
    if (outside == *mine) return Changed::Neither;
    if (base::hashHex(outside) == remembered) return Changed::Mine;
    return base::hashHex(*mine) == remembered ? Changed::Folder : Changed::Both;
}

}  // namespace

bool isFolderOf(const fs::path& folder, const std::string& course, const Exercise& exercise) {
    const Mark mark = readMark(folder);
    return mark.there && mark.course == course && mark.exercise == exercise.id;
}

fs::path workFolder(const fs::path& chosen, const std::string& course, const std::string& exercise) {
    return (chosen.is_absolute() ? chosen : base::homeFolder() / "assay") / course / exercise;
}

Result<std::vector<FileStanding>> standings(const fs::path& folder, const std::string& course, const Exercise& exercise, const std::vector<WorkFile>& mine) {
    std::vector<FileStanding> all;
    if (!isFolderOf(folder, course, exercise)) return all;
    const Mark mark = readMark(folder);
    const auto tree = Tree::open(folder);
    if (!tree) return propagate(tree);
    std::set<std::string> names;
    for (const WorkFile& file : mine) names.insert(file.name);
    if (const auto others = tree->files(""))  // a link somewhere in it hides new files only
        for (const std::string& name : *others)
            if (isEditable(exercise, name)) names.insert(name);
    for (const std::string& name : names) {
        const auto own = std::find_if(mine.begin(), mine.end(), [&](const WorkFile& file) { return file.name == name; });
        const auto content = tree->read(name, kLargest);
        if (!content || !base::isUtf8(*content)) continue;
        const auto remembered = mark.hashes.find(name);
        all.push_back({name, *content, changedSide(*content, own == mine.end() ? nullptr : &own->content, remembered == mark.hashes.end() ? "" : remembered->second)});
    }
    return all;
}

Result<void> agree(const fs::path& folder, const std::vector<WorkFile>& files) {
    Mark mark = readMark(folder);
    if (!mark.there) return base::fail(ErrorCode::Usage, quote(folder.string()) + " is no longer the folder of an exercise");
    const auto before = mark.hashes;
    for (const WorkFile& file : files) mark.hashes[file.name] = base::hashHex(file.content);
    return mark.hashes == before ? Result<void>() : writeMark(folder, mark);
}

Result<void> replaceInFolder(const fs::path& folder, const std::vector<WorkFile>& files) {
    for (const WorkFile& file : files) {
        if (!staysInside(file.name)) continue;
        if (auto written = base::writeFileAtomic(folder / file.name, file.content); !written) return written;
    }
    return agree(folder, files);
}

std::string moduleFile(const std::string& courseModule, const std::string& importPath) {
    std::string text = "module " + importPath + "\n";
    for (const std::string& line : base::splitLines(courseModule))
        if (line.rfind("module ", 0) != 0) text += line + "\n";
    return text;
}

Result<std::vector<WorkFile>> workFiles(const Course& course, const Exercise& exercise, const std::vector<WorkFile>& mine) {
    std::vector<WorkFile> files;
    std::set<std::string> names;
    const auto add = [&](const std::string& name, const std::string& content) {
        if (staysInside(name) && names.insert(name).second) files.push_back({name, content});
    };
    auto starter = starterFiles(exercise);
    auto readonly = readonlyFiles(exercise);
    auto tests = readSet(exercise, "tests");
    auto task = readTask(exercise);
    if (!starter) return propagate(starter);
    if (!readonly) return propagate(readonly);
    if (!tests) return propagate(tests);
    if (!task) return propagate(task);
    for (const WorkFile& file : mine)
        if (isEditable(exercise, file.name)) add(file.name, file.content);
    for (const SourceFile& file : *starter) add(file.name, file.content);
    for (const SourceFile& file : *readonly) add(file.name, file.content);
    for (const SourceFile& file : *tests) add(file.name, file.content);
    auto module = base::readFile(course.folder / "exercises" / "go.mod");
    add("go.mod", moduleFile(module ? *module : "\ngo 1.26\n", exercise.importPath()));
    if (auto sums = base::readFile(course.folder / "exercises" / "go.sum"); sums) add("go.sum", *sums);
    add("TASK.md", *task);
    return files;
}

Result<FolderResult> writeFolder(const fs::path& folder, const std::string& course, const Exercise& exercise, const std::vector<WorkFile>& files) {
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

}  // namespace assay::course
