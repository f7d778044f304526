// Role: the memory of a batch: one line for each submission that was graded, so that a killed run goes on where it was and
// reports need not be held in memory. A line is "<fingerprint> <name, quoted> <report>\n"; a line that a kill cut short is
// dropped when the journal is opened again. Reports lie here as JSON of one line.
// Threads: one at a time (the caller locks). Only one process at a time has a journal open (Busy).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/fs.h"

namespace assay::cli {

class Journal {
  public:
    static base::Result<Journal> open(const base::fs::path& folder, bool forget);

    // The newest report of this name, if it was made for this fingerprint.
    std::optional<std::string> find(const std::string& name, const std::string& fingerprint) const;
    // A report that anybody got for this fingerprint.
    std::optional<std::string> findEqual(const std::string& fingerprint) const;
    // In one write: a line is whole or not there.
    base::Result<void> add(const std::string& name, const std::string& fingerprint, const std::string& report);

  private:
    struct Place {
        std::string fingerprint;
        std::uint64_t offset = 0, length = 0;  // of the report
    };
    Journal(base::FileLock lock, base::UniqueFd file) : m_lock(std::move(lock)), m_file(std::move(file)) {}
    base::Result<void> readAll();
    void take(std::string_view line, std::uint64_t offset);
    std::optional<std::string> read(const Place& place) const;

    base::FileLock m_lock;
    base::UniqueFd m_file;
    std::uint64_t m_size = 0;
    std::map<std::string, Place> m_byName;
    std::map<std::string, Place> m_byFingerprint;
};

// Writes what `lines` gives, line by line, into a temporary file beside it, then renames: whole or not at all.
base::Result<void> writeLines(const base::fs::path& path, const std::function<std::optional<std::string>()>& lines);

}  // namespace assay::cli
