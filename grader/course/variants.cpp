// The variants of an exercise: wrong/<name>/, laid over the starter, and mutants/<name>/, laid over the
// solution. Each is a folder of files and one TOML file that says what becomes of it.
#include <algorithm>

#include "base/text.h"
#include "course/exercise_tree.h"
#include "course/formats.h"
#include "course/toml.h"

namespace assay::course {
namespace {

using base::ErrorCode;

constexpr std::size_t kMostTomlBytes = std::size_t{1} << 20;

struct Variant {
    std::string name, file;  // file: the TOML file as the author knows it
    SourceFiles files;       // without the TOML file
    std::optional<Value> table;
};

void addFault(std::vector<Fault>& faults, std::string file, int line, std::string message,
              std::string expected) {
    Fault fault;
    fault.file = std::move(file);
    fault.line = line;
    fault.message = std::move(message);
    fault.expected = std::move(expected);
    faults.push_back(std::move(fault));
}

// Reads one folder of `set`. A TOML file that is not there leaves `table` empty; where it must be, that is a
// fault.
Result<Variant> readVariant(const Tree& tree, const Exercise& exercise, const std::string& set,
                            const std::string& name, const std::string& tomlName,
                            std::vector<Fault>& faults) {
    const std::string folder = set + "/" + name;
    Variant variant;
    variant.name = name;
    variant.file = shownPath(exercise, folder + "/" + tomlName);
    auto files = readFolder(tree, exercise, folder);
    if (!files) return propagate(files);
    variant.files = std::move(*files);
    const auto toml = std::find_if(variant.files.begin(), variant.files.end(),
                                   [&](const SourceFile& file) { return file.name == tomlName; });
    if (toml == variant.files.end()) return variant;
    if (toml->content.size() > kMostTomlBytes) {
        addFault(faults, variant.file, 0,
                 tomlName + " has more than " + std::to_string(kMostTomlBytes) + " bytes", {});
    } else {
        variant.table = parseToml(toml->content, variant.file, faults);
        // A file that is there and is no TOML has its fault; an empty table keeps "is missing" from being
        // said too.
        if (!variant.table) variant.table.emplace();
    }
    variant.files.erase(toml);
    return variant;
}

Result<std::vector<Variant>> readVariants(const Exercise& exercise, const std::string& set,
                                          const std::string& tomlName, std::vector<Fault>& faults) {
    const auto tree = Tree::open(exercise.folder);
    if (!tree) return propagate(tree);
    std::vector<Variant> variants;
    if (tree->type(set) == Tree::Type::None) return variants;
    const auto entries = located(tree->list(set), exercise);
    if (!entries) return propagate(entries);
    for (const Tree::Entry& entry : *entries) {
        if (entry.type != Tree::Type::Folder || !base::isUtf8(entry.name)) {
            addFault(faults, shownPath(exercise, set + "/" + base::safeText(entry.name)), 0,
                     base::quote(entry.name) + " in " + set + "/ is no folder",
                     set + "/<name>/ with files and " + tomlName);
            continue;
        }
        auto variant = readVariant(*tree, exercise, set, entry.name, tomlName, faults);
        if (!variant) return propagate(variant);
        variants.push_back(std::move(*variant));
    }
    return variants;
}

class ExpectReader {
  public:
    ExpectReader(const Exercise& exercise, Variant variant, std::vector<Fault>& faults)
        : m_exercise(exercise), m_variant(std::move(variant)), m_faults(faults) {}

    WrongSubmission read() {
        m_wrong.name = m_variant.name;
        m_wrong.files = std::move(m_variant.files);
        checkFileNames();
        if (!m_variant.table) {
            addFault(m_faults, m_variant.file, 0, "expect.toml is missing",
                     "the verdict that the submission must get");
            return std::move(m_wrong);
        }
        const Value& table = *m_variant.table;
        if (table.isNone()) return std::move(m_wrong);
        validate(table, expectFields(), m_variant.file, "expect.toml", m_faults);
        m_wrong.line = table.line;
        readVerdicts(table);
        readCheck(table);
        m_wrong.hasTests = table.find("tests") != nullptr;
        m_wrong.tests = table.strings("tests");
        m_wrong.survivors = table.strings("survivors");
        if (const Value* score = table.find("score")) readScore(*score);
        return std::move(m_wrong);
    }

  private:
    void checkFileNames() {
        for (const SourceFile& file : m_wrong.files) {
            if (isEditable(m_exercise, file.name)) continue;
            std::string message = base::quote(file.name) + " is not editable, so it would be ignored";
            addFault(m_faults, shownPath(m_exercise, "wrong/" + m_wrong.name + "/" + file.name), 0,
                     std::move(message), "one of " + base::join(m_exercise.editable, ", "));
            m_faults.back().nearest = base::nearest(file.name, m_exercise.editable);
        }
        if (m_wrong.files.empty()) {
            addFault(m_faults, shownPath(m_exercise, "wrong/" + m_wrong.name), 0,
                     "wrong submission " + base::quote(m_wrong.name) + " changes no file",
                     "files that lie over the starter");
        }
    }

    void readVerdicts(const Value& table) {
        const Value* value = table.find("verdict");
        if (value == nullptr) return;
        if (const auto* list = value->as<Array>()) {
            for (const Value& entry : *list)
                readVerdict(entry);
            if (list->empty())
                addFault(m_faults, m_variant.file, value->line, "'verdict' is empty", "a verdict");
        } else {
            readVerdict(*value);
        }
    }

    void readVerdict(const Value& value) {
        const auto* name = value.as<std::string>();
        if (name == nullptr) {
            return addFault(m_faults, m_variant.file, value.line,
                            "'verdict' must be a verdict's name or a list of them", {});
        }
        const auto& known = expectableVerdicts();
        if (std::find(known.begin(), known.end(), *name) != known.end()) {
            m_wrong.verdicts.push_back(*name);
            return;
        }
        const auto& all = verdictNames();
        const bool isOurs = std::find(all.begin(), all.end(), *name) != all.end();
        addFault(m_faults, m_variant.file, value.line,
                 "verdict " + base::quote(*name) + (isOurs ? " cannot be asked for" : " is not known"),
                 "one of " + base::join(known, ", "));
        m_faults.back().found = base::safeText(*name);
        if (!isOurs) m_faults.back().nearest = base::nearest(*name, known);
    }

    void readCheck(const Value& table) {
        m_wrong.check = table.string("check");
        if (m_wrong.check.empty() || m_exercise.check(m_wrong.check) != nullptr) return;
        std::vector<std::string> ids;
        for (const Check& check : m_exercise.checks)
            ids.push_back(check.id);
        addFault(m_faults, m_variant.file, table.find("check")->line,
                 "the exercise has no check " + base::quote(m_wrong.check),
                 "one of " + base::join(ids, ", "));
        m_faults.back().found = base::safeText(m_wrong.check);
        m_faults.back().nearest = base::nearest(m_wrong.check, ids);
    }

    void readScore(const Value& score) {
        if (score.find("at_least") != nullptr) m_wrong.scoreAtLeast = score.number("at_least");
        if (score.find("at_most") != nullptr) m_wrong.scoreAtMost = score.number("at_most");
        if (m_wrong.scoreAtLeast.value_or(0) <=
            m_wrong.scoreAtMost.value_or(m_wrong.scoreAtLeast.value_or(0)))
            return;
        addFault(m_faults, m_variant.file, score.line,
                 "'score' can never be met: at_least is more than at_most", {});
    }

    const Exercise& m_exercise;
    Variant m_variant;
    std::vector<Fault>& m_faults;
    WrongSubmission m_wrong;
};

}  // namespace

Result<std::vector<WrongSubmission>> wrongSubmissions(const Exercise& exercise, std::vector<Fault>& faults) {
    auto variants = readVariants(exercise, "wrong", "expect.toml", faults);
    if (!variants) return propagate(variants);
    std::vector<WrongSubmission> out;
    for (Variant& variant : *variants)
        out.push_back(ExpectReader(exercise, std::move(variant), faults).read());
    return out;
}

Result<std::vector<Mutant>> readMutants(const Exercise& exercise, std::vector<Fault>& faults) {
    auto variants = readVariants(exercise, "mutants", "mutant.toml", faults);
    if (!variants) return propagate(variants);
    std::vector<Mutant> out;
    for (Variant& variant : *variants) {
        Mutant mutant{variant.name, std::move(variant.files), {}};
        if (variant.table && !variant.table->isNone()) {
            validate(*variant.table, mutantFields(), variant.file, "mutant.toml", faults);
            mutant.reveal = variant.table->string("reveal");
        }
        if (base::trim(mutant.reveal).empty()) {
            addFault(faults, variant.file, 0, "mutant " + base::quote(mutant.name) + " has no 'reveal'",
                     "a sentence for the learner");
            faults.back().advice = true;
        }
        out.push_back(std::move(mutant));
    }
    return out;
}

}  // namespace assay::course
