#include "course/reading.h"

#include <algorithm>

#include "base/text.h"
#include "course/formats.h"
#include "course/toml.h"

namespace assay::course {

CheckSpecs::CheckSpecs(const KindSchemas& kinds) {
    for (const KindSchema& kind : kinds) {
        std::vector<FieldSpec> fields = checkFields();
        fields.insert(fields.end(), kind.fields.begin(), kind.fields.end());
        m_specs.emplace(kind.name, std::move(fields));
        m_names.push_back(kind.name);
    }
}

const std::vector<FieldSpec>* CheckSpecs::find(const std::string& kind) const {
    const auto found = m_specs.find(kind);
    return found == m_specs.end() ? nullptr : &found->second;
}

Fault makeFault(std::string_view file, int line, std::string message) {
    Fault fault;
    fault.file = file;
    fault.line = line;
    fault.message = std::move(message);
    return fault;
}

std::string nearestFor(const std::vector<Fault>& faults, std::string_view name,
                       const std::vector<std::string>& candidates) {
    return faults.size() > 200 || candidates.size() > 5'000 ? std::string() : base::nearest(name, candidates);
}

Fault faultFrom(const base::Error& error, std::string_view file) {
    return makeFault(file, error.line, error.message);
}

std::optional<Value> readToml(const Tree& tree, const std::string& path, const std::string& shown,
                              std::vector<Fault>& faults) {
    const auto text = tree.read(path, kMostTomlBytes);
    if (!text) {
        faults.push_back(faultFrom(text.error(), shown));
        return std::nullopt;
    }
    return parseToml(*text, shown, faults);
}

void reportRepeated(const Value& table, std::string_view key, std::string_view file, const std::string& where,
                    std::vector<Fault>& faults) {
    std::set<std::string_view> seen;
    for (const Value& entry : table.array(key)) {
        const auto* text = entry.as<std::string>();
        if (text == nullptr || seen.insert(*text).second) continue;
        Fault fault = makeFault(
            file, entry.line, base::quote(*text) + " stands twice in '" + std::string(key) + "' of " + where);
        fault.found = base::safeText(*text);
        faults.push_back(std::move(fault));
    }
}

void checkId(const Value& table, std::string_view folderName, std::string_view file,
             std::vector<Fault>& faults) {
    const Value* value = table.find("id");
    const auto* id = value == nullptr ? nullptr : value->as<std::string>();
    if (id == nullptr || base::trim(*id).empty()) return;  // said by the schema
    if (!isValidId(*id)) {
        Fault fault =
            makeFault(file, value->line, "id " + base::quote(*id) + " holds what an id may not hold");
        fault.found = base::safeText(*id);
        fault.expected = idRule();
        faults.push_back(std::move(fault));
    } else if (*id != folderName) {
        Fault fault = makeFault(
            file, value->line,
            "id " + base::quote(*id) + " is not the name of its folder, " + base::quote(folderName));
        fault.found = *id;
        fault.expected = folderName;
        faults.push_back(std::move(fault));
    }
}

void checkSkills(const Value& table, const SkillIds& skills, std::string_view file,
                 std::vector<Fault>& faults) {
    if (!skills) return;
    if (table.array("skills").empty()) {
        faults.push_back(makeFault(file, table.line, "no skills are named"));
        faults.back().expected = "ids from lessons/skills.toml";
        faults.back().advice = true;
    }
    for (const Value& entry : table.array("skills")) {
        const auto* id = entry.as<std::string>();
        if (id == nullptr || std::find(skills->begin(), skills->end(), *id) != skills->end()) continue;
        Fault fault =
            makeFault(file, entry.line, "skill " + base::quote(*id) + " is not in lessons/skills.toml");
        fault.found = base::safeText(*id);
        fault.nearest = nearestFor(faults, *id, *skills);
        fault.advice = true;
        faults.push_back(std::move(fault));
    }
}

LessonText splitLesson(std::string_view text) {
    LessonText out;
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    out.body = text;
    const auto isFence = [](std::string_view line) {
        return line.substr(0, 3) == "+++" && base::trim(line) == "+++";
    };
    std::size_t at = std::min(text.find('\n'), text.size());
    if (!isFence(text.substr(0, at))) return out;
    const std::size_t begin = std::min(at + 1, text.size());
    at = begin;
    for (int line = 2; at < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (isFence(text.substr(at, end - at))) {
            out.ok = true;
            out.frontMatter = text.substr(begin, at - begin);
            out.body = text.substr(std::min(end + 1, text.size()));
            out.bodyLine = line + 1;
            return out;
        }
        at = end + 1;
    }
    return out;
}

std::optional<Value> parseFrontMatter(std::string_view text, const std::string& file,
                                      std::vector<Fault>& faults) {
    const LessonText parts = splitLesson(text);
    if (parts.ok) return parseToml(parts.frontMatter, file, faults, 1);
    faults.push_back(makeFault(file, 1, "the lesson has no front matter"));
    faults.back().expected = "TOML between two lines +++ at its beginning";
    return std::nullopt;
}

std::optional<LessonInfo> readLessonInfo(const Tree& tree, const std::string& phase,
                                         const std::string& folder, const SkillIds& skills,
                                         std::vector<Fault>& faults) {
    const std::string path = "lessons/" + phase + "/" + folder + "/lesson.md";
    const auto text = tree.read(path, kMostLessonBytes);
    if (!text) {
        faults.push_back(faultFrom(text.error(), path));
        return std::nullopt;
    }
    if (const int line = lineOfBadUtf8(*text)) {
        faults.push_back(makeFault(path, line, "the text is not UTF-8"));
        return std::nullopt;
    }
    LessonInfo info;
    info.id = folder;
    info.phase = phase;
    const auto table = parseFrontMatter(*text, path, faults);
    if (!table) return info;
    validate(*table, lessonFields(), path, "the front matter", faults);
    checkId(*table, folder, path, faults);
    checkSkills(*table, skills, path, faults);
    reportRepeated(*table, "exercises", path, "the front matter", faults);
    info.title = table->string("title");
    info.objectives = table->strings("objectives");
    info.skills = table->strings("skills");
    info.exercises = table->strings("exercises");
    info.minutes = static_cast<int>(std::clamp<std::int64_t>(table->integer("minutes"), 0, 1'000'000));
    return info;
}

}  // namespace assay::course
