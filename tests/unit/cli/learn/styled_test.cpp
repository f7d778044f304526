// Text as rows of a screen.

#include <catch2/catch_test_macros.hpp>

#include "cli/learn/styled.h"
#include "course/text_layout.h"

using namespace assay::cli;

namespace {
std::vector<std::string> plain(const std::vector<Row>& rows) {
    std::vector<std::string> texts;
    for (const Row& row : rows) texts.push_back(plainText(row));
    return texts;
}
using Texts = std::vector<std::string>;
}  // namespace

TEST_CASE("A long line goes on in the next row, and no character is lost") {
    CHECK(plain(rowsOf("abcdefg\nh\n\ni", 3)) == Texts{"abc", "def", "g", "h", "", "i"});
}

TEST_CASE("Wide characters count two columns and are never cut in half") {
    CHECK(plain(rowsOf("日本語", 5)) == Texts{"日本", "語"});
    CHECK(cutToColumns("日本語", 5) == "日本…");
    CHECK(cutToColumns("日本語", 4) == "日…");
    CHECK(columnsOf(fit({{"日本語", kBold}}, 4)) == 4);
    CHECK(plain(rowsOf("日", 1)).empty());
}

TEST_CASE("A combining mark stays with its letter") { CHECK(plain(rowsOf("e\u0301e\u0301x", 2)) == Texts{"e\u0301e\u0301", "x"}); }

TEST_CASE("Tabs go to the next multiple of four, and no further than the row") {
    CHECK(plain(rowsOf("a\tb\n\tc", 8)) == Texts{"a   b", "    c"});
    CHECK(plain(rowsOf("ab\tc", 3)) == Texts{"ab ", "c"});
}

TEST_CASE("What a program printed cannot steer the terminal") {
    const std::string hostile = "\x1b[2J\x1b]0;title\a\r\b\x9b""31mx\u202e";
    for (const auto& rows : {rowsOf(hostile, 200), rowsOfColoured(hostile, 200)}) {
        REQUIRE(rows.size() == 1);
        for (const char c : plainText(rows[0])) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7F));
        CHECK(plainText(rows[0]).find("\u202e") == std::string::npos);
        for (const Span& span : rows[0]) CHECK(span.style == kPlain);
    }
}

TEST_CASE("The colours of a report become styles, and end where they end") {
    const auto rows = rowsOfColoured("\x1b[31m✕\x1b[0m \x1b[1mTestX\x1b[0m  ok\n\x1b[2mquiet\x1b[0m", 40);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0] == Row{{"✕", kBad}, {" ", kPlain}, {"TestX", kBold}, {"  ok", kPlain}});
    CHECK(rows[1] == Row{{"quiet", kDim}});
}

TEST_CASE("A row is filled or cut to exactly the width that was asked for") {
    for (std::size_t width = 0; width < 20; ++width) {
        CHECK(columnsOf(fit({{"one ", kBold}, {"zwei 日本", kPlain}}, width, kReverse)) == width);
        CHECK(assay::course::displayWidth(cutToColumns("zwei 日本", width)) <= width);
    }
}
