#include <catch2/catch_test_macros.hpp>

#include "toolchain/go/seal.h"

using namespace assay::toolchain;

namespace {

std::string le(std::uint64_t value, unsigned bytes) {
    std::string out;
    for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
    return out;
}
std::string text(const std::string& s) { return le(s.size(), 4) + s; }
const assay::base::SealKey kKey{1, 2, 3};

std::vector<Frame> read(SealReader& reader, const std::string& bytes) {
    std::vector<Frame> frames;
    reader.feed(bytes, frames);
    return frames;
}
std::string endFrame(std::uint64_t sequence, std::uint32_t position) {
    return sealFrame(kKey, sequence, 4, le(position, 4) + std::string(1, '\0') + le(1500, 8) + le(0, 4) + text("log"));
}

}  // namespace

TEST_CASE("Frames are read whole, however the bytes come") {
    const std::string bytes = sealFrame(kKey, 0, 1, le(2, 4)) + sealFrame(kKey, 1, 2, le(0, 4)) + endFrame(2, 0);
    SealReader whole(kKey), bytewise(kKey);
    const auto frames = read(whole, bytes);
    std::vector<Frame> one;
    for (const char c : bytes) bytewise.feed({&c, 1}, one);
    REQUIRE(frames.size() == 3);
    CHECK(one.size() == 3);
    CHECK_FALSE(whole.broken());
    const auto* end = std::get_if<EndFrame>(&frames[2]);
    REQUIRE(end != nullptr);
    CHECK(end->nanoseconds == 1500);
    CHECK(end->output == "log");
}

TEST_CASE("What does not carry the seal breaks the channel for good") {
    SealReader reader(kKey);
    CHECK(read(reader, sealFrame({9, 9, 9}, 0, 1, le(2, 4))).empty());
    CHECK(reader.broken());
    CHECK(read(reader, sealFrame(kKey, 0, 1, le(2, 4))).empty());
}

TEST_CASE("Replayed, reordered and left out messages break the channel") {
    SealReader replay(kKey), reorder(kKey), gap(kKey);
    const std::string first = sealFrame(kKey, 0, 1, le(2, 4)), second = sealFrame(kKey, 1, 2, le(0, 4));
    CHECK(read(replay, first + first).size() == 1);
    CHECK(replay.broken());
    CHECK(read(reorder, second + first).empty());
    CHECK(reorder.broken());
    CHECK(read(gap, first + sealFrame(kKey, 2, 2, le(0, 4))).size() == 1);
    CHECK(gap.broken());
}

TEST_CASE("Impossible lengths and payloads that do not fit are refused") {
    for (const std::string& bytes : {le(0xffffffff, 4) + std::string(40, 'x'), le(3, 4) + std::string(40, 'x'), sealFrame(kKey, 0, 99, ""),
                                     sealFrame(kKey, 0, 1, le(2, 3)), sealFrame(kKey, 0, 1, le(2, 5)),
                                     sealFrame(kKey, 0, 4, le(0, 4) + "\x07" + le(1, 8) + le(0, 4) + text("")),
                                     sealFrame(kKey, 0, 4, le(0, 4) + std::string(1, '\0') + le(~0ull, 8) + le(0, 4) + text("")),
                                     sealFrame(kKey, 0, 6, le(0, 4) + le(1, 4) + le(1000, 4) + "short")}) {
        SealReader reader(kKey);
        CHECK(read(reader, bytes).empty());
        CHECK(reader.broken());
    }
}

TEST_CASE("Ten thousand changed messages: none is read as something else") {
    const std::string good = sealFrame(kKey, 0, 1, le(1, 4)) + sealFrame(kKey, 1, 2, le(0, 4)) + endFrame(2, 0) + sealFrame(kKey, 3, 7, le(1, 4) + le(0, 4));
    std::uint64_t state = 42;
    const auto next = [&] { return state = state * 6364136223846793005ull + 1442695040888963407ull, state >> 33; };
    for (int round = 0; round < 10'000; ++round) {
        std::string bytes = good;
        const std::size_t at = next() % bytes.size();
        const auto change = static_cast<char>(1 + next() % 255);
        bytes[at] = static_cast<char>(bytes[at] ^ change);
        SealReader reader(kKey);
        const auto frames = read(reader, bytes);
        const bool whole = frames.size() == 4 && !reader.broken() && !reader.midFrame();
        if (whole) FAIL("a change at byte " << at << " went unnoticed");
    }
}
