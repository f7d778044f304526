#include "case_file.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "checks/result.h"
#include "course/toml.h"

namespace assay::corpus {

using base::ErrorCode;
using base::Result;
using course::FieldSpec;
using course::FieldType;

namespace {

// "-- name --" → name, else "".
std::string fileLine(std::string_view line) {
    if (!line.starts_with("-- ") || !line.ends_with(" --") || line.size() < 7) return {};
    return std::string(line.substr(3, line.size() - 6));
}

std::vector<FieldSpec> headFields() {
    return {
        {.name = "exercise", .type = FieldType::String, .required = true},
        {.name = "verdict", .type = FieldType::Strings, .required = true},
        {.name = "says", .type = FieldType::Strings},
        {.name = "silent", .type = FieldType::Strings},
        {.name = "make", .type = FieldType::String},
        {.name = "path", .type = FieldType::String},
        {.name = "levels", .type = FieldType::Strings},
        {.name = "slow", .type = FieldType::Boolean},
        {.name = "as_root", .type = FieldType::Boolean},
    };
}

// Splits the head from the files.
std::string splitFiles(const std::string& text, std::vector<CaseFile>& files) {
    std::string head;
    std::string* into = &head;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
        const std::string_view line(text.data() + at, end - at);
        if (const std::string name = fileLine(line); !name.empty()) {
            files.push_back({name, {}});
            into = &files.back().content;
        } else {
            *into += text.substr(at, end + 1 - at);
        }
        at = end + 1;
    }
    return head;
}

Result<void> checkVerdicts(const Case& one, const std::string& file) {
    for (const std::string& verdict : one.verdicts) {
        if (!checks::verdictByName(verdict))
            return base::failAt(ErrorCode::InvalidContent, "there is no verdict " + base::quote(verdict), file, 1);
        if (verdict == "passed" && one.verdicts.size() > 1)
            return base::failAt(ErrorCode::InvalidContent, "a case passes or it does not: no other verdict beside 'passed'", file, 1);
        if (verdict == "internal_error" || verdict == "undecided")
            return base::failAt(ErrorCode::InvalidContent, base::quote(verdict) + " is no right verdict for any submission", file, 1);
    }
    if (one.verdicts.empty()) return base::failAt(ErrorCode::InvalidContent, "no verdict is expected", file, 1);
    return {};
}

}  // namespace

Result<Case> readCase(const fs::path& file) {
    auto text = base::readFile(file);
    if (!text) return propagate(text);
    Case one;
    one.name = file.stem().string();
    const std::string shown = file.filename().string();
    if (std::from_chars(one.name.data(), one.name.data() + one.name.size(), one.kind).ec != std::errc() || one.kind < 1)
        return base::failAt(ErrorCode::InvalidContent, "the file's name has to begin with its kind: 01-prints-pass.txtar", shown, 0);
    std::vector<course::Fault> faults;
    const auto head = course::parseToml(splitFiles(*text, one.files), shown, faults);
    if (head) course::validate(*head, headFields(), shown, "the head", faults);
    if (!faults.empty()) return base::fail(ErrorCode::InvalidContent, course::describe(faults.front()));
    one.exercise = head->string("exercise");
    one.verdicts = head->strings("verdict");
    one.says = head->strings("says");
    one.silent = head->strings("silent");
    one.make = head->string("make");
    one.path = head->string("path");
    one.levels = head->strings("levels");
    if (one.levels.empty()) one.levels = {"full"};
    one.slow = head->boolean("slow");
    one.asRoot = head->boolean("as_root");
    if (auto good = checkVerdicts(one, shown); !good) return propagate(good);
    return one;
}

Result<std::vector<Case>> readCases(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (entry.path().extension() == ".txtar") files.push_back(entry.path());
    if (error || files.empty()) return base::fail(ErrorCode::NotFound, "no case in " + base::quote(folder.string()));
    std::sort(files.begin(), files.end());
    std::vector<Case> cases;
    for (const fs::path& file : files) {
        auto one = readCase(file);
        if (!one) return propagate(one);
        cases.push_back(std::move(*one));
    }
    return cases;
}

}  // namespace assay::corpus
