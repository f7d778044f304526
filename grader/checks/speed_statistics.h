// Role: between which values the median of what was measured lies. No distribution is assumed. Used by `speed` only.
#pragma once

#include <vector>

namespace assay::checks {

struct Interval {
    double low = 0, high = 0;
};
// With at least 99 % confidence. At least eight values; fewer give the whole line from 0 to infinity.
Interval medianInterval(std::vector<double> values);
Interval widened(const Interval& interval, double value);  // so far that it holds the value

}  // namespace assay::checks
