// Role: reads what a test process says under the seal (PROTOCOL.md, part 3). Learner code shares the process and may write
// to the descriptor too, so the reader refuses rather than guesses: one byte that does not fit, a wrong tag, a number out
// of order or out of range, and everything from there on is `broken`.
// Threads: one reader belongs to one thread. It has a fuzz target.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/hash.h"

namespace assay::toolchain {

enum class TestState : std::uint8_t { Passed = 0, Failed = 1, Skipped = 2 };

struct ReadyFrame {
    std::uint32_t registered = 0;
};
struct StartFrame {
    std::uint32_t position = 0;
};
struct SubFrame {
    std::uint32_t position = 0;
    std::string name;
    TestState state = TestState::Failed;
    std::int64_t nanoseconds = 0;
    std::string output;
};
struct EndFrame {
    std::uint32_t position = 0;
    TestState state = TestState::Failed;
    std::int64_t nanoseconds = 0;
    std::uint32_t races = 0;
    std::string output;
};
struct StackFrame {
    std::string function, file;
    std::uint32_t line = 0;
};
struct PanicFrame {
    std::uint32_t position = 0;
    std::string kind, text;
    std::vector<StackFrame> frames;
    std::string name, output;  // of the test or subtest that panicked, and what it had logged
};
struct LeakFrame {
    std::uint32_t position = 0, goroutines = 0;
    std::string stacks;
};
struct DoneFrame {
    std::uint32_t ended = 0, races = 0;
};
struct CoverFrame {
    std::uint32_t counters = 0;
    std::string bits;  // one for each counter, the lowest of each byte first
};
struct BenchFrame {
    std::uint32_t position = 0;
    std::uint64_t operations = 0;
    std::int64_t cpuNanoseconds = 0, nanoseconds = 0;
    std::uint64_t allocations = 0, bytes = 0;
};
enum class FuzzState : std::uint8_t { Progress = 0, Trace = 1, Failed = 2, Hang = 3, Ended = 4 };
struct FuzzFrame {
    std::uint32_t position = 0;
    FuzzState state = FuzzState::Progress;
    std::uint64_t executions = 0;
    std::string input, output;  // one Go literal a line
};
using Frame = std::variant<ReadyFrame, StartFrame, SubFrame, EndFrame, PanicFrame, LeakFrame, DoneFrame, CoverFrame, BenchFrame, FuzzFrame>;

class SealReader {
  public:
    explicit SealReader(const base::SealKey& key) : m_key(key) {}
    // Appends the frames that `bytes` completes. After a broken one nothing is read any more.
    void feed(std::string_view bytes, std::vector<Frame>& frames);
    bool broken() const { return !m_why.empty(); }
    const std::string& why() const { return m_why; }
    bool midFrame() const { return !m_pending.empty(); }  // at the end of the stream: something was cut off

  private:
    base::SealKey m_key;
    std::string m_pending, m_why;
    std::uint64_t m_next = 0;
};

// For tests and the fuzz target: a frame as the harness writes it.
std::string sealFrame(const base::SealKey& key, std::uint64_t sequence, std::uint8_t type, std::string_view payload);

}  // namespace assay::toolchain
