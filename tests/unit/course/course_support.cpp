#include "course_support.h"

#include <catch2/catch_test_macros.hpp>

namespace assay::course::testing {
namespace {

FieldSpec field(std::string name, FieldType type, bool required = false) {
    FieldSpec spec;
    spec.name = std::move(name);
    spec.type = type;
    spec.required = required;
    return spec;
}

FieldSpec tables(std::string name, std::vector<FieldSpec> fields) {
    FieldSpec spec = field(std::move(name), FieldType::Tables);
    spec.fields = std::move(fields);
    return spec;
}

base::TempFolder temporary() {
    auto folder = base::TempFolder::create("course-test");
    REQUIRE(folder);
    return std::move(*folder);
}

}  // namespace

KindSchemas someKinds() {
    FieldSpec weight = field("weight", FieldType::Number);
    weight.least = 0;
    return {
        {"build", {}},
        {"format", {}},
        {"vet", {}},
        {"policy",
         {field("allow_imports", FieldType::Strings), field("forbid_imports", FieldType::Strings),
          field("require_imports", FieldType::Strings), field("forbid", FieldType::Strings),
          field("require", FieldType::Strings), field("documented", FieldType::Boolean)}},
        {"tests",
         {field("race", FieldType::Boolean), field("leaks", FieldType::Boolean),
          field("shuffle", FieldType::Boolean), field("count", FieldType::Integer),
          field("timeout_ms", FieldType::Integer),
          tables("test",
                 {field("name", FieldType::String, true), weight, field("reveal", FieldType::String)})}},
        {"program",
         {tables("case", {field("name", FieldType::String, true), field("args", FieldType::Strings),
                          field("stdin", FieldType::String), field("stdout", FieldType::String),
                          field("stdout_matches", FieldType::String), field("stderr", FieldType::String),
                          field("stderr_matches", FieldType::String), field("exit", FieldType::Integer),
                          field("hidden", FieldType::Boolean), weight, field("reveal", FieldType::String)})}},
        {"rubric",
         {field("levels", FieldType::Any),
          tables("dimension", {field("title", FieldType::String, true), weight,
                               tables("from", {field("check", FieldType::String, true),
                                               field("share", FieldType::Number)})})}},
    };
}

Texts soundCourse() {
    return {
        {"lessons/course.toml", R"(id = "small"
title = "Small"
version = "1.0.0"
language = "go"
authors = ["A. Author"]
licence = "CC-BY-4.0"

[[phase]]
id = "basics"
title = "Basics"
summary = "One of each."
lessons = ["first"]
exercises = ["clamp"]
)"},
        {"lessons/basics/first/lesson.md", R"(+++
id = "first"
title = "First"
objectives = ["you can say it"]
skills = ["basics.functions"]
minutes = 5
exercises = ["clamp"]
+++

# First
)"},
        {"exercises/go.mod", "module course\n\ngo 1.26\n"},
        {"exercises/basics/clamp/exercise.toml", R"(id = "clamp"
title = "Clamp"
version = "1.0.0"
difficulty = 1
minutes = 5
skills = ["basics.functions"]
objectives = ["guard both ends"]
points = 10

[files]
editable = ["clamp.go"]
readonly = []

[limits]
wall_ms = 5000
memory_mib = 256

[[check]]
id = "build"
kind = "build"

[[check]]
id = "tests"
kind = "tests"
points = 10

[[check.test]]
name = "TestEnds"
weight = 3
reveal = "Look at the ends."
)"},
        {"exercises/basics/clamp/task.md", "# Clamp\n\nDo it.\n"},
        {"exercises/basics/clamp/hints.md", "## Nudge\n\nWhat is below?\n\n## Idea\n\nTwo `if`.\n"},
        {"exercises/basics/clamp/starter/clamp.go", "package clamp\n"},
        {"exercises/basics/clamp/solution/clamp.go", "package clamp\n\n// done\n"},
        {"exercises/basics/clamp/tests/clamp_test.go", "package clamp\n"},
        {"exercises/basics/clamp/hidden/clamp_hidden_test.go", "package clamp\n"},
        {"exercises/basics/clamp/wrong/none/clamp.go", "package clamp\n"},
        {"exercises/basics/clamp/wrong/none/expect.toml", "verdict = \"failed\"\ncheck = \"tests\"\n"},
    };
}

CourseFolder::CourseFolder(const Texts& files) : m_folder(temporary()) {
    for (const auto& [name, content] : files)
        write(name, content);
}

void CourseFolder::write(const std::string& name, std::string_view content) const {
    REQUIRE(base::ensureFolder(path(name).parent_path()));
    REQUIRE(base::writeFile(path(name), content));
}

void CourseFolder::replace(const std::string& name, std::string_view from, std::string_view to) const {
    auto text = base::readFile(path(name));
    REQUIRE(text);
    const std::size_t at = text->find(from);
    INFO(name << " must hold " << from);
    REQUIRE(at != std::string::npos);
    write(name, text->replace(at, from.size(), to));
}

void CourseFolder::remove(const std::string& name) const {
    base::fs::remove_all(path(name));
}

LoadedCourse CourseFolder::load() const {
    auto loaded = loadCourse(path(), someKinds());
    REQUIRE(loaded);
    return std::move(*loaded);
}

std::vector<std::string> CourseFolder::faults() const {
    return described(load().faults);
}

std::vector<std::string> described(const std::vector<Fault>& faults) {
    std::vector<std::string> out;
    for (const Fault& fault : faults)
        out.push_back((fault.advice ? "!" : "") + describe(fault));
    return out;
}

}  // namespace assay::course::testing
