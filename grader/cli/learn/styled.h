// Role: text as rows of a screen: styles, columns, wrapping. Nothing here knows a terminal. A row holds no control
// characters, whatever it was made of. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::cli {

enum Style : unsigned { kPlain = 0, kBold = 1, kDim = 2, kGood = 4, kBad = 8, kReverse = 16 };  // may be added up

struct Span {
    std::string text;
    unsigned style = kPlain;
    bool operator==(const Span&) const = default;
};
using Row = std::vector<Span>;

std::size_t columnsOf(const Row& row);
std::string plainText(const Row& row);
// At most `width` columns of it, the last one "…" where something was cut.
std::string cutToColumns(std::string_view text, std::size_t width);
// The row with exactly `width` columns: cut, or filled with spaces of `style`.
Row fit(const Row& row, std::size_t width, unsigned style = kPlain);
// Lines as rows of at most `width` columns; what is longer goes on in the next row. Tabs go to the next multiple of four.
// Untrusted text: made safe first.
std::vector<Row> rowsOf(std::string_view text, std::size_t width, unsigned style = kPlain);
// The same of a text of ours with the colours of report::toText ("\x1b[31m"); other control characters are shown as pictures.
std::vector<Row> rowsOfColoured(std::string_view text, std::size_t width);

}  // namespace assay::cli
