// Loading a course, in this order: course.toml says which phases there are and what they list; skills.toml,
// lessons and exercises are read on their own, each fault staying with its file; then what refers to
// something else is looked up. Nothing stops at the first fault: an author mends them all in one go.
#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "course/formats.h"
#include "course/reading.h"

namespace assay::course {
namespace {

using base::ErrorCode;

constexpr const char* kCourseFile = "lessons/course.toml";
constexpr const char* kSkillsFile = "lessons/skills.toml";

class Loader {
  public:
    Loader(const Tree& tree, const fs::path& folder, const KindSchemas& kinds)
        : m_tree(tree), m_specs(kinds) {
        m_loaded.course.folder = folder;
    }

    LoadedCourse loadAll() {
        readCourse();
        readSkills();
        checkModule();
        readListed();
        readUnlisted("exercises", "exercise.toml");
        readUnlisted("lessons", "lesson.md");
        checkUnique();
        checkLessons();
        return finish();
    }

    // Only what was asked for. Its NotFound is an answer to a person who named an exercise.
    Result<LoadedCourse> loadNamed(const std::vector<std::string>& ids) {
        readCourse();
        readSkills();
        for (const std::string& id : ids) {
            if (m_loaded.course.exercise(id) != nullptr) continue;
            if (auto found = readNamed(id); !found) return propagate(found);
        }
        return finish();
    }

  private:
    Fault& add(const std::string& file, int line, std::string message) {
        return m_loaded.faults.emplace_back(makeFault(file, line, std::move(message)));
    }

    LoadedCourse finish() {
        std::stable_sort(m_loaded.faults.begin(), m_loaded.faults.end(), [](const Fault& a, const Fault& b) {
            return std::tie(a.file, a.line) < std::tie(b.file, b.line);
        });
        return std::move(m_loaded);
    }

    void readCourse() {
        const auto table = readToml(m_tree, kCourseFile, kCourseFile, m_loaded.faults);
        if (!table) return;
        m_table = *table;
        validate(m_table, courseFields(), kCourseFile, "course.toml", m_loaded.faults);
        Course& course = m_loaded.course;
        course.id = m_table.string("id");
        course.title = m_table.string("title");
        course.version = m_table.string("version");
        course.language = m_table.string("language");
        course.licence = m_table.string("licence");
        course.authors = m_table.strings("authors");
        const Value* id = m_table.find("id");
        if (!course.id.empty() && !isValidId(course.id)) {
            add(kCourseFile, id->line, "id " + base::quote(course.id) + " holds what an id may not hold")
                .expected = idRule();
        }
        if (course.authors.empty()) advise("no authors are named", "authors = [\"…\"]");
        if (course.licence.empty()) advise("no licence is named", "licence = \"…\", an SPDX identifier");
        for (const Value& phase : m_table.array("phase"))
            readPhase(phase);
    }

    void advise(std::string message, std::string expected) {
        Fault& fault = add(kCourseFile, m_table.line, std::move(message));
        fault.expected = std::move(expected);
        fault.advice = true;
    }

    void readPhase(const Value& table) {
        Phase phase;
        phase.id = table.string("id");
        phase.title = table.string("title", phase.id);
        phase.summary = table.string("summary");
        phase.lessons = table.strings("lessons");
        phase.exercises = table.strings("exercises");
        if (phase.id.empty()) return;  // said by the schema
        const std::string where = "phase " + base::quote(phase.id);
        if (!isValidId(phase.id)) {
            add(kCourseFile, table.line, "id of " + where + " holds what an id may not hold").expected =
                idRule();
            return;
        }
        if (m_loaded.course.phase(phase.id) != nullptr) {
            add(kCourseFile, table.line, "two phases have the id " + base::quote(phase.id)).found = phase.id;
            return;
        }
        for (const char* key : {"lessons", "exercises"}) {
            reportRepeated(table, key, kCourseFile, where, m_loaded.faults);
        }
        m_loaded.course.phases.push_back(std::move(phase));
    }

    void readSkills() {
        if (m_tree.type(kSkillsFile) == Tree::Type::None) return;
        const auto table = readToml(m_tree, kSkillsFile, kSkillsFile, m_loaded.faults);
        if (!table) return;
        validate(*table, skillsFields(), kSkillsFile, "skills.toml", m_loaded.faults);
        m_skills.emplace();
        for (const Value& area : table->array("area")) {
            SkillArea out{area.string("id"), area.string("title"), {}};
            for (const Value& skill : area.array("skills")) {
                out.skills.push_back({skill.string("id"), skill.string("title")});
                const std::string& id = out.skills.back().id;
                if (std::find(m_skills->begin(), m_skills->end(), id) != m_skills->end()) {
                    add(kSkillsFile, skill.line, "skill " + base::quote(id) + " stands twice").found =
                        base::safeText(id);
                }
                m_skills->push_back(id);
            }
            m_loaded.course.skillAreas.push_back(std::move(out));
        }
    }

    // Tests and programs are built as packages of module `course`.
    void checkModule() {
        const auto text = m_tree.read("exercises/go.mod", kMostTomlBytes);
        if (!text) {
            if (m_loaded.course.phases.empty()) return;
            Fault& fault = add("exercises/go.mod", 0, text.error().message);
            fault.expected = "a go.mod with the line: module course";
            fault.advice = true;
            return;
        }
        int number = 0;
        for (const std::string& line : base::splitLines(*text)) {
            ++number;
            if (line.rfind("module", 0) != 0) continue;
            const std::string name = base::trim(line.substr(0, line.find("//")).substr(6));
            if (name == "course" || name == "\"course\"") return;
            Fault& fault = add("exercises/go.mod", number, "the module is " + base::quote(name));
            fault.expected = "module course";
            fault.advice = true;
            return;
        }
        Fault& fault = add("exercises/go.mod", 1, "no module is named");
        fault.expected = "module course";
        fault.advice = true;
    }

    void keep(std::optional<Exercise> exercise, const std::string& phase, const std::string& folder) {
        if (!exercise) return;
        exercise->folder = m_loaded.course.folder / "exercises" / phase / folder;
        m_loaded.course.exercises.push_back(std::move(*exercise));
    }
    void keep(std::optional<LessonInfo> lesson, const std::string& phase, const std::string& folder) {
        if (!lesson) return;
        lesson->file = m_loaded.course.folder / "lessons" / phase / folder / "lesson.md";
        m_loaded.course.lessons.push_back(std::move(*lesson));
    }

    void readListed() {
        std::set<std::string> phases;
        for (const Value& phase : m_table.array("phase")) {
            const std::string id = phase.string("id");
            if (!isValidId(id) || !phases.insert(id).second) continue;
            for (const Value& entry : phase.array("lessons"))
                readEntry("lessons", "lesson.md", id, entry);
            for (const Value& entry : phase.array("exercises"))
                readEntry("exercises", "exercise.toml", id, entry);
        }
    }

    // One id in a phase's list: read where it is there, else said at the line of the list.
    void readEntry(const std::string& set, const std::string& file, const std::string& phase,
                   const Value& entry) {
        const auto* id = entry.as<std::string>();
        if (id == nullptr) return;
        const std::string what = set == "lessons" ? "lesson " : "exercise ";
        if (!isValidId(*id)) {
            Fault& fault = add(kCourseFile, entry.line, what + base::quote(*id) + " is not an id");
            fault.found = base::safeText(*id);
            fault.expected = idRule();
            return;
        }
        const std::string path = set + "/" + phase + "/" + *id;
        if (!m_read.insert(path).second) return;  // listed twice: said already
        const Tree::Type type = m_tree.type(path);
        if (type == Tree::Type::None) {
            Fault& fault = add(kCourseFile, entry.line,
                               what + base::quote(*id) + " is listed in phase " + base::quote(phase) +
                                   ", but " + path + "/ is not there");
            fault.found = *id;
            fault.expected = path + "/" + file;
            const std::string other = phaseOnDisk(set, *id);
            fault.nearest =
                other.empty() ? nearestFor(m_loaded.faults, *id, foldersOf(set, phase)) : other + "/" + *id;
            return;
        }
        if (set == "lessons") {
            keep(readLessonInfo(m_tree, phase, *id, m_skills, m_loaded.faults), phase, *id);
        } else {
            keep(readExercise(m_tree, phase, *id, m_specs, m_skills, m_loaded.faults), phase, *id);
        }
    }

    std::vector<std::string> foldersOf(const std::string& set, const std::string& phase) const {
        std::vector<std::string> names;
        const auto entries = m_tree.list(set + "/" + phase);
        if (!entries) return names;
        for (const Tree::Entry& entry : *entries) {
            if (entry.type == Tree::Type::Folder) names.push_back(entry.name);
        }
        return names;
    }

    // The phase whose folder holds what another phase lists, or "".
    std::string phaseOnDisk(const std::string& set, const std::string& id) const {
        for (const Phase& phase : m_loaded.course.phases) {
            if (m_tree.type(set + "/" + phase.id + "/" + id) == Tree::Type::Folder) return phase.id;
        }
        return {};
    }

    // Folders that hold a lesson or an exercise and are listed nowhere: read all the same, for their own
    // faults.
    void readUnlisted(const std::string& set, const std::string& file) {
        const auto phases = m_tree.list(set);
        if (!phases || m_table.isNone()) return;
        for (const Tree::Entry& phase : *phases) {
            if (phase.type != Tree::Type::Folder) continue;
            for (const std::string& name : foldersOf(set, phase.name)) {
                const std::string path = set + "/" + phase.name + "/" + name;
                if (m_read.count(path) != 0 || m_tree.type(path + "/" + file) != Tree::Type::File) continue;
                reportUnlisted(set, file, phase.name, name);
                if (set == "lessons") {
                    keep(readLessonInfo(m_tree, phase.name, name, m_skills, m_loaded.faults), phase.name,
                         name);
                } else {
                    keep(readExercise(m_tree, phase.name, name, m_specs, m_skills, m_loaded.faults),
                         phase.name, name);
                }
            }
        }
    }

    void reportUnlisted(const std::string& set, const std::string& file, const std::string& phase,
                        const std::string& name) {
        Fault& fault = add(set + "/" + phase + "/" + name + "/" + file, 1,
                           base::quote(name) + " is listed in no phase of course.toml");
        if (const Phase* listed = m_loaded.course.phase(phase)) {
            fault.expected = "its id in '" + set + "' of phase " + base::quote(listed->id);
            const auto& ids = set == "lessons" ? listed->lessons : listed->exercises;
            std::vector<std::string> absent;  // a slip in the list is the likely cause
            for (const std::string& id : ids) {
                if (m_tree.type(joinPath(set + "/" + phase, id)) == Tree::Type::None) absent.push_back(id);
            }
            fault.nearest = base::nearest(name, absent);
        } else {
            std::vector<std::string> ids;
            for (const Phase& known : m_loaded.course.phases)
                ids.push_back(known.id);
            fault.expected = "a folder of one of the phases " + base::join(ids, ", ");
            fault.nearest = base::nearest(phase, ids);
        }
    }

    void checkUnique() {
        std::map<std::string, const Exercise*> seen;
        for (const Exercise& exercise : m_loaded.course.exercises) {
            const auto [other, fresh] = seen.emplace(exercise.id, &exercise);
            if (fresh) continue;
            Fault& fault = add(
                "exercises/" + exercise.phase + "/" + exercise.folder.filename().string() + "/exercise.toml",
                1, "two exercises have the id " + base::quote(exercise.id));
            fault.found = "the other one in phase " + base::quote(other->second->phase);
            fault.expected = "an id of its own";
        }
    }

    void checkLessons() {
        std::vector<std::string> ids;
        for (const Exercise& exercise : m_loaded.course.exercises)
            ids.push_back(exercise.id);
        std::sort(ids.begin(), ids.end());
        for (const LessonInfo& lesson : m_loaded.course.lessons) {
            for (const std::string& id : lesson.exercises) {
                if (std::binary_search(ids.begin(), ids.end(), id) || isListed(id)) continue;
                const std::string file = "lessons/" + lesson.phase + "/" + lesson.id + "/lesson.md";
                Fault& fault = add(file, lineOf(file, id), "exercise " + base::quote(id) + " does not exist");
                fault.found = base::safeText(id);
                fault.expected = "the id of an exercise of this course";
                fault.nearest = nearestFor(m_loaded.faults, id, ids);
            }
        }
    }

    // Listed, but not readable: its own fault says more than one about the lesson that names it.
    bool isListed(const std::string& id) const {
        const auto& phases = m_loaded.course.phases;
        return std::any_of(phases.begin(), phases.end(), [&](const Phase& phase) {
            return std::find(phase.exercises.begin(), phase.exercises.end(), id) != phase.exercises.end();
        });
    }

    // Only a fault asks for the line, so the text is read again then instead of being kept for all lessons.
    int lineOf(const std::string& file, const std::string& id) const {
        const auto text = m_tree.read(file, kMostLessonBytes);
        if (!text) return 0;
        std::vector<Fault> ignored;
        const auto table = parseFrontMatter(*text, file, ignored);
        if (!table) return 0;
        for (const Value& entry : table->array("exercises")) {
            if (entry.as<std::string>() != nullptr && *entry.as<std::string>() == id) return entry.line;
        }
        return 0;
    }

    Result<void> readNamed(const std::string& id) {
        const std::vector<Phase>& phases = m_loaded.course.phases;
        std::vector<std::string> known;
        for (const Phase& phase : phases) {
            known.insert(known.end(), phase.exercises.begin(), phase.exercises.end());
            const bool listed =
                std::find(phase.exercises.begin(), phase.exercises.end(), id) != phase.exercises.end();
            if (!isValidId(id) || !listed) continue;
            if (m_tree.type("exercises/" + phase.id + "/" + id) == Tree::Type::None) {
                Value entry;
                entry.data = id;
                entry.line = lineInList(phase.id, id);
                readEntry("exercises", "exercise.toml", phase.id, entry);
            } else {
                keep(readExercise(m_tree, phase.id, id, m_specs, m_skills, m_loaded.faults), phase.id, id);
            }
            return {};
        }
        const std::string phase = isValidId(id) ? phaseOnDisk("exercises", id) : std::string();
        if (!phase.empty() &&
            m_tree.type("exercises/" + phase + "/" + id + "/exercise.toml") == Tree::Type::File) {
            reportUnlisted("exercises", "exercise.toml", phase, id);
            keep(readExercise(m_tree, phase, id, m_specs, m_skills, m_loaded.faults), phase, id);
            return {};
        }
        if (m_table.isNone()) return {};  // course.toml's own fault is the answer
        const std::string near = base::nearest(id, known);
        if (!near.empty())
            return base::fail(ErrorCode::NotFound, "no exercise " + base::quote(id), "did you mean " + base::quote(near) + "?");
        constexpr std::size_t kNamed = 5;
        const bool more = known.size() > kNamed;
        if (more) known.resize(kNamed);
        return base::fail(ErrorCode::NotFound, "no exercise " + base::quote(id),
                          known.empty() ? "the course has none" : "there are " + base::join(known, ", ") + (more ? " …" : ""));
    }

    int lineInList(const std::string& phaseId, const std::string& id) const {
        for (const Value& phase : m_table.array("phase")) {
            if (phase.string("id") != phaseId) continue;
            for (const Value& entry : phase.array("exercises")) {
                if (entry.as<std::string>() != nullptr && *entry.as<std::string>() == id) return entry.line;
            }
        }
        return 0;
    }

    const Tree& m_tree;
    CheckSpecs m_specs;
    SkillIds m_skills;
    Value m_table;                 // course.toml
    std::set<std::string> m_read;  // folders that lists named
    LoadedCourse m_loaded;
};

Result<Tree> openCourse(const fs::path& folder) {
    auto tree = Tree::open(folder);
    if (!tree) return tree;
    if (tree->type(kCourseFile) != Tree::Type::None) return tree;
    return base::fail(ErrorCode::NotFound,
                      "no course in " + base::quote(folder.string()) + ": it holds no " + kCourseFile,
                      "name a folder that holds lessons/ and exercises/ with --course");
}

fs::path absoluteFolder(const fs::path& folder) {
    std::error_code ignored;
    fs::path absolute = fs::absolute(folder, ignored).lexically_normal();
    // "course/." and "course/" become "course": paths below are compared as text.
    if (!absolute.has_filename()) absolute = absolute.parent_path();
    return absolute;
}

template <class Items, class Id>
auto findById(const Items& items, const Id& id) -> decltype(items.data()) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Check* Exercise::check(std::string_view checkId) const {
    return findById(checks, checkId);
}
const Exercise* Course::exercise(std::string_view exerciseId) const {
    return findById(exercises, exerciseId);
}
const Phase* Course::phase(std::string_view phaseId) const {
    return findById(phases, phaseId);
}

const LessonInfo* Course::lesson(std::string_view phaseId, std::string_view lessonId) const {
    const auto found = std::find_if(lessons.begin(), lessons.end(), [&](const LessonInfo& lesson) {
        return lesson.phase == phaseId && lesson.id == lessonId;
    });
    return found == lessons.end() ? nullptr : &*found;
}

bool LoadedCourse::usable() const {
    return std::all_of(faults.begin(), faults.end(), [](const Fault& fault) { return fault.advice; });
}

bool LoadedCourse::usable(const Exercise& exercise) const {
    const std::string folder =
        "exercises/" + exercise.phase + "/" + exercise.folder.filename().string() + "/";
    return std::all_of(faults.begin(), faults.end(), [&](const Fault& fault) {
        return fault.advice || (fault.file != kCourseFile && fault.file.rfind(folder, 0) != 0);
    });
}

Result<LoadedCourse> loadCourse(const fs::path& folder, const KindSchemas& kinds) {
    const fs::path absolute = absoluteFolder(folder);
    const auto tree = openCourse(absolute);
    if (!tree) return propagate(tree);
    return Loader(*tree, absolute, kinds).loadAll();
}

Result<LoadedCourse> loadExercises(const fs::path& folder, const KindSchemas& kinds,
                                   const std::vector<std::string>& ids) {
    const fs::path absolute = absoluteFolder(folder);
    const auto tree = openCourse(absolute);
    if (!tree) return propagate(tree);
    return Loader(*tree, absolute, kinds).loadNamed(ids);
}

}  // namespace assay::course
