// `build`: the package compiles, alone first and then with the visible tests. docs/build.md.

#include <algorithm>

#include "base/text.h"
#include "checks/kinds.h"

namespace assay::checks {

namespace {

std::string limitMessage(const std::string& limit) {
    if (limit == "cpu") return "The compiler was stopped: it used all the time it may (20 s) on these files.";
    if (limit == "memory") return "The compiler was stopped: these files made it use all the memory it may (2 GiB).";
    return "The compiler was stopped: what it made of these files is larger than it may be (256 MiB).";
}

constexpr std::size_t kMostErrors = 10;  // then the compiler stops
constexpr std::string_view kWithTests = "It does not compile together with the tests";

std::string errorMessage(const std::vector<toolchain::Finding>& findings, bool alone) {
    const std::string what = alone ? "It does not compile" : std::string(kWithTests);
    if (findings.empty()) return what + ".";
    const toolchain::Finding& first = findings.front();
    std::string text = what + ": " + plural(findings.size(), "error", "errors") + (findings.size() >= kMostErrors ? " or more" : "");
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
    Result<void> prepare(const course::Exercise& exercise, const course::Check&, toolchain::BuildRequest& build) const override {
        build.fit = !hasTestsCheck(exercise) && hasTestFiles(build.files);
        return {};
    }
    bool endsGrading() const override { return true; }

    std::string byHand(const course::Exercise&, const course::Check&, const CheckResult& result) const override {
        return result.message.starts_with(kWithTests) ? "go test -run '^$' ./..." : "go build ./...";
    }

    Result<CheckResult> run(Context& context) const override {
        auto compiled = context.build.compiled(toolchain::Unit::Alone);
        const bool alone = compiled && !compiled->ok;
        if (compiled && compiled->ok && (hasTestsCheck(context.exercise) || hasTestFiles(context.build.sources()))) compiled = context.build.compiled(toolchain::Unit::Visible);
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
    // Where there is such a check the binary of the visible tests is made for it; else they are compiled for this kind alone.
    static bool hasTestsCheck(const course::Exercise& exercise) {
        return std::ranges::any_of(exercise.checks, [](const course::Check& check) { return check.kind == "tests"; });
    }
    static bool hasTestFiles(const std::vector<toolchain::SourceFile>& files) {
        return std::ranges::any_of(files, [](const toolchain::SourceFile& file) { return file.role != toolchain::Role::Hidden && file.name.ends_with("_test.go"); });
    }
};

}  // namespace

const Kind& buildKind() {
    static const BuildKind kind;
    return kind;
}

}  // namespace assay::checks
