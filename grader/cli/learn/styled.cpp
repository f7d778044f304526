#include "cli/learn/styled.h"

#include <algorithm>

#include "base/text.h"
#include "course/text_layout.h"

namespace assay::cli {

using course::displayWidth;

namespace {

constexpr std::size_t kTab = 4;

// How many bytes the character at `at` has; the text is valid UTF-8.
std::size_t sizeAt(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return std::min(size, text.size() - at);
}

class Wrapper {
  public:
    explicit Wrapper(std::size_t width) : m_width(std::max<std::size_t>(width, 1)) {}

    void put(std::string_view character, std::size_t columns, unsigned style) {
        if (m_column + columns > m_width && m_column > 0) endRow();
        if (columns > m_width) return;  // a wide character on a screen of one column
        if (m_row.empty() || m_row.back().style != style) m_row.push_back({{}, style});
        m_row.back().text += character;
        m_column += columns;
    }
    void tab(unsigned style) {
        do put(" ", 1, style);
        while (m_column % kTab != 0 && m_column < m_width);
    }
    void endRow() {
        m_rows.push_back(std::move(m_row));
        m_row.clear();
        m_column = 0;
    }
    std::vector<Row> take() {
        if (!m_row.empty()) endRow();
        return std::move(m_rows);
    }

  private:
    std::size_t m_width, m_column = 0;
    Row m_row;
    std::vector<Row> m_rows;
};

unsigned styleOfCode(int code, unsigned now) {
    switch (code) {
        case 0: return kPlain;
        case 1: return now | kBold;
        case 2: return now | kDim;
        case 31: return now | kBad;
        case 32: return now | kGood;
        default: return now;
    }
}

// "\x1b[31m" at `at`: the length of it and its number; 0 where it is something else.
std::size_t colourAt(std::string_view text, std::size_t at, int& code) {
    if (text.compare(at, 2, "\x1b[") != 0) return 0;
    code = 0;
    for (std::size_t i = at + 2; i < text.size() && i < at + 5; ++i) {
        if (text[i] == 'm') return i + 1 - at;
        if (text[i] < '0' || text[i] > '9') return 0;
        code = code * 10 + (text[i] - '0');
    }
    return 0;
}

std::vector<Row> wrap(std::string_view text, std::size_t width, unsigned style, bool coloured) {
    Wrapper out(width);
    for (std::size_t at = 0; at < text.size();) {
        int code = 0;
        const std::size_t colour = coloured ? colourAt(text, at, code) : 0;
        const std::size_t size = sizeAt(text, at);
        const auto letter = static_cast<unsigned char>(text[at]);
        if (colour > 0) style = styleOfCode(code, style);
        else if (letter == '\n') out.endRow();
        else if (letter == '\t') out.tab(style);
        else if (letter < 0x20 || letter == 0x7F) out.put(base::safeText(text.substr(at, 1)), 1, style);
        else out.put(text.substr(at, size), displayWidth(text.substr(at, size)), style);
        at += colour > 0 ? colour : size;
    }
    return out.take();
}

}  // namespace

std::size_t columnsOf(const Row& row) {
    std::size_t columns = 0;
    for (const Span& span : row) columns += displayWidth(span.text);
    return columns;
}

std::string plainText(const Row& row) {
    std::string text;
    for (const Span& span : row) text += span.text;
    return text;
}

std::string cutToColumns(std::string_view text, std::size_t width) {
    if (displayWidth(text) <= width) return std::string(text);
    if (width == 0) return {};
    std::size_t columns = 0, at = 0;
    while (at < text.size()) {
        const std::size_t size = sizeAt(text, at), wide = displayWidth(text.substr(at, size));
        if (columns + wide > width - 1) break;
        columns += wide;
        at += size;
    }
    return std::string(text.substr(0, at)) + "…";
}

Row fit(const Row& row, std::size_t width, unsigned style) {
    Row fitted;
    std::size_t left = width;
    for (const Span& span : row) {
        const std::string text = cutToColumns(span.text, left);
        left -= displayWidth(text);
        if (!text.empty()) fitted.push_back({text, span.style});
        if (text.size() != span.text.size()) break;
    }
    if (left > 0) fitted.push_back({std::string(left, ' '), style});
    return fitted;
}

std::vector<Row> rowsOf(std::string_view text, std::size_t width, unsigned style) { return wrap(base::safeText(text), width, style, false); }

std::vector<Row> rowsOfColoured(std::string_view text, std::size_t width) {
    // Only the colours are let through: what stands between them is made safe like any text.
    std::string safe;
    for (std::size_t at = 0, begin = 0; at <= text.size(); ++at) {
        int code = 0;
        const std::size_t colour = at < text.size() ? colourAt(text, at, code) : 0;
        if (colour == 0 && at < text.size()) continue;
        safe += base::safeText(text.substr(begin, at - begin));
        safe += text.substr(at, colour);
        begin = at + colour;
        if (colour > 0) at += colour - 1;
    }
    return wrap(safe, width, kPlain, true);
}

}  // namespace assay::cli
