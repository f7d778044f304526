// Role: one UTF-8 decoder for this folder. Not for callers outside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace assay::base {

struct Decoded {
    std::uint32_t point = 0;
    std::size_t length = 0;  // 0: no valid character begins here
};
// Strict (RFC 3629): no surrogates, no overlong forms, at most U+10FFFF.
Decoded decodeUtf8(std::string_view bytes, std::size_t at);

}  // namespace assay::base
