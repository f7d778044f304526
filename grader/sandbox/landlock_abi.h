// Role: Landlock's numbers, since the kernel headers of older distributions lack the later ones.
// Source: include/uapi/linux/landlock.h (Linux 6.12) and Documentation/userspace-api/landlock.rst.
#pragma once

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace assay::sandbox::landlock {

inline constexpr long createRuleset = 444, addRule = 445, restrictSelf = 446;

inline constexpr std::uint64_t execute = 1u << 0, writeFile = 1u << 1, readFile = 1u << 2, readDir = 1u << 3,
                               makeChar = 1u << 6, makeBlock = 1u << 11, truncate = 1u << 14, ioctlDevice = 1u << 15;
inline constexpr std::uint64_t bindTcp = 1u << 0, connectTcp = 1u << 1;
inline constexpr std::uint64_t scopeAbstractSockets = 1u << 0, scopeSignals = 1u << 1;

struct RulesetAttributes {
    std::uint64_t files = 0, network = 0, scoped = 0;
};
struct [[gnu::packed]] PathBeneath {
    std::uint64_t allowed = 0;
    std::int32_t parent = -1;
};

// The version that this kernel speaks; 0: none, or switched off.
inline int version() {
    const long answer = ::syscall(createRuleset, nullptr, 0, 1u);
    return answer < 0 ? 0 : static_cast<int>(answer);
}
// All file rights of that version.
inline std::uint64_t fileRights(int abi) {
    if (abi >= 5) return 0xffff;
    if (abi >= 3) return 0x7fff;
    return abi == 2 ? 0x3fff : 0x1fff;
}
// How much of RulesetAttributes that version knows.
inline std::size_t attributesSize(int abi) { return abi >= 6 ? 24 : abi >= 4 ? 16 : 8; }

}  // namespace assay::sandbox::landlock
