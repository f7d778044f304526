// Role: the kinds by name, for the table in table.cpp only.
#pragma once

#include "checks/kind.h"

namespace assay::checks {

const Kind& buildKind();
const Kind& formatKind();
const Kind& vetKind();
const Kind& policyKind();
const Kind& testsKind();
const Kind& programKind();
const Kind& mutationKind();
const Kind& coverageKind();
const Kind& allocKind();
const Kind& speedKind();
const Kind& fuzzKind();
const Kind& serviceKind();
const Kind& crossbuildKind();
const Kind& artifactKind();
const Kind& lintKind();
const Kind& modernKind();
const Kind& rubricKind();

}  // namespace assay::checks
