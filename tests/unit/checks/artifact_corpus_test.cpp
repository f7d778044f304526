// Many files of different make: those of the fuzz corpora (written as people write them), the catalogue's examples, and what
// systematic changes make of them. Every parser has to answer each of them, and harmless changes may not change an answer.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>

#include "base/fs.h"
#include "base/text.h"
#include "checks/artifact/rules.h"

using namespace assay;
using namespace assay::checks::artifact;

namespace {

std::vector<Asked> allRules(Type type) {
    std::vector<Asked> all;
    for (const RuleText& rule : rulesOf(type)) all.push_back({std::string(rule.id), {10}});
    return all;
}

std::vector<std::string> writtenFiles(Type type) {
    std::vector<std::string> texts;
    std::vector<base::fs::path> files;
    for (const auto& entry : base::fs::directory_iterator(base::fs::path(ASSAY_SOURCE_DIR) / "tests/fuzz/corpus" / typeNames()[static_cast<std::size_t>(type)])) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) texts.push_back(*base::readFile(file));
    return texts;
}

std::vector<std::string> baseFiles(Type type) {
    std::vector<std::string> texts = writtenFiles(type);
    for (const RuleText& rule : rulesOf(type))
        for (const auto text : {rule.wrong, rule.right}) texts.push_back(example(rule.piece, text));
    return texts;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
    return text;
}

// Broken, cut, mixed up: nothing has to be right about them.
std::vector<std::string> spoilt(const std::string& text) {
    std::vector<std::string> out{text.substr(0, text.size() / 2), text.substr(text.size() / 3), text + text, replaced(text, " ", "\t"), replaced(text, "\n", "\\\n"),
                                 replaced(text, ":", ""), replaced(text, "[", "[["), replaced(text, "\"", "'"), "\xef\xbb\xbf" + text, text + "\\", text + "<<EOF", replaced(text, "a", "\xc3\xa4")};
    std::string reversed(text.rbegin(), text.rend());
    out.push_back(base::isUtf8(reversed) ? reversed : text + "#");
    return out;
}

std::vector<std::size_t> counts(const Inspection& inspection) {
    std::vector<std::size_t> sizes;
    for (const Findings& findings : inspection.findings) sizes.push_back(findings.size());
    return sizes;
}

}  // namespace

TEST_CASE("Every file is answered, whatever is in it") {
    for (const Type type : {Type::Dockerfile, Type::Kubernetes, Type::Ci}) {
        std::set<std::string> seen;
        const std::vector<Asked> rules = allRules(type);
        for (const std::string& text : baseFiles(type)) {
            std::vector<std::string> variants = spoilt(text);
            variants.push_back(text);
            for (const std::string& variant : variants) {
                if (!seen.insert(variant).second) continue;
                const Inspection inspection = inspect(type, variant, rules);
                CHECK(inspection.problems.empty() == (inspection.findings.size() == rules.size()));
                for (const Finding& problem : inspection.problems) CHECK_FALSE(problem.message.empty());
            }
        }
        CHECK(seen.size() >= 200);
    }
}

TEST_CASE("Ends of lines and comments change no answer") {
    for (const Type type : {Type::Dockerfile, Type::Kubernetes, Type::Ci}) {
        const std::vector<Asked> rules = allRules(type);
        for (const std::string& text : baseFiles(type)) {
            INFO(text);
            const Inspection plain = inspect(type, text, rules);
            CHECK(counts(plain) == counts(inspect(type, replaced(text, "\n", "\r\n"), rules)));
            const bool directive = text.starts_with("#");
            if (!directive) CHECK(counts(plain) == counts(inspect(type, "# first\n\n" + text + "\n# last", rules)));
        }
    }
}

TEST_CASE("Files that people would write are read") {
    for (const Type type : {Type::Dockerfile, Type::Kubernetes, Type::Ci}) {
        const std::vector<std::string> files = writtenFiles(type);
        CHECK(files.size() >= 6);
        for (const std::string& text : files) {
            INFO(text.substr(0, 200));
            const Inspection inspection = inspect(type, text, allRules(type));
            for (const Finding& problem : inspection.problems) UNSCOPED_INFO(problem.place.line << ": " << problem.message);
            CHECK(inspection.problems.empty());
        }
    }
}
