// `build`: the package compiles, alone first and then with the visible tests. docs/build.md.

#include "base/text.h"
#include "checks/kinds.h"

namespace assay::checks {

namespace {

std::string limitMessage(const std::string& limit) {
    if (limit == "cpu") return "The compiler was stopped: it used all the time it may (20 s) on these files.";
    if (limit == "memory") return "The compiler was stopped: these files made it use all the memory it may (2 GiB).";
    return "The compiler was stopped: what it made of these files is larger than it may be (256 MiB).";
}

std::string errorMessage(const std::vector<toolchain::Finding>& findings, bool alone) {
    const std::string what = alone ? "It does not compile" : "It does not compile together with the tests";
    if (findings.empty()) return what + ".";
    const toolchain::Finding& first = findings.front();
    std::string text = what + ": " + plural(findings.size(), "error", "errors");
    if (findings.size() > 1 && !first.file.empty()) text += ", the first";
    if (!first.file.empty()) text += " in " + base::quote(first.file).substr(1, base::quote(first.file).size() - 2);
    if (first.line > 0) text += ", line " + std::to_string(first.line);
    return text + ".";
}

std::string ignoredMessage(const Context& context) {
    if (context.ignoredGoFiles == 0) return {};
    return " These files are not part of the exercise and were not compiled: " + base::join(context.ignored, ", ") + ".";
}

class BuildKind final : public Kind {
  public:
    std::string_view name() const override { return "build"; }
    std::string_view title() const override { return "Build"; }
    std::vector<course::FieldSpec> fields() const override { return {}; }
    void request(const course::Check&, toolchain::BuildRequest&) const override {}
    bool endsGrading() const override { return true; }

    std::string byHand(const course::Exercise&, const course::Check&, const CheckResult&) const override { return "go build ./..."; }

    Result<CheckResult> run(Context& context) const override {
        auto compiled = context.build.compiled(toolchain::Unit::Alone);
        const bool alone = compiled && !compiled->ok;
        if (compiled && compiled->ok && hasTests(context.exercise)) compiled = context.build.compiled(toolchain::Unit::Visible);
        if (!compiled) return propagate(compiled);
        CheckResult result;
        result.verdict = compiled->ok ? Verdict::Passed : Verdict::CompileError;
        result.points = compiled->ok ? Points::fromNumber(context.check.points) : Points();
        result.diagnostics = toDiagnostics(compiled->findings, "compile");
        if (compiled->ok) result.message = "It compiles.";
        else if (!compiled->limit.empty()) result.message = limitMessage(compiled->limit);
        else result.message = errorMessage(compiled->findings, alone) + ignoredMessage(context);
        return result;
    }

  private:
    static bool hasTests(const course::Exercise& exercise) {
        for (const course::Check& check : exercise.checks)
            if (check.kind == "tests") return true;
        return false;
    }
};

}  // namespace

const Kind& buildKind() {
    static const BuildKind kind;
    return kind;
}

}  // namespace assay::checks
