// assay pack and unpack, and a packed course in place of a folder, as programs.
#include <catch2/catch_test_macros.hpp>

#include "support/program.h"

using namespace assay;
using base::fs::path;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Place {
    base::TempFolder folder = *base::TempFolder::create("pack-cli-test");
    support::Home home;
    path course = folder.path() / "course", file = folder.path() / "course.assay";
    Place() { base::fs::copy(support::sourceCourse("small"), course, base::fs::copy_options::recursive); }
    base::CommandOutcome pack() const { return home.run({"pack", "--course", course.string(), "--out", file.string()}); }
};

}  // namespace

TEST_CASE("A course is packed, given away as one file, used as it is, and unpacked again") {
    Place place;
    const auto packed = place.pack();
    INFO(packed.out << packed.err);
    REQUIRE(packed.exitCode == 0);
    CHECK(holds(packed.out, "course.assay"));
    base::fs::rename(place.course, place.folder.path() / "gone");
    const auto exported = place.home.run({"--course", place.file.string(), "progress", "show"});
    INFO(exported.out << exported.err);
    CHECK(exported.exitCode == 0);
    const path courses = place.home.data() / "courses";
    CHECK(std::distance(base::fs::directory_iterator(courses), base::fs::directory_iterator()) == 1);
    const path work = place.folder.path() / "work";
    support::put(work / "double.go", "package double\n");
    const auto graded = place.home.run({"--course", place.file.string(), "grade", "doubl", work.string()});
    CHECK(graded.exitCode == 2);
    CHECK(holds(graded.err, "did you mean 'double'"));  // the pack's exercises, not the default course's
    const path out = place.folder.path() / "out";
    REQUIRE(place.home.run({"unpack", place.file.string(), "--out", out.string(), "--quiet"}).out.empty());
    CHECK(support::read(out / "lessons/course.toml") == support::read(place.folder.path() / "gone/lessons/course.toml"));
    const auto again = place.home.run({"unpack", place.file.string(), "--out", out.string()});
    CHECK(again.exitCode == 2);
    CHECK(holds(again.err, "is there already"));
}

TEST_CASE("A course with faults is not packed; every fault is told") {
    Place place;
    support::put(place.course / "exercises/first/stray/exercise.toml", "nonsense\n");
    support::put(place.course / "lessons/first/stray/lesson.md", "no front matter\n");
    const auto packed = place.pack();
    CHECK(packed.exitCode == 2);
    CHECK(holds(packed.err, "exercises/first/stray/exercise.toml"));
    CHECK(holds(packed.err, "lessons/first/stray/lesson.md"));
    CHECK_FALSE(base::fs::exists(place.file));
}

TEST_CASE("Wrong words and what is no pack are told, and nothing is left") {
    Place place;
    const auto named = place.home.run({"pack", "--course", place.course.string(), "--out", (place.folder.path() / "x.zip").string()});
    CHECK(named.exitCode == 2);
    CHECK(holds(named.err, ".assay"));
    support::put(place.file, "no archive");
    const auto used = place.home.run({"--course", place.file.string(), "check"});
    CHECK(used.exitCode == 2);
    CHECK(holds(used.err, "no packed course"));
    CHECK(place.home.run({"pack"}).exitCode == 2);
    CHECK(place.home.run({"unpack", place.file.string()}).exitCode == 2);
    const auto full = place.home.run({"pack", "--course", place.course.string(), "--out", "/dev/full/x.assay"});
    CHECK(full.exitCode == 2);  // a device is no folder
}
