// Role: between which values the median of what was measured lies. No distribution is assumed. Used by `speed` only.
#pragma once

#include <cstdint>
#include <vector>

namespace assay::checks {

struct Interval {
    double low = 0, high = 0;
};
// Where the median lies, but with probability `miss` at most. Too few values give the whole line from 0 to infinity: it
// takes 1 + log2(1 / miss) of them, eight for 1 %.
Interval medianInterval(std::vector<double> values, double miss);
double lowerQuartile(std::vector<double> values);  // of at least one
// How many operations take so many nanoseconds, by what one took in the turns so far; `last`: how many the last turn had. A
// virtual machine can count far too little processor time, down to none (what its host took is subtracted late), so no
// single turn decides, and from turn to turn it becomes four times as many at most.
std::int64_t operationsFor(double nanoseconds, const std::vector<double>& turns, std::int64_t last);
Interval widened(const Interval& interval, double value);  // so far that it holds the value

}  // namespace assay::checks
