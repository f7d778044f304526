// What exercises of public Go tracks rely on, graded through the built `assay grade`: tests/support/courses/track has one
// exercise for each such thing, with a solution and a submission that is wrong in one way.

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "support/program.h"

using namespace assay::support;
using nlohmann::json;
namespace fs = assay::base::fs;

namespace {

struct Case {
    std::string exercise, wrong;
    double points;              // of the wrong one; without [[check.test]] each test counts the same
    std::string failing;        // the one test that is not passed
    std::size_t tests;          // how many entries without subtests
};

const std::vector<Case> kCases{
    {"several-files", "last-first", 5, "TestOrder", 2},
    {"sub-folders", "forgets-one", 5, "TestCount", 2},
    {"external-tests", "shouts", 5, "TestTo", 2},
    {"examples", "no-spaces", 5, "ExampleJoin", 2},  // ExampleJoin_silent has no output to compare: not run
    {"benchmarks", "counts", 5, "TestOf", 2},        // the fuzz target's seeds are a test, the benchmark is none
    {"test-data", "letters", 5, "TestWords", 2},
    {"helper-files", "every-fourth", 0, "TestIs", 1},
    {"generic-map", "one-less", 5, "TestMap", 2},
    {"slow-tests", "impatient", 5, "TestLong", 2},
    {"equal-weights", "never-negative", 6, "TestNegative", 3},
    {"time-zone", "no-summer", 6.67, "TestSummer", 3},
};

json grade(const Home& home, const std::string& exercise, const fs::path& submission, int exitCode) {
    const auto outcome = home.run({"grade", exercise, submission.string(), "--json", "--course", sourceCourse("track").string()});
    INFO(exercise << ": " << outcome.err << outcome.out);
    CHECK(outcome.exitCode == exitCode);
    const json report = json::parse(outcome.out, nullptr, false);
    REQUIRE(report.is_object());
    return report;
}

json testsOf(const json& report) {
    json tests = json::array();
    for (const json& test : report["checks"].back()["tests"])
        if (test["name"].get<std::string>().find('/') == std::string::npos) tests.push_back(test);
    return tests;
}

}  // namespace

TEST_CASE("The solution of each kind of exercise passes with all points") {
    const Home home;
    for (const Case& one : kCases) {
        const json report = grade(home, one.exercise, sourceCourse("track") / "exercises/go" / one.exercise / "solution", 0);
        INFO(one.exercise << " " << report.dump(1));
        CHECK(report["verdict"] == "passed");
        CHECK(report["score"]["points"] == report["score"]["max"]);
        CHECK(testsOf(report).size() == one.tests);
    }
}

TEST_CASE("A submission that is wrong in one way fails the one test that shows it") {
    const Home home;
    for (const Case& one : kCases) {
        const json report = grade(home, one.exercise, sourceCourse("track") / "exercises/go" / one.exercise / "wrong" / one.wrong, 1);
        INFO(one.exercise << " " << report.dump(1));
        CHECK(report["verdict"] == "failed");
        CHECK(report["score"]["points"] == one.points);
        for (const json& test : testsOf(report)) CHECK((test["verdict"] == "passed") == (test["name"] != one.failing));
    }
}

TEST_CASE("The course of these exercises is fair, and none is left out here") {
    const Home home;
    const auto outcome = home.run({"check", "--course", sourceCourse("track").string()});
    INFO(outcome.out << outcome.err);
    CHECK(outcome.exitCode == 0);
    std::size_t exercises = 0;
    for (const auto& entry : fs::directory_iterator(sourceCourse("track") / "exercises/go")) exercises += entry.is_directory() ? 1 : 0;
    CHECK(exercises == kCases.size());
}
