// `lint`: further analysers, errors that nobody looks at, functions with too many ways through. docs/lint.md.

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "checks/analyser_words.h"
#include "checks/go_names.h"
#include "checks/inspected.h"
#include "checks/kinds.h"

namespace assay::checks {

namespace {

using course::FieldSpec;
using course::FieldType;

// As internal/vetting/lint.go has them.
constexpr std::array<std::string_view, 14> kAnalysers{"atomicalign", "copylocks", "deepequalerrors", "httpmux", "lostcancel", "nilness", "printf", "reflectvaluecompare",
                                                      "shadow", "slog", "sortslice", "unusedparams", "unusedresult", "unusedwrite"};

// Those of them that go vet runs by itself.
constexpr std::array<std::string_view, 6> kInVet{"copylocks", "httpmux", "lostcancel", "printf", "slog", "unusedresult"};

class LintKind final : public Kind, public Inspected {
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

    // Only what the go command finds as well: most of these analysers are in no command of its own.
    std::string byHand(const course::Exercise&, const course::Check&, const CheckResult& result) const override {
        const auto vets = [](const Diagnostic& finding) {
            return std::ranges::any_of(kInVet, [&](std::string_view name) { return finding.code == "lint/" + std::string(name); });
        };
        return !result.diagnostics.empty() && std::ranges::all_of(result.diagnostics, vets) ? "go vet ./..." : std::string();
    }

    void inspect(const course::Exercise&, const course::Check& check, CourseFaults& faults) const override {
        const course::Value& fields = check.fields;
        const course::Value* analysers = fields.find("analyzers");
        for (const course::Value& entry : fields.array("analyzers")) faults.unknown(entry, "analyser", {kAnalysers.begin(), kAnalysers.end()});
        if (analysers != nullptr && fields.array("analyzers").empty() && fields.array("check_errors").empty() && fields.find("max_complexity") == nullptr)
            faults.add(analysers->line, "it asks for nothing, so it would pass whatever the code is", "no analyser", "an analyser, 'check_errors' or 'max_complexity'; without 'analyzers' it is all of them");
        for (const course::Value& entry : fields.array("check_errors")) inspectFunction(entry, faults);
    }

    Result<CheckResult> run(Context& context) const override {
        auto reason = notAnalysable(context);
        if (!reason) return propagate(reason);
        if (*reason) return std::move(**reason);
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        const auto found = analysis->lint.find(context.check.id);
        if (found == analysis->lint.end()) return notAnalysed();
        for (const toolchain::Finding& finding : found->second)
            if (finding.code == "unknown-function")
                return courseFault(context.exercise, context.check.line, finding.message);
        return judgeFindings(context, explained(found->second, "lint"), "The analysers find nothing.", "The analysers find");
    }

  private:
    // "os.Remove", "(*os.File).Close". That the package has the function the analysis knows.
    static void inspectFunction(const course::Value& entry, CourseFaults& faults) {
        static const RE2 form(R"((?:([\w./-]+)\.\w+|\(\*?([\w./-]+)\.\w+\)\.\w+))");
        const auto* name = entry.as<std::string>();
        if (name == nullptr || *name == "*") return;
        course::Value package;
        std::string function, method;
        if (!RE2::FullMatch(*name, form, &function, &method)) {
            faults.add(entry.line, base::quote(*name) + " is no name of a function", base::safeText(*name), "\"os.Remove\", \"(*os.File).Close\" or \"*\"");
            return;
        }
        package.data = function.empty() ? method : function;
        package.line = entry.line;
        const std::string path = function.empty() ? method : function;
        const bool ofStandard = path.substr(0, path.find('/')).find('.') == std::string::npos && path != "course" && !path.starts_with("course/");
        if (ofStandard) faults.unknown(package, "package of the standard library", standardPackages());
    }
};

}  // namespace

const Kind& lintKind() {
    static const LintKind kind;
    return kind;
}

}  // namespace assay::checks
