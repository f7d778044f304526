#include "checks/artifact/kubernetes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace assay::checks::artifact {

namespace {

void addObject(const Node& root, Manifests& manifests, int depth) {
    if (!root.isMap()) {
        manifests.problems.push_back({root.place, "a document of a manifest is a map with apiVersion, kind and metadata"});
        return;
    }
    for (const char* key : {"apiVersion", "kind"})
        if (!root.at(key).isScalar()) manifests.problems.push_back({root.place, std::string("this object has no ") + key});
    if (!manifests.problems.empty()) return;
    const std::string& kind = root.at("kind").text;
    if (kind == "List" && depth < 3) {
        for (const Node& item : root.at("items").items) addObject(item, manifests, depth + 1);
        return;
    }
    const Node& name = root.path("metadata.name");
    if (!name.isScalar() && !root.path("metadata.generateName").isScalar())
        manifests.problems.push_back({root.place, "this " + base::safeText(kind, {.keepNewlines = false, .maxBytes = 60}) + " has no metadata.name"});
    manifests.objects.push_back({&root, kind, name.text, root.path("metadata.namespace").text});
}

void addWorkload(const Object& object, Manifests& manifests) {
    const Node& root = *object.root;
    const Node* holder = nullptr;
    if (object.kind == "Pod") holder = &root;
    else if (object.kind == "CronJob") holder = &root.path("spec.jobTemplate.spec.template");
    else if (object.kind == "Deployment" || object.kind == "StatefulSet" || object.kind == "DaemonSet" || object.kind == "ReplicaSet" || object.kind == "Job")
        holder = &root.path("spec.template");
    if (holder == nullptr) return;
    const Node& pod = holder->at("spec");
    if (!pod.isMap() || pod.at("containers").items.empty()) {
        manifests.problems.push_back({root.place, "this " + object.kind + " has no containers"});
        return;
    }
    manifests.workloads.push_back({&object, &holder->at("metadata"), &pod, object.kind == "Job" || object.kind == "CronJob",
                                   object.kind == "Deployment" || object.kind == "StatefulSet"});
}

}  // namespace

std::vector<const Object*> Manifests::ofKind(std::string_view kind) const {
    std::vector<const Object*> found;
    for (const Object& object : objects)
        if (object.kind == kind) found.push_back(&object);
    return found;
}

Manifests parseManifests(std::string_view text) {
    Manifests manifests;
    YamlFile file = parseYaml(text);
    manifests.problems = std::move(file.problems);
    if (!manifests.problems.empty()) return manifests;
    manifests.documents = std::move(file.documents);
    for (const Node& document : manifests.documents) addObject(document, manifests, 0);
    if (manifests.documents.empty()) manifests.problems.push_back({{}, "there is no object in this file"});
    if (manifests.problems.empty())
        for (const Object& object : manifests.objects) addWorkload(object, manifests);
    return manifests;
}

bool selects(const Node& selector, const Node& labels) {
    if (!selector.isMap() || selector.entries.empty()) return false;
    return std::ranges::all_of(selector.entries, [&](const Node::Entry& one) {
        const Node& label = labels.at(one.key);
        return label.isScalar() && label.text == one.value.text;
    });
}

bool selectsBy(const Node& selector, const Node& labels) {
    const Node &equal = selector.at("matchLabels"), &expressions = selector.at("matchExpressions");
    if (equal.entries.empty() && expressions.items.empty()) return false;
    if (!equal.entries.empty() && !selects(equal, labels)) return false;
    return std::ranges::all_of(expressions.items, [&](const Node& one) {
        const Node& label = labels.at(one.at("key").text);
        const std::string& how = one.at("operator").text;
        const auto& values = one.at("values").items;
        const bool listed = label.isScalar() && std::ranges::any_of(values, [&](const Node& value) { return value.text == label.text; });
        if (how == "In") return listed;
        if (how == "NotIn") return !listed;
        if (how == "Exists") return label.isScalar();
        return how == "DoesNotExist" && !label.isScalar();
    });
}

std::optional<double> readQuantity(std::string_view text) {
    double value = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    if (read.ec != std::errc()) return std::nullopt;
    const std::string_view suffix(read.ptr, static_cast<std::size_t>(end - read.ptr));
    constexpr std::array<std::pair<std::string_view, double>, 16> known{{{"", 1e3}, {"n", 1e-6}, {"u", 1e-3}, {"m", 1}, {"k", 1e6}, {"M", 1e9}, {"G", 1e12}, {"T", 1e15}, {"P", 1e18}, {"E", 1e21},
                                                                        {"Ki", 1024e3}, {"Mi", 1048576e3}, {"Gi", 1073741824e3}, {"Ti", 1099511627776e3}, {"Pi", 1125899906842624e3}, {"Ei", 1152921504606846976e3}}};
    for (const auto& [name, factor] : known)
        if (suffix == name) return value * factor;
    long long power = 0;
    if (suffix.size() < 2 || (suffix[0] != 'e' && suffix[0] != 'E')) return std::nullopt;
    const std::string_view digits = suffix.substr(suffix[1] == '+' ? 2 : 1);
    const auto exponent = std::from_chars(digits.data(), digits.data() + digits.size(), power);
    if (exponent.ec != std::errc() || exponent.ptr != digits.data() + digits.size() || power > 30 || power < -30) return std::nullopt;
    return value * std::pow(10.0, static_cast<double>(power)) * 1e3;
}

}  // namespace assay::checks::artifact
