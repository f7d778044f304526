// `own-tests`: how many tests of their own a learner has written. A kind that lives only in the tests: this file, its page
// own-tests.md, its line in the table (CMakeLists.txt writes it into a copy of grader/checks/table.cpp).

#include "checks/kind.h"

namespace assay::checks {

const Kind& ownTestsKind();  // for the table

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

}  // namespace

const Kind& ownTestsKind() {
    static const OwnTestsKind kind;
    return kind;
}

}  // namespace assay::checks
