// A check kind that lives only here: one class, one line in a table (this program's own, in place of table.cpp). Course
// reader, judge and reports take it as they take the others.
#include <catch2/catch_test_macros.hpp>

#include "checks/kinds.h"
#include "report/report.h"
#include "support/real_judge.h"

namespace assay::checks {

namespace {

class OwnTestsKind final : public Kind {
  public:
    std::string_view name() const override { return "own-tests"; }
    std::string_view title() const override { return "Own tests"; }
    std::vector<course::FieldSpec> fields() const override {
        return {{.name = "at_least", .type = course::FieldType::Integer, .required = true, .meaning = "So many tests of the learner's own.", .least = 1}};
    }
    std::string byHand(const course::Exercise&, const course::Check&, const CheckResult&) const override { return "go test -list . ./..."; }
    Result<CheckResult> run(Context& context) const override {
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        const auto wanted = static_cast<std::size_t>(context.check.fields.integer("at_least"));
        CheckResult result;
        result.verdict = analysis->learners.size() >= wanted ? Verdict::Passed : Verdict::Failed;
        result.points = result.verdict == Verdict::Passed ? Points::fromNumber(context.check.points) : Points();
        result.message = plural(analysis->learners.size(), "test of your own.", "tests of your own.");
        return result;
    }
};

const OwnTestsKind ownTests;

}  // namespace

const std::vector<const Kind*>& allKinds() {
    static const std::vector<const Kind*> kinds{&buildKind(), &rubricKind(), &ownTests};
    return kinds;
}
const Kind* kindByName(std::string_view name) {
    for (const Kind* kind : allKinds())
        if (kind->name() == name) return kind;
    return nullptr;
}
course::KindSchemas kindSchemas() {
    course::KindSchemas schemas;
    for (const Kind* kind : allKinds()) schemas.push_back({std::string(kind->name()), kind->fields()});
    return schemas;
}

}  // namespace assay::checks

using namespace assay;

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
