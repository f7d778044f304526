// Input, control, channel and outputs.

#include "harness.h"

using namespace assay;
using namespace assay::sandbox;
using namespace assay::sandbox::test;

TEST_CASE("standard input, output and error are the program's") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    Request request = probeRequest({"lines", "text"}, level);
    request.standardInput = "given";
    const auto outcome = run(request);
    CHECK(outcome.out.kept == "in given\n");
    CHECK(outcome.err.kept == "err text\n");
    CHECK(outcome.out.total == 9);
}

TEST_CASE("input of any size and bytes arrives whole") {
    Request request = probeRequest({"counts-input"});
    request.standardInput.assign(3'000'000, '\0');
    CHECK(run(request).out.kept == "3000000\n");
}

TEST_CASE("control bytes come in on 3 and the channel goes out on 4") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    Request request = probeRequest({"channel", "1"}, level);
    request.control = std::string("nonce\0bytes", 11);
    request.channel = true;
    Recorder recorder;
    auto sandbox = makeSandbox();
    const auto outcome = run(*sandbox, request, recorder);
    CHECK(recorder.channel == std::string("nonce\0bytes", 11));
    CHECK(outcome.out.kept == "after channel\n");
}

TEST_CASE("channel bytes are delivered before output that was written after them") {
    auto sandbox = makeSandbox();
    for (int i = 0; i < 20; ++i) {
        Request request = probeRequest({"channel", "1"});
        request.control = "x";
        request.channel = true;
        Recorder recorder;
        run(*sandbox, request, recorder);
        CHECK(recorder.order == "co");
    }
}

TEST_CASE("too much on the channel ends the run") {
    Request request = probeRequest({"channel", "1000000"});
    request.control = std::string(4000, 'x');
    request.channel = true;
    request.channelBytes = 1u << 20;
    const auto outcome = run(request);
    CHECK(outcome.end == End::ChannelLimit);
}

TEST_CASE("an observer that says no ends the run") {
    auto sandbox = makeSandbox();
    Recorder recorder;
    recorder.stopAfter = 5;
    CHECK(run(*sandbox, probeRequest({"sleep"}), recorder).end == End::Stopped);
    CHECK(recorder.ticks == 5);
    CHECK(recorder.last.wall >= Milliseconds(80));
}
