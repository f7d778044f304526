// Scripts as RUN lines and workflow steps hold them: every command has words, and its place lies in the text.

#include <cstdint>
#include <string_view>

#include "checks/artifact/shell.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const auto& command : assay::checks::artifact::splitCommands(text))
        if (command.words.empty() || command.offset > text.size()) __builtin_trap();
    return 0;
}
