#include "sandbox/sandbox.h"

namespace assay::sandbox {

std::string_view name(Level level) {
    switch (level) {
        case Level::Full: return "full";
        case Level::Reduced: return "reduced";
        case Level::None: return "none";
    }
    return "full";
}

std::optional<Level> levelByName(std::string_view text) {
    for (Level level : {Level::Full, Level::Reduced, Level::None})
        if (name(level) == text) return level;
    return std::nullopt;
}

}  // namespace assay::sandbox
