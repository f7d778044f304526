// Role: opens the progress database, sound and at the newest schema, whatever state its file is in.
#pragma once

#include <vector>

#include "base/clock.h"
#include "progress/database.h"
#include "progress/migrations.h"
#include "progress/store.h"

namespace assay::progress {

// Serialised between processes by a lock file. A damaged file is set aside (renamed with its -wal and -shm)
// after what can be read of it was recovered into a new one; a kill in between loses nothing, the next call
// goes on.
Result<Database> openDatabase(const fs::path& file, const fs::path& migrations, const base::Clock& clock,
                              OpenReport& report);

}  // namespace assay::progress
