// Role: what assay-go said, line by line, gathered for those who wait. Not for callers outside this folder.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>

#include "toolchain/go/build.h"

namespace assay::toolchain {

// Threads: add() and finish() by the run's thread, the waits by any.
class BuildEvents {
  public:
    explicit BuildEvents(std::set<std::string> names) : m_names(std::move(names)) {}

    void add(std::string_view line);  // one event; a line that is none is a fault of ours
    // The run is over. What was not said by now will not be said, and its end says whose fault that is: a limit's, which
    // hostile sources can meet, or ours.
    void finish(const Result<sandbox::Outcome>& run);

    Result<std::vector<Finding>> refusals();
    Result<Analysis> analysis();
    // Units by their names in events: "visible", "v3".
    Result<Compiled> compiled(const std::string& unit);
    Result<Linked> linked(const std::string& unit);  // `binary` holds the file's name only
    Result<std::vector<CoverBlock>> coverBlocks(const std::string& unit);
    Result<std::vector<MadeMutant>> mutants(const std::string& of);  // their keys are names of units
    std::vector<std::string> strayStrikes(const std::string& of);          // ask after mutants
    sandbox::Usage usage();

  private:
    template <class Known>
    std::unique_lock<std::mutex> waitUntil(Known known);
    std::optional<base::Error> failure() const;

    std::set<std::string> m_names;  // of the request's files: findings elsewhere lose their place
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_finished = false, m_done = false;
    std::string m_limit;
    std::optional<base::Error> m_failure;
    std::vector<Finding> m_refusals;
    std::optional<Analysis> m_analysis;
    std::map<std::string, Compiled> m_compiled;
    std::map<std::string, Linked> m_linked;
    std::map<std::string, std::vector<CoverBlock>> m_blocks;
    std::map<std::string, std::vector<MadeMutant>> m_mutants;
    std::map<std::string, std::vector<std::string>> m_stray;
    sandbox::Usage m_usage;
};

}  // namespace assay::toolchain
