#include <ctime>

#include "base/hash.h"
#include "base/text.h"
#include "progress/store_impl.h"

namespace assay::progress {

namespace {

constexpr const char* kAttemptColumns =
    "SELECT id, attempt.at_ms, course, exercise, exercise_version, content_hash, submission_hash, verdict, "
    "points, "
    "max_points, passed, origin, coalesce(note, '') FROM attempt LEFT JOIN attempt_note ON "
    "attempt_note.attempt = id ";

Attempt readAttempt(const Statement& row) {
    Attempt attempt;
    attempt.id = row.integer(0);
    attempt.atMs = row.integer(1);
    attempt.course = row.text(2);
    attempt.exercise = row.text(3);
    attempt.exerciseVersion = row.text(4);
    attempt.contentHash = row.text(5);
    attempt.submissionHash = row.text(6);
    attempt.verdict = row.text(7);
    attempt.points = row.real(8);
    attempt.maxPoints = row.real(9);
    attempt.passed = row.integer(10) != 0;
    attempt.origin = row.text(11);
    attempt.note = row.text(12);
    return attempt;
}

// Where the learner is: a day of work belongs to the date that their own calendar showed.
std::string localDate(std::int64_t wallMs) {
    const std::time_t seconds = wallMs / 1000;
    std::tm local{};
    localtime_r(&seconds, &local);
    char text[16];
    const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%d", &local);
    return {text, length};
}

base::Failure noAttempt(std::int64_t id) {
    return base::fail(ErrorCode::NotFound, "no attempt " + std::to_string(id));
}

}  // namespace

Result<std::int64_t> storeContent(const Database& database, const std::string& bytes) {
    const std::string hash = base::hashHex(bytes);
    std::int64_t id = 0;
    auto found = database.one(
        "SELECT id FROM content WHERE hash = ?", [&](Statement& row) { id = row.integer(0); }, hash);
    if (!found) return base::propagate(found);
    if (*found) return id;
    auto added = database.run("INSERT INTO content (hash, bytes) VALUES (?, ?)", hash, Blob{bytes});
    if (!added) return base::propagate(added);
    return database.lastId();
}

Result<void> storeFiles(const Database& database, const char* insert, std::int64_t owner,
                        const std::vector<File>& files) {
    std::int64_t position = 0;
    for (const File& file : files) {
        auto content = storeContent(database, file.content);
        if (!content) return base::propagate(content);
        if (auto done = database.run(insert, owner, position++, file.name, *content); !done) return done;
    }
    return {};
}

Result<std::int64_t> Store::addAttempt(const NewAttempt& attempt) {
    const std::int64_t now = m_impl->clock.wallMs();
    std::int64_t id = 0;
    auto done = m_impl->change([&](const Database& database) -> Result<void> {
        auto added = database.run(
            "INSERT INTO attempt (at_ms, day, course, exercise, exercise_version, content_hash, "
            "submission_hash, verdict, "
            "points, max_points, passed, origin, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            now, localDate(now), attempt.course, attempt.exercise, attempt.exerciseVersion,
            attempt.contentHash, attempt.submissionHash, attempt.verdict, attempt.points, attempt.maxPoints,
            attempt.passed, attempt.origin, static_cast<std::int64_t>(attempt.files.size()));
        if (!added) return added;
        id = database.lastId();  // triggers keep their own
        auto stored = storeFiles(
            database, "INSERT INTO attempt_file (attempt, position, name, content) VALUES (?, ?, ?, ?)", id,
            attempt.files);
        if (!stored) return stored;
        return database.run("INSERT INTO attempt_report VALUES (?, ?)", id, attempt.reportJson);
    });
    if (!done) return base::propagate(done);
    return id;
}

Result<std::vector<Attempt>> Store::attempts(const std::string& course, const std::string& exercise,
                                             int limit) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    static const std::string sql =
        std::string(kAttemptColumns) + "WHERE course = ? AND exercise = ? ORDER BY id DESC LIMIT ?";
    std::vector<Attempt> found;
    auto read = m_impl->database.each(
        sql.c_str(), [&](Statement& row) { found.push_back(readAttempt(row)); }, course, exercise, limit);
    if (!read) return base::propagate(read);
    return found;
}

Result<Attempt> Store::attempt(std::int64_t id) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    static const std::string sql = std::string(kAttemptColumns) + "WHERE id = ?";
    Attempt attempt;
    auto found = m_impl->database.one(
        sql.c_str(), [&](Statement& row) { attempt = readAttempt(row); }, id);
    if (!found) return base::propagate(found);
    if (!*found) return noAttempt(id);
    return attempt;
}

Result<std::vector<File>> Store::attemptFiles(std::int64_t id) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    const Database& database = m_impl->database;
    std::int64_t expected = 0;
    auto found = database.one(
        "SELECT files FROM attempt WHERE id = ?", [&](Statement& row) { expected = row.integer(0); }, id);
    if (!found) return base::propagate(found);
    if (!*found) return noAttempt(id);
    std::vector<File> files;
    bool sound = true;
    auto read = database.each(
        "SELECT name, bytes, hash FROM attempt_file JOIN content ON content.id = content WHERE attempt = ? "
        "ORDER BY position",
        [&](Statement& row) {
            files.push_back({row.text(0), row.text(1)});
            sound = sound && base::hashHex(files.back().content) == row.text(2);
        },
        id);
    if (!read) return base::propagate(read);
    if (!sound) database.noteDamage();
    if (!sound || static_cast<std::int64_t>(files.size()) != expected)
        return base::fail(ErrorCode::Corrupt,
                          "attempt " + std::to_string(id) + " lost files when the database was damaged",
                          "the database that was set aside, progress.sqlite.damaged-…, may still hold them");
    return files;
}

Result<std::string> Store::attemptReport(std::int64_t id) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    std::string json;
    auto found = m_impl->database.one(
        "SELECT json FROM attempt_report WHERE attempt = ?", [&](Statement& row) { json = row.text(0); }, id);
    if (!found) return base::propagate(found);
    if (!*found) return noAttempt(id);
    return json;
}

Result<void> Store::setNote(std::int64_t attempt, const std::string& note) {
    auto known = this->attempt(attempt);
    if (!known) return base::propagate(known);
    return m_impl->changeBy("INSERT OR REPLACE INTO attempt_note VALUES (?, ?, ?)", attempt, note,
                            m_impl->clock.wallMs());
}

Result<std::map<std::string, ExerciseState>> Store::exerciseStates(const std::string& course) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    const Database& database = m_impl->database;
    std::map<std::string, ExerciseState> states;
    auto read = database.each(
        "SELECT exercise, attempts, passed, best_points, max_points, last_verdict, last_ms FROM "
        "exercise_state "
        "WHERE course = ?",
        [&](Statement& row) {
            ExerciseState& state = states[row.text(0)];
            state.attempts = static_cast<int>(row.integer(1));
            state.passed = row.integer(2) != 0;
            state.bestPoints = row.real(3);
            state.maxPoints = row.real(4);
            state.lastVerdict = row.text(5);
            state.lastMs = row.integer(6);
        },
        course);
    if (!read) return base::propagate(read);
    read = database.each(
        "SELECT exercise, at_ms FROM draft WHERE course = ? AND kept_ms IS NULL",
        [&](Statement& row) {
            ExerciseState& state = states[row.text(0)];
            state.hasDraft = true;
            state.lastMs = std::max(state.lastMs, row.integer(1));
        },
        course);
    if (!read) return base::propagate(read);
    read = database.each(
        "SELECT exercise, count(*) FROM hint WHERE course = ? GROUP BY exercise",
        [&](Statement& row) { states[row.text(0)].hintsOpened = static_cast<int>(row.integer(1)); }, course);
    if (!read) return base::propagate(read);
    return states;
}

Result<void> Store::openHint(const std::string& course, const std::string& exercise, int hint) {
    return m_impl->changeBy("INSERT OR IGNORE INTO hint VALUES (?, ?, ?, ?)", course, exercise, hint,
                            m_impl->clock.wallMs());
}

Result<std::map<std::string, int>> Store::days(const std::string& course) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    std::map<std::string, int> days;
    auto read = m_impl->database.each(
        "SELECT day, attempts FROM day_state WHERE course = ?",
        [&](Statement& row) { days[row.text(0)] = static_cast<int>(row.integer(1)); }, course);
    if (!read) return base::propagate(read);
    return days;
}

Result<std::map<std::string, DayOfWork>> Store::activity(const std::string& course) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    std::map<std::string, DayOfWork> days;
    auto read = m_impl->database.each(
        "SELECT day, attempts, passed, solved FROM day_state WHERE course = ?",
        [&](Statement& row) {
            days[row.text(0)] = {static_cast<int>(row.integer(1)), static_cast<int>(row.integer(2)),
                                 static_cast<int>(row.integer(3)), 0};
        },
        course);
    if (!read) return base::propagate(read);
    read = m_impl->database.each(
        "SELECT date(finished_ms / 1000, 'unixepoch', 'localtime'), count(*) FROM lesson "
        "WHERE course = ? AND finished_ms IS NOT NULL GROUP BY 1",
        [&](Statement& row) { days[row.text(0)].lessons = static_cast<int>(row.integer(1)); }, course);
    if (!read) return base::propagate(read);
    return days;
}

}  // namespace assay::progress
