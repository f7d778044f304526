// A check kind that lives only in the tests: one file and one page in own_kind/, one line in the table. Everything else is the
// program's own: course reader, judge, `assay check`, reports take it as they take the others.
#include <catch2/catch_test_macros.hpp>

#include "checks/kind.h"
#include "judge/verify.h"
#include "report/report.h"
#include "support/program.h"
#include "support/real_judge.h"

using namespace assay;

namespace {

const std::string kToml = "[files]\neditable = [\"a.go\", \"*_test.go\"]\n[[check]]\nid = \"build\"\nkind = \"build\"\n[[check]]\nid = \"own\"\nkind = \"own-tests\"\nat_least = 2\npoints = 10\n";
const std::string kTests = "package ex\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {}\n";

std::string checked(const std::string& expected) {
    const support::TinyCourse course(kToml, {{"starter/a.go", "package ex\n"},
                                             {"solution/a.go", "package ex\n"},
                                             {"solution/a_test.go", kTests + "\nfunc TestB(t *testing.T) {}\n"},
                                             {"wrong/one/a_test.go", kTests},
                                             {"wrong/one/expect.toml", "verdict = \"failed\"\ncheck = \"" + expected + "\"\n"}});
    const auto faults = judge::verifyExercise(*support::realJudge(), course.exercise(), {});
    REQUIRE(faults);
    std::string text;
    for (const course::Fault& fault : *faults) text += course::describe(fault) + "\n";
    return text;
}

}  // namespace

TEST_CASE("The table is the program's with one kind more", "[own-kind]") {
    const std::string table = support::read(base::fs::path(ASSAY_SOURCE_DIR) / "grader/checks/table.cpp");
    for (const checks::Kind* kind : checks::allKinds())
        if (kind->name() != "own-tests") CHECK(table.find("&" + std::string(kind->name()) + "Kind()") != std::string::npos);
    std::size_t listed = 0;
    for (std::size_t at = 0; (at = table.find("Kind()", at)) != std::string::npos; ++at) ++listed;
    CHECK(checks::allKinds().size() == listed + 1);
    REQUIRE(checks::kindByName("own-tests") != nullptr);
    CHECK(checks::kindByName("own-test") == nullptr);
}

TEST_CASE("Its page says its fields, as those of the others do", "[own-kind]") {
    const base::fs::path pages = base::fs::path(ASSAY_SOURCE_DIR) / "grader/checks/docs", own = base::fs::path(ASSAY_SOURCE_DIR) / "tests/unit/checks/own_kind";
    for (const checks::Kind* kind : checks::allKinds()) {
        const std::string name(kind->name()), page = support::read((name == "own-tests" ? own : pages) / (name + ".md"));
        INFO(name);
        CHECK(page.starts_with("# `" + name + "`"));
        for (const course::FieldSpec& field : kind->fields()) CHECK((page.find("`" + field.name + "`") != std::string::npos || page.find("check." + field.name + "]]`") != std::string::npos || page.find("[" + field.name + "]") != std::string::npos));
        for (const char* part : {"**Proves**", "```toml", "**Cannot prove**"}) CHECK(page.find(part) != std::string::npos);
    }
}

TEST_CASE("assay check proves an exercise with it", "[own-kind]") {
    CHECK(checked("own").empty());
    CHECK(checked("build").find("fails in another check than it declares") != std::string::npos);
}

TEST_CASE("A slip in its settings is answered with the nearest name", "[own-kind]") {
    CHECK_THROWS(support::TinyCourse("[files]\neditable = [\"a.go\"]\n[[check]]\nkind = \"own-tests\"\nat_leest = 2\npoints = 10\n", {{"starter/a.go", "package ex\n"}}));
}

TEST_CASE("A kind that lives only in the tests is read, graded, weighed by a rubric and reported like the others", "[own-kind]") {
    const support::TinyCourse course(
        "[files]\neditable = [\"a.go\", \"*_test.go\"]\n[[check]]\nid = \"build\"\nkind = \"build\"\n[[check]]\nid = \"own\"\nkind = \"own-tests\"\nat_least = 2\n"
        "[[check]]\nid = \"rubric\"\nkind = \"rubric\"\npoints = 10\n[[check.dimension]]\ntitle = \"Tests\"\nweight = 100\nfrom = [{ check = \"own\" }]\n",
        {{"starter/a.go", "package ex\n"}});
    const auto grade = [&](const std::string& tests) { return support::realJudge().grade(course, {{"a.go", "package ex\n"}, {"a_test.go", "package ex\n\nimport \"testing\"\n\n" + tests}}); };
    const judge::Report one = grade("func TestA(t *testing.T) {}\n");
    CHECK(one.verdict == checks::Verdict::Failed);
    CHECK(one.checks[1].verdict == checks::Verdict::Failed);
    CHECK(one.checks[2].points.isZero());
    const judge::Report two = grade("func TestA(t *testing.T) {}\n\nfunc TestB(t *testing.T) {}\n");
    CHECK(two.verdict == checks::Verdict::Passed);
    CHECK(two.points == checks::Points(10));
    const std::string json = report::toJson(one, 2);
    CHECK(json.find("\"own-tests\"") != std::string::npos);
    CHECK(json.find("1 test of your own.") != std::string::npos);
    CHECK(json.find("go test -list") != std::string::npos);
    CHECK(report::toText(one, {}).find("Own tests") != std::string::npos);
}
