// Units: what is kept of outputs, the filter, level names.

#include <linux/filter.h>

#include <cstring>

#include "harness.h"
#include "sandbox/capture.h"
#include "sandbox/orders.h"
#include "sandbox/syscall_filter.h"

using namespace assay::sandbox;

TEST_CASE("a capture keeps all that fits") {
    Capture capture(100);
    capture.add("one ");
    capture.add("two");
    CHECK(capture.captured().kept == "one two");
    CHECK(capture.captured().total == 7);
}

TEST_CASE("a capture keeps first and last part and counts the rest") {
    for (const std::size_t piece : {1u, 3u, 7u, 1000u}) {
        Capture capture(20);
        std::string all;
        for (int i = 0; i < 300; ++i)
            all += static_cast<char>('a' + i % 26);
        for (std::size_t at = 0; at < all.size(); at += piece)
            capture.add(std::string_view(all).substr(at, piece));
        const Captured captured = capture.captured();
        CHECK(captured.total == 300);
        CHECK(captured.kept == all.substr(0, 10) + "\n… 280 bytes left out …\n" + all.substr(290));
    }
}

TEST_CASE("a capture of exactly its size leaves nothing out") {
    Capture capture(10);
    capture.add("0123456789");
    CHECK(capture.captured().kept == "0123456789");
}

TEST_CASE("the filter holds the placeholders that the launcher fills in") {
    const auto holds = [](const std::string& bytes, std::uint32_t value) {
        for (std::size_t at = 0; at + sizeof(sock_filter) <= bytes.size(); at += sizeof(sock_filter)) {
            sock_filter instruction{};
            std::memcpy(&instruction, bytes.data() + at, sizeof instruction);
            if (instruction.code == (BPF_JMP | BPF_JEQ | BPF_K) && instruction.k == value) return true;
        }
        return false;
    };
    const auto low = static_cast<std::uint32_t>(execPlaceholder), high = static_cast<std::uint32_t>(execPlaceholder >> 32);
    const auto pid = static_cast<std::uint32_t>(pidPlaceholder);
    const auto program = compileFilter({}), compiler = compileFilter({true, true, false}), reduced = compileFilter({false, false, true});
    REQUIRE((program && compiler && reduced));
    CHECK((holds(*program, low) && holds(*program, high)));
    CHECK((holds(*reduced, low) && holds(*reduced, high) && holds(*reduced, pid)));
    CHECK((!holds(*compiler, low) && !holds(*program, pid)));
    CHECK(program->size() / sizeof(sock_filter) < 1000);
}

TEST_CASE("level names go both ways") {
    for (const Level level : {Level::Full, Level::Reduced, Level::None})
        CHECK(levelByName(name(level)) == level);
    CHECK(!levelByName("Full"));
}
