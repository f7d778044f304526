#include "app/model/search_index.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>

#include "app/model/convert.h"
#include "base/text.h"

namespace assay::model {

namespace {

constexpr const char* tables =
    "CREATE VIRTUAL TABLE page USING fts5(heading, body, kind UNINDEXED, id UNINDEXED, anchor UNINDEXED,"
    " hint UNINDEXED, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');";

QStringList wordsOf(const QString& text) {
    static const QRegularExpression gaps("[^\\p{L}\\p{N}_]+");
    return text.split(gaps, Qt::SkipEmptyParts).mid(0, 12);
}

// "worker po" → "\"worker\"* \"po\"*": quoted, so that nothing in it is an operator.
std::string expression(const QString& text) {
    QStringList parts;
    for (const QString& word : wordsOf(text)) parts.append('"' + word + "\"*");
    return utf8(parts.join(' '));
}

bool beginsAWord(const QString& text, const QString& word) {
    for (qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(word, at + 1, Qt::CaseInsensitive))
        if (at == 0 || !text[at - 1].isLetterOrNumber()) return true;
    return false;
}

// Markdown without its marks, as far as an excerpt needs it.
QString plainText(const std::string& markdown) {
    static const QRegularExpression links("\\[([^\\]]*)\\]\\([^)]*\\)"), marks("[*_`#>|]+");
    return qt(markdown).replace(links, "\\1").remove(marks);
}

}  // namespace

SearchIndex::~SearchIndex() = default;

void SearchIndex::forget() { m_database.reset(); }

std::vector<Hit> SearchIndex::byName(const QString& words, int limit) const {
    std::vector<Hit> hits;
    const QStringList wanted = wordsOf(words);
    for (const Item& item : m_library.order()) {
        if (static_cast<int>(hits.size()) >= limit) break;
        const QString title = m_library.titleOf(item);
        const QString name = title + ' ' + item.id;
        if (!std::all_of(wanted.begin(), wanted.end(), [&](const QString& word) { return beginsAWord(name, word); })) continue;
        hits.push_back({item, {}, title, m_library.phaseTitle(m_library.phaseOf(item)), {}});
    }
    return hits;
}

bool SearchIndex::build() {
    if (m_database != nullptr) return true;
    auto opened = progress::Database::open(":memory:");
    if (!opened || !opened->exec(tables)) return false;
    m_database = std::make_unique<progress::Database>(std::move(*opened));
    (void)m_database->exec("BEGIN");  // in memory only: it is quicker so, and nothing is lost
    for (const Item& item : m_library.order()) item.kind == ItemKind::Lesson ? addLesson(item) : addExercise(item);
    (void)m_database->exec("COMMIT");
    return true;
}

void SearchIndex::add(const Item& item, const QString& anchor, const QString& heading, const QString& text, bool hint) {
    if (text.trimmed().isEmpty()) return;  // a heading alone: its lesson is found by name
    (void)m_database->run("INSERT INTO page(heading, body, kind, id, anchor, hint) VALUES(?, ?, ?, ?, ?, ?)", utf8(heading),
                          utf8(text), utf8(kindName(item.kind)), utf8(item.id), utf8(anchor), hint);
}

// Section by section. Quizzes hold their answers, diagrams no sentences: neither is searched.
void SearchIndex::addLesson(const Item& item) {
    const auto read = m_library.lesson(item.id);
    if (!read) return;
    const course::Lesson& lesson = **read;
    std::size_t next = 0;
    QString anchor, heading = m_library.titleOf(item);
    std::string text, fence;
    for (const std::string& line : base::splitLines(lesson.body)) {
        if (line.starts_with("```")) {
            fence = fence.empty() ? line : std::string();
            continue;
        }
        if (fence.starts_with("```quiz") || fence.starts_with("```mermaid")) continue;
        const bool isHeading = fence.empty() && line.starts_with('#') && next < lesson.headings.size();
        if (!isHeading) {
            text += line + '\n';
            continue;
        }
        add(item, anchor, heading, plainText(text));
        text.clear();
        anchor = qt(lesson.headings[next].anchor);
        heading = qt(lesson.headings[next].text);
        ++next;
    }
    add(item, anchor, heading, plainText(text));
}

void SearchIndex::addExercise(const Item& item) {
    const auto* exercise = m_library.exercise(item.id);
    if (exercise == nullptr) return;
    if (const auto task = course::readTask(*exercise)) add(item, {}, m_library.titleOf(item), plainText(*task));
}

// Hints open while the index stands: these rows are made anew for each search.
void SearchIndex::addHints() {
    (void)m_database->exec("DELETE FROM page WHERE hint = 1");
    for (const Item& item : m_library.order()) {
        if (item.kind != ItemKind::Exercise) continue;
        const int opened = m_progress.exerciseState(item.id).hintsOpened;
        const auto* exercise = opened > 0 ? m_library.exercise(item.id) : nullptr;
        if (exercise == nullptr) continue;
        const auto hints = course::readHints(*exercise);
        if (!hints) continue;
        for (std::size_t i = 0; i < std::min<std::size_t>(static_cast<std::size_t>(opened), hints->size()); ++i)
            add(item, {}, qt((*hints)[i].title), plainText((*hints)[i].markdown), true);
    }
}

// After the hints: they removed the rows that are made anew.
void SearchIndex::addNotes() {
    for (const auto& note : m_progress.notes()) {
        const Item lesson{ItemKind::Lesson, qt(note.lesson)};
        if (m_library.holds(lesson)) add(lesson, "note:" + QString::number(note.id), QCoreApplication::translate("SearchIndex", "Your note"), qt(note.text), true);
    }
}

std::vector<Hit> SearchIndex::inText(const QString& words, int limit) {
    std::vector<Hit> hits;
    const std::string wanted = expression(words);
    if (wanted.empty() || !build()) return hits;
    addHints();
    addNotes();
    const auto row = [&](progress::Statement& found) {
        Hit hit;
        if (!kindByName(qt(found.text(0)), hit.item.kind)) return;
        hit.item.id = qt(found.text(1));
        hit.anchor = qt(found.text(2));
        hit.title = m_library.titleOf(hit.item);
        const QString heading = qt(found.text(3));
        hit.place = m_library.phaseTitle(m_library.phaseOf(hit.item));
        if (heading != hit.title) hit.place += QStringLiteral(" › ") + heading;
        hit.excerpt = qt(found.text(4)).simplified();
        hits.push_back(hit);
    };
    (void)m_database->each(
        "SELECT kind, id, anchor, heading, snippet(page, 1, '', '', '…', 14) FROM page WHERE page MATCH ?"
        " ORDER BY bm25(page, 8.0, 1.0) LIMIT ?", row, wanted, limit);
    return hits;
}

}  // namespace assay::model
