// How a damaged file is replaced, so that a kill at any moment loses nothing. All under progress.sqlite.lock:
//   1. its copy is read into progress.sqlite.recovery/new.sqlite; killed here: the next start does it again;
//   2. that becomes progress.sqlite.recovered, whole;
//   3. the damaged file's -wal, -shm and then itself are renamed; killed here: the next start finds what is
//   left of it
//      and goes on;
//   4. progress.sqlite.recovered becomes progress.sqlite; killed before: the next start finds only the
//   former, and does it.
// Another process may have the damaged file open meanwhile. It keeps writing to the renamed one, so every use
// of a Store asks first whether its file has moved (Store::Impl::ready). SQLite itself asks before it removes
// a -wal by name.
#include "progress/opening.h"

#include "base/text.h"
#include "progress/recovery.h"

namespace assay::progress {

namespace {

// A full check reads everything: at every start only while that is quick, else when damage was met.
constexpr std::uintmax_t kCheckedBytes = std::uintmax_t{16} << 20;

std::uintmax_t sizeOf(const fs::path& path) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    return error ? 0 : size;
}

bool isThere(const fs::path& path) {
    std::error_code error;
    return fs::exists(fs::symlink_status(path, error));
}

Result<void> renameFile(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error)
        return base::fail(ErrorCode::Io,
                          "cannot rename " + base::quote(from.string()) + ": " + error.message());
    return {};
}

base::Failure damage(const Database& database, const std::string& what) {
    return base::fail(ErrorCode::Corrupt, base::quote(database.file().string()) + " is damaged: " + what);
}

// A database of another program at our place is treated like a damaged one: set aside, not touched.
Result<void> refuseForeign(const Database& database) {
    std::int64_t application = 0, tables = 0;
    auto read = database.one(
        "SELECT (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_master)",
        [&](Statement& row) { application = row.integer(0), tables = row.integer(1); });
    if (!read) return base::propagate(read);
    if (tables > 0 && application != kApplicationId) return damage(database, "it is not a progress database");
    return {};
}

Result<void> check(const Database& database) {
    const fs::path marker = beside(database.file(), kCheckMarker);
    if (!isThere(marker) && sizeOf(database.file()) > kCheckedBytes) return {};
    std::string found;
    auto read = database.one("PRAGMA quick_check(1)", [&](Statement& row) { found = row.text(0); });
    if (!read) return base::propagate(read);
    if (found != "ok") return damage(database, found);
    // Quick checks do not see a page of file contents that changed; the marker says that something was met.
    if (isThere(marker)) {
        auto whole = contentsAreSound(database);
        if (!whole) return base::propagate(whole);
        if (!*whole) return damage(database, "a file's content does not match its hash");
    }
    std::error_code ignored;
    fs::remove(marker, ignored);
    return {};
}

Result<Database> openSound(const fs::path& file, const std::vector<Migration>& migrations, bool& migrated) {
    // SQLite takes an empty file for a new database and removes its write-ahead log, which may hold
    // everything.
    if (sizeOf(file) == 0 && sizeOf(beside(file, "-wal")) > 0)
        return base::fail(ErrorCode::Corrupt, base::quote(file.string()) + " is empty, but its log is not");
    auto database = Database::open(file);
    if (!database) return database;
    if (auto ok = refuseForeign(*database); !ok) return base::propagate(ok);
    if (auto ok = refuseNewer(*database, migrations); !ok) return base::propagate(ok);
    if (auto ok = check(*database); !ok) return base::propagate(ok);
    // FULL: a commit is on the disk when it returns, so that a power failure takes no draft that was saved.
    auto ready = database->exec(
        "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys "
        "= ON;"
        "PRAGMA journal_size_limit = 16777216");
    if (!ready) return base::propagate(ready);
    auto done = migrate(*database, migrations);
    if (!done) return base::propagate(done);
    migrated = *done;
    return database;
}

fs::path asideName(const fs::path& file, const base::Clock& clock) {
    std::string time =
        base::isoTime(clock.wallMs());  // "2026-01-31T12:00:00.000Z"; names of files go without ':'
    std::erase_if(time, [](char c) { return c == ':' || c == '-'; });
    const fs::path first = beside(file, (".damaged-" + time).c_str());
    fs::path path = first;
    for (int n = 2; isThere(path) || isThere(beside(path, "-wal")); ++n)
        path = beside(first, ("." + std::to_string(n)).c_str());
    return path;
}

Result<void> replaceDamaged(const fs::path& file, const std::vector<Migration>& migrations,
                            const base::Clock& clock, OpenReport& report) {
    const fs::path ready = beside(file, ".recovered");
    auto recovered = recover(file, beside(file, ".recovery"), ready, migrations);
    if (!recovered) return base::propagate(recovered);
    const fs::path aside = asideName(file, clock);
    for (const char* suffix : {"-wal", "-shm", ""}) {
        if (!isThere(beside(file, suffix))) continue;
        if (auto done = renameFile(beside(file, suffix), beside(aside, suffix)); !done) return done;
    }
    report.setAside = aside;
    report.recovered = *recovered;
    return renameFile(ready, file);
}

}  // namespace

Result<Database> openDatabase(const fs::path& file, const fs::path& migrationFolder, const base::Clock& clock,
                              OpenReport& report) {
    auto migrations = readMigrations(migrationFolder);
    if (!migrations) return base::propagate(migrations);
    if (auto made = base::ensureFolder(file.parent_path(), 0700); !made) return base::propagate(made);
    auto lock = base::FileLock::acquire(beside(file, ".lock"), kBusyMs);
    if (!lock) return base::propagate(lock);

    if (const fs::path ready = beside(file, ".recovered"); isThere(ready) && !isThere(file)) {
        if (auto done = renameFile(ready, file); !done) return base::propagate(done);
    }
    const bool was = sizeOf(file) > 0;
    auto database = openSound(file, *migrations, report.migrated);
    if (!database && database.error().code == ErrorCode::Corrupt) {
        auto replaced = replaceDamaged(file, *migrations, clock, report);
        if (!replaced) return base::propagate(replaced);
        std::error_code ignored;
        fs::remove(beside(file, kCheckMarker), ignored);
        database = openSound(file, *migrations, report.migrated);
    }
    report.created = !was && report.setAside.empty();
    report.migrated = report.migrated && !report.created;
    return database;
}

}  // namespace assay::progress
