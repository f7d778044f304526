// Role: brings a database to the newest schema by the files of resources/sql, "0001_name.sql", "0002_…", in
// order.
#pragma once

#include <string>
#include <vector>

#include "progress/database.h"

namespace assay::progress {

constexpr std::int32_t kApplicationId = 0x41535359;  // "ASSY" in the file's header says that it is ours

struct Migration {
    int version = 0;
    std::string sql;
};

// Internal where the folder or a file cannot be read or the numbers are not 1, 2, 3 …: the installation is
// broken.
Result<std::vector<Migration>> readMigrations(const fs::path& folder);

// NewerSchema where the database knows more than `migrations`; it is not changed, not even locked.
Result<void> refuseNewer(const Database& database, const std::vector<Migration>& migrations);

// Runs what is missing in one immediate transaction, so that of two processes at first start one does it and
// the other finds it done. True where it did something.
Result<bool> migrate(const Database& database, const std::vector<Migration>& migrations);

}  // namespace assay::progress
