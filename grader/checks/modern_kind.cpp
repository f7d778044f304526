// `modern`: nothing is left that the modernizers of go fix would rewrite. docs/modern.md.

#include <algorithm>

#include "checks/analyser_words.h"
#include "checks/inspected.h"
#include "checks/kinds.h"

namespace assay::checks {

namespace {

// As internal/vetting/lint.go has them; a test compares.
const std::vector<std::string>& modernizers() {
    static const std::vector<std::string> names{
        "any", "fmtappendf", "forvar", "mapsloop", "minmax", "newexpr", "omitzero", "plusbuild", "rangeint",
        "reflecttypefor", "slicescontains", "slicessort", "stditerators", "stringsbuilder", "stringscut",
        "stringscutprefix", "stringsseq", "testingcontext", "waitgroup", "waitgroupgo"};
    return names;
}

class ModernKind final : public Kind, public Inspected {
  public:
    std::string_view name() const override { return "modern"; }
    std::string_view title() const override { return "Modern Go"; }
    std::vector<course::FieldSpec> fields() const override {
        return {{.name = "except", .type = course::FieldType::Strings, .fallback = "none", .meaning = "Modernizers that are not asked, by name."}};
    }
    void request(const course::Check& check, toolchain::BuildRequest& build) const override { build.modern.push_back({check.id, check.fields.strings("except")}); }

    std::string byHand(const course::Exercise&, const course::Check& check, const CheckResult&) const override {
        std::string command = "go fix -diff";
        for (const std::string& name : check.fields.strings("except"))
            command += " -" + (name == "waitgroupgo" ? "waitgroup" : name) + "=false";  // the go command knows that one as waitgroup
        return command + " ./...";
    }
    void inspect(const course::Exercise&, const course::Check& check, CourseFaults& faults) const override {
        for (const course::Value& entry : check.fields.array("except")) faults.unknown(entry, "modernizer", modernizers());
        const std::vector<std::string> except = check.fields.strings("except");
        if (std::ranges::all_of(modernizers(), [&](const std::string& name) { return std::ranges::find(except, name) != except.end(); }))
            faults.add(faults.lineOf("except"), "every modernizer is excepted, so it would pass whatever the code is", {}, "one left at least");
    }
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
