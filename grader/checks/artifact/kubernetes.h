// Role: the objects of a Kubernetes manifest, as rules look at them.
#pragma once

#include <functional>
#include <optional>

#include "checks/artifact/yaml.h"

namespace assay::checks::artifact {

struct Object {
    const Node* root = nullptr;
    std::string kind, name, space;  // space: the namespace as written
};
struct Workload {
    const Object* object = nullptr;
    const Node* metadata = nullptr;  // of the pods
    const Node* pod = nullptr;       // their spec
    bool job = false;                // runs to an end: Job, CronJob
    bool replicated = false;         // Deployment, StatefulSet
};

struct Manifests {
    Manifests() = default;
    Manifests(Manifests&&) = default;
    Manifests& operator=(Manifests&&) = default;
    Manifests(const Manifests&) = delete;  // objects point into documents
    Manifests& operator=(const Manifests&) = delete;

    std::vector<Node> documents;
    std::vector<Object> objects;
    std::vector<Workload> workloads;
    Findings problems;

    std::vector<const Object*> ofKind(std::string_view kind) const;
};
Manifests parseManifests(std::string_view text);

// Every key of `selector` (a map of labels, as a Service has it) has the same text in `labels`; an empty one selects nothing here.
bool selects(const Node& selector, const Node& labels);
// A LabelSelector: matchLabels and matchExpressions (In, NotIn, Exists, DoesNotExist), all of which have to hold. An empty
// one selects nothing here.
bool selectsBy(const Node& selector, const Node& labels);

// A quantity as the API reads it (100m, 0.5, 64Mi, 1e3) in thousandths; nothing for what is none.
std::optional<double> readQuantity(std::string_view text);

}  // namespace assay::checks::artifact
