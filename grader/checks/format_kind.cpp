// `format`: the learner's Go files are what gofmt writes. docs/format.md.

#include "checks/kinds.h"

namespace assay::checks {

namespace {

class FormatKind final : public Kind {
  public:
    std::string_view name() const override { return "format"; }
    std::string_view title() const override { return "Formatting"; }
    std::vector<course::FieldSpec> fields() const override { return {}; }
    void request(const course::Check&, toolchain::BuildRequest& build) const override { build.format = true; }

    std::string byHand(const course::Exercise&, const course::Check&, const CheckResult&) const override { return "gofmt -d ."; }

    std::string next(const course::Exercise&, const course::Check&, const CheckResult& result) const override {
        return result.diagnostics.empty() ? std::string() : "Run `gofmt -w .` and grade again.";
    }

    Result<CheckResult> run(Context& context) const override {
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        CheckResult result;
        if (!analysis->known) return notAnalysed();
        result.diagnostics = toDiagnostics(analysis->format, "format");
        result.verdict = result.diagnostics.empty() ? Verdict::Passed : Verdict::Failed;
        result.points = result.diagnostics.empty() ? Points::fromNumber(context.check.points) : Points();
        result.message = result.diagnostics.empty()
                             ? "The files are as gofmt writes them."
                             : plural(result.diagnostics.size(), "file is not as gofmt writes it", "files are not as gofmt writes them") + ". `gofmt -w .` mends that.";
        return result;
    }
};

}  // namespace

const Kind& formatKind() {
    static const FormatKind kind;
    return kind;
}

}  // namespace assay::checks
