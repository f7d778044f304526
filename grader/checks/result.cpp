#include "checks/result.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace assay::checks {

namespace {
constexpr std::array<std::string_view, 14> kNames{"undecided", "passed", "failed", "compile_error", "time_limit", "memory_limit",
                                                  "output_limit", "crashed", "raced", "leaked", "invalid", "tampered", "not_run",
                                                  "internal_error"};
}

std::string_view name(Verdict verdict) { return kNames.at(static_cast<std::size_t>(verdict)); }

std::optional<Verdict> verdictByName(std::string_view text) {
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (kNames[i] == text) return static_cast<Verdict>(i);
    return std::nullopt;
}

Points::Points(std::int64_t numerator, std::int64_t denominator) {
    if (denominator < 0) numerator = -numerator, denominator = -denominator;
    const std::int64_t divisor = std::gcd(numerator, denominator);
    m_numerator = divisor == 0 ? 0 : numerator / divisor;
    m_denominator = divisor == 0 ? 1 : denominator / divisor;
}

Points Points::fromNumber(double value) { return {std::llround(value * 1'000'000), 1'000'000}; }

Points Points::operator+(const Points& o) const {
    const std::int64_t common = std::lcm(m_denominator, o.m_denominator);
    return {m_numerator * (common / m_denominator) + o.m_numerator * (common / o.m_denominator), common};
}
Points Points::operator-(const Points& o) const { return *this + Points(-o.m_numerator, o.m_denominator); }
Points Points::operator*(const Points& o) const {
    const Points a(m_numerator, o.m_denominator), b(o.m_numerator, m_denominator);  // reduced crosswise against overflow
    return {a.m_numerator * b.m_numerator, a.m_denominator * b.m_denominator};
}
Points Points::operator/(const Points& o) const { return *this * Points(o.m_denominator, o.m_numerator); }

std::strong_ordering Points::operator<=>(const Points& o) const {
    const Points difference = *this - o;
    return difference.m_numerator <=> 0;
}

std::string Points::text() const {
    if (m_denominator == 1) return std::to_string(m_numerator);
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.2f", value());
    return buffer;
}

}  // namespace assay::checks
