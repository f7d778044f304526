// Role: short ways to run assay-probe in a real sandbox.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <filesystem>

#include "base/paths.h"
#include "sandbox/sandbox.h"

namespace assay::sandbox::test {

inline fs::path binaries() {
    if (const char* folder = std::getenv("ASSAY_BIN")) return folder;
    return base::executableFolder() / "../bin";
}

inline Request probeRequest(std::vector<std::string> call, Level level = Level::Full) {
    Request request;
    request.level = level;
    request.mounts = {{fs::weakly_canonical(binaries() / "assay-probe"), "/probe", false}};
    request.argv = std::move(call);
    request.argv.insert(request.argv.begin(), "/probe");
    return request;
}

struct Recorder : Observer {
    void onChannel(std::string_view bytes) override {
        channel += bytes;
        order += 'c';
    }
    void onOutput(Stream stream, std::string_view) override { order += stream == Stream::Output ? 'o' : 'e'; }
    bool onTick(const Tick& tick) override {
        ++ticks;
        last = tick;
        return ticks < stopAfter;
    }
    std::string channel, order;
    int ticks = 0, stopAfter = 1'000'000;
    Tick last;
};

inline std::unique_ptr<Sandbox> makeSandbox(bool cgroups = true) {
    SandboxConfig config;
    config.launcher = binaries() / "assay-launcher";
    config.useCgroups = cgroups;
    return makeLinuxSandbox(config);
}

// The outcome of a run that has to be possible.
inline Outcome run(Sandbox& sandbox, const Request& request, Observer& observer, std::stop_token stop = {}) {
    auto outcome = sandbox.run(request, observer, stop);
    if (!outcome) FAIL(base::describe(outcome.error()));
    return *outcome;
}
inline Outcome run(const Request& request) {
    Observer observer;
    return run(*makeSandbox(), request, observer);
}

inline std::string describe(const Outcome& outcome) {
    return "end " + std::to_string(static_cast<int>(outcome.end)) + ", exit " + std::to_string(outcome.exitCode) + ", signal " +
           std::to_string(outcome.signal) + "\n" + outcome.out.kept + outcome.err.kept;
}

// How many living processes have `word` in their command line.
int processesNamed(std::string_view word);

}  // namespace assay::sandbox::test

// Its probe says that the wall held.
#define CHECK_HELD(request)                                                                  \
    do {                                                                                     \
        const auto heldOutcome = ::assay::sandbox::test::run(request);                       \
        INFO(::assay::sandbox::test::describe(heldOutcome));                                 \
        CHECK((heldOutcome.end == ::assay::sandbox::End::Exited && heldOutcome.exitCode == 0)); \
    } while (false)
