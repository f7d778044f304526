// `artifact`: a Dockerfile, Kubernetes manifest or CI workflow, parsed and held against named rules. docs/artifact.md.
//
// The file is read by parsers of ours and nothing in it is ever run, so no sandbox is needed; what bounds it are limits of
// size, depth and number (artifact/place.h, artifact/yaml.h) and the fuzz targets of each parser.

#include <algorithm>

#include "base/text.h"
#include "checks/artifact/rules.h"
#include "checks/kinds.h"

namespace assay::checks {

using artifact::Asked;
using artifact::Finding;
using artifact::RuleText;
using artifact::Type;
using course::FieldSpec;
using course::FieldType;
using course::Value;

namespace {

struct Wanted {
    RuleText text;
    Asked asked;
    Points weight{1};
    std::string reveal;
};

// A sentence begins with a capital, unless it begins with a name that is spelt so (maxUnavailable), and has one end.
std::string sentence(std::string text) {
    const std::string first = text.substr(0, text.find_first_of(" ,:"));
    if (!first.empty() && std::all_of(first.begin(), first.end(), [](char c) { return c >= 'a' && c <= 'z'; })) text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text.ends_with('?') || text.ends_with('.') ? text : text + ".";
}

Type typeOf(const std::string& name) {
    const std::vector<std::string> names = artifact::typeNames();
    return static_cast<Type>(std::find(names.begin(), names.end(), name) - names.begin());
}

// The rules that the author asks for, or all of the type where none is named.
Result<std::vector<Wanted>> wantedRules(const course::Exercise& exercise, const course::Check& check, Type type) {
    const std::vector<RuleText> known = artifact::rulesOf(type);
    std::vector<Wanted> wanted;
    for (const Value& entry : check.fields.array("rule")) {
        const std::string id = entry.string("id");
        const auto found = std::find_if(known.begin(), known.end(), [&](const RuleText& rule) { return rule.id == id; });
        if (found == known.end()) {
            std::vector<std::string> names;
            for (const RuleText& rule : known) names.emplace_back(rule.id);
            const std::string near = base::nearest(id, names);
            return courseFault(exercise, entry.line, "there is no rule " + base::quote(id) + " for " + check.fields.string("type") + (near.empty() ? "" : "; did you mean " + near + "?") +
                                                         "; known are " + base::join(names, ", "));
        }
        if (entry.find("seconds") != nullptr && id != "grace-period")
            return courseFault(exercise, entry.line, "the rule " + base::quote(id) + " takes no seconds: of a rule's fields it knows id, weight and reveal; seconds belongs to grace-period");
        wanted.push_back({*found, {id, {entry.integer("seconds", 0)}}, Points::fromNumber(entry.number("weight", 1)), entry.string("reveal")});
    }
    if (wanted.empty())
        for (const RuleText& rule : known) wanted.push_back({rule, {std::string(rule.id), {}}, Points(1), {}});
    return wanted;
}

class ArtifactKind final : public Kind {
  public:
    std::string_view name() const override { return "artifact"; }
    std::string_view title() const override { return "File rules"; }
    std::vector<FieldSpec> fields() const override {
        return {
            {.name = "file", .type = FieldType::String, .required = true, .meaning = "The file, as it is called in the submission."},
            {.name = "type", .type = FieldType::String, .required = true, .meaning = "What it is.", .oneOf = artifact::typeNames()},
            {.name = "rule", .type = FieldType::Tables, .fallback = "every rule of the type", .meaning = "A rule of the catalogue.",
             .fields = {{.name = "id", .type = FieldType::String, .required = true, .meaning = "Its identifier."},
                        {.name = "weight", .type = FieldType::Number, .fallback = "1", .meaning = "Its share of the points.", .least = 0, .most = 1000},
                        {.name = "seconds", .type = FieldType::Integer, .fallback = "0", .meaning = "Of grace-period: how long the program takes to drain.", .least = 0, .most = 86400},
                        {.name = "reveal", .type = FieldType::String, .fallback = "the rule's own reason", .meaning = "What a learner is told beside the finding."}}},
        };
    }
    void request(const course::Check&, toolchain::BuildRequest&) const override {}
    Result<void> prepare(const course::Exercise& exercise, const course::Check& check, toolchain::BuildRequest&) const override {
        auto wanted = wantedRules(exercise, check, typeOf(check.fields.string("type")));
        if (!wanted) return propagate(wanted);
        return {};
    }

    std::string byHand(const course::Exercise&, const course::Check& check, const CheckResult&) const override {
        const std::string file = check.fields.string("file");
        switch (typeOf(check.fields.string("type"))) {
            case Type::Dockerfile: return "docker build --check -f " + file + " .";
            case Type::Kubernetes: return "kubectl apply --dry-run=server -f " + file;
            case Type::Ci: break;  // there is no command that runs a forge's workflow
        }
        return {};
    }

    Result<CheckResult> run(Context& context) const override {
        const std::string file = context.check.fields.string("file");
        const Type type = typeOf(context.check.fields.string("type"));
        auto wanted = wantedRules(context.exercise, context.check, type);
        if (!wanted) return propagate(wanted);
        const std::string* text = context.build.source(file);
        if (text == nullptr)
            return courseFault(context.exercise, context.check.line, "the check's file " + base::quote(file) + " is none of the exercise's files");
        std::vector<Asked> asked;
        for (const Wanted& one : *wanted) asked.push_back(one.asked);
        const artifact::Inspection inspection = artifact::inspect(type, *text, asked);
        CheckResult result;
        for (std::size_t i = 0; i < wanted->size(); ++i)
            addRule(result, (*wanted)[i], inspection.problems.empty() ? &inspection.findings[i] : nullptr, file);
        for (const Finding& problem : inspection.problems) addDiagnostic(result, file, problem, "artifact/syntax", sentence(problem.message));
        sumUp(result, Points::fromNumber(context.check.points));
        result.message = headline(result, inspection, file);
        return result;
    }

  private:
    static void addDiagnostic(CheckResult& result, const std::string& file, const Finding& finding, std::string code, std::string message) {
        result.diagnostics.push_back({file, finding.place.line, finding.place.column, "error", std::move(code), std::move(message)});
    }

    static void addRule(CheckResult& result, const Wanted& wanted, const artifact::Findings* findings, const std::string& file) {
        TestResult test;
        test.name = wanted.asked.rule;
        test.weight = wanted.weight;
        test.verdict = findings == nullptr ? Verdict::NotRun : findings->empty() ? Verdict::Passed : Verdict::Failed;
        if (test.verdict == Verdict::Failed) {
            const Finding& first = findings->front();
            const std::string reason = wanted.reveal.empty() ? std::string(wanted.text.reason) : wanted.reveal;
            test.message = sentence(first.message) + " " + reason;
            if (findings->size() > 1) test.message += " (" + std::to_string(findings->size()) + " places)";
            test.file = file;
            test.line = first.place.line;
            for (const Finding& finding : *findings) addDiagnostic(result, file, finding, "artifact/" + wanted.asked.rule, sentence(finding.message));
        }
        result.tests.push_back(std::move(test));
    }

    static std::string headline(const CheckResult& result, const artifact::Inspection& inspection, const std::string& file) {
        if (!inspection.problems.empty()) {
            const Finding& first = inspection.problems.front();
            return file + " cannot be read, so no rule was tried. Line " + std::to_string(first.place.line) + ": " + sentence(first.message);
        }
        const auto broken = static_cast<std::size_t>(std::count_if(result.tests.begin(), result.tests.end(), [](const TestResult& t) { return t.verdict != Verdict::Passed; }));
        if (broken == 0) return result.tests.size() == 1 ? "The rule is kept." : "All " + std::to_string(result.tests.size()) + " rules are kept.";
        const auto first = std::find_if(result.tests.begin(), result.tests.end(), [](const TestResult& t) { return t.verdict != Verdict::Passed; });
        return std::to_string(broken) + " of " + plural(result.tests.size(), "rule", "rules") + (broken == 1 ? " is" : " are") + " not kept. First: " + first->name + ", line " +
               std::to_string(first->line) + ".";
    }
};

}  // namespace

const Kind& artifactKind() {
    static const ArtifactKind kind;
    return kind;
}

}  // namespace assay::checks
