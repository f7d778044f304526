// Each limit of a run, and that those who keep to it are left alone.

#include <chrono>
#include <thread>

#include "harness.h"

using namespace assay;
using namespace assay::sandbox;
using namespace assay::sandbox::test;

namespace {

Request limited(std::vector<std::string> call, Level level = Level::Full) {
    Request request = probeRequest(std::move(call), level);
    request.limits.cpu = Milliseconds(400);
    request.limits.wall = Milliseconds(400);
    request.limits.wallAtMost = Milliseconds(8000);
    return request;
}

class Load {  // keeps all processors busy
  public:
    Load() {
        for (unsigned i = 0; i < 2 * std::thread::hardware_concurrency(); ++i)
            m_threads.emplace_back([](std::stop_token stop) {
                while (!stop.stop_requested()) {
                }
            });
    }

  private:
    std::vector<std::jthread> m_threads;
};

}  // namespace

TEST_CASE("processor time of all threads decides") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    const auto outcome = run(limited({"spin", "4"}, level));
    INFO(describe(outcome));
    CHECK(outcome.end == End::CpuLimit);
    CHECK(outcome.usage.cpu >= Milliseconds(400));
    CHECK(outcome.usage.cpu < Milliseconds(1400));
}

TEST_CASE("processor time of processes that a run started counts too") {
    Request request = limited({"nothing"});
    request.limits.mayStartPrograms = true;
    request.limits.wall = request.limits.wallAtMost = Milliseconds(20'000);
    request.limits.cpu = Milliseconds(1000);
    request.argv = {"/probe", "spin-in-child"};
    const auto outcome = run(request);
    INFO(describe(outcome));
    CHECK(outcome.end == End::CpuLimit);
}

TEST_CASE("sleeping ends at the wall limit, whatever signals are ignored") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    const auto outcome = run(limited({"sleep"}, level));
    CHECK(outcome.end == End::WallLimit);
    CHECK(outcome.usage.wall >= Milliseconds(400));
    CHECK(outcome.usage.wall < Milliseconds(3000));
    CHECK(outcome.usage.cpu < Milliseconds(200));
}

TEST_CASE("a busy machine lengthens the wall time of who waits for a processor, not of who sleeps") {
    const Load load;
    Request request = limited({"spin", "1"});
    request.limits.cpu = Milliseconds(600);
    request.limits.wall = Milliseconds(1200);
    request.limits.wallAtMost = Milliseconds(20'000);
    const auto spinning = run(request);
    INFO("wall " << spinning.usage.wall.count() << " cpu " << spinning.usage.cpu.count());
    CHECK(spinning.end == End::CpuLimit);
    CHECK(run(limited({"sleep"})).end == End::WallLimit);
}

TEST_CASE("time in which the machine let nobody run is not the program's") {
    struct StandsStill : Recorder {
        bool onTick(const Tick& tick) override {
            if (ticks == 1) std::this_thread::sleep_for(Milliseconds(900));
            return Recorder::onTick(tick) && ticks < 3;
        }
    };
    Request request = limited({"sleep"});
    request.limits.wall = Milliseconds(600);
    request.limits.wallAtMost = Milliseconds(20'000);
    StandsStill observer;
    const auto outcome = run(*makeSandbox(), request, observer);
    CHECK(outcome.end == End::Stopped);  // by the observer, which a limit that was met would have come before
    CHECK(observer.last.waited >= Milliseconds(800));
}

TEST_CASE("wall time is never longer than its own limit") {
    const Load load;
    Request request = limited({"spin", "1"});
    request.limits.cpu = Milliseconds(60'000);
    request.limits.wallAtMost = Milliseconds(600);
    const auto outcome = run(request);
    CHECK(outcome.end == End::WallLimit);
    CHECK(outcome.usage.wall < Milliseconds(4000));
}

TEST_CASE("memory is refused at the limit and the program sees it") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    Request request = probeRequest({"memory", "64"}, level);
    request.limits.memoryBytes = 64u << 20;
    CHECK_HELD(request);
}

TEST_CASE("many processes that keep to the limit each meet the control group's") {
    auto sandbox = makeSandbox();
    const auto isolation = sandbox->isolation(Level::Full);
    REQUIRE(isolation);
    bool grouped = false;
    for (const auto& item : isolation->items)
        grouped = grouped || (item.item == "memory" && item.how.find("control group") != std::string::npos);
    if (!grouped) SKIP("no control group is to be had here");
    Request request = probeRequest({"many-eaters", "100"});
    request.limits.mayStartPrograms = true;
    request.limits.memoryBytes = 128u << 20;
    Observer observer;
    const auto outcome = run(*sandbox, request, observer);
    INFO(describe(outcome));
    CHECK(outcome.end == End::MemoryLimit);
}

TEST_CASE("output beyond the limit ends the run and keeps its first and last part") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    Request request = probeRequest({"shout"}, level);
    const auto outcome = run(request);
    CHECK(outcome.end == End::OutputLimit);
    CHECK(outcome.out.total > request.limits.outputBytes);
    CHECK(outcome.out.total < 8 * request.limits.outputBytes);
    CHECK(outcome.out.kept.size() < request.limits.outputKept + 100);
    CHECK(outcome.out.kept.find("bytes left out") != std::string::npos);
}

TEST_CASE("threads are refused beyond the limit") {
    Request request = probeRequest({"threads", "40"});
    request.limits.threads = 40;
    CHECK_HELD(request);
}

TEST_CASE("exit status and signal are told exactly") {
    const Level level = GENERATE(Level::Full, Level::Reduced, Level::None);
    auto outcome = run(probeRequest({"exit", "137"}, level));
    CHECK(outcome.end == End::Exited);
    CHECK(outcome.exitCode == 137);
    outcome = run(probeRequest({"kill-self", "9"}, level));
    CHECK(outcome.end == End::Signaled);
    CHECK(outcome.signal == 9);
    outcome = run(probeRequest({"abort"}, level));
    CHECK(outcome.end == End::Signaled);
    CHECK(outcome.signal == 6);
}

TEST_CASE("usage is measured") {
    Request request = probeRequest({"memory", "64"});
    request.limits.memoryBytes = 64u << 20;
    const auto outcome = run(request);
    CHECK(outcome.usage.peakMemoryBytes > (40u << 20));
    CHECK(outcome.usage.peakMemoryBytes < (90u << 20));
    CHECK(outcome.usage.wall > Milliseconds(0));
}
