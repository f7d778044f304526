// The three tables seen as one: by type, by id, as documentation.

#include <algorithm>
#include <sstream>

#include "base/text.h"
#include "checks/artifact/rules.h"

namespace assay::checks::artifact {

namespace {

template <class File>
std::vector<RuleText> textsOf(std::span<const Rule<File>> rules) {
    std::vector<RuleText> texts;
    for (const Rule<File>& rule : rules) texts.push_back(rule.text);
    return texts;
}

template <class File>
Inspection apply(const File& file, std::span<const Rule<File>> rules, const std::vector<Asked>& asked) {
    Inspection inspection;
    inspection.problems = file.problems;
    if (!file.problems.empty()) return inspection;
    for (const Asked& one : asked) {
        Findings findings;
        for (const Rule<File>& rule : rules)
            if (rule.text.id == one.rule) rule.check(file, one.parameters, findings);
        std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) { return a.place < b.place; });
        inspection.findings.push_back(std::move(findings));
    }
    return inspection;
}

std::string indented(std::string_view text, std::string_view by) {
    std::string out;
    for (const std::string& line : base::splitLines(text)) out += (line.empty() ? "" : std::string(by)) + line + "\n";
    return out;
}

constexpr std::string_view kDeployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: service}\nspec:\n";

}  // namespace

std::vector<std::string> typeNames() { return {"dockerfile", "kubernetes", "ci"}; }

std::vector<RuleText> rulesOf(Type type) {
    switch (type) {
        case Type::Dockerfile: return textsOf(dockerfileRules());
        case Type::Kubernetes: return textsOf(kubernetesRules());
        case Type::Ci: return textsOf(ciRules());
    }
    return {};
}

Inspection inspect(Type type, std::string_view text, const std::vector<Asked>& rules) {
    if (text.size() > kMostBytes) return {{{{}, "the file is larger than " + std::to_string(kMostBytes >> 10) + " KiB"}}, {}};
    switch (type) {
        case Type::Dockerfile: return apply(parseDockerfile(text), dockerfileRules(), rules);
        case Type::Kubernetes: return apply(parseManifests(text), kubernetesRules(), rules);
        case Type::Ci: return apply(parseWorkflow(text), ciRules(), rules);
    }
    return {};
}

std::string example(Piece piece, std::string_view fragment) {
    const std::string selector = "  selector: {matchLabels: {app: service}}\n";
    const std::string labels = "  template:\n    metadata: {labels: {app: service}}\n    spec:\n";
    const std::string workflow = "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n";
    switch (piece) {
        case Piece::File: return std::string(fragment);
        case Piece::Deployment:
            return std::string(kDeployment) + indented(fragment, "  ") + (fragment.find("selector:") == std::string_view::npos ? selector : "") + labels +
                   "      containers: [{name: service}]\n";
        case Piece::Pod: return std::string(kDeployment) + selector + labels + indented(fragment, "      ");
        case Piece::Container: return std::string(kDeployment) + selector + labels + "      containers:\n        - name: service\n" + indented(fragment, "          ");
        case Piece::Job: return workflow + indented(fragment, "    ");
        case Piece::Steps: return workflow + "    steps:\n" + indented(fragment, "      ");
    }
    return {};
}

std::string catalogueMarkdown() {
    std::ostringstream out;
    out << "# The rules for artifacts\n\nMade from the tables in `grader/checks/artifact/`; a test holds the two together and proves each example with its rule.\n"
           "What stands in `wrong` is found by the rule, what stands in `right` is not.\n";
    const char* languages[] = {"dockerfile", "yaml", "yaml"};
    const char* titles[] = {"`type = \"dockerfile\"`", "`type = \"kubernetes\"`", "`type = \"ci\"`"};
    for (const Type type : {Type::Dockerfile, Type::Kubernetes, Type::Ci}) {
        const auto index = static_cast<std::size_t>(type);
        const std::vector<RuleText> rules = rulesOf(type);
        out << "\n## " << titles[index] << ": " << rules.size() << " rules\n";
        for (const RuleText& rule : rules) {
            out << "\n### `" << rule.id << "`\n\n" << rule.holds << " " << rule.reason << "\n";
            out << "\nWrong:\n\n```" << languages[index] << "\n" << rule.wrong << "```\n\nRight:\n\n```" << languages[index] << "\n" << rule.right << "```\n";
        }
    }
    return out.str();
}

}  // namespace assay::checks::artifact
