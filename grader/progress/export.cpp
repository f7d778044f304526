// The JSON export, "assay.progress/1": an object with `schema`, `exported_at`, and one array of objects for
// each table that holds something of the learner's, with the table's own columns; `contents` maps a hash to
// {"text": …}, or to {"hex": …} where the bytes are no UTF-8. Reports stand in it as objects. Nothing else is
// needed to fill an empty database again.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "progress/store_impl.h"

namespace assay::progress {

namespace {

using Json = nlohmann::ordered_json;

std::string hex(std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text += kDigits[static_cast<unsigned char>(c) >> 4];
        text += kDigits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

Json report(const std::string& text) {
    Json parsed = Json::parse(text, nullptr, false);
    return parsed.is_discarded() ? Json(text) : parsed;
}

Result<Json> filesOf(const Database& database, const char* sql, std::int64_t owner) {
    Json files = Json::array();
    auto read = database.each(
        sql,
        [&](Statement& row) {
            files.push_back({{"name", row.text(0)}, {"content", row.text(1)}});
        },
        owner);
    if (!read) return base::propagate(read);
    return files;
}

Result<Json> attempts(const Database& database) {
    Json all = Json::array();
    Result<void> inner;
    auto read = database.each(
        "SELECT id, attempt.at_ms, day, course, exercise, exercise_version, content_hash, submission_hash, "
        "verdict, points, "
        "max_points, passed, origin, note, json FROM attempt LEFT JOIN attempt_note ON attempt_note.attempt "
        "= id "
        "LEFT JOIN attempt_report ON attempt_report.attempt = id ORDER BY id",
        [&](Statement& row) {
            auto files = filesOf(database,
                                 "SELECT name, hash FROM attempt_file JOIN content ON content.id = content "
                                 "WHERE attempt = ? ORDER BY position",
                                 row.integer(0));
            if (!files) {
                inner = base::propagate(files);
                return;
            }
            Json attempt = {{"id", row.integer(0)},        {"at_ms", row.integer(1)},
                            {"day", row.text(2)},          {"course", row.text(3)},
                            {"exercise", row.text(4)},     {"exercise_version", row.text(5)},
                            {"content_hash", row.text(6)}, {"submission_hash", row.text(7)},
                            {"verdict", row.text(8)},      {"points", row.real(9)},
                            {"max_points", row.real(10)},  {"passed", row.integer(11) != 0},
                            {"origin", row.text(12)},      {"files", std::move(*files)}};
            if (!row.isNull(13)) attempt["note"] = row.text(13);
            attempt["report"] = report(row.text(14));
            all.push_back(std::move(attempt));
        });
    if (!read) return base::propagate(read);
    if (!inner) return base::propagate(inner);
    return all;
}

Result<Json> drafts(const Database& database) {
    Json all = Json::array();
    Result<void> inner;
    auto read = database.each(
        "SELECT id, course, exercise, exercise_version, active_file, caret, at_ms, kept_ms FROM draft ORDER "
        "BY id",
        [&](Statement& row) {
            auto files = filesOf(
                database,
                "SELECT name, hash FROM draft_file JOIN content ON content.id = content WHERE draft = ? "
                "ORDER BY position",
                row.integer(0));
            if (!files) {
                inner = base::propagate(files);
                return;
            }
            all.push_back({{"course", row.text(1)},
                           {"exercise", row.text(2)},
                           {"exercise_version", row.text(3)},
                           {"active_file", row.text(4)},
                           {"caret", row.integer(5)},
                           {"at_ms", row.integer(6)},
                           {"kept_ms", row.isNull(7) ? Json(nullptr) : Json(row.integer(7))},
                           {"files", std::move(*files)}});
        });
    if (!read) return base::propagate(read);
    if (!inner) return base::propagate(inner);
    return all;
}

Result<Json> contents(const Database& database) {
    Json all = Json::object();
    auto read = database.each("SELECT hash, bytes FROM content ORDER BY id", [&](Statement& row) {
        const std::string bytes = row.text(1);
        all[row.text(0)] = base::isUtf8(bytes) ? Json{{"text", bytes}} : Json{{"hex", hex(bytes)}};
    });
    if (!read) return base::propagate(read);
    return all;
}

// The tables whose rows say everything by themselves.
Result<Json> plainTable(const Database& database, const std::string& table) {
    std::vector<std::pair<std::string, std::string>> columns;  // name, type
    auto read = database.each(
        "SELECT name, type FROM pragma_table_info(?)",
        [&](Statement& row) { columns.emplace_back(row.text(0), row.text(1)); }, table);
    if (!read) return base::propagate(read);
    Json all = Json::array();
    read = database.each(("SELECT * FROM " + table + " ORDER BY rowid").c_str(), [&](Statement& row) {
        Json object = Json::object();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const int column = static_cast<int>(i);
            Json& value = object[columns[i].first];
            if (row.isNull(column)) continue;
            if (columns[i].second == "TEXT")
                value = row.text(column);
            else if (columns[i].second == "REAL")
                value = row.real(column);
            else
                value = row.integer(column);
        }
        all.push_back(std::move(object));
    });
    if (!read) return base::propagate(read);
    return all;
}

Result<std::string> exportAll(const Database& database, const base::Clock& clock) {
    Json all = {{"schema", "assay.progress/1"}, {"exported_at", base::isoTime(clock.wallMs())}};
    const auto add = [&](const char* name, Result<Json> part) -> Result<void> {
        if (!part) return base::propagate(part);
        all[name] = std::move(*part);
        return {};
    };
    if (auto ok = add("attempts", attempts(database)); !ok) return base::propagate(ok);
    if (auto ok = add("drafts", drafts(database)); !ok) return base::propagate(ok);
    const std::pair<const char*, const char*> tables[] = {
        {"hints", "hint"}, {"lessons", "lesson"},    {"ticks", "tick"},      {"quizzes", "quiz"},
        {"notes", "lesson_note"}, {"marks", "mark"}, {"places", "last_place"}, {"settings", "setting"}};
    for (const auto& [name, table] : tables)
        if (auto ok = add(name, plainTable(database, table)); !ok) return base::propagate(ok);
    if (auto ok = add("contents", contents(database)); !ok) return base::propagate(ok);
    // Names and notes were typed by somebody: bytes that are no UTF-8 become U+FFFD instead of failing the
    // export.
    return all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string csvCell(std::string text) {
    // A spreadsheet runs what begins like a formula.
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        text.insert(0, 1, '\'');
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string cell = "\"";
    for (const char c : text) {
        if (c == '"') cell += '"';
        cell += c;
    }
    return cell + '"';
}

std::string number(double value) {  // two decimals, integers without
    char text[40];
    (void)std::snprintf(text, sizeof text, "%.2f", value);
    std::string shown = text;
    if (shown.ends_with(".00")) shown.resize(shown.size() - 3);
    return shown;
}

}  // namespace

Result<std::string> Store::exportJson() const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    // One read transaction, so that files and contents are of one moment.
    if (auto begun = m_impl->database.exec("BEGIN"); !begun) return base::propagate(begun);
    Result<std::string> text;
    try {
        text = exportAll(m_impl->database, m_impl->clock);
    } catch (const std::exception& error) {
        text = base::fail(ErrorCode::Internal, std::string("cannot export: ") + error.what());
    }
    (void)m_impl->database.exec("COMMIT");
    return text;
}

Result<std::string> Store::exportCsv() const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    std::string csv =
        "id,time,day,course,exercise,version,verdict,points,max,passed,origin,submission_hash,content_hash,"
        "note\r\n";
    auto read = m_impl->database.each(
        "SELECT id, attempt.at_ms, day, course, exercise, exercise_version, verdict, points, max_points, "
        "passed, origin, "
        "submission_hash, content_hash, coalesce(note, '') FROM attempt LEFT JOIN attempt_note ON "
        "attempt_note.attempt = id "
        "ORDER BY id",
        [&](Statement& row) {
            csv += std::to_string(row.integer(0)) + ',' + base::isoTime(row.integer(1));
            for (const int column : {2, 3, 4, 5, 6})
                csv += ',' + csvCell(row.text(column));
            csv += ',' + number(row.real(7)) + ',' + number(row.real(8)) + ',' +
                   (row.integer(9) ? "true" : "false");
            for (const int column : {10, 11, 12, 13})
                csv += ',' + csvCell(row.text(column));
            csv += "\r\n";
        });
    if (!read) return base::propagate(read);
    return csv;
}

}  // namespace assay::progress
