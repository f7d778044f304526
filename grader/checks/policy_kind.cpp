// `policy`: imports, constructs and documentation, by syntax tree and types. docs/policy.md.

#include "checks/kinds.h"

namespace assay::checks {

namespace {

using course::FieldSpec;
using course::FieldType;

class PolicyKind final : public Kind {
  public:
    std::string_view name() const override { return "policy"; }
    std::string_view title() const override { return "Rules"; }
    std::vector<FieldSpec> fields() const override {
        return {
            {.name = "allow_imports", .type = FieldType::Strings, .fallback = "all", .meaning = "Only these packages may be imported."},
            {.name = "forbid_imports", .type = FieldType::Strings, .fallback = "none", .meaning = "These packages may not be imported."},
            {.name = "require_imports", .type = FieldType::Strings, .fallback = "none", .meaning = "These packages have to be imported and used."},
            {.name = "forbid", .type = FieldType::Strings, .fallback = "none", .meaning = "Constructs that may not be used, by name."},
            {.name = "require", .type = FieldType::Strings, .fallback = "none", .meaning = "Constructs that have to be used, by name."},
            {.name = "documented", .type = FieldType::Boolean, .fallback = "false",
             .meaning = "Exported names carry a comment that begins with the name."},
        };
    }
    void request(const course::Check& check, toolchain::BuildRequest& build) const override {
        const course::Value& f = check.fields;
        build.policies.push_back({check.id, f.strings("allow_imports"), f.strings("forbid_imports"), f.strings("require_imports"),
                                  f.strings("forbid"), f.strings("require"), f.boolean("documented")});
    }

    Result<CheckResult> run(Context& context) const override {
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        CheckResult result;
        // No answer is no pass: where the analysis could not be finished the policy was not shown to hold.
        const auto found = analysis->policies.find(context.check.id);
        if (!analysis->known || found == analysis->policies.end()) return notAnalysed();
        for (const toolchain::Finding& finding : found->second)
            if (finding.code == "unknown-construct")
                return base::failAt(base::ErrorCode::InvalidContent, finding.message, context.exercise.id + "/exercise.toml", context.check.line);
        result.diagnostics = toDiagnostics(found->second, "policy");
        const bool held = result.diagnostics.empty();
        result.verdict = held ? Verdict::Passed : Verdict::Failed;
        result.points = held ? Points::fromNumber(context.check.points) : Points();
        result.message = held ? "The rules of the exercise are kept." : result.diagnostics.front().message;
        if (!held && !context.check.reveal.empty()) result.message += (result.message.ends_with('.') ? " " : ". ") + context.check.reveal;
        return result;
    }
};

}  // namespace

const Kind& policyKind() {
    static const PolicyKind kind;
    return kind;
}

}  // namespace assay::checks
