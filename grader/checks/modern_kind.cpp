// `modern`: nothing is left that the modernizers of go fix would rewrite. docs/modern.md.

#include "checks/analyser_words.h"
#include "checks/kinds.h"

namespace assay::checks {

namespace {

class ModernKind final : public Kind {
  public:
    std::string_view name() const override { return "modern"; }
    std::string_view title() const override { return "Modern Go"; }
    std::vector<course::FieldSpec> fields() const override {
        return {{.name = "except", .type = course::FieldType::Strings, .fallback = "none", .meaning = "Modernizers that are not asked, by name."}};
    }
    void request(const course::Check& check, toolchain::BuildRequest& build) const override { build.modern.push_back({check.id, check.fields.strings("except")}); }

    std::string byHand(const course::Exercise&, const course::Check&, const CheckResult&) const override { return "go fix -diff ./..."; }
    Result<CheckResult> run(Context& context) const override {
        auto reason = notAnalysable(context);
        if (!reason) return propagate(reason);
        if (*reason) return std::move(**reason);
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        const auto found = analysis->modern.find(context.check.id);
        if (found == analysis->modern.end()) return notAnalysed();
        return judgeFindings(context, explained(found->second, "modern"), "go fix would change nothing.", "go fix would change");
    }
};

}  // namespace

const Kind& modernKind() {
    static const ModernKind kind;
    return kind;
}

}  // namespace assay::checks
