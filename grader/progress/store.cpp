// Theory of operation. One SQLite file in WAL mode: readers never wait, writers wait for one another at most
// 5 s. A change is one immediate transaction. Attempts are rows that triggers keep from changing; what the
// course map and the calendar show is summed up by a trigger at each attempt, so that reading it does not
// depend on how many there are. File contents lie in one table, once for each hash, and belong to attempts
// and drafts by reference; those that no longer belong to any, since a draft went on, are removed with the
// change that left them. Opening, migrations and damage: opening.cpp, recovery.cpp.
#include "progress/store.h"

#include "progress/opening.h"
#include "progress/store_impl.h"

namespace assay::progress {

Result<Store> Store::open(const fs::path& file, const fs::path& migrations, const base::Clock& clock,
                          OpenReport* report) {
    OpenReport unused;
    auto database = openDatabase(file, migrations, clock, report ? *report : unused);
    if (!database) return base::propagate(database);
    return Store(std::unique_ptr<Impl>(new Impl{file, migrations, clock, std::move(*database)}));
}

Store::Store(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<void> Store::Impl::ready() {
    if (!database.damaged() && !database.moved()) return {};
    OpenReport unused;
    auto again = openDatabase(file, migrations, clock, unused);
    if (!again) return base::propagate(again);
    database = std::move(*again);
    database.setPatience(patienceMs);
    return {};
}

void Store::setPatience(int milliseconds) {
    m_impl->patienceMs = milliseconds;
    m_impl->database.setPatience(milliseconds);
}

Result<void> Store::setLastPlace(const std::string& course, const LastPlace& place) {
    return m_impl->changeBy("INSERT OR REPLACE INTO last_place VALUES (?, ?, ?, ?, ?)", course, place.phase,
                            place.lesson, place.exercise, m_impl->clock.wallMs());
}

Result<std::optional<LastPlace>> Store::lastPlace(const std::string& course) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    std::optional<LastPlace> place;
    auto read = m_impl->database.one(
        "SELECT phase, lesson, exercise, at_ms FROM last_place WHERE course = ?",
        [&](Statement& row) {
            place = LastPlace{row.text(0), row.text(1), row.text(2), row.integer(3)};
        },
        course);
    if (!read) return base::propagate(read);
    return place;
}

Result<void> Store::setMark(const std::string& course, const std::string& item, bool marked) {
    if (!marked) return m_impl->changeBy("DELETE FROM mark WHERE course = ? AND item = ?", course, item);
    return m_impl->changeBy("INSERT OR IGNORE INTO mark VALUES (?, ?, ?)", course, item,
                            m_impl->clock.wallMs());
}

Result<std::vector<std::string>> Store::marks(const std::string& course) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    std::vector<std::string> items;
    auto read = m_impl->database.each(
        "SELECT item FROM mark WHERE course = ? ORDER BY at_ms, rowid",
        [&](Statement& row) { items.push_back(row.text(0)); }, course);
    if (!read) return base::propagate(read);
    return items;
}

Result<void> Store::setSetting(const std::string& name, const std::string& value) {
    return m_impl->changeBy("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value);
}

Result<std::optional<std::string>> Store::setting(const std::string& name) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    std::optional<std::string> value;
    auto read = m_impl->database.one(
        "SELECT value FROM setting WHERE name = ?", [&](Statement& row) { value = row.text(0); }, name);
    if (!read) return base::propagate(read);
    return value;
}

Result<std::string> Store::integrityCheck() const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    std::string found;
    for (const char* sql : {"PRAGMA integrity_check(20)",
                            "SELECT 'foreign key of ' || \"table\" FROM pragma_foreign_key_check"}) {
        auto read = m_impl->database.each(sql, [&](Statement& row) {
            if (row.text(0) != "ok") found += row.text(0) + "\n";
        });
        if (!read) return base::propagate(read);
    }
    return found.empty() ? std::string("ok") : found;
}

}  // namespace assay::progress
