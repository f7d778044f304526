// Role: content hashes: BLAKE2b-256 by libsodium, as 64 lower-case hex digits.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace assay::base {

class Hasher {
  public:
    Hasher();
    ~Hasher();
    Hasher(const Hasher&) = delete;
    Hasher& operator=(const Hasher&) = delete;
    Hasher& add(std::string_view bytes);  // the length goes in first, so that ("ab","c") differs from ("a","bc")
    Hasher& add(std::uint64_t number);
    std::string hex();  // ends it; call once

  private:
    struct State;
    std::unique_ptr<State> m_state;
};
std::string hashHex(std::string_view bytes);  // of the bytes alone, without a length

std::string sha256Hex(std::string_view bytes);  // for lists that other programs write

// SipHash-2-4 with 128-bit result: seals the harness's messages (libsodium crypto_shorthash_siphashx24).
using SealKey = std::array<unsigned char, 16>;
using SealTag = std::array<unsigned char, 16>;
SealTag sealTag(const SealKey& key, std::string_view bytes);
bool sealEqual(const SealTag& a, const SealTag& b);  // constant time

}  // namespace assay::base
