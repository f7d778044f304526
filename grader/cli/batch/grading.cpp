#include "cli/batch/grading.h"

#include <thread>

#include "base/hash.h"
#include "base/text.h"
#include "cli/failed_report.h"
#include "course/files.h"
#include "judge/submission.h"
#include "report/report.h"

namespace assay::cli {

using base::ErrorCode;
using base::propagate;
using base::Result;

BatchGrading::BatchGrading(const Cohort& cohort, Setup setup)
    : m_cohort(cohort), m_setup(std::move(setup)), m_fingerprints(cohort.entries.size()) {}

Result<BatchCounts> BatchGrading::run(unsigned jobs, std::stop_token stop) {
    const auto toolchain = m_setup.judge.toolchain();
    if (!toolchain) return propagate(toolchain);
    m_toolchain = toolchain->language + toolchain->version + toolchain->platform;
    std::mutex errorMutex;
    std::optional<base::Error> first;
    std::stop_source ours;
    const std::stop_callback outer(stop, [&ours] { ours.request_stop(); });
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < jobs; ++i)
            threads.emplace_back([&] {
                auto worked = work(ours.get_token());
                if (worked) return;
                const std::lock_guard lock(errorMutex);
                if (!first) first = worked.error();
                ours.request_stop();
            });
    }
    if (first && !stop.stop_requested()) return base::Failure(*first);
    return m_counts;
}

Result<void> BatchGrading::work(std::stop_token stop) {
    for (;;) {
        std::size_t index = 0;
        {
            const std::lock_guard lock(m_mutex);
            if (m_next >= m_cohort.entries.size() || stop.stop_requested()) return {};
            index = m_next++;
        }
        if (auto done = one(index, stop); !done) return done;
    }
}

// What makes two gradings equal: the exercise, the files, how it was graded. The names of ignored files are told where a
// submission does not compile, and a refusal may name the submission.
Result<std::string> BatchGrading::fingerprint(const CohortEntry& entry, const judge::Submission& submission) {
    std::string content;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto known = m_hashes.find(entry.exercise); known != m_hashes.end()) content = known->second;
    }
    if (content.empty()) {
        auto hash = course::contentHash(*entry.exercise);
        if (!hash) return propagate(hash);
        content = *hash;
        const std::lock_guard lock(m_mutex);
        m_hashes[entry.exercise] = content;
    }
    base::Hasher hasher;
    hasher.add(content).add(judge::submissionHash(submission)).add(m_toolchain).add(std::string(sandbox::name(m_setup.level)));
    hasher.add(m_setup.instructor ? 1 : 0).add(submission.refusal).add(submission.refusal.empty() ? "" : entry.name);
    for (const std::string& name : submission.ignored)
        if (name.ends_with(".go")) hasher.add(name);
    return hasher.hex();
}

Result<void> BatchGrading::one(std::size_t index, std::stop_token stop) {
    const CohortEntry& entry = m_cohort.entries[index];
    auto submission = judge::readSubmission(*entry.exercise, entry.path);
    if (!submission) return propagate(submission);
    submission->name = entry.name;
    auto print = fingerprint(entry, *submission);
    if (!print) return propagate(print);
    Job job{index, std::move(*submission)};
    auto ours = claim(job, *print);
    if (!ours) return propagate(ours);
    return *ours ? grade(std::move(job), stop) : Result<void>();
}

// False where there is nothing to grade: it is known already, or whoever grades an equal one stores this one too.
Result<bool> BatchGrading::claim(Job& job, const std::string& print) {
    const std::lock_guard lock(m_mutex);
    m_fingerprints[job.index] = print;
    if (m_setup.journal.find(m_cohort.entries[job.index].name, print)) {
        count(&BatchCounts::resumed, job.index);
        return false;
    }
    if (const auto equal = m_setup.journal.findEqual(print))
        if (const auto report = report::fromJson(*equal)) {
            if (auto shared = shareWith(job, *report); !shared) return propagate(shared);
            return false;
        }
    const auto [place, isFirst] = m_underWay.try_emplace(print);
    if (!isFirst) place->second.push_back(std::move(job));
    return isFirst;
}

Result<void> BatchGrading::grade(Job job, std::stop_token stop) {
    const CohortEntry& entry = m_cohort.entries[job.index];
    auto report = m_setup.judge.grade(*entry.exercise, job.submission, {m_setup.level, m_setup.instructor, {}}, stop);
    if (stop.stop_requested()) return {};
    if (!report && report.error().code != ErrorCode::Internal && report.error().code != ErrorCode::Io) return propagate(report);
    if (!report) report = failedReport(*entry.exercise, job.submission, report.error(), m_setup.level, m_setup.clock);
    const std::lock_guard lock(m_mutex);
    std::vector<Job> equal = std::move(m_underWay[m_fingerprints[job.index]]);
    m_underWay.erase(m_fingerprints[job.index]);
    if (auto stored = store(job, *report); !stored) return stored;
    for (const Job& each : equal)
        if (auto shared = shareWith(each, *report); !shared) return shared;
    return {};
}

Result<void> BatchGrading::shareWith(const Job& job, const judge::Report& report) {
    judge::Report own = report;
    own.cached = true;
    own.submission.name = base::safeText(job.submission.name, {.keepNewlines = false});
    own.submission.ignored = job.submission.ignored.size();
    ++m_counts.cached;
    return store(job, std::move(own));
}

// The lock is held.
Result<void> BatchGrading::store(const Job& job, judge::Report report) {
    const std::string line = report::toJson(report, -1);
    if (report.verdict == checks::Verdict::InternalError) {
        m_failed[job.index] = line;
    } else if (auto added = m_setup.journal.add(m_cohort.entries[job.index].name, m_fingerprints[job.index], line); !added) {
        return added;
    }
    count(nullptr, job.index);
    return {};
}

void BatchGrading::count(std::size_t BatchCounts::*what, std::size_t index) {
    if (what != nullptr) ++(m_counts.*what);
    ++m_counts.done;
    if (m_setup.onDone) m_setup.onDone(m_counts, m_cohort.entries[index].name);
}

std::optional<std::string> BatchGrading::report(std::size_t index) const {
    const std::lock_guard lock(m_mutex);
    if (const auto failed = m_failed.find(index); failed != m_failed.end()) return failed->second;
    return m_setup.journal.find(m_cohort.entries[index].name, m_fingerprints[index]);
}

}  // namespace assay::cli
