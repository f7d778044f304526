// Role: what vet, lint and modern share: a sentence for each analyser, findings with their fix, and the verdict over them.
#pragma once

#include "checks/kind.h"

namespace assay::checks {

std::string_view meaningOf(std::string_view analyser);  // what its finding means for the program; "" where it is not known
std::vector<Diagnostic> explained(const std::vector<toolchain::Finding>& findings, std::string_view codePrefix);
// Passed with all points where nothing was found.
CheckResult judgeFindings(const Context& context, std::vector<Diagnostic> diagnostics, std::string_view clean, std::string_view who);
// The whole result where the package does not compile, or could not be analysed.
Result<std::optional<CheckResult>> notAnalysable(Context& context);

}  // namespace assay::checks
