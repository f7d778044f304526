#include "cli/learn/view.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "cli/learn/words.h"
#include "course/lesson.h"
#include "course/text_layout.h"

namespace assay::cli {

using course::displayWidth;

namespace {

constexpr std::size_t kTextWidth = 100;  // longer lines are hard to read

void append(std::vector<Row>& rows, std::vector<Row> more) { std::move(more.begin(), more.end(), std::back_inserter(rows)); }

std::string oneLine(std::string_view text) { return base::safeText(text, {.keepNewlines = false}); }

std::vector<Row> markdownRows(const std::string& markdown, std::size_t width) {
    return rowsOf(course::markdownText(markdown, static_cast<unsigned>(std::clamp<std::size_t>(width, 8, kTextWidth))), width);
}

std::string seconds(std::int64_t ms) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f s", static_cast<double>(std::max<std::int64_t>(ms, 0)) / 1000);
    return text;
}

const char* mark(const ListEntry& entry) {
    if (!entry.usable) return "–";
    return entry.state == ListEntry::Passed ? "✓" : entry.state == ListEntry::Begun ? "◐" : "○";
}

// The status line says it already, where it has room for all of it.
void dropHeadline(std::vector<Row>& rows, const std::string& headline, std::size_t width) {
    if (displayWidth(headline) > width || rows.empty() || plainText(rows[0]) != headline) return;
    const bool blank = rows.size() > 1 && rows[1].empty();
    rows.erase(rows.begin(), rows.begin() + (blank ? 2 : 1));
}

// Lines that fit stay as they are, so that columns in them stay; longer ones are broken between words.
std::vector<Row> wrapped(const char* text, std::size_t width) {
    std::string broken;
    for (const std::string& line : base::splitLines(text)) broken += (displayWidth(line) <= width ? line : base::join(course::wrapText(line, width), "\n")) + "\n";
    return rowsOf(broken, width);
}

constexpr const char* kKeys =
    "Every save in your editor is graded; the newest save replaces the one before.\n\n"
    "h      a hint; again: one more\n"
    "n  p   the next exercise, the previous one\n"
    "l      the list of exercises: choose with the arrows, Return opens\n"
    "t      the task; again: the lesson; again: the results\n"
    "r      grade again without saving\n"
    "q      quit; your files and your progress stay\n"
    "?      these keys\n\n"
    "Arrows, Page up, Page down, Space, Home and End scroll. Escape goes back to the results.\n"
    "Marks: ✓ passed, ◐ begun, ○ new, – cannot be graded.\n";

}  // namespace

void View::open(Card card) {
    m_card = std::move(card);
    m_grading = m_preparing = false;
    m_step.clear();
    m_change.clear();
    m_error.clear();
    show(m_card.last ? Page::Results : Page::Task);
}

void View::show(Page page) {
    m_page = page;
    m_top = 0;
    m_toEnd = false;
}

void View::saved(std::int64_t nowMs) {
    m_grading = true;
    m_since = nowMs;
    m_step.clear();
    m_error.clear();
}

void View::progress(const judge::Progress& progress) {
    m_preparing = progress.step == judge::Progress::Step::Preparing;
    m_step = stepWords(progress);
}

void View::ready() {
    m_preparing = false;
    if (!m_grading) m_step.clear();
}

void View::report(judge::Report report, const std::optional<report::Change>& change) {
    m_card.last = std::move(report);
    m_change = change ? changeWords(*change) : std::string();
    m_error.clear();
    canceled();
    // Who is choosing an exercise is not taken away from the list; all others saved to see this.
    if (m_page != Page::List) show(Page::Results);
}

void View::error(const base::Error& error) {
    m_error = error.message + (error.hint.empty() ? "" : "\n" + error.hint);
    canceled();
    if (m_page != Page::List) show(Page::Results);
}

void View::canceled() {
    m_grading = false;
    m_step.clear();
}

void View::hintsOpened(int opened) {
    m_card.hintsOpened = opened;
    show(Page::Hints);
    m_toEnd = true;
}

void View::list(std::vector<ListEntry> entries) {
    m_entries = std::move(entries);
    m_chosen = 0;
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (m_entries[i].current) m_chosen = i;
    show(Page::List);
}

Wish View::key(Key key) {
    m_note.clear();
    if (m_page == Page::List)
        if (const Wish wish = listKey(key); wish.kind != Wish::None || key.kind != Key::Char) return wish;
    const auto page = static_cast<std::ptrdiff_t>(std::max<std::size_t>(m_height, 2) - 1);
    switch (key.kind) {
        case Key::Up: scroll(-1); break;
        case Key::Down: scroll(1); break;
        case Key::PageUp: scroll(-page); break;
        case Key::PageDown: scroll(page); break;
        case Key::Home: m_top = 0; break;
        case Key::End: scroll(static_cast<std::ptrdiff_t>(m_rows)); break;
        case Key::Escape: show(Page::Results); break;
        case Key::Char: return letter(key.letter);
        default: break;
    }
    return {};
}

Wish View::listKey(Key key) {
    const std::size_t last = m_entries.empty() ? 0 : m_entries.size() - 1;
    const std::size_t page = std::max<std::size_t>(m_height, 2) - 1;
    switch (key.kind) {
        case Key::Up: m_chosen -= m_chosen > 0 ? 1 : 0; break;
        case Key::Down: m_chosen = std::min(m_chosen + 1, last); break;
        case Key::PageUp: m_chosen -= std::min(m_chosen, page); break;
        case Key::PageDown: m_chosen = std::min(m_chosen + page, last); break;
        case Key::Home: m_chosen = 0; break;
        case Key::End: m_chosen = last; break;
        case Key::Escape: show(Page::Results); break;
        case Key::Enter:
            if (m_entries.empty()) break;
            if (!m_entries[m_chosen].usable) note("This exercise cannot be graded: `assay check " + oneLine(m_entries[m_chosen].id) + "` says why.");
            else return {Wish::Open, m_entries[m_chosen].id};
            break;
        default: break;
    }
    return {};
}

Wish View::letter(char letter) {
    switch (letter) {
        case 'q': return {Wish::Quit, {}};
        case 'n': return {Wish::Next, {}};
        case 'p': return {Wish::Previous, {}};
        case 'r': return {Wish::Again, {}};
        case 't': turnText(); return {};
        case '?': show(m_page == Page::Keys ? Page::Results : Page::Keys); return {};
        case ' ': return key({Key::PageDown, 0});
        case 'k': return key({Key::Up, 0});
        case 'j': return key({Key::Down, 0});
        case 'l':
            if (m_page != Page::List) return {Wish::List, {}};
            show(Page::Results);
            return {};
        case 'h':
            // What was opened before is shown first: the next one is asked for by a second press.
            if (m_card.hints.empty()) note("This exercise has no hints.");
            else if (m_page != Page::Hints && m_card.hintsOpened > 0) hintsOpened(m_card.hintsOpened);
            else if (m_card.hintsOpened >= static_cast<int>(m_card.hints.size())) note("There are no more hints.");
            else return {Wish::Hint, {}};
            return {};
        default: note("? shows the keys."); return {};
    }
}

void View::turnText() {
    if (m_page == Page::Task) show(m_card.lesson.empty() ? Page::Results : Page::Lesson);
    else if (m_page == Page::Lesson) show(Page::Results);
    else show(Page::Task);
}

void View::scroll(std::ptrdiff_t rows) {
    const auto last = static_cast<std::ptrdiff_t>(m_rows > m_height ? m_rows - m_height : 0);
    m_top = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(m_top) + rows, 0, last));
}

Row View::titleRow(std::size_t width) const {
    const std::string left = " " + oneLine(m_card.title);
    const std::string right = oneLine(m_card.phase + "/" + m_card.id) + " · " + std::to_string(m_card.number) + " of " + std::to_string(m_card.count) + " ";
    const std::size_t used = displayWidth(left) + displayWidth(right);
    if (used + 2 > width) return {{left, kReverse | kBold}};
    return {{left, kReverse | kBold}, {std::string(width - used, ' ') + right, kReverse}};
}

Row View::statusRow(std::int64_t nowMs) const {
    if (m_grading) return {{"… ", kBold}, {m_step.empty() ? "grading" : m_step, kBold}, {"  " + seconds(nowMs - m_since), kDim}};
    if (m_preparing) return {{"… " + m_step, kBold}, {"  once, after that it is quick", kDim}};
    if (!m_error.empty()) return {{"✕ ", kBad}, {oneLine(base::splitLines(m_error)[0]), kBold}};
    if (!m_card.last) return {{"○ not graded yet: ", kBold}, {"save a file in your editor"}};
    const checks::Verdict verdict = m_card.last->verdict;
    const bool passed = verdict == checks::Verdict::Passed;
    Row row{{report::verdictShape(verdict) + " ", passed ? kGood : kBad}, {oneLine(report::headline(*m_card.last)), kBold}};
    if (!m_change.empty()) row.push_back({"  " + m_change, kDim});
    return row;
}

Row View::keyRow(std::size_t width, std::size_t bodyHeight) const {
    const bool onText = m_page == Page::Task, onLesson = m_page == Page::Lesson;
    std::vector<std::string> keys{onText && !m_card.lesson.empty() ? "t lesson" : onText || onLesson ? "t results" : "t task"};
    if (m_page == Page::List) keys = {"↑↓ choose", "Return open", "l back"};
    else if (!m_card.hints.empty()) keys.insert(keys.begin(), m_page == Page::Hints ? "h next hint" : "h hint");
    const bool passed = m_card.last && m_card.last->verdict == checks::Verdict::Passed;
    if (m_page != Page::List) keys.insert(passed ? keys.begin() : keys.end(), "n next");
    if (m_page != Page::List) keys.insert(keys.end(), {"l list", "r again"});
    keys.push_back("q quit");
    std::string place;
    if (m_rows > bodyHeight)
        place = std::to_string(m_top + 1) + "–" + std::to_string(std::min(m_top + bodyHeight, m_rows)) + " of " + std::to_string(m_rows) + " ";
    std::string text;
    const std::string last = " ? keys";
    for (const std::string& key : keys)
        if (displayWidth(text) + displayWidth(key) + 2 + displayWidth(last) + displayWidth(place) + 1 <= width) text += " " + key + " ";
    text += last;
    const std::size_t used = displayWidth(text) + displayWidth(place);
    if (used < width) text += std::string(width - used, ' ') + place;
    return {{text, kReverse}};
}

std::vector<Row> View::resultRows(std::size_t width) const {
    if (!m_error.empty()) return rowsOf(m_error, width);
    std::vector<Row> rows;
    if (!m_card.last) {
        append(rows, rowsOf("Nothing is graded yet. Your files:", width));
    } else {
        const report::TextOptions options{.color = true, .width = static_cast<unsigned>(std::min(width, kTextWidth))};
        append(rows, rowsOfColoured(report::toText(*m_card.last, options), width));
        dropHeadline(rows, report::verdictShape(m_card.last->verdict) + " " + oneLine(report::headline(*m_card.last)), width);
        rows.push_back({});
        append(rows, rowsOf("Your files:", width, kDim));
    }
    append(rows, rowsOf(m_card.folder, width, kBold));
    for (const std::string& name : m_card.kept) append(rows, rowsOf("Kept as you left it: " + oneLine(name), width, kDim));
    return rows;
}

std::vector<Row> View::hintRows(std::size_t width) const {
    std::vector<Row> rows;
    const std::size_t opened = std::min(static_cast<std::size_t>(std::max(m_card.hintsOpened, 0)), m_card.hints.size());
    for (std::size_t i = 0; i < opened; ++i) {
        if (i > 0) rows.push_back({});
        const Card::Hint& hint = m_card.hints[i];
        append(rows, rowsOf("Hint " + std::to_string(i + 1) + " of " + std::to_string(m_card.hints.size()) + ": " + oneLine(hint.title), width, kBold));
        append(rows, markdownRows(hint.markdown, width));
    }
    return rows;
}

std::vector<Row> View::listRows(std::size_t width) {
    std::vector<Row> rows;
    std::string phase;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const ListEntry& entry = m_entries[i];
        if (entry.phase != phase || i == 0) rows.push_back({{cutToColumns(oneLine(phase = entry.phase), width), kBold}});
        const unsigned style = i == m_chosen ? kReverse : entry.usable ? kPlain : kDim;
        if (i == m_chosen) m_chosenRow = rows.size();
        const std::string text = std::string(i == m_chosen ? "› " : "  ") + mark(entry) + " " + oneLine(entry.title) + "  " + oneLine(entry.id);
        rows.push_back({{cutToColumns(text + (entry.current ? "  (open)" : ""), width), style}});
    }
    return rows;
}

std::vector<Row> View::pageRows(std::size_t width) {
    std::vector<Row> rows;
    switch (m_page) {
        case Page::Results: return resultRows(width);
        case Page::Hints: return hintRows(width);
        case Page::List: return listRows(width);
        case Page::Keys: return wrapped(kKeys, width);
        case Page::Lesson: return markdownRows(m_card.lesson, width);
        case Page::Task:
            rows = markdownRows(m_card.task, width);
            rows.push_back({});
            append(rows, rowsOf("Your files; open them in your editor:", width, kDim));
            append(rows, rowsOf(m_card.folder, width, kBold));
            for (const std::string& name : m_card.kept) append(rows, rowsOf("Kept as you left it: " + oneLine(name), width, kDim));
    }
    return rows;
}

Frame View::frame(std::size_t width, std::size_t height, std::int64_t nowMs) {
    Frame frame;
    if (width == 0 || height == 0) return frame;
    const std::size_t around = height >= 4 ? 3 : height >= 2 ? 1 : 0;  // title, status, keys; a very low screen has the status
    m_height = std::max<std::size_t>(height - around, 1);
    const std::vector<Row> rows = pageRows(width);
    m_rows = rows.size();
    if (m_page == Page::List) {
        if (m_chosenRow <= m_top) m_top = m_chosenRow > 0 ? m_chosenRow - 1 : 0;  // with the heading above it
        if (m_chosenRow >= m_top + m_height) m_top = m_chosenRow + 1 - m_height;
    }
    if (std::exchange(m_toEnd, false)) m_top = m_rows;
    scroll(0);  // a window that grew, a page that became shorter
    if (height >= 4) frame.rows.push_back(fit(titleRow(width), width, kReverse));
    if (height >= 2) frame.rows.push_back(fit(statusRow(nowMs), width));
    for (std::size_t i = 0; i < m_height; ++i) frame.rows.push_back(fit(m_top + i < m_rows ? rows[m_top + i] : Row(), width));
    if (!m_note.empty()) frame.rows.back() = fit({{oneLine(m_note), kBold}}, width);
    if (height >= 4) frame.rows.push_back(fit(keyRow(width, m_height), width, kReverse));
    return frame;
}

}  // namespace assay::cli
