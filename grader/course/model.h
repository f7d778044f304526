// Role: a course in memory, as course.toml, lesson front matter and exercise.toml say it. No exercise's own
// files are in it: they are read when they are needed (files.h). Plain values, owned by Course. The format is
// documented in lessons/FORMAT.md and exercises/FORMAT.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fs.h"
#include "base/result.h"
#include "course/schema.h"
#include "course/value.h"

namespace assay::course {

using base::Result;
namespace fs = base::fs;

struct LimitFields {  // [limits]; what is absent has DESIGN's default
    std::optional<std::int64_t> cpuMs, wallMs, memoryMib, outputKib, threads, tmpMib, files;
    bool processes = false;  // the program may start others
};

struct Check {
    std::string id, kind, title, reveal;
    double points = 0;  // 0: a gate
    Value fields;       // the whole [[check]] table, read by the kind
    int line = 0;
    bool kindKnown = false;
};

struct Exercise {
    std::string id, title, version, phase;
    int difficulty = 0, minutes = 0;
    std::vector<std::string> skills, objectives;
    double points = 0;
    std::optional<double> passAt;
    std::vector<std::string> allow;               // standing refusals lifted
    std::vector<std::string> editable, readonly;  // paths or globs, as written
    LimitFields limits;
    std::vector<Check> checks;
    fs::path folder;  // absolute; holds starter/ tests/ …
    std::string importPath() const { return "course/" + phase + "/" + id; }
    double passPoints() const { return passAt.value_or(points); }
    const Check* check(std::string_view checkId) const;
};

struct LessonInfo {  // the front matter
    std::string id, title, phase;
    std::vector<std::string> objectives, skills, exercises;
    int minutes = 0;
    fs::path file;  // absolute path of lesson.md
};

struct Phase {
    std::string id, title, summary;
    std::vector<std::string> lessons, exercises;  // ids in order
};

struct Skill {
    std::string id, title;
};
struct SkillArea {
    std::string id, title;
    std::vector<Skill> skills;
};

struct Course {
    std::string id, title, version, language, licence;
    std::vector<std::string> authors;
    fs::path folder;  // absolute
    std::vector<Phase> phases;
    std::vector<LessonInfo> lessons;    // in course order
    std::vector<Exercise> exercises;    // in course order
    std::vector<SkillArea> skillAreas;  // empty where lessons/skills.toml does not exist
    const Exercise* exercise(std::string_view id) const;
    const LessonInfo* lesson(std::string_view phase, std::string_view id) const;
    const Phase* phase(std::string_view id) const;
};

struct LoadedCourse {
    Course course;              // what could be read
    std::vector<Fault> faults;  // all of them, sorted by file and line
    bool usable() const;        // no fault but advice
    bool usable(
        const Exercise& exercise) const;  // none in course.toml or in the exercise's folder: it can be graded
};

// Reads course.toml, every lesson's front matter and every exercise.toml. A fault in one leaves the others
// readable. NotFound where there is no course at all (says where it was looked for).
Result<LoadedCourse> loadCourse(const fs::path& folder, const KindSchemas& kinds);
// Reads course.toml and the named exercises only (`grade`, `check` with names). NotFound with the nearest id.
Result<LoadedCourse> loadExercises(const fs::path& folder, const KindSchemas& kinds,
                                   const std::vector<std::string>& ids);

}  // namespace assay::course
