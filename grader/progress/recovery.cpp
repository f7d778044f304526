// Theory of operation. SQLite reads a damaged file as far as its pages hold together, so the copy is first
// made to open: the size in its header is set to what is there (truncated file), and page 1, where a damaged
// one makes everything unreachable, is taken from a new database of the same migrations, whose tables lie at
// the same pages. Then each table is walked by rowid. Where that fails, the walk goes on behind the damage:
// it searches the smallest rowid from which SQLite can read again. Rows go into the new database under its
// constraints, so garbage that looks like a row stays out; contents must have their hash. Tables named
// *_state are filled by triggers. What is lost with a damaged inner page of a table, the rows below it, is
// not searched for: the file set aside still has them.
#include "progress/recovery.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <map>
#include <optional>

#include "base/hash.h"
#include "base/text.h"

namespace assay::progress {

namespace {

constexpr std::size_t kPage = 4096;
// Offsets in the header of https://www.sqlite.org/fileformat2.html
constexpr std::size_t kFormatAt = 18, kChangesAt = 24, kPagesAt = 28, kValidForAt = 92;

using Page = std::array<char, kPage>;

void writeBigEndian(Page& page, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i)
        page[at + i] = static_cast<char>(value >> (24 - 8 * i));
}

Result<void> patchFirstPage(const fs::path& file, Page page) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    const auto pages = std::max<std::uintmax_t>(1, (size + kPage - 1) / kPage);
    page[kFormatAt] = page[kFormatAt + 1] = 2;  // with a write-ahead log
    writeBigEndian(page, kPagesAt, static_cast<std::uint32_t>(pages));
    for (std::size_t i = 0; i < 4; ++i)
        page[kValidForAt + i] = page[kChangesAt + i];  // "the size above is right"
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.write(page.data(), kPage);
    stream.close();
    if (!stream) return base::fail(ErrorCode::Io, "cannot write " + base::quote(file.string()));
    return {};
}

Page firstPage(const fs::path& file) {
    Page page{};
    std::ifstream stream(file, std::ios::binary);
    stream.read(page.data(), kPage);  // a shorter file leaves zeros
    return page;
}

Result<void> copyDamaged(const fs::path& damaged, const fs::path& copy) {
    std::error_code error;
    for (const char* suffix : {"", "-wal"}) {
        if (!fs::exists(beside(damaged, suffix), error)) continue;
        fs::copy_file(beside(damaged, suffix), beside(copy, suffix), error);
        if (error)
            return base::fail(ErrorCode::Io, "cannot copy " + base::quote(damaged.string()) +
                                                 " to recover it: " + error.message());
    }
    // SQLite removes the log of an empty file. With a page in it, it reads the log first.
    if (!fs::exists(copy, error) || fs::file_size(copy, error) == 0)
        return base::writeFile(copy, std::string(kPage, '\0'));
    return {};
}

Result<Database> openCopy(const fs::path& copy) {
    auto database = Database::open(copy);
    if (!database) return database;
    auto ready = database->exec(
        "PRAGMA writable_schema = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    if (!ready) return base::propagate(ready);
    std::int64_t version = 0;
    auto read = database->one("SELECT max(version) FROM schema_version",
                              [&](Statement& row) { version = row.integer(0); });
    if (!read) return base::propagate(read);
    return database;
}

// The copy as it is; else with its size mended; else with a new first page.
Result<Database> openDamaged(const fs::path& copy, const fs::path& model) {
    auto database = openCopy(copy);
    if (database || database.error().code != ErrorCode::Corrupt)
        return database;  // sound, but not ours: nothing to read
    if (auto done = patchFirstPage(copy, firstPage(copy)); !done) return base::propagate(done);
    database = openCopy(copy);
    if (database) return database;
    if (auto done = patchFirstPage(copy, firstPage(model)); !done) return base::propagate(done);
    return openCopy(copy);
}

std::vector<std::string> columnsOf(const Database& database, const std::string& table) {
    std::vector<std::string> names;
    (void)database.each(
        "SELECT name FROM pragma_table_info(?)", [&](Statement& row) { names.push_back(row.text(0)); },
        table);
    return names;
}

// One table's walk.
class TableCopy {
  public:
    TableCopy(const Database& from, const Database& to, std::string table)
        : m_from(from), m_to(to), m_table(std::move(table)) {
        const auto there = columnsOf(from, m_table);
        for (const std::string& name : columnsOf(to, m_table))
            if (std::find(there.begin(), there.end(), name) != there.end()) m_columns.push_back(name);
    }

    void run() {
        if (m_columns.empty()) {
            m_complete = false;
            return;
        }
        std::optional<std::int64_t> position = std::numeric_limits<std::int64_t>::min();
        while (position) {
            if (walk(*position)) return;
            m_complete = false;
            position = behindDamage(m_last);
        }
    }
    std::int64_t copied() const { return m_copied; }
    bool complete() const { return m_complete; }

  private:
    // Copies rows from `from` on; true at the table's end, false at damage. m_last is the last rowid that was
    // read.
    bool walk(std::int64_t from) {
        const std::string names = base::join(m_columns, ", ");
        Statement rows(m_from, "SELECT rowid, " + names + " FROM " + m_table +
                                   " NOT INDEXED WHERE rowid >= ? ORDER BY rowid");
        std::vector<std::string> marks(m_columns.size(), "?");
        Statement insert(
            m_to, "INSERT INTO " + m_table + " (" + names + ") VALUES (" + base::join(marks, ", ") + ")");
        rows.bind(from);
        m_last = std::max(m_last, from == std::numeric_limits<std::int64_t>::min() ? 0 : from - 1);
        for (;;) {
            auto more = rows.step();
            if (!more) return false;
            if (!*more) return true;
            const std::int64_t rowid = rows.integer(0);
            if (m_copied > 0 && rowid <= m_last) return false;  // pages that point in a circle
            m_last = std::max(m_last, rowid);
            copyRow(rows, insert);
        }
    }

    void copyRow(Statement& row, Statement& insert) {
        insert.reset();
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            sqlite3_bind_value(insert.handle(), static_cast<int>(i) + 1,
                               sqlite3_column_value(row.handle(), static_cast<int>(i) + 1));
        const bool sound = m_table != "content" || base::hashHex(row.text(3)) == row.text(2);
        if (sound && insert.step())
            ++m_copied;
        else
            m_complete = false;  // no row of ours: a constraint refused it, or a file that was damaged
    }

    bool readable(std::int64_t from) {
        Statement row(m_from,
                      "SELECT * FROM " + m_table + " NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1");
        row.bind(from);
        return row.step().has_value();
    }

    // The smallest rowid behind `last` from which SQLite reads again: doubling, then halving.
    std::optional<std::int64_t> behindDamage(std::int64_t last) {
        constexpr std::int64_t kFar = std::int64_t{1} << 61;
        std::int64_t bad = 1, good = 2;  // distances from last; last + 1 is where the walk failed
        while (good < kFar && !readable(last + good))
            bad = good, good *= 2;
        if (good >= kFar) return std::nullopt;
        while (good - bad > 1) {
            const std::int64_t middle = bad + (good - bad) / 2;
            (readable(last + middle) ? good : bad) = middle;
        }
        return last + good;
    }

    const Database& m_from;
    const Database& m_to;
    std::string m_table;
    std::vector<std::string> m_columns;
    std::int64_t m_last = 0, m_copied = 0;
    bool m_complete = true;
};

std::string count(std::int64_t number, const char* one, const char* many) {
    return std::to_string(number) + " " + (number == 1 ? one : many);
}

Result<std::string> copyTables(const Database& from, const Database& to) {
    std::vector<std::string> tables;  // in the order of their making: what is referred to comes first
    auto listed = to.each(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> "
        "'schema_version' "
        "AND name NOT LIKE '%\\_state' ESCAPE '\\' ORDER BY rowid",
        [&](Statement& row) { tables.push_back(row.text(0)); });
    if (!listed) return base::propagate(listed);

    auto transaction = Transaction::begin(to);
    if (!transaction) return base::propagate(transaction);
    std::map<std::string, std::int64_t> rows;
    bool complete = true;
    for (const std::string& table : tables) {
        TableCopy copy(from, to, table);
        copy.run();
        rows[table] = copy.copied();
        complete = complete && copy.complete();
    }
    if (auto done = transaction->commit(); !done) return base::propagate(done);
    return "Recovered " + count(rows["attempt"], "attempt", "attempts") + ", " +
           count(rows["draft"], "draft", "drafts") + " and the state of " +
           count(rows["lesson"], "lesson", "lessons") +
           (complete ? "; nothing is missing." : "; some of it could not be read.");
}

}  // namespace

Result<std::string> recover(const fs::path& damaged, const fs::path& workFolder, const fs::path& result,
                            const std::vector<Migration>& migrations) {
    std::error_code error;
    fs::remove_all(workFolder, error);
    fs::remove(result, error);
    if (auto made = base::ensureFolder(workFolder, 0700); !made) return base::propagate(made);
    struct Removal {
        const fs::path& folder;
        ~Removal() {
            std::error_code ignored;
            fs::remove_all(folder, ignored);
        }
    } removal{workFolder};

    const fs::path copy = workFolder / "old.sqlite", fresh = workFolder / "new.sqlite",
                   model = workFolder / "model.sqlite";
    if (auto done = copyDamaged(damaged, copy); !done) return base::propagate(done);
    std::string sentence = "Nothing of it could be read.";
    {
        auto to = Database::open(fresh);
        if (!to) return base::propagate(to);
        if (auto done = to->exec("PRAGMA page_size = 4096; PRAGMA foreign_keys = ON"); !done)
            return base::propagate(done);
        if (auto done = migrate(*to, migrations); !done) return base::propagate(done);
        fs::copy_file(fresh, model, error);
        if (auto from = openDamaged(copy, model)) {
            auto copied = copyTables(*from, *to);
            if (!copied) return copied;
            sentence = *copied;
        }
    }
    fs::rename(fresh, result, error);
    if (error)
        return base::fail(ErrorCode::Io,
                          "cannot rename " + base::quote(fresh.string()) + ": " + error.message());
    return sentence;
}

Result<bool> contentsAreSound(const Database& database) {
    bool sound = true;
    auto read = database.each("SELECT hash, bytes FROM content", [&](Statement& row) {
        sound = sound && base::hashHex(row.text(1)) == row.text(0);
    });
    if (!read) return base::propagate(read);
    return sound;
}

}  // namespace assay::progress
