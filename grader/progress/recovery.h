// Role: reads what can be read of a damaged database, row by row, into a new one.
#pragma once

#include <string>
#include <vector>

#include "progress/database.h"
#include "progress/migrations.h"

namespace assay::progress {

// Reads a copy of `damaged` (and of its -wal) in `workFolder`, which is made and removed; `damaged` itself is
// only read. Afterwards `result` is a sound database at the newest schema, in one file, or an error is
// returned and it is not there. Returns a sentence about what was recovered.
Result<std::string> recover(const fs::path& damaged, const fs::path& workFolder, const fs::path& result,
                            const std::vector<Migration>& migrations);

// Whether each stored content has the hash that it is stored under.
Result<bool> contentsAreSound(const Database& database);

}  // namespace assay::progress
