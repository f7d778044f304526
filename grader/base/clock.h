// Role: time and chance as parameters, so that tests decide them.
// Units: wall time in milliseconds since 1970 UTC; steady time in nanoseconds of no known origin.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace assay::base {

class Clock {
  public:
    virtual ~Clock() = default;
    virtual std::int64_t wallMs() const = 0;
    virtual std::int64_t steadyNs() const = 0;
};
class SystemClock final : public Clock {
  public:
    std::int64_t wallMs() const override;
    std::int64_t steadyNs() const override;
};
class FakeClock final : public Clock {
  public:
    std::int64_t wallMs() const override { return wall; }
    std::int64_t steadyNs() const override { return steady; }
    std::int64_t wall = 0, steady = 0;
};

class RandomSource {
  public:
    virtual ~RandomSource() = default;
    virtual void fill(std::span<unsigned char> bytes) = 0;
};
class SystemRandom final : public RandomSource {
  public:
    void fill(std::span<unsigned char> bytes) override;  // the kernel's, by libsodium
};

std::string isoTime(std::int64_t wallMs);  // "2026-01-31T12:00:00.000Z"

}  // namespace assay::base
