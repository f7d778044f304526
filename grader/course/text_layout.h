// Role: text in columns for a terminal: how wide it is, how it is wrapped, how a table is drawn. Pure
// functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::course {

// Columns that a terminal uses: 0 for combining marks, 2 for wide East Asian characters and emoji, else 1 a
// character.
std::size_t displayWidth(std::string_view utf8);

// Broken at spaces into lines of at most `width` columns; '\n' breaks too. A longer word has a line of its
// own.
std::vector<std::string> wrapText(std::string_view text, std::size_t width);

// Rows of cells, the first being the header, as lines; columns shrink, and their cells wrap, to fit `width`
// where they can. `alignments`: 'l', 'c', 'r' or 0 for each column.
std::vector<std::string> drawTable(const std::vector<std::vector<std::string>>& rows,
                                   const std::string& alignments, std::size_t width);

}  // namespace assay::course
