// Takes over what Store::exportJson wrote, into a database that may have things of its own. Nothing that is there is lost
// or changed: attempts are added, of what has one value only (a lesson's place, the last answer) the newer wins, settings
// stay; those of a machine ("machine.isolation": a file must not weaken it) are not taken over at all. Attempts and drafts that are there already (the same exercise, time and files) are passed over, so that importing
// twice is importing once. All of it or, where something does not fit, nothing.
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/text.h"
#include "progress/store_impl.h"

namespace assay::progress {

namespace {

using Json = nlohmann::json;

// What does not fit, with its place. Thrown and caught in this file only.
struct Misfit {
    std::string what;
};

// An object of the export, its fields read by name and type.
class Row {
  public:
    Row(const Json& json, std::string place) : m_json(json), m_place(std::move(place)) {
        if (!json.is_object()) throw Misfit{m_place + " is no object"};
    }
    const Json& field(const char* name) const {
        const auto found = m_json.find(name);
        if (found == m_json.end()) throw Misfit{m_place + " has no " + base::quote(name)};
        return *found;
    }
    std::string text(const char* name) const {
        if (!field(name).is_string()) throw Misfit{m_place + ": " + base::quote(name) + " is no text"};
        return field(name).get<std::string>();
    }
    std::int64_t integer(const char* name) const {
        if (!field(name).is_number_integer()) throw Misfit{m_place + ": " + base::quote(name) + " is no whole number"};
        return field(name).get<std::int64_t>();
    }
    double real(const char* name) const {
        if (!field(name).is_number()) throw Misfit{m_place + ": " + base::quote(name) + " is no number"};
        return field(name).get<double>();
    }
    bool boolean(const char* name) const {
        if (!field(name).is_boolean()) throw Misfit{m_place + ": " + base::quote(name) + " is neither true nor false"};
        return field(name).get<bool>();
    }
    // A time that may not have come yet: 0 stands for null.
    std::int64_t timeOrNone(const char* name) const { return field(name).is_null() ? 0 : integer(name); }
    bool has(const char* name) const { return m_json.contains(name); }
    const std::string& place() const { return m_place; }

  private:
    const Json& m_json;
    std::string m_place;
};

std::string bytesOfHex(const std::string& hex, const std::string& place) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    if (hex.size() % 2 != 0) throw Misfit{place + " has half a byte"};
    return bytes;
}

class Importer {
  public:
    Importer(const Json& all, const Database& database, std::int64_t now) : m_all(all), m_database(database), m_now(now) {}

    Imported run() {
        if (!m_all.is_object() || m_all.value("schema", Json()) != "assay.progress/1")
            throw Misfit{"it is no export of Assay: `schema` is not \"assay.progress/1\""};
        each("attempts", [&](const Row& row) { attempt(row); });
        each("drafts", [&](const Row& row) { draft(row); });
        each("hints", [&](const Row& row) {
            must(m_database.run("INSERT OR IGNORE INTO hint VALUES (?, ?, ?, ?)", row.text("course"), row.text("exercise"), row.integer("hint"), row.integer("at_ms")));
        });
        lessons();
        each("notes", [&](const Row& row) { note(row); });
        each("marks", [&](const Row& row) {
            must(m_database.run("INSERT OR IGNORE INTO mark VALUES (?, ?, ?)", row.text("course"), row.text("item"), row.integer("at_ms")));
        });
        each("places", [&](const Row& row) {
            must(m_database.run("INSERT INTO last_place VALUES (?, ?, ?, ?, ?) ON CONFLICT (course) DO UPDATE SET phase = excluded.phase, lesson = excluded.lesson, "
                                "exercise = excluded.exercise, at_ms = excluded.at_ms WHERE excluded.at_ms > at_ms",
                                row.text("course"), row.text("phase"), row.text("lesson"), row.text("exercise"), row.integer("at_ms")));
        });
        each("settings", [&](const Row& row) {
            if (row.text("name").rfind("machine.", 0) == 0) return;
            must(m_database.run("INSERT OR IGNORE INTO setting VALUES (?, ?)", row.text("name"), row.text("value")));
        });
        return m_done;
    }

    // An error of the database's: not the file's fault.
    struct Failed {
        base::Error error;
    };

  private:
    static void must(const Result<void>& result) {
        if (!result) throw Failed{result.error()};
    }

    template <class Each>
    void each(const char* name, Each&& body) {
        const auto found = m_all.find(name);
        if (found == m_all.end()) return;  // an older export knew less
        if (!found->is_array()) throw Misfit{base::quote(name) + " is no list"};
        for (std::size_t i = 0; i < found->size(); ++i) body(Row((*found)[i], std::string(name) + "[" + std::to_string(i) + "]"));
    }

    std::vector<File> files(const Row& owner) const {
        std::vector<File> files;
        const Json& list = owner.field("files");
        if (!list.is_array()) throw Misfit{owner.place() + ": 'files' is no list"};
        for (const Json& one : list) {
            const Row file(one, owner.place() + ".files");
            const std::string hash = file.text("content");
            const auto contents = m_all.find("contents");
            if (contents == m_all.end() || !contents->contains(hash)) throw Misfit{owner.place() + ": the content of " + base::quote(file.text("name")) + " is missing"};
            const Row content((*contents)[hash], "contents");
            std::string bytes = content.has("text") ? content.text("text") : bytesOfHex(content.text("hex"), "contents");
            if (base::hashHex(bytes) != hash) throw Misfit{owner.place() + ": the content of " + base::quote(file.text("name")) + " was changed since it was exported"};
            files.push_back({file.text("name"), std::move(bytes)});
        }
        return files;
    }

    template <class... Args>
    bool there(const char* sql, const Args&... args) {
        auto found = m_database.one(sql, [](Statement&) {}, args...);
        if (!found) throw Failed{found.error()};
        return *found;
    }

    void attempt(const Row& row) {
        const std::vector<File> own = files(row);
        if (there("SELECT 1 FROM attempt WHERE course = ? AND exercise = ? AND at_ms = ? AND submission_hash = ? AND origin = ?", row.text("course"), row.text("exercise"),
                  row.integer("at_ms"), row.text("submission_hash"), row.text("origin"))) {
            ++m_done.known;
            return;
        }
        must(m_database.run("INSERT INTO attempt (at_ms, day, course, exercise, exercise_version, content_hash, submission_hash, verdict, points, max_points, passed, "
                            "origin, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            row.integer("at_ms"), row.text("day"), row.text("course"), row.text("exercise"), row.text("exercise_version"), row.text("content_hash"),
                            row.text("submission_hash"), row.text("verdict"), row.real("points"), row.real("max_points"), row.boolean("passed"), row.text("origin"),
                            static_cast<std::int64_t>(own.size())));
        const std::int64_t id = m_database.lastId();
        must(storeFiles(m_database, "INSERT INTO attempt_file (attempt, position, name, content) VALUES (?, ?, ?, ?)", id, own));
        const Json& report = row.field("report");
        must(m_database.run("INSERT INTO attempt_report VALUES (?, ?)", id, report.is_string() ? report.get<std::string>() : report.dump()));
        if (row.has("note")) must(m_database.run("INSERT INTO attempt_note VALUES (?, ?, ?)", id, row.text("note"), m_now));
        ++m_done.attempts;
    }

    // The newer of two present drafts stays present; the other one goes into the history.
    void draft(const Row& row) {
        const std::vector<File> own = files(row);
        const std::string course = row.text("course"), exercise = row.text("exercise");
        const std::int64_t at = row.integer("at_ms");
        std::int64_t kept = row.timeOrNone("kept_ms");
        if (there("SELECT 1 FROM draft WHERE course = ? AND exercise = ? AND at_ms = ?", course, exercise, at)) return;
        if (kept == 0) {
            if (there("SELECT 1 FROM draft WHERE course = ? AND exercise = ? AND kept_ms IS NULL AND at_ms > ?", course, exercise, at)) kept = m_now;
            else must(m_database.run("UPDATE draft SET kept_ms = ? WHERE course = ? AND exercise = ? AND kept_ms IS NULL", m_now, course, exercise));
        }
        must(m_database.run("INSERT INTO draft (course, exercise, exercise_version, active_file, caret, at_ms, kept_ms) VALUES (?, ?, ?, ?, ?, ?, nullif(?, 0))", course,
                            exercise, row.text("exercise_version"), row.text("active_file"), row.integer("caret"), at, kept));
        const std::int64_t id = m_database.lastId();
        must(storeFiles(m_database, "INSERT INTO draft_file (draft, position, name, content) VALUES (?, ?, ?, ?)", id, own));
        ++m_done.drafts;
    }

    // The later word on a note wins, also that it is removed.
    void note(const Row& row) {
        must(m_database.run(
            "INSERT INTO lesson_note (course, lesson, anchor, position, hash, quote, text, created_ms, changed_ms, removed_ms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0)) ON CONFLICT (course, lesson, created_ms) DO UPDATE SET text = excluded.text, "
            "changed_ms = excluded.changed_ms, removed_ms = excluded.removed_ms WHERE excluded.changed_ms > changed_ms",
            row.text("course"), row.text("lesson"), row.text("anchor"), row.integer("position"), row.text("hash"), row.text("quote"), row.text("text"),
            row.integer("created_ms"), row.integer("changed_ms"), row.timeOrNone("removed_ms")));
    }

    void lessons() {
        each("lessons", [&](const Row& row) {
            must(m_database.run(
                "INSERT INTO lesson VALUES (?, ?, nullif(?, 0), nullif(?, 0), ?, ?, ?) ON CONFLICT (course, lesson) DO UPDATE SET opened_ms = "
                "coalesce(min(opened_ms, excluded.opened_ms), opened_ms, excluded.opened_ms), finished_ms = coalesce(min(finished_ms, excluded.finished_ms), finished_ms, "
                "excluded.finished_ms), place = iif(excluded.last_ms > last_ms, excluded.place, place), anchor = iif(excluded.last_ms > last_ms, excluded.anchor, "
                "anchor), last_ms = max(last_ms, excluded.last_ms)",
                row.text("course"), row.text("lesson"), row.timeOrNone("opened_ms"), row.timeOrNone("finished_ms"), row.real("place"), row.text("anchor"), row.integer("last_ms")));
        });
        each("ticks", [&](const Row& row) {
            must(m_database.run("INSERT OR IGNORE INTO tick VALUES (?, ?, ?, ?)", row.text("course"), row.text("lesson"), row.text("item"), row.integer("at_ms")));
        });
        each("quizzes", [&](const Row& row) {
            must(m_database.run("INSERT INTO quiz VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (course, lesson, quiz) DO UPDATE SET last_option = excluded.last_option, "
                                "last_correct = excluded.last_correct, tries = max(tries, excluded.tries), at_ms = excluded.at_ms WHERE excluded.at_ms > at_ms",
                                row.text("course"), row.text("lesson"), row.text("quiz"), row.integer("first_option"), row.integer("first_correct"), row.integer("last_option"),
                                row.integer("last_correct"), row.integer("tries"), row.integer("at_ms")));
        });
    }

    const Json& m_all;
    const Database& m_database;
    std::int64_t m_now;
    Imported m_done;
};

}  // namespace

Result<Imported> Store::importJson(std::string_view text) {
    const Json all = Json::parse(text, nullptr, false);
    if (all.is_discarded()) return base::fail(ErrorCode::InvalidContent, "it is no JSON", "`assay progress export` writes what can be imported");
    Imported done;
    auto changed = m_impl->change([&](const Database& database) -> Result<void> {
        try {
            done = Importer(all, database, m_impl->clock.wallMs()).run();
            return {};
        } catch (const Misfit& misfit) {
            return base::fail(ErrorCode::InvalidContent, misfit.what, "nothing was imported; `assay progress export` writes what can be");
        } catch (const Importer::Failed& failed) {
            return base::Failure(failed.error);
        } catch (const std::exception& error) {  // a number out of range, hex that is none
            return base::fail(ErrorCode::InvalidContent, std::string("it cannot be read: ") + error.what(), "nothing was imported");
        }
    });
    if (!changed) return base::propagate(changed);
    return done;
}

}  // namespace assay::progress
