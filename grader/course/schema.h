// Role: what fields a table may have. The course's own tables and every check kind's are described so, which
// is why an unknown field can be answered with the nearest valid name, and `assay new` and the documentation
// can list them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "course/value.h"

namespace assay::course {

enum class FieldType { String, Integer, Number, Boolean, Strings, Integers, Table, Tables, Any };

struct FieldSpec {
    std::string name;
    FieldType type = FieldType::String;
    bool required = false;
    std::string fallback;             // the default, as text for people
    std::string meaning;              // one sentence
    std::vector<FieldSpec> fields{};  // of Table and Tables; empty with Table: any keys (headers = {…})
    std::vector<std::string> oneOf{};
    std::optional<double> least{}, most{};
};

// A check kind as the course reader knows it: its name, and the fields beyond id, kind, title, points,
// reveal.
struct KindSchema {
    std::string name;
    std::vector<FieldSpec> fields;
};
using KindSchemas = std::vector<KindSchema>;

// Something wrong with a course. All of them are collected; none stops the reading of the rest.
struct Fault {
    std::string file;  // relative to the course folder
    int line = 0;
    std::string message;   // the whole sentence
    std::string found;     // may be empty
    std::string expected;  // may be empty
    std::string nearest;   // the nearest valid name, may be empty
    bool advice =
        false;  // `assay check` asks for it, nothing stops for it (reveal, skills, authors, licence, wrong/)
};
std::string describe(const Fault& fault);  // "file:line: message (found …, expected …; did you mean …?)"

// Checks `table` against `specs`; faults are appended.
void validate(const Value& table, const std::vector<FieldSpec>& specs, std::string_view file,
              std::string_view where, std::vector<Fault>& faults);

}  // namespace assay::course
