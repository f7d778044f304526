// Role: the catalogue of rules for artifacts. A rule is one entry in one table (dockerfile_rules.cpp, kubernetes_rules.cpp,
// ci_rules.cpp): identifier, what holds, why, a wrong and a right example, and the function that finds what is not so.
// docs/artifact-rules.md is made from it, and a test proves every example with its own rule.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/artifact/ci.h"
#include "checks/artifact/dockerfile.h"
#include "checks/artifact/kubernetes.h"

namespace assay::checks::artifact {

// Where an example stands, so that it can be short: a whole file, or a piece put into a template (example()).
enum class Piece { File, Deployment, Pod, Container, Job, Steps };

struct RuleText {
    std::string_view id;
    std::string_view holds;   // what holds, as a sentence
    std::string_view reason;  // why, as a sentence
    Piece piece;
    std::string_view wrong, right;
};
// What an exercise says beside the rule's name.
struct Parameters {
    long long seconds = 0;  // of grace-period: how long the program takes to drain
};
template <class File>
struct Rule {
    RuleText text;
    void (*check)(const File& file, const Parameters& parameters, Findings& findings);
};

std::span<const Rule<Dockerfile>> dockerfileRules();
std::span<const Rule<Manifests>> kubernetesRules();
std::span<const Rule<Workflow>> ciRules();

enum class Type { Dockerfile, Kubernetes, Ci };
std::vector<std::string> typeNames();  // "dockerfile", "kubernetes", "ci", by Type
std::vector<RuleText> rulesOf(Type type);

// What is wrong with a text: with the file itself, or by each of the named rules, in their order.
struct Asked {
    std::string rule;
    Parameters parameters;
};
struct Inspection {
    Findings problems;               // not empty: the file cannot be read, and no rule was asked
    std::vector<Findings> findings;  // one list for each that was asked
};
Inspection inspect(Type type, std::string_view text, const std::vector<Asked>& rules);

std::string example(Piece piece, std::string_view fragment);  // a whole file
std::string catalogueMarkdown();                              // docs/artifact-rules.md

}  // namespace assay::checks::artifact
