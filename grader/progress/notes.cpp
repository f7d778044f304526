#include <algorithm>

#include "progress/store_impl.h"

namespace assay::progress {

Result<std::vector<LessonNote>> Store::notes(const std::string& course, const std::string& lesson) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    std::vector<LessonNote> notes;
    auto read = m_impl->database.each(
        "SELECT id, lesson, anchor, position, hash, quote, text, created_ms, changed_ms FROM lesson_note "
        "WHERE course = ?1 AND (?2 = '' OR lesson = ?2) AND removed_ms IS NULL ORDER BY lesson, created_ms",
        [&](Statement& row) {
            notes.push_back({row.integer(0),
                             row.text(1),
                             {row.text(2), static_cast<int>(row.integer(3)), row.text(4), row.text(5)},
                             row.text(6),
                             row.integer(7),
                             row.integer(8)});
        },
        course, lesson);
    if (!read) return base::propagate(read);
    return notes;
}

Result<std::int64_t> Store::addNote(const std::string& course, const std::string& lesson, const NotePlace& place,
                                    const std::string& text) {
    std::int64_t id = 0;
    auto added = m_impl->change([&](const Database& database) -> Result<void> {
        // The time names the note: two of one millisecond, or a clock that was set back, must not meet.
        std::int64_t now = m_impl->clock.wallMs();
        auto last = database.one(
            "SELECT max(created_ms) FROM lesson_note WHERE course = ? AND lesson = ?",
            [&](Statement& row) { now = std::max(now, row.isNull(0) ? now : row.integer(0) + 1); }, course, lesson);
        if (!last) return base::propagate(last);
        auto done = database.run(
            "INSERT INTO lesson_note (course, lesson, anchor, position, hash, quote, text, created_ms, changed_ms) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
            course, lesson, place.anchor, place.position, place.hash, place.quote, text, now);
        id = database.lastId();
        return done;
    });
    if (!added) return base::propagate(added);
    return id;
}

Result<void> Store::changeNote(const std::string& course, const std::string& lesson, std::int64_t id,
                               const std::string& text) {
    return m_impl->changeBy("UPDATE lesson_note SET text = ?, changed_ms = ? WHERE course = ? AND lesson = ? AND id = ?",
                            text, m_impl->clock.wallMs(), course, lesson, id);
}

Result<void> Store::removeNote(const std::string& course, const std::string& lesson, std::int64_t id, bool removed) {
    const std::int64_t now = m_impl->clock.wallMs();
    return m_impl->changeBy(
        "UPDATE lesson_note SET removed_ms = nullif(?1, 0), changed_ms = ?2 "
        "WHERE course = ?3 AND lesson = ?4 AND id = ?5",
        removed ? now : std::int64_t{0}, now, course, lesson, id);
}

}  // namespace assay::progress
