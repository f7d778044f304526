#include "course/formats.h"

#include <algorithm>

namespace assay::course {
namespace {

FieldSpec text(std::string name, std::string meaning, std::string fallback = {}) {
    return {std::move(name), FieldType::String, false, std::move(fallback), std::move(meaning)};
}
FieldSpec strings(std::string name, std::string meaning) {
    return {std::move(name), FieldType::Strings, false, "[]", std::move(meaning)};
}
FieldSpec whole(std::string name, double least, double most, std::string fallback, std::string meaning) {
    FieldSpec spec{std::move(name), FieldType::Integer, false, std::move(fallback), std::move(meaning)};
    spec.least = least, spec.most = most;
    return spec;
}
FieldSpec number(std::string name, double least, double most, std::string fallback, std::string meaning) {
    FieldSpec spec = whole(std::move(name), least, most, std::move(fallback), std::move(meaning));
    spec.type = FieldType::Number;
    return spec;
}
FieldSpec flag(std::string name, std::string fallback, std::string meaning) {
    return {std::move(name), FieldType::Boolean, false, std::move(fallback), std::move(meaning)};
}
FieldSpec tables(std::string name, std::string meaning, std::vector<FieldSpec> fields) {
    return {std::move(name), FieldType::Tables, false, "[]", std::move(meaning), std::move(fields)};
}
FieldSpec table(std::string name, std::string meaning, std::vector<FieldSpec> fields) {
    return {std::move(name), FieldType::Table, false, "", std::move(meaning), std::move(fields)};
}
FieldSpec required(FieldSpec spec) {
    spec.required = true;
    return spec;
}

constexpr double kMostMinutes = 10'000;
constexpr double kMostPoints = 1'000'000;

}  // namespace

const std::vector<FieldSpec>& courseFields() {
    static const std::vector<FieldSpec> fields = [] {
        FieldSpec language = required(text("language", "the programming language of the exercises"));
        language.oneOf = {"go"};
        return std::vector<FieldSpec>{
            required(text("id", "names the course: letters, digits, '-', '_', '.'")),
            required(text("title", "what people call it")),
            required(text("version", "changes with the content")),
            language,
            strings("authors", "who wrote it"),
            text("licence", "under which terms it may be used, as an SPDX identifier"),
            required(tables("phase", "a part of the course, in order",
                            {required(text("id", "the name of its folders under lessons/ and exercises/")),
                             text("title", "what people call it", "its id"),
                             text("summary", "one sentence on what it is about"),
                             strings("lessons", "ids of its lessons, in order"),
                             strings("exercises", "ids of its exercises, in order")})),
        };
    }();
    return fields;
}

const std::vector<FieldSpec>& skillsFields() {
    static const std::vector<FieldSpec> fields{required(
        tables("area", "a group of skills, in order",
               {required(text("id", "names the area")), required(text("title", "what people call it")),
                tables("skills", "its skills, in order",
                       {required(text("id", "what lessons and exercises name: \"section.leaf\"")),
                        required(text("title", "what people call it"))})}))};
    return fields;
}

const std::vector<FieldSpec>& lessonFields() {
    static const std::vector<FieldSpec> fields{
        required(text("id", "the name of the lesson's folder")),
        required(text("title", "what people call it")),
        strings("objectives", "what the reader can do afterwards"),
        strings("skills", "ids from lessons/skills.toml that it teaches"),
        whole("minutes", 1, kMostMinutes, "0", "how long a reader needs"),
        strings("exercises", "ids of the exercises that practise it, in order"),
    };
    return fields;
}

const std::vector<FieldSpec>& quizFields() {
    static const std::vector<FieldSpec> fields{
        required(text("question", "what is asked; Markdown")),
        required(
            tables("option", "an answer, in the order shown",
                   {required(text("text", "the answer; Markdown")), flag("correct", "false", "it is right"),
                    text("why", "shown when it was chosen: why it is right or wrong; Markdown")})),
    };
    return fields;
}

const std::vector<FieldSpec>& exerciseFields() {
    // The codes of the helper's refusals that can be lifted (toolchain/go/helper/internal/refuse).
    FieldSpec allow = strings("allow", "standing refusals that this exercise lifts");
    allow.oneOf = {"unsafe",   "syscall",   "x-sys",    "plugin",          "internal",     "cgo",
                   "assembly", "directive", "heapdump", "reflect-pointer", "testing-main", "testmain"};
    static const std::vector<FieldSpec> fields{
        required(text("id", "the name of the exercise's folder; unique in the course")),
        required(text("title", "what people call it")),
        required(text("version", "changes with the content")),
        whole("difficulty", 1, 10, "0", "1 to 3 follow the lesson's example, 9 and 10 are challenges"),
        whole("minutes", 1, kMostMinutes, "0", "how long a person needs who has read the lesson"),
        strings("skills", "ids from lessons/skills.toml that it practises"),
        strings("objectives", "what the learner can do afterwards"),
        required(number("points", 0, kMostPoints, "", "the sum over the checks, exactly")),
        number("pass_at", 0, kMostPoints, "points", "points from which the exercise is passed"),
        allow,
        required(
            table("files", "which files the learner writes and sees",
                  {required(strings("editable", "paths or globs of the files that are submitted")),
                   strings("readonly", "paths or globs of files that are shown; taken from solution/")})),
        table("limits", "what a run may use; what is absent has the default",
              {whole("cpu_ms", 10, 600'000, "10000", "CPU time of a test process"),
               whole("wall_ms", 10, 600'000, "10000", "wall time of a test process"),
               whole("memory_mib", 16, 65'536, "512", "memory of the program's own"),
               whole("output_kib", 1, 1'048'576, "1024", "output of one stream"),
               whole("threads", 1, 4'096, "256", "threads at one time"),
               whole("tmp_mib", 1, 16'384, "64", "size of the private /tmp"),
               whole("files", 1, 1'000'000, "4096", "number of files in it"),
               flag("processes", "false", "the program may start other programs")}),
        required(tables("check", "what is checked, in order", {})),
    };
    return fields;
}

const std::vector<FieldSpec>& checkFields() {
    static const std::vector<FieldSpec> fields{
        text("id", "names the check in reports and in expect.toml; unique in the exercise", "its kind"),
        required(text("kind", "what is checked")),
        text("title", "what people call it", "the kind's title"),
        number("points", 0, kMostPoints, "0", "0: a gate, which ends the grading where it is not passed"),
        text("reveal", "what the learner is told where the check is not passed and details stay hidden"),
    };
    return fields;
}

const std::vector<FieldSpec>& expectFields() {
    static const std::vector<FieldSpec> fields{
        required(
            {"verdict", FieldType::Any, false, "", "the overall verdict, or a list of which any is right"}),
        text("check", "id of the first check that must not be passed"),
        strings("tests", "exactly these entries are not passed: tests, cases, steps or rules"),
        strings("survivors", "exactly these mutants survive"),
        table("score", "what the score must be",
              {number("at_least", 0, kMostPoints, "", "points"),
               number("at_most", 0, kMostPoints, "", "points")}),
    };
    return fields;
}

const std::vector<FieldSpec>& mutantFields() {
    static const std::vector<FieldSpec> fields{
        text("reveal", "what the learner is told while the mutant survives"),
    };
    return fields;
}

const std::vector<std::string>& verdictNames() {
    static const std::vector<std::string> names{
        "passed", "failed", "compile_error", "time_limit", "memory_limit", "output_limit",   "crashed",
        "raced",  "leaked", "invalid",       "tampered",   "not_run",      "internal_error", "undecided",
    };
    return names;
}

const std::vector<std::string>& expectableVerdicts() {
    static const std::vector<std::string> names(verdictNames().begin(), verdictNames().end() - 3);
    return names;
}

bool isValidId(std::string_view id) {
    const auto alphanumeric = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (id.empty() || id.size() > 64 || !alphanumeric(id.front()) || id.back() == '.') return false;
    if (id.find("..") != std::string_view::npos) return false;
    if (id == "internal" || id == "testdata" || id == "vendor") return false;
    return std::all_of(id.begin(), id.end(),
                       [&](char c) { return alphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

std::string idRule() {
    return "letters, digits, '-', '_' and '.', a letter or digit first, at most 64, "
           "and not internal, testdata or vendor";
}

}  // namespace assay::course
