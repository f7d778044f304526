#include "course/text_layout.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace assay::course {
namespace {

constexpr std::size_t kLeastColumn = 6;

std::size_t widthOf(std::uint32_t c) {
    const bool combining = (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) ||
                           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x20D0 && c <= 0x20F0);
    if (combining) return 0;
    const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                      (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                      (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                      (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
}

// Widths that fit: the widest columns give way first.
std::vector<std::size_t> columnWidths(const std::vector<std::vector<std::string>>& rows, std::size_t columns,
                                      std::size_t room) {
    std::vector<std::size_t> widths(columns, 1);
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size() && i < columns; ++i)
            widths[i] = std::max(widths[i], displayWidth(row[i]));
    }
    std::size_t sum = std::accumulate(widths.begin(), widths.end(), std::size_t{0});
    while (sum > room) {
        const auto widest = std::max_element(widths.begin(), widths.end());
        if (*widest <= kLeastColumn) break;
        // Down to the next one at a time would be slow for a cell of a million characters.
        const std::size_t cut = std::min(sum - room, std::max<std::size_t>((*widest - kLeastColumn) / 2, 1));
        *widest -= cut;
        sum -= cut;
    }
    return widths;
}

std::string padded(const std::string& text, std::size_t width, char alignment) {
    const std::size_t used = displayWidth(text);
    const std::size_t room = used < width ? width - used : 0;
    const std::size_t left = alignment == 'r' ? room : alignment == 'c' ? room / 2 : 0;
    return std::string(left, ' ') + text + std::string(room - left, ' ');
}

void appendRow(const std::vector<std::string>& row, const std::vector<std::size_t>& widths,
               const std::string& alignments, std::vector<std::string>& out) {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 1;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        cells.push_back(wrapText(i < row.size() ? row[i] : std::string(), widths[i]));
        height = std::max(height, cells.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
        std::string text;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (i > 0) text += " │ ";
            const char alignment = i < alignments.size() ? alignments[i] : '\0';
            text += padded(line < cells[i].size() ? cells[i][line] : std::string(), widths[i], alignment);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out.push_back(std::move(text));
    }
}

}  // namespace

std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        std::uint32_t c = length == 1 ? first : first & (0x7Fu >> length);
        for (std::size_t i = 1; i < length && at + i < text.size(); ++i) {
            c = (c << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
        }
        width += widthOf(c);
        at += length;
    }
    return width;
}

std::vector<std::string> wrapText(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    std::string line;
    std::size_t used = 0;
    const auto flush = [&] {
        lines.push_back(std::move(line));
        line.clear();
        used = 0;
    };
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == ' ' || c == '\t' || c == '\n') {
            if (c == '\n') flush();
            ++at;
            continue;
        }
        const std::size_t end = std::min(text.find_first_of(" \t\n", at), text.size());
        const std::string_view word = text.substr(at, end - at);
        const std::size_t wide = displayWidth(word);
        if (used > 0 && used + 1 + wide > width) flush();
        if (used > 0) line += ' ', ++used;
        line += word;
        used += wide;
        at = end;
    }
    if (used > 0 || !line.empty() || lines.empty()) flush();
    return lines;
}

std::vector<std::string> drawTable(const std::vector<std::vector<std::string>>& rows,
                                   const std::string& alignments, std::size_t width) {
    std::vector<std::string> out;
    if (rows.empty() || rows.front().empty()) return out;
    const std::size_t columns = rows.front().size();
    const std::size_t borders = (columns - 1) * 3;
    const std::vector<std::size_t> widths =
        columnWidths(rows, columns, width > borders ? width - borders : 1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        appendRow(rows[i], widths, alignments, out);
        if (i > 0) continue;
        std::string rule;
        for (std::size_t column = 0; column < columns; ++column) {
            if (column > 0) rule += "─┼─";
            for (std::size_t n = 0; n < widths[column]; ++n)
                rule += "─";
        }
        out.push_back(std::move(rule));
    }
    return out;
}

}  // namespace assay::course
