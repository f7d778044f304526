// `vet`: the findings of go vet's analysers, each with a sentence in plain words. docs/vet.md.

#include "checks/analyser_words.h"
#include "checks/kinds.h"

namespace assay::checks {

namespace {

class VetKind final : public Kind {
  public:
    std::string_view name() const override { return "vet"; }
    std::string_view title() const override { return "Vet"; }
    std::vector<course::FieldSpec> fields() const override { return {}; }
    void request(const course::Check&, toolchain::BuildRequest& build) const override { build.vet = true; }

    std::string byHand(const course::Exercise&, const course::Check&, const CheckResult&) const override { return "go vet ./..."; }

    Result<CheckResult> run(Context& context) const override {
        auto reason = notAnalysable(context);
        if (!reason) return propagate(reason);
        if (*reason) return std::move(**reason);
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        return judgeFindings(context, explained(analysis->vet, "vet"), "go vet finds nothing.", "go vet finds");
    }
};

}  // namespace

const Kind& vetKind() {
    static const VetKind kind;
    return kind;
}

}  // namespace assay::checks
