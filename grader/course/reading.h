// Role: what the readers of this folder share: where they read, what they check against, where faults go. Not
// for others.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "course/model.h"
#include "course/tree.h"

namespace assay::course {

constexpr std::size_t kMostTomlBytes = std::size_t{1} << 20;
constexpr std::size_t kMostLessonBytes = std::size_t{4} << 20;

// Skills that lessons/skills.toml lists; absent: there is no such file and nothing is checked.
using SkillIds = std::optional<std::vector<std::string>>;

// The fields of a [[check]] by kind, the common ones included; made once for a course.
class CheckSpecs {
  public:
    explicit CheckSpecs(const KindSchemas& kinds);
    const std::vector<FieldSpec>* find(const std::string& kind) const;
    const std::vector<std::string>& names() const { return m_names; }

  private:
    std::map<std::string, std::vector<FieldSpec>> m_specs;
    std::vector<std::string> m_names;
};

Fault makeFault(std::string_view file, int line, std::string message);
// The nearest name for a fault, as long as there are not so many faults already that nobody would read it:
// looking one up takes time, and a hostile file can hold a hundred thousand slips among a hundred thousand
// names.
std::string nearestFor(const std::vector<Fault>& faults, std::string_view name,
                       const std::vector<std::string>& candidates);
// What a failed read means for the course: a fault at `file`, whatever its cause.
Fault faultFrom(const base::Error& error, std::string_view file);

// Reads and parses a TOML file; a fault at `shown` and nothing where that fails.
std::optional<Value> readToml(const Tree& tree, const std::string& path, const std::string& shown,
                              std::vector<Fault>& faults);

// One fault for each text of array `key` that is in `table` twice.
void reportRepeated(const Value& table, std::string_view key, std::string_view file, const std::string& where,
                    std::vector<Fault>& faults);
// A fault where `id` (of `table`, in `file`) is no id or is not the name of the folder that it lies in.
void checkId(const Value& table, std::string_view folderName, std::string_view file,
             std::vector<Fault>& faults);
// Advice for skills that are not in the map, and for none at all.
void checkSkills(const Value& table, const SkillIds& skills, std::string_view file,
                 std::vector<Fault>& faults);

// exercises/<phase>/<folder>/exercise.toml. Nothing where there is none that could be read.
std::optional<Exercise> readExercise(const Tree& tree, const std::string& phase, const std::string& folder,
                                     const CheckSpecs& specs, const SkillIds& skills,
                                     std::vector<Fault>& faults);
// The front matter of lessons/<phase>/<folder>/lesson.md.
std::optional<LessonInfo> readLessonInfo(const Tree& tree, const std::string& phase,
                                         const std::string& folder, const SkillIds& skills,
                                         std::vector<Fault>& faults);

// A lesson's text, cut at its front matter. `ok` is false where it has none, or where it does not end.
struct LessonText {
    bool ok = false;
    std::string_view frontMatter;  // without the +++ lines; begins on line 2
    std::string_view body;
    int bodyLine = 1;
};
LessonText splitLesson(std::string_view text);
// The front matter as a table; nothing and a fault where there is none or it is wrong.
std::optional<Value> parseFrontMatter(std::string_view text, const std::string& file,
                                      std::vector<Fault>& faults);

}  // namespace assay::course
