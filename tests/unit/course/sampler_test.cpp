// The course in tests/support/courses/sampler uses every part of the format once; it is read here without a
// fault.
#include <catch2/catch_test_macros.hpp>

#include "course/files.h"
#include "course/formats.h"
#include "course/lesson.h"
#include "course_support.h"
#include "well_formed.h"

using namespace assay;
using namespace assay::course;
using assay::course::testing::described;
using assay::course::testing::someKinds;
using Lines = std::vector<std::string>;

namespace {

const base::fs::path kRoot = ASSAY_SOURCE_DIR;

LoadedCourse sampler() {
    auto loaded = loadCourse(kRoot / "tests/support/courses/sampler", someKinds());
    REQUIRE(loaded);
    return std::move(*loaded);
}

void expectDocumented(const std::string& page, const std::vector<FieldSpec>& fields) {
    for (const FieldSpec& field : fields) {
        INFO("field " << field.name);
        CHECK(page.find("`" + field.name + "`") != std::string::npos);
        expectDocumented(page, field.fields);
    }
}

}  // namespace

TEST_CASE("The sampler course has no fault, in its tables, its files and its lessons") {
    const LoadedCourse loaded = sampler();
    CHECK(described(loaded.faults) == Lines{});
    for (const Exercise& exercise : loaded.course.exercises)
        CHECK(described(checkFiles(exercise)) == Lines{});
    std::vector<Fault> faults;
    for (const LessonInfo& info : loaded.course.lessons) {
        const auto lesson = readLesson(info, loaded.course, faults);
        REQUIRE(lesson);
        CHECK(testing::faultOfHtml(lessonHtml(*lesson)) == "");
    }
    CHECK(described(faults) == Lines{});
}

TEST_CASE("The sampler course is read in its order, with every field") {
    const Course course = sampler().course;
    Lines ids;
    for (const Exercise& exercise : course.exercises)
        ids.push_back(exercise.phase + "/" + exercise.id);
    CHECK(ids == Lines{"start/absolute", "start/echo", "later/list-tests"});
    CHECK(course.skillAreas.size() == 2);
    const Exercise& absolute = *course.exercise("absolute");
    CHECK(absolute.passPoints() == 8);
    CHECK(absolute.allow == Lines{"unsafe"});
    CHECK(absolute.limits.cpuMs == 2000);
    CHECK(absolute.limits.outputKib == 64);
    CHECK(absolute.limits.threads == 64);
    CHECK(absolute.limits.tmpMib == 16);
    CHECK(absolute.limits.files == 100);
    CHECK_FALSE(absolute.limits.processes);
    CHECK(absolute.check("policy")->reveal == "A comparison is enough.");
    CHECK(absolute.check("build")->title == "It compiles");
    CHECK(absolute.check("format")->points == 0.5);
    const auto readonly = readonlyFiles(absolute);
    REQUIRE(readonly);
    REQUIRE(readonly->size() == 2);
    CHECK(readonly->at(1).name == "testdata/cases.json");
    const auto starter = starterFiles(*course.exercise("list-tests"));
    REQUIRE(starter);
    CHECK(starter->size() == 1);
}

TEST_CASE("FORMAT.md documents every field that the readers know") {
    const auto lessons = base::readFile(kRoot / "lessons/FORMAT.md");
    const auto exercises = base::readFile(kRoot / "exercises/FORMAT.md");
    REQUIRE(lessons);
    REQUIRE(exercises);
    for (const auto* fields : {&courseFields(), &skillsFields(), &lessonFields(), &quizFields()})
        expectDocumented(*lessons, *fields);
    for (const auto* fields : {&exerciseFields(), &checkFields(), &expectFields(), &mutantFields()}) {
        expectDocumented(*exercises, *fields);
    }
    for (const std::string& verdict : expectableVerdicts())
        CHECK(exercises->find("`" + verdict + "`") != std::string::npos);
}
