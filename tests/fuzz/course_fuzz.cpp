// One file of a small course is replaced by the input; then the course is loaded as `assay check` loads it.
// The first byte says which file. Wrong is: to crash, to hang, to say something that is not UTF-8, to open
// anything outside.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "course/files.h"

using namespace assay;
using namespace assay::course;

namespace {

constexpr const char* kFiles[] = {
    "exercises/basics/clamp/exercise.toml",
    "lessons/course.toml",
    "lessons/basics/first/lesson.md",
    "lessons/skills.toml",
    "exercises/basics/clamp/wrong/w/expect.toml",
    "exercises/basics/clamp/mutants/m/mutant.toml",
    "exercises/basics/clamp/hints.md",
    "exercises/go.mod",
};

constexpr const char* kSound[] = {
    "id = \"clamp\"\ntitle = \"C\"\nversion = \"1\"\npoints = 1\n[files]\neditable = "
    "[\"c.go\"]\n[[check]]\nkind = \"tests\"\npoints = 1\n",
    "id = \"c\"\ntitle = \"C\"\nversion = \"1\"\nlanguage = \"go\"\n[[phase]]\nid = \"basics\"\nlessons = "
    "[\"first\"]\nexercises = [\"clamp\"]\n",
    "+++\nid = \"first\"\ntitle = \"F\"\nexercises = [\"clamp\"]\n+++\n# F\n",
    "[[area]]\nid = \"a\"\ntitle = \"A\"\nskills = [{ id = \"a.b\", title = \"B\" }]\n",
    "verdict = \"failed\"\n",
    "reveal = \"r\"\n",
    "## One\n\ntext\n",
    "module course\n",
};

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

FieldSpec field(const char* name, FieldType type) {
    FieldSpec spec;
    spec.name = name;
    spec.type = type;
    return spec;
}

const KindSchemas& kinds() {
    static const KindSchemas all = [] {
        FieldSpec tests = field("test", FieldType::Tables);
        tests.fields = {field("name", FieldType::String), field("weight", FieldType::Number),
                        field("hidden", FieldType::Boolean), field("reveal", FieldType::String)};
        FieldSpec from = field("from", FieldType::Tables);
        from.fields = {field("check", FieldType::String), field("share", FieldType::Number)};
        FieldSpec dimensions = field("dimension", FieldType::Tables);
        dimensions.fields = {field("title", FieldType::String), field("weight", FieldType::Number), from};
        FieldSpec headers = field("headers", FieldType::Table);
        return KindSchemas{{"build", {}},
                           {"tests", {tests, headers, field("count", FieldType::Integers)}},
                           {"rubric", {dimensions}}};
    }();
    return all;
}

const base::fs::path& folder() {
    static const base::TempFolder temporary = [] {
        auto made = base::TempFolder::create("course-fuzz");
        require(made.has_value(), "a temporary folder");
        for (std::size_t i = 0; i < std::size(kFiles); ++i) {
            require(base::ensureFolder((made->path() / kFiles[i]).parent_path()).has_value(), "a folder");
            require(base::writeFile(made->path() / kFiles[i], kSound[i]).has_value(), "a file");
        }
        return std::move(*made);
    }();
    return temporary.path();
}

void check(const std::vector<Fault>& faults) {
    for (const Fault& fault : faults) {
        require(!fault.message.empty(), "a fault says something");
        require(base::isUtf8(describe(fault)), "a fault is UTF-8");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t which = data[0] % std::size(kFiles);
    const std::string_view content(reinterpret_cast<const char*>(data) + 1, size - 1);
    const base::fs::path file = folder() / kFiles[which];
    require(base::writeFile(file, content).has_value(), "the input is written");

    const auto loaded = loadCourse(folder(), kinds());
    require(loaded.has_value(), "a course is there");
    check(loaded->faults);
    for (const Exercise& exercise : loaded->course.exercises) {
        require(exercise.folder == folder() / "exercises/basics/clamp", "an exercise stays in its folder");
        check(checkFiles(exercise));
        if (const auto starter = starterFiles(exercise)) {
            for (const SourceFile& source : *starter)
                require(isEditable(exercise, source.name), "a starter file is editable");
        }
    }
    const auto named = loadExercises(folder(), kinds(), {"clamp"});
    if (named) check(named->faults);

    require(base::writeFile(file, kSound[which]).has_value(), "the sound file is put back");
    return 0;
}
