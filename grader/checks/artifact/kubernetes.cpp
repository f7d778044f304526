#include "checks/artifact/kubernetes.h"

#include <algorithm>
#include <array>

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

}  // namespace assay::checks::artifact
