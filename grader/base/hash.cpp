#include "base/hash.h"

#include <sodium.h>

#include <cassert>

namespace assay::base {

static_assert(sizeof(SealKey) == crypto_shorthash_siphashx24_KEYBYTES);
static_assert(sizeof(SealTag) == crypto_shorthash_siphashx24_BYTES);

namespace {

constexpr std::size_t kDigest = 32;

std::string hexOf(const unsigned char* bytes, std::size_t size) {
    std::string text(size * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes, size);
    text.resize(size * 2);
    return text;
}

}  // namespace

struct Hasher::State {
    crypto_generichash_state inner;
};

Hasher::Hasher() : m_state(std::make_unique<State>()) { crypto_generichash_init(&m_state->inner, nullptr, 0, kDigest); }
Hasher::~Hasher() = default;

Hasher& Hasher::add(std::string_view bytes) {
    add(static_cast<std::uint64_t>(bytes.size()));
    crypto_generichash_update(&m_state->inner, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return *this;
}

Hasher& Hasher::add(std::uint64_t number) {
    unsigned char bytes[8];
    for (unsigned i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(number >> (8 * i));
    crypto_generichash_update(&m_state->inner, bytes, sizeof bytes);
    return *this;
}

std::string Hasher::hex() {
    unsigned char digest[kDigest];
    crypto_generichash_final(&m_state->inner, digest, sizeof digest);
    return hexOf(digest, sizeof digest);
}

std::string hashHex(std::string_view bytes) {
    unsigned char digest[kDigest];
    crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
    return hexOf(digest, sizeof digest);
}

std::string sha256Hex(std::string_view bytes) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return hexOf(digest, sizeof digest);
}

SealTag sealTag(const SealKey& key, std::string_view bytes) {
    SealTag tag{};
    crypto_shorthash_siphashx24(tag.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), key.data());
    return tag;
}

bool sealEqual(const SealTag& a, const SealTag& b) { return sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

}  // namespace assay::base
