// The files of one exercise. Everything is read through Tree, which opens nothing outside the exercise's
// folder; what is found wrong names its file as the author knows it, from the course folder on.
#include "course/files.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "course/exercise_tree.h"
#include "course/toml.h"

namespace assay::course {
namespace {

using base::ErrorCode;

constexpr std::size_t kMostFileBytes = std::size_t{16} << 20;
constexpr std::size_t kMostSetBytes = std::size_t{128} << 20;
constexpr std::size_t kMostTextBytes = std::size_t{1} << 20;

bool matchesAny(const std::vector<std::string>& patterns, std::string_view name) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return pattern == name || base::globMatch(pattern, name);
    });
}

SourceFiles keepMatching(SourceFiles files, const std::vector<std::string>& patterns) {
    std::erase_if(files, [&](const SourceFile& file) { return !matchesAny(patterns, file.name); });
    return files;
}

// A text file that may be missing, and must be UTF-8 to be shown.
Result<std::string> readText(const Exercise& exercise, const char* name) {
    const auto tree = Tree::open(exercise.folder);
    if (!tree) return propagate(tree);
    auto text = located(tree->read(name, kMostTextBytes), exercise);
    if (!text) return text;
    if (const int line = lineOfBadUtf8(*text)) {
        return base::failAt(ErrorCode::InvalidContent, "the text is not UTF-8", shownPath(exercise, name),
                            line);
    }
    return text;
}

// The text of a "## …" line, or nothing.
std::optional<std::string> hintTitle(std::string_view line) {
    if (line.substr(0, 3) != "## ") return std::nullopt;
    std::string title = base::trim(line.substr(3));
    while (!title.empty() && title.back() == '#')
        title.pop_back();  // the closing marks that Markdown allows
    return base::trim(title);
}

}  // namespace

std::string shownPath(const Exercise& exercise, std::string_view path) {
    return joinPath("exercises/" + exercise.phase + "/" + exercise.folder.filename().string(), path);
}

Result<SourceFiles> readFolder(const Tree& tree, const Exercise& exercise, const std::string& folder) {
    const auto names = located(tree.files(folder), exercise);
    if (!names) return propagate(names);
    SourceFiles files;
    files.reserve(names->size());
    std::size_t total = 0;
    for (const std::string& name : *names) {
        auto content = located(tree.read(joinPath(folder, name), kMostFileBytes), exercise);
        if (!content) return propagate(content);
        total += content->size();
        if (total > kMostSetBytes) {
            return base::failAt(
                ErrorCode::InvalidContent,
                base::quote(folder) + " holds more than " + std::to_string(kMostSetBytes) + " bytes",
                shownPath(exercise, folder), 0);
        }
        files.push_back({name, std::move(*content)});
    }
    return files;
}

Result<SourceFiles> readSet(const Exercise& exercise, std::string_view set) {
    const auto tree = Tree::open(exercise.folder);
    if (!tree) return propagate(tree);
    if (!isInnerPath(set))
        return base::fail(ErrorCode::Internal, "no set of files is called " + base::quote(set));
    return readFolder(*tree, exercise, std::string(set));
}

Result<SourceFiles> starterFiles(const Exercise& exercise) {
    auto files = readSet(exercise, "starter");
    if (!files) return files;
    return keepMatching(std::move(*files), exercise.editable);
}

Result<SourceFiles> readonlyFiles(const Exercise& exercise) {
    if (exercise.readonly.empty()) return SourceFiles();
    auto files = readSet(exercise, "solution");
    if (!files) return files;
    return keepMatching(std::move(*files), exercise.readonly);
}

bool isEditable(const Exercise& exercise, std::string_view name) {
    // A name such as "a/../clamp.go" could match a glob and mean another file.
    return isInnerPath(name) && matchesAny(exercise.editable, name);
}

Result<std::vector<Hint>> readHints(const Exercise& exercise) {
    const auto text = readText(exercise, "hints.md");
    std::vector<Hint> hints;
    if (!text && text.error().code == ErrorCode::NotFound) return hints;
    if (!text) return propagate(text);
    bool inCode = false;
    std::string before;
    for (const std::string& line : base::splitLines(*text)) {
        const std::string bare = base::trim(line);
        if (bare.rfind("```", 0) == 0 || bare.rfind("~~~", 0) == 0) inCode = !inCode;
        const auto title = inCode ? std::nullopt : hintTitle(line);
        if (title) {
            hints.push_back({*title, {}});
        } else {
            (hints.empty() ? before : hints.back().markdown) += line + "\n";
        }
    }
    // A file without headings is one hint; what stands before the first of several belongs to none.
    if (hints.empty() && !base::trim(before).empty()) hints.push_back({"Hint", before});
    for (Hint& hint : hints)
        hint.markdown = base::trim(hint.markdown);
    return hints;
}

Result<std::string> readTask(const Exercise& exercise) {
    return readText(exercise, "task.md");
}

Result<std::string> contentHash(const Exercise& exercise) {
    const auto tree = Tree::open(exercise.folder);
    if (!tree) return propagate(tree);
    const auto names = located(tree->files(""), exercise);
    if (!names) return propagate(names);
    base::Hasher hasher;
    hasher.add(std::uint64_t{names->size()});
    for (const std::string& name : *names) {
        const auto content = located(tree->read(name, kMostFileBytes), exercise);
        if (!content) return propagate(content);
        hasher.add(name).add(*content);
    }
    return hasher.hex();
}

namespace {

// The files that `assay check` looks at by name and content; one object for one exercise.
class FileCheck {
  public:
    explicit FileCheck(const Exercise& exercise) : m_exercise(exercise) {}

    std::vector<Fault> run() {
        const SourceFiles starter = read("starter");
        const SourceFiles solution = read("solution");
        for (const char* set : {"tests", "hidden"})
            read(set);
        for (const std::string& pattern : m_exercise.editable)
            expectFile(pattern, starter, "starter", "editable");
        for (const std::string& pattern : m_exercise.readonly)
            expectFile(pattern, solution, "solution", "readonly");
        for (const SourceFile& file : starter) {
            if (matchesAny(m_exercise.editable, file.name)) continue;
            advise("starter/" + file.name,
                   base::quote(file.name) + " in starter/ is not editable, so nobody gets it",
                   "an editable file, or a read-only one in solution/");
        }
        checkText(readHints(m_exercise));
        checkText(readTask(m_exercise));
        checkText(wrongSubmissions(m_exercise, m_faults));
        checkText(readMutants(m_exercise, m_faults));
        return std::move(m_faults);
    }

  private:
    SourceFiles read(const char* set) {
        auto files = readSet(m_exercise, set);
        if (!files) {
            add(files.error());
            return {};
        }
        for (const SourceFile& file : *files) {
            const bool isGo = file.name.size() > 3 && file.name.substr(file.name.size() - 3) == ".go";
            const int line = isGo ? lineOfBadUtf8(file.content) : 0;
            if (line == 0) continue;
            Fault fault;
            fault.file = shownPath(m_exercise, joinPath(set, file.name));
            fault.line = line;
            fault.message = "the text is not UTF-8";
            m_faults.push_back(std::move(fault));
        }
        return std::move(*files);
    }

    void expectFile(const std::string& pattern, const SourceFiles& files, const std::string& set,
                    const char* key) {
        std::vector<std::string> names;
        for (const SourceFile& file : files) {
            if (pattern == file.name || base::globMatch(pattern, file.name)) return;
            names.push_back(file.name);
        }
        Fault& fault =
            advise("exercise.toml", base::quote(pattern) + " in '" + key + "' is no file of " + set + "/",
                   set + "/" + pattern);
        fault.found = base::join(names, ", ");
        fault.nearest = base::nearest(pattern, names);
        // A read-only file that is not there is missing from every build; an editable one the learner may
        // still write.
        fault.advice = set == "starter";
    }

    template <class T>
    void checkText(const Result<T>& result) {
        if (!result && result.error().code != ErrorCode::NotFound) add(result.error());
    }

    void add(const base::Error& error) {
        Fault fault;
        fault.file = error.file.empty() ? shownPath(m_exercise, {}) : error.file;
        fault.line = error.line;
        fault.message = error.message;
        m_faults.push_back(std::move(fault));
    }

    Fault& advise(const std::string& file, std::string message, std::string expected) {
        Fault fault;
        fault.file = shownPath(m_exercise, file);
        fault.message = std::move(message);
        fault.expected = std::move(expected);
        fault.advice = true;
        return m_faults.emplace_back(std::move(fault));
    }

    const Exercise& m_exercise;
    std::vector<Fault> m_faults;
};

}  // namespace

std::vector<Fault> checkFiles(const Exercise& exercise) {
    return FileCheck(exercise).run();
}

}  // namespace assay::course
