// The parsers of artifacts and every rule over what they made of the text. One source, one target for each type: which one is
// said by ASSAY_ARTIFACT.

#include <cstdint>
#include <string_view>

#include "checks/artifact/rules.h"

using namespace assay::checks::artifact;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    constexpr Type type = static_cast<Type>(ASSAY_ARTIFACT);
    std::vector<Asked> all;
    for (const RuleText& rule : rulesOf(type)) all.push_back({std::string(rule.id), {10}});
    const Inspection inspection = inspect(type, text, all);
    if (inspection.problems.empty() != (inspection.findings.size() == all.size())) __builtin_trap();
    const auto sound = [&](const Findings& findings) {
        for (const Finding& finding : findings)
            if (finding.message.empty() || finding.place.line < 0 || finding.place.column < 0) __builtin_trap();
    };
    sound(inspection.problems);
    for (const Findings& findings : inspection.findings) sound(findings);
    return 0;
}
