#include "progress/migrations.h"

#include <algorithm>

#include "base/text.h"

namespace assay::progress {

namespace {

Result<std::int64_t> userVersion(const Database& database) {
    std::int64_t version = 0;
    auto found = database.one("PRAGMA user_version", [&](Statement& row) { version = row.integer(0); });
    if (!found) return base::propagate(found);
    return version;
}

base::Failure newerSchema(const Database& database, std::int64_t version, int known) {
    std::string release;  // of the Assay that made it; a much later one may have no such table any more
    (void)database.one(
        "SELECT assay FROM schema_version WHERE version = ?", [&](Statement& row) { release = row.text(0); },
        version);
    const std::string needed = release.empty() ? "a newer Assay" : "Assay " + release + " or newer";
    return base::fail(ErrorCode::NewerSchema,
                      base::quote(database.file().string()) + " has schema version " +
                          std::to_string(version) + "; this Assay knows versions up to " +
                          std::to_string(known),
                      "use " + needed + ", which knows schema version " + std::to_string(version) +
                          "; nothing was changed");
}

}  // namespace

Result<std::vector<Migration>> readMigrations(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == ".sql") files.push_back(it->path());
    if (error || files.empty())
        return base::fail(ErrorCode::Internal, "no database migrations in " + base::quote(folder.string()),
                          "Assay's resources are incomplete; install it again");
    std::sort(files.begin(), files.end());

    std::vector<Migration> migrations;
    for (const fs::path& file : files) {
        const std::string name = file.filename().string();
        const int version = static_cast<int>(migrations.size()) + 1;
        std::string number = std::to_string(version);
        number.insert(0, 4 - std::min<std::size_t>(4, number.size()), '0');
        if (name.rfind(number + "_", 0) != 0)
            return base::fail(ErrorCode::Internal, "database migration " + base::quote(name) +
                                                       " found where " + number + "_….sql belongs");
        auto sql = base::readFile(file);
        if (!sql) return base::propagate(sql);
        migrations.push_back({version, std::move(*sql)});
    }
    return migrations;
}

Result<void> refuseNewer(const Database& database, const std::vector<Migration>& migrations) {
    const int newest = migrations.empty() ? 0 : migrations.back().version;
    auto version = userVersion(database);
    if (!version) return base::propagate(version);
    if (*version > newest) return newerSchema(database, *version, newest);
    return {};
}

Result<bool> migrate(const Database& database, const std::vector<Migration>& migrations) {
    const int newest = migrations.empty() ? 0 : migrations.back().version;
    auto version = userVersion(database);
    if (!version) return base::propagate(version);
    if (*version > newest) return newerSchema(database, *version, newest);
    if (*version == newest) return false;  // the usual start takes no write lock

    auto transaction = Transaction::begin(database);
    if (!transaction) return base::propagate(transaction);
    version = userVersion(database);  // another process may have been here since
    if (!version) return base::propagate(version);
    if (*version > newest) return newerSchema(database, *version, newest);
    for (const Migration& migration : migrations) {
        if (migration.version <= *version) continue;
        if (auto done = database.exec(migration.sql); !done) return base::propagate(done);
    }
    auto marked = database.exec("PRAGMA application_id = " + std::to_string(kApplicationId) +
                                "; PRAGMA user_version = " + std::to_string(newest));
    if (!marked) return base::propagate(marked);
    if (auto done = transaction->commit(); !done) return base::propagate(done);
    return *version < newest;
}

}  // namespace assay::progress
