// Role: what the terminal mode shows and what a key means, without any terminal: the screen asks for a frame and draws it.
// Pure: it reads no clock, no file and no database; whoever owns it says what happened. Threads: one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/learn/styled.h"
#include "judge/judge.h"
#include "report/report.h"

namespace assay::cli {

struct Key {
    enum Kind { Char, Up, Down, PageUp, PageDown, Home, End, Enter, Escape, Other } kind = Other;
    char letter = 0;
};

// What a key asks of the owner; what the view can do by itself it has done.
struct Wish {
    enum Kind { None, Quit, Hint, Next, Previous, List, Open, Again } kind = None;
    std::string exercise;  // Open
};

// An exercise that is opened. Texts are as they came: the view makes them safe to show.
struct Card {
    std::string title, id, phase, folder;
    int number = 0, count = 0;       // "3 of 15"
    std::vector<std::string> kept;   // files of the learner's that stayed
    std::string task, lesson;        // Markdown; lesson may be empty
    struct Hint {
        std::string title, markdown;
    };
    std::vector<Hint> hints;
    int hintsOpened = 0;
    std::optional<judge::Report> last;
};
struct ListEntry {
    enum State { New, Begun, Passed } state = New;
    std::string id, title, phase;
    bool usable = true, current = false;
};

struct Frame {
    std::vector<Row> rows;  // as many as the screen is high, each exactly as wide
};

class View {
  public:
    enum class Page { Results, Task, Lesson, Hints, List, Keys };

    void open(Card card);                                // begins anew with this exercise
    void saved(std::int64_t nowMs);                      // a grading begins
    void progress(const judge::Progress& progress);
    void ready();                                        // the compiler is prepared
    void report(judge::Report report, const std::optional<report::Change>& change);
    void error(const base::Error& error);                // the grader could not do its job
    void canceled();                                     // a grading ended without a word
    void hintsOpened(int opened);                        // …and shown
    void list(std::vector<ListEntry> entries);           // …and shown
    void note(std::string text) { m_note = std::move(text); }  // one line, until the next key

    Wish key(Key key);
    Frame frame(std::size_t width, std::size_t height, std::int64_t nowMs);
    Page page() const { return m_page; }
    bool grading() const { return m_grading; }

  private:
    Wish letter(char letter);
    Wish listKey(Key key);
    void show(Page page);
    void turnText();
    void scroll(std::ptrdiff_t rows);
    Row titleRow(std::size_t width) const;
    Row statusRow(std::int64_t nowMs) const;
    Row keyRow(std::size_t width, std::size_t bodyHeight) const;
    std::vector<Row> resultRows(std::size_t width) const;
    std::vector<Row> hintRows(std::size_t width) const;
    std::vector<Row> listRows(std::size_t width);
    std::vector<Row> pageRows(std::size_t width);
    Card m_card;
    Page m_page = Page::Results;
    bool m_grading = false, m_preparing = false;
    std::int64_t m_since = 0;
    std::string m_step, m_change, m_error, m_note;
    std::vector<ListEntry> m_entries;
    std::size_t m_chosen = 0;
    std::size_t m_top = 0, m_rows = 0, m_height = 1;  // of the page as it was last shown
    std::size_t m_chosenRow = 0;
    bool m_toEnd = false;
};

}  // namespace assay::cli
