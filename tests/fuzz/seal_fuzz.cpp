// Messages of a test process, as learner code might forge them. Two halves: raw bytes, and frames with the right seal but any
// payload, so that the payload readers are reached too.

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "toolchain/go/seal.h"

using namespace assay::toolchain;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const assay::base::SealKey key{1, 2, 3, 4};
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    std::vector<Frame> frames;
    SealReader raw(key);
    raw.feed(bytes, frames);
    if (!frames.empty()) __builtin_trap();  // a seal cannot be guessed

    SealReader sealed(key);
    std::string_view rest = bytes;
    for (std::uint64_t sequence = 0; rest.size() > 2 && !sealed.broken(); ++sequence) {
        const std::size_t length = std::min<std::size_t>(static_cast<unsigned char>(rest[1]), rest.size() - 2);
        sealed.feed(sealFrame(key, sequence, static_cast<std::uint8_t>(rest[0]), rest.substr(2, length)), frames);
        rest.remove_prefix(2 + length);
    }
    return 0;
}
