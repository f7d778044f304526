// What a learner hands in for a release: the script, and whatever its lines made of a binary.

#include <cstdint>
#include <string_view>

#include "checks/crossbuild/binary.h"
#include "checks/crossbuild/script.h"

using namespace assay::checks::crossbuild;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Script script = readScript(bytes);
    if (script.problems.empty() == script.lines.empty()) __builtin_trap();
    for (const BuildLine& line : script.lines)
        for (const std::string& argument : line.arguments)
            if (argument.find("toolexec") == 1) __builtin_trap();
    holdsString(bytes, readBinary(bytes), "1.2");
    return 0;
}
