// `policy`: imports, constructs and documentation, by syntax tree and types. docs/policy.md.

#include <algorithm>

#include "base/text.h"
#include "checks/go_names.h"
#include "checks/inspected.h"
#include "checks/kinds.h"

namespace assay::checks {

namespace {

using course::FieldSpec;
using course::FieldType;

// As internal/policy/constructs.go has them; a test compares.
const std::vector<std::string>& constructs() {
    static const std::vector<std::string> names{
        "append", "array", "bitwise", "break", "cap", "chan", "clear", "close", "closure", "const", "continue",
        "copy", "defer", "delete", "else", "embedding", "fallthrough", "float", "for", "func-literal", "generics",
        "global-var", "go", "goto", "if", "init", "interface", "iota", "label", "len", "loop", "make", "map", "max",
        "method", "min", "mutex", "named-result", "new", "panic", "pointer", "print", "range", "receive", "recover",
        "recursion", "select", "send", "slice", "string-concat", "struct", "switch", "type-assertion", "type-switch",
        "variadic"};
    return names;
}

// "net/..." is net and all below it.
bool covers(const std::string& pattern, const std::string& path) {
    if (pattern == "...") return true;
    if (!pattern.ends_with("/...")) return pattern == path;
    const std::string base = pattern.substr(0, pattern.size() - 4);
    return path == base || path.starts_with(base + "/");
}

// A module's package has a dot in its first part, and the course's own begin with its name: what those hold is not known here.
bool mayBeAnywhere(const std::string& pattern) { return pattern.substr(0, pattern.find('/')).find('.') != std::string::npos || pattern == "course" || pattern.starts_with("course/"); }

class PolicyKind final : public Kind, public Inspected {
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

    void inspect(const course::Exercise&, const course::Check& check, CourseFaults& faults) const override {
        const course::Value& fields = check.fields;
        bool any = fields.boolean("documented");
        for (const char* field : {"allow_imports", "forbid_imports", "require_imports", "forbid", "require"}) any = any || !fields.array(field).empty();
        if (!any) faults.add(check.line, "it names no rule, so it would pass whatever the code is", {}, "at least one of allow_imports, forbid_imports, require_imports, forbid, require, documented");
        for (const char* field : {"forbid", "require"})
            for (const course::Value& entry : fields.array(field)) faults.unknown(entry, "construct that the grader knows", constructs());
        for (const char* field : {"allow_imports", "forbid_imports", "require_imports"})
            for (const course::Value& entry : fields.array(field)) inspectImport(entry, faults);
        inspectContradictions(fields, faults);
    }

    std::string next(const course::Exercise&, const course::Check&, const CheckResult& result) const override {
        if (result.diagnostics.empty() || !result.diagnostics.front().code.starts_with("policy/missing-")) return {};
        return "Rewrite it by the rules: " + result.diagnostics.front().message + ". Then grade again.";  // what is missing has no place
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
                return courseFault(context.exercise, context.check.line, finding.message);
        result.diagnostics = toDiagnostics(found->second, "policy");
        const bool held = result.diagnostics.empty();
        result.verdict = held ? Verdict::Passed : Verdict::Failed;
        result.points = held ? Points::fromNumber(context.check.points) : Points();
        result.message = held ? "The rules of the exercise are kept." : result.diagnostics.front().message;
        if (!held && !context.check.reveal.empty()) result.message += (result.message.ends_with('.') ? " " : ". ") + context.check.reveal;
        return result;
    }

  private:
    static void inspectImport(const course::Value& entry, CourseFaults& faults) {
        const auto* pattern = entry.as<std::string>();
        if (pattern == nullptr || mayBeAnywhere(*pattern)) return;
        const std::vector<std::string>& known = standardPackages();
        if (std::ranges::any_of(known, [&](const std::string& path) { return covers(*pattern, path); })) return;
        faults.unknown(entry, "package of the standard library", known);
    }

    // What no submission could keep would be charged to the learner.
    static void inspectContradictions(const course::Value& fields, CourseFaults& faults) {
        const std::vector<std::string> forbidden = fields.strings("forbid"), banned = fields.strings("forbid_imports"), allowed = fields.strings("allow_imports");
        const auto covered = [](const std::vector<std::string>& patterns, const std::string& path) {
            return std::ranges::any_of(patterns, [&](const std::string& pattern) { return covers(pattern, path); });
        };
        for (const course::Value& entry : fields.array("require"))
            if (const auto* name = entry.as<std::string>(); name != nullptr && std::ranges::find(forbidden, *name) != forbidden.end())
                faults.add(entry.line, base::quote(*name) + " is required and forbidden", base::safeText(*name), "one of both");
        for (const course::Value& entry : fields.array("require_imports")) {
            const auto* path = entry.as<std::string>();
            if (path == nullptr) continue;
            if (covered(banned, *path)) faults.add(entry.line, "import of " + *path + " is required and forbidden", base::safeText(*path), "one of both");
            else if (!allowed.empty() && !covered(allowed, *path)) faults.add(entry.line, "import of " + *path + " is required, and 'allow_imports' does not allow it", base::safeText(*path), "it in 'allow_imports' too");
        }
    }
};

}  // namespace

const Kind& policyKind() {
    static const PolicyKind kind;
    return kind;
}

}  // namespace assay::checks
