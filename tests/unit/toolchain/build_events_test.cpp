// What the helper says may come in any order that PROTOCOL.md allows; what the checks read must not depend on it.

#include "toolchain/go/build_events.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <future>
#include <thread>

using assay::toolchain::BuildEvents;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr const char* kAnalysis = R"({"event":"analysis","format":[],"vet":[],"policies":{},"tests":[]})";
constexpr const char* kAlone = R"({"event":"compiled","unit":"alone","ok":true,"diagnostics":[]})";
constexpr const char* kAloneNot = R"({"event":"compiled","unit":"alone","ok":false,"diagnostics":[]})";
constexpr const char* kVisible = R"({"event":"compiled","unit":"visible","ok":true,"diagnostics":[]})";
constexpr const char* kRefused = R"({"event":"refused","diagnostics":[{"file":"a.go","line":1,"message":"refused: unsafe","code":"unsafe"}]})";

// How many refusals the checks are told, when the events come in this order and not at once.
std::size_t toldAfter(std::initializer_list<const char*> events) {
    BuildEvents build({"a.go"});
    auto told = std::async(std::launch::async, [&] { return build.refusals(); });
    for (const char* event : events) {
        build.add(event);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    auto refusals = told.get();
    REQUIRE(refusals);
    return refusals->size();
}

}  // namespace

TEST_CASE("A refusal counts whether it comes before or after the analysis and the first compilation") {
    CHECK(toldAfter({kRefused, R"({"event":"done"})"}) == 1);
    CHECK(toldAfter({kAnalysis, kAlone, kRefused}) == 1);
    CHECK(toldAfter({kAlone, kAnalysis, kRefused}) == 1);
}

TEST_CASE("That nothing is refused is known as soon as something else is told that comes after refusals only") {
    CHECK(toldAfter({kAnalysis, kAlone, kVisible}) == 0);
    CHECK(toldAfter({kAloneNot}) == 0);
    CHECK(toldAfter({kAnalysis, kAlone, R"({"event":"done"})"}) == 0);
}

namespace {

assay::sandbox::Outcome ended(int exitCode, std::string errors) {
    assay::sandbox::Outcome outcome;
    outcome.exitCode = exitCode;
    outcome.err.kept = std::move(errors);
    return outcome;
}

}  // namespace

TEST_CASE("A helper that ends early met a limit, or it is our fault; a panic of it is never the learner's") {
    const auto compiledAfter = [](const assay::base::Result<assay::sandbox::Outcome>& run) {
        BuildEvents build({"a.go"});
        build.finish(run);
        return build.compiled("alone");
    };
    const auto panicked = compiledAfter(ended(2, "panic: runtime error: index out of range [3] with length 3\n\ngoroutine 1 [running]:\n"));
    REQUIRE_FALSE(panicked);
    CHECK(panicked.error().code == assay::base::ErrorCode::Internal);
    CHECK_THAT(panicked.error().message, ContainsSubstring("index out of range"));

    for (const char* limit : {"runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n", "fatal error: runtime: out of memory\n", ""}) {
        const auto full = compiledAfter(ended(2, limit));
        REQUIRE(full);
        CHECK_FALSE(full->ok);
    }
    assay::sandbox::Outcome killed;
    killed.end = assay::sandbox::End::Signaled;
    killed.signal = 9;
    CHECK_FALSE(compiledAfter(killed));
}
