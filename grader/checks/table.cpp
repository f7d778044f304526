// The one table of check kinds. A new kind: its file, its page in docs/, its line here.

#include "checks/kinds.h"

namespace assay::checks {

const std::vector<const Kind*>& allKinds() {
    static const std::vector<const Kind*> kinds{&buildKind(), &formatKind(), &vetKind(), &policyKind(), &testsKind(), &programKind(),
                                                &mutationKind(), &coverageKind(), &allocKind(), &speedKind(),
                                                &fuzzKind(), &serviceKind(), &crossbuildKind(), &artifactKind(),
                                                &lintKind(), &modernKind(), &rubricKind()};
    return kinds;
}

const Kind* kindByName(std::string_view name) {
    for (const Kind* kind : allKinds())
        if (kind->name() == name) return kind;
    return nullptr;
}

course::KindSchemas kindSchemas() {
    course::KindSchemas schemas;
    for (const Kind* kind : allKinds()) schemas.push_back({std::string(kind->name()), kind->fields()});
    return schemas;
}

}  // namespace assay::checks
