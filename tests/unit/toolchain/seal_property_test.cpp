// Ten thousand changes of a good stream of results, from one seed: bits, bytes, whole messages, lengths; fed in pieces of any
// size. What is read is always the beginning of what the harness said, and never its end where something was changed before.

#include <catch2/catch_test_macros.hpp>

#include <random>

#include "toolchain/go/seal.h"

using namespace assay::toolchain;

namespace {

constexpr int kStreams = 10'000;
const assay::base::SealKey kKey{7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5, 2};

std::string le(std::uint64_t value, unsigned bytes) {
    std::string out;
    for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
    return out;
}
std::string text(const std::string& s) { return le(s.size(), 4) + s; }

// ready, two tests (the first with a subtest, the second failing), done.
std::vector<std::string> goodStream() {
    const auto end = [](std::uint32_t position, char state) { return le(position, 4) + std::string(1, state) + le(1'000'000, 8) + le(0, 4) + text("log of a test\n"); };
    return {sealFrame(kKey, 0, 1, le(2, 4)),
            sealFrame(kKey, 1, 2, le(0, 4)),
            sealFrame(kKey, 2, 3, le(0, 4) + text("TestA/sub") + std::string(1, '\1') + le(5, 8) + text("no")),
            sealFrame(kKey, 3, 4, end(0, 1)),
            sealFrame(kKey, 4, 2, le(1, 4)),
            sealFrame(kKey, 5, 4, end(1, 0)),
            sealFrame(kKey, 6, 7, le(2, 4) + le(0, 4))};
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts) all += part;
    return all;
}

// What a learner's process can do to the pipe: add, and take away what it reads. Flips stand for memory that it overwrote.
std::string changed(std::vector<std::string> frames, std::mt19937& random) {
    const auto pick = [&](std::size_t below) { return static_cast<std::size_t>(random() % below); };
    const std::size_t at = pick(frames.size()), other = pick(frames.size());
    switch (pick(4)) {
        case 0: std::swap(frames[at], frames[other]); break;
        case 1: frames.insert(frames.begin() + static_cast<std::ptrdiff_t>(at), frames[other]); break;
        case 2: frames.erase(frames.begin() + static_cast<std::ptrdiff_t>(at)); break;
        default: break;
    }
    std::string bytes = joined(frames);
    for (std::size_t edits = pick(3); edits > 0 && !bytes.empty(); --edits) {
        const std::size_t place = pick(bytes.size());
        switch (pick(5)) {
            case 0: bytes[place] = static_cast<char>(bytes[place] ^ (1 << pick(8))); break;
            case 1: bytes[place] = static_cast<char>(random()); break;
            case 2: bytes.erase(place, 1 + pick(40)); break;
            case 3: bytes.insert(place, std::string(1 + pick(40), static_cast<char>(random()))); break;
            default: bytes.resize(place); break;
        }
    }
    return bytes;
}

std::vector<Frame> fed(SealReader& reader, const std::string& bytes, std::mt19937& random) {
    std::vector<Frame> frames;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t size = std::min<std::size_t>(1 + random() % 100, bytes.size() - at);
        reader.feed(std::string_view(bytes).substr(at, size), frames);
        at += size;
    }
    return frames;
}

}  // namespace

TEST_CASE("Ten thousand changed streams of results: nothing is read that was not said, and no end of a changed one") {
    const std::vector<std::string> original = goodStream();
    const std::string good = joined(original);
    std::mt19937 random(20'261'121);
    int broken = 0;
    for (int i = 0; i < kStreams; ++i) {
        const std::string bytes = changed(original, random);
        SealReader reader(kKey);
        const std::vector<Frame> frames = fed(reader, bytes, random);
        // As many messages as stand unchanged at the beginning, and not one more.
        std::size_t whole = 0, length = 0;
        while (whole < original.size() && bytes.compare(length, original[whole].size(), original[whole]) == 0) length += original[whole++].size();
        bool right = frames.size() == whole;
        for (std::size_t k = 0; right && k < whole; ++k) right = frames[k].index() == std::vector<std::size_t>{0, 1, 2, 3, 1, 3, 6}[k];
        if (bytes != good && whole == original.size()) right = right && (reader.broken() || reader.midFrame());
        if (bytes == good) right = right && !reader.broken() && !reader.midFrame();
        broken += reader.broken() ? 1 : 0;
        if (!right) {
            INFO("stream " << i << ": " << frames.size() << " messages read, " << whole << " unchanged; " << reader.why());
            REQUIRE(right);
        }
    }
    CHECK(broken > kStreams / 4);
}
