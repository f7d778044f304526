// `lint`: further analysers, errors that nobody looks at, functions with too many ways through. docs/lint.md.

#include <algorithm>
#include <array>

#include "base/text.h"
#include "checks/analyser_words.h"
#include "checks/kinds.h"

namespace assay::checks {

namespace {

using course::FieldSpec;
using course::FieldType;

// As internal/vetting/lint.go has them.
constexpr std::array<std::string_view, 14> kAnalysers{"atomicalign", "copylocks", "deepequalerrors", "httpmux", "lostcancel", "nilness", "printf", "reflectvaluecompare",
                                                      "shadow", "slog", "sortslice", "unusedparams", "unusedresult", "unusedwrite"};

class LintKind final : public Kind {
  public:
    std::string_view name() const override { return "lint"; }
    std::string_view title() const override { return "Lint"; }
    std::vector<FieldSpec> fields() const override {
        return {
            {.name = "analyzers", .type = FieldType::Strings, .fallback = "all that there are", .meaning = "Analysers, by name."},
            {.name = "check_errors", .type = FieldType::Strings, .fallback = "none", .meaning = "Functions whose error has to be looked at (\"os.Remove\", \"(*os.File).Close\"); \"*\": every one."},
            {.name = "max_complexity", .type = FieldType::Integer, .fallback = "not asked", .meaning = "At most so many ways through a function.", .least = 1, .most = 1000},
        };
    }
    void request(const course::Check& check, toolchain::BuildRequest& build) const override {
        toolchain::LintRequest one{check.id, check.fields.strings("analyzers"), check.fields.strings("check_errors"), static_cast<int>(check.fields.integer("max_complexity", 0))};
        if (check.fields.find("analyzers") == nullptr) one.analysers.assign(kAnalysers.begin(), kAnalysers.end());
        build.lint.push_back(std::move(one));
    }

    Result<CheckResult> run(Context& context) const override {
        const std::vector<std::string> known(kAnalysers.begin(), kAnalysers.end());
        for (const std::string& name : context.check.fields.strings("analyzers"))
            if (std::find(known.begin(), known.end(), name) == known.end()) {
                const std::string near = base::nearest(name, known);
                return base::failAt(base::ErrorCode::InvalidContent,
                                    "there is no analyser " + base::quote(name) + (near.empty() ? "" : "; did you mean " + near + "?") + "; known are " + base::join(known, ", "),
                                    context.exercise.id + "/exercise.toml", context.check.line);
            }
        auto reason = notAnalysable(context);
        if (!reason) return propagate(reason);
        if (*reason) return std::move(**reason);
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        const auto found = analysis->lint.find(context.check.id);
        if (found == analysis->lint.end()) return notAnalysed();
        return judgeFindings(context, explained(found->second, "lint"), "The analysers find nothing.", "The analysers find");
    }
};

}  // namespace

const Kind& lintKind() {
    static const LintKind kind;
    return kind;
}

}  // namespace assay::checks
