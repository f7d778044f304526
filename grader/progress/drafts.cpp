#include "progress/store_impl.h"

namespace assay::progress {

namespace {

constexpr const char* kPresent = "SELECT id FROM draft WHERE course = ? AND exercise = ? AND kept_ms IS NULL";

Result<std::optional<std::int64_t>> presentDraft(const Database& database, const std::string& course,
                                                 const std::string& exercise) {
    std::optional<std::int64_t> id;
    auto read = database.one(
        kPresent, [&](Statement& row) { id = row.integer(0); }, course, exercise);
    if (!read) return base::propagate(read);
    return id;
}

// Takes the files from a draft, and with them the contents that belong to nothing else.
Result<void> clearFiles(const Database& database, std::int64_t draft) {
    std::vector<std::int64_t> contents;
    auto read = database.each(
        "SELECT DISTINCT content FROM draft_file WHERE draft = ?",
        [&](Statement& row) { contents.push_back(row.integer(0)); }, draft);
    if (!read) return read;
    if (auto done = database.run("DELETE FROM draft_file WHERE draft = ?", draft); !done) return done;
    for (const std::int64_t content : contents) {
        auto done = database.run(
            "DELETE FROM content WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM attempt_file WHERE content = "
            "?1) "
            "AND NOT EXISTS (SELECT 1 FROM draft_file WHERE content = ?1)",
            content);
        if (!done) return done;
    }
    return {};
}

Result<Draft> readDraft(const Database& database, std::int64_t id) {
    Draft draft;
    auto found = database.one(
        "SELECT active_file, caret, at_ms, exercise_version FROM draft WHERE id = ?",
        [&](Statement& row) {
            draft.activeFile = row.text(0);
            draft.caret = static_cast<int>(row.integer(1));
            draft.atMs = row.integer(2);
            draft.exerciseVersion = row.text(3);
        },
        id);
    if (!found) return base::propagate(found);
    if (!*found) return base::fail(ErrorCode::NotFound, "no draft " + std::to_string(id));
    auto read = database.each(
        "SELECT name, bytes FROM draft_file JOIN content ON content.id = content WHERE draft = ? ORDER BY "
        "position",
        [&](Statement& row) {
            draft.files.push_back({row.text(0), row.text(1)});
        },
        id);
    if (!read) return base::propagate(read);
    return draft;
}

}  // namespace

Result<void> Store::saveDraft(const std::string& course, const std::string& exercise, const Draft& draft) {
    const std::int64_t now = m_impl->clock.wallMs();
    return m_impl->change([&](const Database& database) -> Result<void> {
        auto present = presentDraft(database, course, exercise);
        if (!present) return base::propagate(present);
        std::int64_t id = present->value_or(0);
        if (!*present) {
            auto added = database.run(
                "INSERT INTO draft (course, exercise, exercise_version, active_file, caret, at_ms) VALUES "
                "(?, ?, ?, ?, ?, ?)",
                course, exercise, draft.exerciseVersion, draft.activeFile, draft.caret, now);
            if (!added) return added;
            id = database.lastId();
        } else {
            auto changed = database.run(
                "UPDATE draft SET exercise_version = ?, active_file = ?, caret = ?, at_ms = ? WHERE id = ?",
                draft.exerciseVersion, draft.activeFile, draft.caret, now, id);
            if (!changed) return changed;
            if (auto cleared = clearFiles(database, id); !cleared) return cleared;
        }
        return storeFiles(database,
                          "INSERT INTO draft_file (draft, position, name, content) VALUES (?, ?, ?, ?)", id,
                          draft.files);
    });
}

Result<std::optional<Draft>> Store::draft(const std::string& course, const std::string& exercise) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    // One read transaction: another process may save between the draft's row and its files.
    const Database& database = m_impl->database;
    if (auto begun = database.exec("BEGIN"); !begun) return base::propagate(begun);
    auto present = presentDraft(database, course, exercise);
    Result<std::optional<Draft>> found = std::optional<Draft>();
    if (!present) found = base::propagate(present);
    if (present && *present) {
        auto draft = readDraft(database, **present);
        if (draft)
            found = std::optional<Draft>(std::move(*draft));
        else
            found = base::propagate(draft);
    }
    (void)database.exec("COMMIT");
    return found;
}

Result<void> Store::dropDraft(const std::string& course, const std::string& exercise) {
    return m_impl->changeBy(
        "UPDATE draft SET kept_ms = ? WHERE course = ? AND exercise = ? AND kept_ms IS NULL",
        m_impl->clock.wallMs(), course, exercise);
}

Result<std::vector<KeptDraft>> Store::keptDrafts(const std::string& course, const std::string& exercise,
                                                 int limit) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    std::vector<KeptDraft> kept;
    auto read = m_impl->database.each(
        "SELECT id, at_ms, kept_ms, exercise_version FROM draft WHERE course = ? AND exercise = ? AND "
        "kept_ms IS NOT NULL "
        "ORDER BY id DESC LIMIT ?",
        [&](Statement& row) {
            kept.push_back({row.integer(0), row.integer(1), row.integer(2), row.text(3)});
        },
        course, exercise, limit);
    if (!read) return base::propagate(read);
    return kept;
}

Result<Draft> Store::keptDraft(std::int64_t id) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    return readDraft(m_impl->database, id);  // a kept draft does not change any more
}

}  // namespace assay::progress
