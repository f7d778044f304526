#include <catch2/catch_test_macros.hpp>

#include "base/text.h"

using namespace assay::base;

TEST_CASE("isUtf8 refuses what RFC 3629 refuses") {
    CHECK(isUtf8("plain"));
    CHECK(isUtf8("zażółć 漢字 😀"));
    CHECK_FALSE(isUtf8("\xc0\xaf"));          // overlong
    CHECK_FALSE(isUtf8("\xed\xa0\x80"));      // surrogate
    CHECK_FALSE(isUtf8("\xf4\x90\x80\x80"));  // beyond U+10FFFF
    CHECK_FALSE(isUtf8("cut \xe2\x82"));
    CHECK(isUtf8(std::string_view("\0", 1)));
}

TEST_CASE("safeText makes what cannot be seen visible") {
    CHECK(safeText("a\x1b[31mb") == "a␛[31mb");
    CHECK(safeText(std::string_view("\0", 1)) == "␀");
    CHECK(safeText("line\n\ttab") == "line\n\ttab");
    CHECK(safeText("one\r\ntwo\rthree") == "one\ntwo␍three");
    CHECK(safeText("\xff") == "\\xff");
    CHECK(safeText("abc\u202edef") == "abc\\u202edef");
    CHECK(safeText("zero\u200bwidth") == "zero\\u200bwidth");
    CHECK(safeText("a\nb", {.keepNewlines = false}) == "a\\nb");
    for (const char* text : {"a\x1b[31mb", "\xff\xfe", "x\u202ey", "plain"}) CHECK(safeText(safeText(text)) == safeText(text));
}

TEST_CASE("safeText cuts long texts and says so") {
    const std::string cutText = safeText(std::string(100, 'x'), {.maxBytes = 10});
    CHECK(cutText == std::string(10, 'x') + " … (90 bytes more)");
}

TEST_CASE("cut keeps characters whole") {
    CHECK(cut("abcdef", 6) == "abcdef");
    CHECK(cut("abcdefg", 6) == "abc…");
    CHECK(isUtf8(cut("ääääääää", 8)));
    CHECK(cut("ääääääää", 8).size() <= 8);
}

TEST_CASE("nearest finds likely slips and nothing else") {
    const std::vector<std::string> names{"worker-pool", "clamp", "counter"};
    CHECK(nearest("wroker-pool", names) == "worker-pool");
    CHECK(nearest("clmap", names) == "clamp");
    CHECK(nearest("something-else-entirely", names).empty());
}

TEST_CASE("globMatch knows segments") {
    CHECK(globMatch("*.go", "clamp.go"));
    CHECK_FALSE(globMatch("*.go", "internal/x.go"));
    CHECK(globMatch("**/*.go", "internal/x.go"));
    CHECK(globMatch("**/*.go", "x.go"));
    CHECK(globMatch("cmd/**", "cmd/a/main.go"));
    CHECK_FALSE(globMatch("cmd/*", "cmd/a/main.go"));
    CHECK(globMatch("a?c", "abc"));
    CHECK_FALSE(globMatch("a?c", "a/c"));
}
