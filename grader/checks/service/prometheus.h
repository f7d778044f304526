// Role: Prometheus' text format, version 0.0.4, read strictly: what a scraper would refuse is a problem with its line.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace assay::checks::service {

struct Sample {
    std::string name;
    std::map<std::string, std::string> labels;
    double value = 0;
    int line = 0;
    std::string title() const;  // name{label="value",…}
};
struct Metrics {
    std::map<std::string, std::string> types;  // by family: counter, gauge, histogram, summary, untyped
    std::map<std::string, std::string> helps;
    std::vector<Sample> samples;
    std::string problem;  // "line 3: …"; the rest is not to be used then

    // Whether it only grows while the process runs: counters, and the buckets and counts of histograms and summaries.
    bool counts(const Sample& sample) const;
    // The sum of the samples of this name that carry all these labels; `found` says how many there were.
    double sum(std::string_view name, const std::map<std::string, std::string>& labels, std::size_t& found) const;
};
// Also checked: histograms have buckets that never fall, an +Inf bucket and a _count equal to it, and a _sum; counters are
// not negative and their names end in _total.
Metrics parseMetrics(std::string_view text);

}  // namespace assay::checks::service
