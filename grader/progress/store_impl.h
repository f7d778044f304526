// Role: what the implementation files of Store share. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "progress/database.h"
#include "progress/store.h"

namespace assay::progress {

struct Store::Impl {
    fs::path file, migrations;
    const base::Clock& clock;
    Database database;
    int patienceMs = kBusyMs;

    // Every call of a Store begins with it: opens again where the file was replaced by another process or is
    // damaged.
    Result<void> ready();

    // body(database) inside one transaction; it returns Result<void>.
    template <class Body>
    Result<void> change(Body&& body) {
        if (auto ok = ready(); !ok) return ok;
        auto transaction = Transaction::begin(database);
        if (!transaction) return base::propagate(transaction);
        if (Result<void> done = body(database); !done) return done;
        return transaction->commit();
    }
    // One statement is a transaction of its own.
    template <class... Args>
    Result<void> changeBy(const char* sql, const Args&... args) {
        if (auto ok = ready(); !ok) return ok;
        return database.run(sql, args...);
    }
};

// The id of these bytes' row, made where it is missing.
Result<std::int64_t> storeContent(const Database& database, const std::string& bytes);
Result<void> storeFiles(const Database& database, const char* insert, std::int64_t owner,
                        const std::vector<File>& files);

}  // namespace assay::progress
