// Role: grades the entries of a cohort on several threads, each submission once: what the journal has is not done again,
// equal files share one grading (`cached`). Nothing is held in memory but names and fingerprints; reports go to the journal.
// Errors: the first that keeps all of them from being graded (the level cannot be enforced, the journal cannot be written).
// What the grader could not do for one submission is its report (internal_error), which is not kept for the next time.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/batch/cohort.h"
#include "cli/batch/journal.h"
#include "judge/judge.h"

namespace assay::cli {

struct BatchCounts {
    std::size_t done = 0;     // of this run and before
    std::size_t resumed = 0;  // found in the journal
    std::size_t cached = 0;   // equal to another one
};

class BatchGrading {
  public:
    struct Setup {
        judge::Judge& judge;
        Journal& journal;
        const base::Clock& clock;
        sandbox::Level level = sandbox::Level::Full;
        bool instructor = false;
        std::function<void(const BatchCounts&, const std::string& name)> onDone;  // one call at a time
    };
    BatchGrading(const Cohort& cohort, Setup setup);

    base::Result<BatchCounts> run(unsigned jobs, std::stop_token stop);
    // After run: the report of entry `index`, on one line; nothing where the run was stopped before.
    std::optional<std::string> report(std::size_t index) const;

  private:
    struct Job {
        std::size_t index = 0;
        judge::Submission submission;
    };
    base::Result<void> work(std::stop_token stop);
    base::Result<void> one(std::size_t index, std::stop_token stop);
    base::Result<bool> claim(Job& job, const std::string& print);
    base::Result<void> grade(Job job, std::stop_token stop);
    base::Result<void> store(const Job& job, judge::Report report);
    base::Result<void> shareWith(const Job& job, const judge::Report& report);
    base::Result<std::string> fingerprint(const CohortEntry& entry, const judge::Submission& submission);
    void count(std::size_t BatchCounts::*what, std::size_t index);

    const Cohort& m_cohort;
    Setup m_setup;
    std::string m_toolchain;
    mutable std::mutex m_mutex;  // of all below, and of the journal
    std::size_t m_next = 0;
    std::vector<std::string> m_fingerprints;                // by entry
    std::map<const course::Exercise*, std::string> m_hashes;
    std::map<std::string, std::vector<Job>> m_underWay;      // fingerprint → equal ones that wait for its report
    std::map<std::size_t, std::string> m_failed;             // internal_error: report by entry
    BatchCounts m_counts;
};

}  // namespace assay::cli
