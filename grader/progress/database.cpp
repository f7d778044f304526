#include "progress/database.h"

#include <sqlite3.h>

#include <utility>

#include "base/text.h"

namespace assay::progress {

namespace {

ErrorCode errorCode(int sqliteCode) {
    switch (sqliteCode & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return ErrorCode::Busy;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return ErrorCode::Corrupt;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_FULL:
            return ErrorCode::Io;
        default:
            return ErrorCode::Internal;
    }
}

std::string hintFor(ErrorCode code) {
    switch (code) {
        case ErrorCode::Busy:
            return "another Assay is writing; try again";
        case ErrorCode::Corrupt:
            return "the file is set aside and what can be read is recovered when it is opened next";
        default:
            return {};
    }
}

}  // namespace

fs::path beside(const fs::path& file, const char* suffix) {
    fs::path path = file;
    return path += suffix;
}

Result<Database> Database::open(const fs::path& file) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(
        file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(handle, file);  // a failed open leaves a handle that has to be closed, too
    if (code != SQLITE_OK) return database.failure("cannot open");
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, kBusyMs);
    return database;
}

Database::Database(Database&& other) noexcept
    : m_handle(std::exchange(other.m_handle, nullptr)),
      m_file(std::move(other.m_file)),
      m_damaged(other.m_damaged) {}

Database& Database::operator=(Database&& other) noexcept {
    if (this != &other) {
        sqlite3_close_v2(m_handle);
        m_handle = std::exchange(other.m_handle, nullptr);
        m_file = std::move(other.m_file);
        m_damaged = other.m_damaged;
    }
    return *this;
}

Database::~Database() {
    sqlite3_close_v2(m_handle);
}

void Database::setPatience(int milliseconds) {
    sqlite3_busy_timeout(m_handle, milliseconds);
}

Result<void> Database::exec(const std::string& sql) const {
    if (sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure("cannot use");
    return {};
}

bool Database::moved() const {
    int moved = 0;
    return sqlite3_file_control(m_handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

std::int64_t Database::lastId() const {
    return sqlite3_last_insert_rowid(m_handle);
}

base::Failure Database::failure(std::string_view what) const {
    const int sqliteCode = m_handle ? sqlite3_extended_errcode(m_handle) : SQLITE_NOMEM;
    const ErrorCode code = errorCode(sqliteCode);
    if (code == ErrorCode::Corrupt) noteDamage();
    const char* text = m_handle ? sqlite3_errmsg(m_handle) : "out of memory";
    return base::fail(code, std::string(what) + " " + base::quote(m_file.string()) + ": " + text,
                      hintFor(code));
}

void Database::noteDamage() const {
    if (std::exchange(m_damaged, true)) return;
    (void)base::writeFile(beside(m_file, kCheckMarker),
                          "");  // a folder that cannot be written can heal nothing, either
}

Statement::Statement(const Database& database, std::string_view sql) : m_database(database) {
    note(sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &m_statement,
                            nullptr));
}

Statement::~Statement() {
    sqlite3_finalize(m_statement);
}

void Statement::note(int code) {
    m_failed = m_failed || code != SQLITE_OK;
}

Result<bool> Statement::step() {
    if (m_failed) return m_database.failure("cannot use");
    switch (sqlite3_step(m_statement)) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default:
            return m_database.failure("cannot use");
    }
}

void Statement::reset() {
    sqlite3_reset(m_statement);  // repeats the error of the last step, which was told then
    sqlite3_clear_bindings(m_statement);
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}
std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement, column);
}
double Statement::real(int column) const {
    return sqlite3_column_double(m_statement, column);
}

std::string Statement::text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
    if (!bytes) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

void Statement::bindOne(int index, std::int64_t value) {
    note(sqlite3_bind_int64(m_statement, index, value));
}
void Statement::bindOne(int index, double value) {
    note(sqlite3_bind_double(m_statement, index, value));
}

// SQLITE_TRANSIENT copies: values may be temporaries of the caller.
void Statement::bindOne(int index, std::string_view value) {
    note(sqlite3_bind_text64(m_statement, index, value.data() ? value.data() : "", value.size(),
                             SQLITE_TRANSIENT, SQLITE_UTF8));
}
void Statement::bindOne(int index, Blob value) {
    // A null pointer would be bound as NULL, so an empty blob needs an address.
    const char* data = value.bytes.data() ? value.bytes.data() : "";
    note(sqlite3_bind_blob64(m_statement, index, data, value.bytes.size(), SQLITE_TRANSIENT));
}

Result<Transaction> Transaction::begin(const Database& database) {
    auto begun = database.exec("BEGIN IMMEDIATE");
    if (!begun) return base::propagate(begun);
    return Transaction(database);
}

Transaction::~Transaction() {
    // SQLite itself has rolled back after some errors; then there is nothing to end and the error is of no
    // interest.
    if (m_database && !sqlite3_get_autocommit(m_database->handle())) (void)m_database->exec("ROLLBACK");
}

Result<void> Transaction::commit() {
    auto done = m_database->exec("COMMIT");
    if (done) m_database = nullptr;
    return done;
}

}  // namespace assay::progress
