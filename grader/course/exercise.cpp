// Reads one exercise.toml: fields by schema first, then what no schema can say: sums, references between
// checks, paths.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "course/formats.h"
#include "course/reading.h"

namespace assay::course {
namespace {

// Points are compared as whole millionths: 0.1 + 0.2 is 0.3 for an author.
std::int64_t millionths(double number) {
    return std::llround(std::clamp(number, -1e9, 1e9) * 1e6);
}

std::string numberText(std::int64_t inMillionths) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.10g", static_cast<double>(inMillionths) / 1e6);
    return buffer;
}

bool isNumber(const Value& value) {
    return value.as<std::int64_t>() != nullptr || value.as<double>() != nullptr;
}

class ExerciseReader {
  public:
    ExerciseReader(const Value& table, std::string folder, std::string file, const CheckSpecs& specs,
                   std::vector<Fault>& faults)
        : m_table(table),
          m_folder(std::move(folder)),
          m_file(std::move(file)),
          m_specs(specs),
          m_faults(faults) {}

    Exercise read() {
        validate(m_table, exerciseFields(), m_file, "exercise.toml", m_faults);
        checkId(m_table, m_folder, m_file, m_faults);
        readHead();
        readFiles();
        readLimits();
        for (const Value& check : m_table.array("check")) {
            if (check.as<Fields>() != nullptr) readCheck(check);
        }
        checkPoints();
        for (const Check& check : m_exercise.checks) {
            if (check.kindKnown && check.kind == "rubric") checkRubric(check);
        }
        return std::move(m_exercise);
    }

  private:
    Fault& add(int line, std::string message) {
        return m_faults.emplace_back(makeFault(m_file, line, std::move(message)));
    }

    int small(const char* key) const {
        return static_cast<int>(std::clamp<std::int64_t>(m_table.integer(key), 0, 1'000'000));
    }

    void readHead() {
        m_exercise.id = m_table.string("id");
        // Without a usable id the folder's name stands in, so that the rest can be spoken of.
        if (!isValidId(m_exercise.id)) m_exercise.id = m_folder;
        m_exercise.title = m_table.string("title");
        m_exercise.version = m_table.string("version");
        m_exercise.difficulty = small("difficulty");
        m_exercise.minutes = small("minutes");
        m_exercise.skills = m_table.strings("skills");
        m_exercise.objectives = m_table.strings("objectives");
        m_exercise.points = m_table.number("points");
        m_exercise.allow = m_table.strings("allow");
        const Value* passAt = m_table.find("pass_at");
        if (passAt == nullptr || !isNumber(*passAt)) return;
        m_exercise.passAt = m_table.number("pass_at");
        if (millionths(*m_exercise.passAt) > millionths(m_exercise.points)) {
            Fault& fault = add(passAt->line, "'pass_at' is more than the exercise's points");
            fault.found = numberText(millionths(*m_exercise.passAt));
            fault.expected = "at most " + numberText(millionths(m_exercise.points));
        }
    }

    void readFiles() {
        const Value* files = m_table.find("files");
        if (files == nullptr) return;
        for (const char* key : {"editable", "readonly"}) {
            reportRepeated(*files, key, m_file, "[files]", m_faults);
            for (const Value& entry : files->array(key))
                checkPath(entry, key);
        }
        m_exercise.editable = files->strings("editable");
        m_exercise.readonly = files->strings("readonly");
        for (const Value& entry : files->array("readonly")) {
            const auto* path = entry.as<std::string>();
            if (path != nullptr) checkNotEditable(*path, entry.line);
        }
    }

    void checkPath(const Value& entry, const char* key) {
        const auto* path = entry.as<std::string>();
        if (path == nullptr) return;
        const bool plain =
            path->find('\\') == std::string::npos &&
            std::none_of(path->begin(), path->end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
        if (isInnerPath(*path) && plain) return;
        Fault& fault =
            add(entry.line, "path " + base::quote(*path) + " in '" + key + "' does not stay in the exercise");
        fault.found = base::safeText(*path);
        fault.expected = "a relative path with '/', without '.' and '..'";
    }

    void checkNotEditable(const std::string& path, int line) {
        for (const std::string& other : m_exercise.editable) {
            if (path != other && !base::globMatch(other, path) && !base::globMatch(path, other)) continue;
            Fault& fault =
                add(line, base::quote(path) + " is read-only and, by " + base::quote(other) + ", editable");
            fault.expected = "one of both";
        }
    }

    void readLimits() {
        const Value* limits = m_table.find("limits");
        if (limits == nullptr) return;
        const auto take = [&](const char* key, std::optional<std::int64_t>& field) {
            const Value* value = limits->find(key);
            if (value != nullptr && value->as<std::int64_t>() != nullptr) field = *value->as<std::int64_t>();
        };
        LimitFields& out = m_exercise.limits;
        take("cpu_ms", out.cpuMs);
        take("wall_ms", out.wallMs);
        take("memory_mib", out.memoryMib);
        take("output_kib", out.outputKib);
        take("threads", out.threads);
        take("tmp_mib", out.tmpMib);
        take("files", out.files);
        out.processes = limits->boolean("processes");
    }

    void readCheck(const Value& table) {
        Check check;
        check.kind = table.string("kind");
        check.id = table.string("id", check.kind);
        check.title = table.string("title");
        check.reveal = table.string("reveal");
        check.points = table.number("points");
        check.fields = table;
        check.line = table.line;
        const std::string where = check.id.empty() ? "[[check]]" : "check " + base::quote(check.id);
        const std::vector<FieldSpec>* specs = m_specs.find(check.kind);
        check.kindKnown = specs != nullptr;
        if (specs != nullptr) {
            validate(table, *specs, m_file, where, m_faults);
            checkEntries(table, *specs, where);
        } else {
            validateCommon(table, where);
        }
        checkCheckId(table, check);
        m_exercise.checks.push_back(std::move(check));
    }

    // Of a kind that is not known, its own fields cannot be judged; the common ones can.
    void validateCommon(const Value& table, const std::string& where) {
        Value common = table;
        std::get<Fields>(common.data).clear();
        for (const FieldSpec& spec : checkFields()) {
            if (const Value* field = table.find(spec.name))
                std::get<Fields>(common.data).emplace(spec.name, *field);
        }
        validate(common, checkFields(), m_file, where, m_faults);
        const Value* kind = table.find("kind");
        const auto* name = kind == nullptr ? nullptr : kind->as<std::string>();
        if (name == nullptr || name->empty()) return;
        Fault& fault = add(kind->line, "kind " + base::quote(*name) + " is not known; known are " +
                                           base::join(m_specs.names(), ", "));
        fault.found = base::safeText(*name);
        fault.nearest = base::nearest(*name, m_specs.names());
    }

    void checkCheckId(const Value& table, const Check& check) {
        const Value* id = table.find("id");
        const int line = id == nullptr ? table.line : id->line;
        if (id != nullptr && id->as<std::string>() != nullptr && !isValidId(check.id)) {
            Fault& fault = add(line, "id " + base::quote(check.id) + " holds what an id may not hold");
            fault.found = base::safeText(check.id);
            fault.expected = idRule();
        }
        const Check* other = m_exercise.check(check.id);
        if (check.id.empty() || other == nullptr) return;
        Fault& fault = add(line, "two checks have the id " + base::quote(check.id));
        fault.found = "the other one on line " + std::to_string(other->line);
        fault.expected = "an id of its own";
    }

    // Entries of a check (tests, cases, steps, rules, …): names are unique, hidden ones say what to reveal.
    void checkEntries(const Value& table, const std::vector<FieldSpec>& specs, const std::string& where) {
        for (const FieldSpec& spec : specs) {
            if (spec.type != FieldType::Tables) continue;
            std::set<std::string> names;
            for (const Value& entry : table.array(spec.name)) {
                const std::string name = entry.string("name", entry.string("id"));
                if (!name.empty() && !names.insert(name).second) {
                    add(entry.line, spec.name + " " + base::quote(name) + " stands twice in " + where).found =
                        base::safeText(name);
                }
                if (!entry.boolean("hidden") || !base::trim(entry.string("reveal")).empty()) continue;
                Fault& fault = add(entry.line, spec.name + " " + base::quote(name) + " of " + where +
                                                   " is hidden and has no 'reveal'");
                fault.expected = "a sentence for the learner";
                fault.advice = true;
            }
        }
    }

    void checkPoints() {
        const Value* points = m_table.find("points");
        if (points == nullptr || !isNumber(*points) || m_exercise.checks.empty()) return;
        std::int64_t sum = 0;
        for (const Check& check : m_exercise.checks)
            sum += millionths(check.points);
        if (sum == millionths(m_exercise.points)) return;
        Fault& fault = add(points->line, "the exercise has " + numberText(millionths(m_exercise.points)) +
                                             " points, its checks add up to " + numberText(sum));
        fault.found = numberText(sum);
        fault.expected = numberText(millionths(m_exercise.points));
    }

    void checkRubric(const Check& rubric) {
        std::int64_t weights = 0;
        for (const Value& dimension : rubric.fields.array("dimension")) {
            weights += millionths(dimension.number("weight"));
            std::int64_t shares = 0;
            bool shared = false;
            for (const Value& from : dimension.array("from")) {
                shared = shared || from.find("share") != nullptr;
                shares += millionths(from.number("share"));
                checkRubricSource(rubric, from);
            }
            if (!shared || shares == millionths(1)) continue;
            Fault& fault =
                add(dimension.line, "the shares of dimension " + base::quote(dimension.string("title")) +
                                        " add up to " + numberText(shares));
            fault.found = numberText(shares);
            fault.expected = "1";
        }
        if (rubric.fields.array("dimension").empty() || weights == millionths(100)) return;
        Fault& fault = add(rubric.line, "the weights of rubric " + base::quote(rubric.id) + " add up to " +
                                            numberText(weights));
        fault.found = numberText(weights);
        fault.expected = "100";
    }

    void checkRubricSource(const Check& rubric, const Value& from) {
        const Value* value = from.find("check");
        const auto* id = value == nullptr ? nullptr : value->as<std::string>();
        if (id == nullptr) return;
        const Check* source = m_exercise.check(*id);
        if (source == nullptr || source->id == rubric.id) {
            std::vector<std::string> ids;
            for (const Check& check : m_exercise.checks) {
                if (check.id != rubric.id) ids.push_back(check.id);
            }
            Fault& fault =
                add(value->line, "rubric " + base::quote(rubric.id) + " takes from " + base::quote(*id) +
                                     ", which is no other check of the exercise");
            fault.found = base::safeText(*id);
            fault.expected = "one of " + base::join(ids, ", ");
            fault.nearest = base::nearest(*id, ids);
        } else if (millionths(source->points) != 0) {
            Fault& fault =
                add(source->line, "check " + base::quote(*id) + " has points, and rubric " +
                                      base::quote(rubric.id) + " takes from it: its points are the rubric's");
            fault.found = numberText(millionths(source->points));
            fault.expected = "no points";
        } else if (source->line > rubric.line) {
            add(value->line, "rubric " + base::quote(rubric.id) + " takes from " + base::quote(*id) +
                                 ", which comes after it")
                .expected = "a check that stands before the rubric";
        }
    }

    const Value& m_table;
    std::string m_folder, m_file;
    const CheckSpecs& m_specs;
    std::vector<Fault>& m_faults;
    Exercise m_exercise;
};

void adviseFile(const Tree& folder, const std::string& file, const char* name, Tree::Type wanted,
                const char* why, std::vector<Fault>& faults) {
    if (folder.type(name) == wanted) return;
    Fault fault =
        makeFault(file, 0, std::string(name) + (wanted == Tree::Type::Folder ? "/" : "") + " is missing");
    fault.expected = why;
    fault.advice = true;
    faults.push_back(std::move(fault));
}

}  // namespace

std::optional<Exercise> readExercise(const Tree& tree, const std::string& phase, const std::string& folder,
                                     const CheckSpecs& specs, const SkillIds& skills,
                                     std::vector<Fault>& faults) {
    const std::string path = "exercises/" + phase + "/" + folder;
    const std::string file = path + "/exercise.toml";
    const auto opened = tree.below(path);
    if (!opened) {
        faults.push_back(faultFrom(opened.error(), file));
        return std::nullopt;
    }
    const auto table = readToml(*opened, "exercise.toml", file, faults);
    if (!table) return std::nullopt;
    Exercise exercise = ExerciseReader(*table, folder, file, specs, faults).read();
    exercise.phase = phase;
    checkSkills(*table, skills, file, faults);
    adviseFile(*opened, file, "task.md", Tree::Type::File, "what the learner is asked to do", faults);
    adviseFile(*opened, file, "starter", Tree::Type::Folder, "the files that the learner begins with",
               faults);
    adviseFile(*opened, file, "solution", Tree::Type::Folder, "a solution that passes", faults);
    adviseFile(*opened, file, "wrong", Tree::Type::Folder, "wrong submissions, each with its expect.toml",
               faults);
    return exercise;
}

}  // namespace assay::course
