// Role: the thin layer over sqlite3: a connection, a statement and a transaction by RAII, and the one place
// that turns SQLite's result codes into Errors. Threads: everything of one connection belongs to one thread
// at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/fs.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace assay::progress {

using base::ErrorCode;
using base::Result;
namespace fs = base::fs;

fs::path beside(const fs::path& file, const char* suffix);  // "progress.sqlite" → "progress.sqlite-wal"
constexpr const char* kCheckMarker = ".check";
constexpr int kBusyMs = 5'000;

struct Blob {
    std::string_view bytes;
};

class Database {
  public:
    // Opens or creates; waits kBusyMs for locks. Sets no pragma that touches the file.
    static Result<Database> open(const fs::path& file);
    Database(Database&& other) noexcept;
    Database& operator=(Database&& other) noexcept;
    ~Database();

    void setPatience(int milliseconds);  // with locks, in place of kBusyMs
    sqlite3* handle() const { return m_handle; }
    const fs::path& file() const { return m_file; }
    Result<void> exec(const std::string& sql) const;  // any number of statements, rows are dropped
    bool moved() const;                               // the path names another file by now
    std::int64_t lastId() const;
    // The connection's last error as ours; damage is noted, too.
    base::Failure failure(std::string_view what) const;
    // Notes damage for whoever opens the file next (a marker beside it: a full check is too slow for every
    // start).
    void noteDamage() const;
    bool damaged() const { return m_damaged; }

    // run("UPDATE … ?", a, b); each("SELECT … ?", [&](Statement& row) {…}, a, b); one(…) is false where there
    // is no row.
    template <class... Args>
    Result<void> run(const char* sql, const Args&... args) const;
    template <class Row, class... Args>
    Result<void> each(const char* sql, Row&& row, const Args&... args) const;
    template <class Row, class... Args>
    Result<bool> one(const char* sql, Row&& row, const Args&... args) const;

  private:
    Database(sqlite3* handle, fs::path file) : m_handle(handle), m_file(std::move(file)) {}
    sqlite3* m_handle = nullptr;
    fs::path m_file;
    mutable bool m_damaged = false;
};

// A failed prepare or bind is told by the next step().
class Statement {
  public:
    Statement(const Database& database, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    template <class... Args>
    Statement& bind(const Args&... args) {
        int index = 0;
        (bindOne(++index, args), ...);
        return *this;
    }
    Result<bool> step();  // true: there is a row
    void reset();         // ready for other values

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;  // of a blob: its bytes
    sqlite3_stmt* handle() const { return m_statement; }

    void bindOne(int index, std::int64_t value);
    void bindOne(int index, int value) { bindOne(index, std::int64_t{value}); }
    void bindOne(int index, bool value) { bindOne(index, std::int64_t{value}); }
    void bindOne(int index, double value);
    void bindOne(int index, std::string_view value);
    void bindOne(int index, const std::string& value) { bindOne(index, std::string_view(value)); }
    void bindOne(int index, const char* value) { bindOne(index, std::string_view(value)); }
    void bindOne(int index, Blob value);

  private:
    void note(int code);
    const Database& m_database;
    sqlite3_stmt* m_statement = nullptr;
    bool m_failed = false;
};

// BEGIN IMMEDIATE … COMMIT: the write lock is taken first, so that a transaction never fails half-way for a
// lock. Rolled back where commit() was not reached.
class Transaction {
  public:
    static Result<Transaction> begin(const Database& database);
    Transaction(Transaction&& other) noexcept : m_database(std::exchange(other.m_database, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    Result<void> commit();

  private:
    explicit Transaction(const Database& database) : m_database(&database) {}
    const Database* m_database;
};

template <class... Args>
Result<void> Database::run(const char* sql, const Args&... args) const {
    return each(
        sql, [](Statement&) {}, args...);
}

template <class Row, class... Args>
Result<void> Database::each(const char* sql, Row&& row, const Args&... args) const {
    Statement statement(*this, sql);
    statement.bind(args...);
    for (;;) {
        auto more = statement.step();
        if (!more) return base::propagate(more);
        if (!*more) return {};
        row(statement);
    }
}

template <class Row, class... Args>
Result<bool> Database::one(const char* sql, Row&& row, const Args&... args) const {
    Statement statement(*this, sql);
    statement.bind(args...);
    auto found = statement.step();
    if (found && *found) row(statement);
    return found;
}

}  // namespace assay::progress
