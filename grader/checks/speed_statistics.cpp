#include "checks/speed_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace assay::checks {

Interval medianInterval(std::vector<double> values, double miss) {
    // A value lies below the median with probability 1/2, so the number of those below it is binomial: the k-th smallest and
    // the k-th greatest hold the median between them but with probability 2 · P(fewer than k of n are below).
    const std::size_t n = values.size();
    std::sort(values.begin(), values.end());
    double term = 1;
    for (std::size_t i = 0; i < n; ++i) term /= 2;  // P(0 of n)
    double below = 0;
    std::size_t k = 0;
    while (k < n / 2 && 2 * (below + term) <= miss) {
        below += term;
        term = term * static_cast<double>(n - k) / static_cast<double>(k + 1);
        ++k;
    }
    if (k == 0) return {0, std::numeric_limits<double>::infinity()};
    return {values[k - 1], values[n - k]};
}

double lowerQuartile(std::vector<double> values) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 4);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

std::int64_t operationsFor(double nanoseconds, const std::vector<double>& turns, std::int64_t last) {
    constexpr std::int64_t most = 1 << 28;
    const auto atMost = static_cast<double>(std::min(most, 4 * last));
    return static_cast<std::int64_t>(std::clamp(std::ceil(nanoseconds / lowerQuartile(turns)), 1.0, atMost));
}

Interval widened(const Interval& interval, double value) { return {std::min(interval.low, value), std::max(interval.high, value)}; }

}  // namespace assay::checks
