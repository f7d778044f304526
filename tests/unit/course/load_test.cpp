#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "course_support.h"

using namespace assay;
using namespace assay::course;
using assay::course::testing::CourseFolder;
using assay::course::testing::described;
using assay::course::testing::someKinds;
using Catch::Matchers::ContainsSubstring;
using Lines = std::vector<std::string>;

namespace {
const std::string kCourse = "lessons/course.toml";
const std::string kLesson = "lessons/basics/first/lesson.md";
const std::string kExercise = "exercises/basics/clamp/exercise.toml";
}  // namespace

TEST_CASE("A sound course is read whole and has no fault") {
    const CourseFolder folder;
    const LoadedCourse loaded = folder.load();
    CHECK(described(loaded.faults) == Lines{});
    CHECK(loaded.usable());
    const Course& course = loaded.course;
    CHECK(course.id == "small");
    CHECK(course.language == "go");
    CHECK(course.authors == Lines{"A. Author"});
    CHECK(course.licence == "CC-BY-4.0");
    CHECK(course.folder == folder.path());
    REQUIRE(course.phase("basics") != nullptr);
    CHECK(course.phase("basics")->summary == "One of each.");
    CHECK(course.phase("absent") == nullptr);

    const LessonInfo* lesson = course.lesson("basics", "first");
    REQUIRE(lesson != nullptr);
    CHECK(lesson->title == "First");
    CHECK(lesson->minutes == 5);
    CHECK(lesson->exercises == Lines{"clamp"});
    CHECK(lesson->file == folder.path(kLesson));

    const Exercise* exercise = course.exercise("clamp");
    REQUIRE(exercise != nullptr);
    CHECK(exercise->importPath() == "course/basics/clamp");
    CHECK(exercise->folder == folder.path("exercises/basics/clamp"));
    CHECK(exercise->difficulty == 1);
    CHECK(exercise->passPoints() == 10);
    CHECK(exercise->limits.wallMs == 5000);
    CHECK(exercise->limits.memoryMib == 256);
    CHECK_FALSE(exercise->limits.cpuMs.has_value());
    REQUIRE(exercise->checks.size() == 2);
    const Check* tests = exercise->check("tests");
    REQUIRE(tests != nullptr);
    CHECK(tests->kindKnown);
    CHECK(tests->points == 10);
    REQUIRE(tests->fields.array("test").size() == 1);
    CHECK(tests->fields.array("test").front().number("weight") == 3);
    CHECK(tests->fields.array("test").front().line == 27);
}

TEST_CASE("A folder that is no course says where a course was looked for") {
    const CourseFolder folder(testing::Texts{{"readme.txt", "x"}});
    const auto loaded = loadCourse(folder.path(), someKinds());
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == base::ErrorCode::NotFound);
    CHECK_THAT(loaded.error().message, ContainsSubstring(folder.path().string().substr(0, 10)) &&
                                           ContainsSubstring("lessons/course.toml"));
    CHECK(loadCourse(folder.path("nothing"), someKinds()).error().code == base::ErrorCode::NotFound);
}

TEST_CASE("All faults of a course are told at once, sorted by file and line") {
    const CourseFolder folder;
    folder.replace(kCourse, "language = \"go\"", "langage = \"go\"");
    folder.replace(kLesson, "minutes = 5", "minutes = \"5\"");
    folder.replace(kExercise, "difficulty = 1", "difficulty = 11");
    folder.replace(kExercise, "weight = 3", "wieght = 3");
    CHECK(folder.faults() ==
          Lines{"exercises/basics/clamp/exercise.toml:4: 'difficulty' in exercise.toml is 11; it must be "
                "from 1 to 10",
                "exercises/basics/clamp/exercise.toml:29: field 'wieght' is not known in test 'TestEnds' of "
                "check 'tests' "
                "(expected one of name, weight, reveal; did you mean 'weight'?)",
                "lessons/basics/first/lesson.md:6: 'minutes' in the front matter is a string; it must be an "
                "integer",
                "lessons/course.toml:1: field 'language' is missing in course.toml (expected a string)",
                "lessons/course.toml:4: field 'langage' is not known in course.toml (expected one of id, "
                "title, version, "
                "language, authors, licence, phase; did you mean 'language'?)"});
    CHECK_FALSE(folder.load().usable());
}

TEST_CASE("What is required is asked for, what is not is advice") {
    const CourseFolder folder(testing::Texts{
        {kCourse, "[[phase]]\nid = \"basics\"\nexercises = [\"clamp\"]\n"}, {kExercise, "difficulty = 1\n"}});
    Lines hard, advice;
    for (const Fault& fault : folder.load().faults)
        (fault.advice ? advice : hard).push_back(fault.message);
    CHECK(hard ==
          Lines{"field 'id' is missing in exercise.toml", "field 'title' is missing in exercise.toml",
                "field 'version' is missing in exercise.toml", "field 'points' is missing in exercise.toml",
                "field 'files' is missing in exercise.toml", "field 'check' is missing in exercise.toml",
                "field 'id' is missing in course.toml", "field 'title' is missing in course.toml",
                "field 'version' is missing in course.toml", "field 'language' is missing in course.toml"});
    CHECK(advice == Lines{"task.md is missing", "starter/ is missing", "solution/ is missing",
                          "wrong/ is missing", "'exercises/go.mod' is not there", "no authors are named",
                          "no licence is named"});
}

TEST_CASE("An unknown kind names the known ones, and its fields are left alone") {
    const CourseFolder folder;
    folder.replace(kExercise, "kind = \"tests\"", "kind = \"test\"\nmust_kill = 3");
    const LoadedCourse loaded = folder.load();
    CHECK(described(loaded.faults) == Lines{"exercises/basics/clamp/exercise.toml:24: kind 'test' is not "
                                            "known; known are build, format, vet, policy, "
                                            "tests, program, rubric (did you mean 'tests'?)"});
    REQUIRE(loaded.course.exercise("clamp") != nullptr);
    CHECK_FALSE(loaded.course.exercise("clamp")->check("tests")->kindKnown);
    CHECK(loaded.course.exercise("clamp")->check("tests")->points == 10);
}

TEST_CASE("Ids") {
    const CourseFolder folder;
    SECTION("that are not the folder's name") {
        folder.replace(kExercise, "id = \"clamp\"", "id = \"klamp\"");
        CHECK(folder.faults().front() ==
              "exercises/basics/clamp/exercise.toml:1: id 'klamp' is not the name of its folder, 'clamp'");
    }
    SECTION("with characters that a path may not have") {
        folder.replace(kExercise, "id = \"clamp\"", "id = \"../clamp\"");
        CHECK_THAT(folder.faults().front(), ContainsSubstring("id '../clamp' holds what an id may not hold"));
        CHECK(folder.load().course.exercises.front().id == "clamp");
    }
    SECTION("of phases and checks that stand twice") {
        folder.replace(kCourse, "[[phase]]", "[[phase]]\nid = \"basics\"\n[[phase]]");
        folder.replace(kExercise, "id = \"tests\"", "id = \"build\"");
        const Lines faults = folder.faults();
        CHECK(faults.at(1) ==
              "exercises/basics/clamp/exercise.toml:23: two checks have the id 'build' (found the other one "
              "on line 18, expected an id of its own)");
        CHECK_THAT(faults.back(),
                   ContainsSubstring("lessons/course.toml:10: two phases have the id 'basics'"));
    }
    SECTION("of two exercises in two phases") {
        folder.write("exercises/more/clamp/exercise.toml", "id = \"clamp\"\n");
        folder.replace(kCourse, "[[phase]]", "[[phase]]\nid = \"more\"\nexercises = [\"clamp\"]\n[[phase]]");
        bool told = false;
        for (const Fault& fault : folder.load().faults)
            told = told || fault.message == "two exercises have the id 'clamp'";
        CHECK(told);
    }
    SECTION("of a check default to its kind") {
        folder.replace(kExercise, "id = \"build\"\n", "");
        const LoadedCourse loaded = folder.load();
        CHECK(loaded.faults.empty());
        CHECK(loaded.course.exercises.front().check("build") != nullptr);
    }
}

TEST_CASE("What course.toml lists and what lies in the folders must be the same") {
    const CourseFolder folder;
    SECTION("a listed exercise that is not there") {
        folder.replace(kCourse, "[\"clamp\"]", "[\n  \"clamp\",\n  \"clmap\"]");
        CHECK(folder.faults() ==
              Lines{"lessons/course.toml:15: exercise 'clmap' is listed in phase 'basics', but "
                    "exercises/basics/clmap/ is not there (expected exercises/basics/clmap/exercise.toml; "
                    "did you mean 'clamp'?)"});
    }
    SECTION("a listed lesson that is not there") {
        folder.replace(kCourse, "[\"first\"]", "[\"fist\"]");
        const Lines faults = folder.faults();
        REQUIRE(faults.size() == 2);
        CHECK_THAT(faults[0], ContainsSubstring("first/lesson.md:1: 'first' is listed in no phase") &&
                                  ContainsSubstring("did you mean 'fist'?"));
        CHECK_THAT(faults[1], ContainsSubstring("course.toml:12: lesson 'fist'") &&
                                  ContainsSubstring("did you mean 'first'?"));
    }
    SECTION("an exercise in another phase's folder") {
        folder.replace(kCourse, "exercises = [\"clamp\"]",
                       "[[phase]]\nid = \"late\"\nexercises = [\"clamp\"]");
        const Lines faults = folder.faults();
        REQUIRE(faults.size() == 2);
        CHECK_THAT(faults[0], ContainsSubstring("'clamp' is listed in no phase"));
        CHECK_THAT(faults[1], ContainsSubstring("did you mean 'basics/clamp'?"));
    }
    SECTION("an exercise in the folder of no phase") {
        folder.write("exercises/basic/x/exercise.toml", "id = \"x\"\n");
        Lines messages;
        for (const Fault& fault : folder.load().faults) {
            if (fault.line == 1 && !fault.nearest.empty()) messages.push_back(describe(fault));
        }
        CHECK(messages ==
              Lines{"exercises/basic/x/exercise.toml:1: 'x' is listed in no phase of course.toml (expected a "
                    "folder of one of the phases basics; did you mean 'basics'?)"});
    }
    SECTION("an id listed twice") {
        folder.replace(kCourse, "[\"clamp\"]", "[\"clamp\", \"clamp\"]");
        CHECK(folder.faults() ==
              Lines{"lessons/course.toml:13: 'clamp' stands twice in 'exercises' of phase 'basics'"});
    }
    SECTION("a list that leaves the course") {
        folder.replace(kCourse, "[\"clamp\"]", "[\"clamp\", \"../../x\"]");
        CHECK_THAT(folder.faults().at(0), ContainsSubstring("exercise '../../x' is not an id"));
    }
    SECTION("a lesson that names an exercise that does not exist") {
        folder.replace(kLesson, "exercises = [\"clamp\"]", "exercises = [\"clamp\",\n\"clump\"]");
        CHECK(folder.faults() ==
              Lines{"lessons/basics/first/lesson.md:8: exercise 'clump' does not exist (expected the id of "
                    "an exercise of this course; did you mean 'clamp'?)"});
    }
}

TEST_CASE("Points add up exactly") {
    const CourseFolder folder;
    folder.replace(kExercise, "points = 10\n\n[files]", "points = 0.3\n\n[files]");
    SECTION("tenths that binary numbers cannot hold") {
        folder.replace(kExercise, "kind = \"build\"", "kind = \"build\"\npoints = 0.1");
        folder.replace(kExercise, "points = 10", "points = 0.2");
        CHECK(folder.faults() == Lines{});
    }
    SECTION("and what does not add up is told") {
        CHECK(folder.faults() == Lines{"exercises/basics/clamp/exercise.toml:8: the exercise has 0.3 points, "
                                       "its checks add up to 10"});
    }
    SECTION("and pass_at is within them") {
        folder.replace(kExercise, "points = 0.3", "points = 10\npass_at = 10.5");
        CHECK(folder.faults() ==
              Lines{"exercises/basics/clamp/exercise.toml:9: 'pass_at' is more than the exercise's points "
                    "(found 10.5, expected at most 10)"});
    }
}

TEST_CASE("Numbers that mean nothing are refused") {
    const CourseFolder folder;
    folder.replace(kExercise, "wall_ms = 5000", "wall_ms = -1\nthreads = 99999999\ncpu_ms = 0.5");
    folder.replace(kExercise, "points = 10\n\n[[check.test]]", "points = nan\n\n[[check.test]]");
    folder.replace(kExercise, "weight = 3", "weight = -3");
    Lines messages;
    for (const Fault& fault : folder.load().faults)
        messages.push_back(fault.message);
    REQUIRE(messages.size() >= 5);
    CHECK_THAT(messages[1], ContainsSubstring("'wall_ms' in 'limits' of exercise.toml is -1"));
    CHECK_THAT(messages[2], ContainsSubstring("'threads' in 'limits' of exercise.toml is 99999999"));
    CHECK_THAT(messages[3],
               ContainsSubstring("'cpu_ms' in 'limits' of exercise.toml is a number; it must be an integer"));
    CHECK_THAT(messages[4], ContainsSubstring("'points' in check 'tests' is nan"));
    CHECK_THAT(messages[5], ContainsSubstring(
                                "'weight' in test 'TestEnds' of check 'tests' is -3; it must be at least 0"));
}

TEST_CASE("Paths of files stay in the exercise and are either editable or read-only") {
    const CourseFolder folder;
    const auto withFiles = [&](const std::string& editable, const std::string& readonly) {
        folder.replace(kExercise, "editable = [\"clamp.go\"]\nreadonly = []",
                       "editable = " + editable + "\nreadonly = " + readonly);
        return folder.faults();
    };
    SECTION("..") {
        CHECK(withFiles(R"(["../clamp.go"])", "[]").size() == 1);
    }
    SECTION("absolute") {
        CHECK(withFiles(R"(["clamp.go", "/etc/passwd"])", "[]").size() == 1);
    }
    SECTION("inside ..") {
        CHECK(withFiles(R"(["a/../../b.go"])", "[]").size() == 1);
    }
    SECTION("backslash and control characters") {
        CHECK(withFiles(R"(["a\\b.go", "a\nb.go"])", "[]").size() == 2);
    }
    SECTION("nothing editable") {
        CHECK(withFiles("[]", "[]") ==
              Lines{"exercises/basics/clamp/exercise.toml:11: 'editable' in 'files' of exercise.toml "
                    "is empty (expected at least one)"});
    }
    SECTION("both") {
        CHECK(withFiles(R"(["*.go"])", R"(["stack.go"])") ==
              Lines{"exercises/basics/clamp/exercise.toml:12: 'stack.go' is read-only and, by '*.go', "
                    "editable (expected one of "
                    "both)"});
    }
    SECTION("a folder below") {
        CHECK(withFiles(R"(["internal/x.go", "cmd/**"])", R"(["y.go"])").empty());
    }
}

TEST_CASE("Only refusals that exist can be lifted") {
    const CourseFolder folder;
    folder.replace(kExercise, "points = 10\n\n[files]",
                   "points = 10\nallow = [\"unsafe\", \"unsave\"]\n\n[files]");
    const Lines faults = folder.faults();
    REQUIRE(faults.size() == 1);
    CHECK_THAT(faults[0], ContainsSubstring("an entry of 'allow' in exercise.toml is 'unsave'") &&
                              ContainsSubstring("did you mean 'unsafe'?"));
}

TEST_CASE("A hidden entry without reveal is advice") {
    const CourseFolder folder;
    folder.replace(kExercise,
                   "kind = \"tests\"\npoints = 10\n\n[[check.test]]\nname = \"TestEnds\"\nweight = 3\nreveal "
                   "= \"Look at the ends.\"\n",
                   "kind = \"program\"\npoints = 10\n\n[[check.case]]\nname = \"one\"\nhidden = "
                   "true\n\n[[check.case]]\nname = \"one\"\n");
    CHECK(folder.faults() ==
          Lines{"!exercises/basics/clamp/exercise.toml:27: case 'one' of check 'tests' is hidden and has "
                "no 'reveal' (expected a sentence for the learner)",
                "exercises/basics/clamp/exercise.toml:31: case 'one' stands twice in check 'tests'"});
}

TEST_CASE("A rubric owns the points of what it takes from") {
    const CourseFolder folder;
    folder.write(kExercise, R"(id = "clamp"
title = "Clamp"
version = "1"
points = 100
[files]
editable = ["clamp.go"]
[[check]]
kind = "build"
[[check]]
kind = "vet"
[[check]]
kind = "rubric"
points = 100
levels = [[0, "rewrite"], [81, "exemplary"]]
[[check.dimension]]
title = "Form"
weight = 100
from = [{ check = "vet", share = 0.7 }, { check = "build", share = 0.3 }]
)");
    CHECK(folder.faults() == Lines{});
    SECTION("so they have none of their own") {
        folder.replace(kExercise, "kind = \"vet\"", "kind = \"vet\"\npoints = 10");
        folder.replace(kExercise, "points = 100\nlevels", "points = 90\nlevels");
        CHECK_THAT(folder.faults().at(0),
                   ContainsSubstring("exercise.toml:9: check 'vet' has points, and rubric 'rubric' takes "
                                     "from it: its points are the rubric's"));
    }
    SECTION("so they must be there") {
        folder.replace(kExercise, "check = \"vet\"", "check = \"wet\"");
        CHECK_THAT(folder.faults().at(0),
                   ContainsSubstring("rubric 'rubric' takes from 'wet'") && ContainsSubstring("'vet'?"));
    }
    SECTION("weights make 100 and shares make 1") {
        folder.replace(kExercise, "weight = 100", "weight = 90");
        folder.replace(kExercise, "share = 0.7", "share = 0.6");
        CHECK(folder.faults() ==
              Lines{"exercises/basics/clamp/exercise.toml:11: the weights of rubric 'rubric' add up to 90 "
                    "(expected 100)",
                    "exercises/basics/clamp/exercise.toml:15: the shares of dimension 'Form' add up to 0.9 "
                    "(expected 1)"});
    }
}

TEST_CASE("Skills are checked where there is a skill map") {
    const CourseFolder folder;
    folder.write("lessons/skills.toml",
                 "[[area]]\nid = \"basics\"\ntitle = \"Basics\"\nskills = [\n  { id = \"basics.function\", "
                 "title = \"F\" },\n]\n");
    const LoadedCourse loaded = folder.load();
    CHECK(described(loaded.faults) == Lines{"!exercises/basics/clamp/exercise.toml:6: skill "
                                            "'basics.functions' is not in lessons/skills.toml (did you mean "
                                            "'basics.function'?)",
                                            "!lessons/basics/first/lesson.md:5: skill 'basics.functions' is "
                                            "not in lessons/skills.toml (did you mean "
                                            "'basics.function'?)"});
    CHECK(loaded.usable());
    REQUIRE(loaded.course.skillAreas.size() == 1);
    CHECK(loaded.course.skillAreas[0].skills.at(0).title == "F");
}

TEST_CASE("Files that cannot be read are told by name, and the rest is read") {
    const CourseFolder folder;
    SECTION("a folder where a file should be") {
        folder.remove(kExercise);
        base::fs::create_directory(folder.path(kExercise));
        CHECK_THAT(folder.faults().at(0), ContainsSubstring("is a folder; it must be a regular file"));
    }
    SECTION("no file") {
        folder.remove(kExercise);
        CHECK_THAT(folder.faults().at(0), ContainsSubstring("exercise.toml' is not there"));
    }
    SECTION("a link out of the course") {
        folder.remove(kExercise);
        base::fs::create_symlink("/etc/hostname", folder.path(kExercise));
        CHECK_THAT(folder.faults().at(0), ContainsSubstring("is a symbolic link; it must be a regular file"));
    }
    SECTION("a folder that is a link out of the course") {
        base::fs::rename(folder.path("exercises/basics"), folder.path("elsewhere"));
        base::fs::create_directory_symlink(folder.path("elsewhere"), folder.path("exercises/basics"));
        CHECK_FALSE(folder.load().usable());
        CHECK(folder.load().course.exercises.empty());
    }
    SECTION("not UTF-8") {
        folder.replace(kExercise, "title = \"Clamp\"", "title = \"Cl\xE4mp\"");
        CHECK(folder.faults() ==
              Lines{"exercises/basics/clamp/exercise.toml:2: the text is not UTF-8 (expected valid TOML)"});
        folder.replace(kLesson, "title = \"First\"", "title = \"F\xFFirst\"");
        CHECK(folder.faults().back() == "lessons/basics/first/lesson.md:3: the text is not UTF-8");
    }
    SECTION("too large") {
        folder.write(kExercise, std::string((1 << 20) + 1, '#'));
        CHECK_THAT(folder.faults().at(0), ContainsSubstring("has 1048577 bytes; at most 1048576 are read"));
        folder.write(kLesson, std::string((4 << 20) + 1, '#'));
        CHECK_THAT(folder.faults().at(1), ContainsSubstring("has 4194305 bytes; at most 4194304 are read"));
    }
    SECTION("no TOML") {
        folder.replace(kExercise, "points = 10", "points = = 10");
        CHECK_THAT(folder.faults().at(0), ContainsSubstring("exercise.toml:8: not valid TOML: "));
    }
    SECTION("a key that would end the process") {
        std::string deep = "a";
        for (int i = 0; i < 200'000; ++i)
            deep += ".a";
        folder.write(kExercise, deep + " = 1\n");
        CHECK_THAT(folder.faults().at(0), ContainsSubstring("exercise.toml:1: a key has more than 16 parts"));
    }
    SECTION("no front matter") {
        folder.write(kLesson, "# First\n");
        CHECK(folder.faults() ==
              Lines{"lessons/basics/first/lesson.md:1: the lesson has no front matter (expected TOML between "
                    "two lines +++ at its beginning)"});
        CHECK(folder.load().course.lessons.size() == 1);
    }
    SECTION("a broken course.toml") {
        folder.write(kCourse, "id = \n");
        const Lines faults = folder.faults();
        REQUIRE(faults.size() == 1);
        CHECK_THAT(faults[0], ContainsSubstring("lessons/course.toml:1: not valid TOML"));
    }
}

TEST_CASE("A wrong go.mod is advice") {
    const CourseFolder folder;
    folder.write("exercises/go.mod", "// x\nmodule example.com/x // y\n");
    CHECK(folder.faults() ==
          Lines{"!exercises/go.mod:2: the module is 'example.com/x' (expected module course)"});
    folder.write("exercises/go.mod", "module \"course\"\n");
    CHECK(folder.faults() == Lines{});
}

TEST_CASE("Named exercises are read alone") {
    const CourseFolder folder;
    folder.replace(kCourse, "[\"clamp\"]", "[\"clamp\", \"broken\", \"absent\"]");
    folder.write("exercises/basics/broken/exercise.toml", "points = -1\n");
    folder.write("exercises/basics/extra/exercise.toml", "id = \"extra\"\n");
    folder.write(kLesson, "no front matter");
    const auto load = [&](const std::string& id) { return loadExercises(folder.path(), someKinds(), {id}); };

    const auto sound = load("clamp");
    REQUIRE(sound);
    CHECK(described(sound->faults) == Lines{});
    CHECK(sound->course.exercises.size() == 1);
    CHECK(sound->usable(sound->course.exercises.front()));

    const auto broken = loadExercises(folder.path(), someKinds(), {"clamp", "broken"});
    REQUIRE(broken);
    CHECK_FALSE(broken->usable());
    CHECK(broken->usable(*broken->course.exercise("clamp")));
    CHECK_FALSE(broken->usable(*broken->course.exercise("broken")));

    const auto slip = load("clmap");
    REQUIRE_FALSE(slip);
    CHECK(slip.error().code == base::ErrorCode::NotFound);
    CHECK(slip.error().message == "no exercise 'clmap'");
    CHECK(slip.error().hint == "did you mean 'clamp'?");
    CHECK_FALSE(load("../../etc"));

    const auto absent = load("absent");
    REQUIRE(absent);
    CHECK_THAT(describe(absent->faults.at(0)),
               ContainsSubstring("course.toml:13: exercise 'absent' is listed"));
    const auto unlisted = load("extra");
    REQUIRE(unlisted);
    CHECK(std::any_of(unlisted->faults.begin(), unlisted->faults.end(), [](const Fault& fault) {
        return fault.line == 1 && fault.message == "'extra' is listed in no phase of course.toml";
    }));
}
