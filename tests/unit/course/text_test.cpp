#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "course/lesson.h"
#include "course/text_layout.h"

using namespace assay::course;
using Catch::Matchers::ContainsSubstring;
using Lines = std::vector<std::string>;

TEST_CASE("Columns are counted as a terminal counts them") {
    CHECK(displayWidth("abc") == 3);
    CHECK(displayWidth("\xC3\xA4") == 1);
    CHECK(displayWidth("a\xCC\x88") == 1);         // a and a combining diaeresis
    CHECK(displayWidth("\xE6\xBC\xA2") == 2);      // a Chinese character
    CHECK(displayWidth("\xF0\x9F\x98\x80") == 2);  // an emoji
}

TEST_CASE("Text is wrapped at spaces") {
    CHECK(wrapText("one two  three", 8) == Lines{"one two", "three"});
    CHECK(wrapText("averylongword x", 5) == Lines{"averylongword", "x"});
    CHECK(wrapText("a\nb", 80) == Lines{"a", "b"});
    CHECK(wrapText("", 80) == Lines{""});
}

TEST_CASE("Paragraphs, headings and lists are laid out below each other") {
    CHECK(markdownText("# Title\n\nSome *text* that is `long` enough to wrap.\n\n## Part\n\n- one item that "
                       "is long\n- two\n\n1. a\n2. b\n",
                       24) ==
          "Title\n═════\n\nSome text that is `long`\nenough to wrap.\n\nPart\n────\n\n• one item that is "
          "long\n• two\n\n1. a\n2. b\n");
    CHECK(markdownText("- a wide item that wraps here\n  - inner\n\n    more\n- [x] done\n", 20) ==
          "• a wide item that\n  wraps here\n  • inner\n\n    more\n[x] done\n");
    CHECK(markdownText("> quoted text\n>\n> more\n", 40) == "│ quoted text\n│\n│ more\n");
}

TEST_CASE("Code is indented and never wrapped") {
    CHECK(markdownText("Look:\n\n```go\nif x {\n\treturn\n}\n```\n\nSo.\n", 20) ==
          "Look:\n\n    if x {\n        return\n    }\n\nSo.\n");
}

TEST_CASE("Tables are drawn, and shrink to the width") {
    CHECK(markdownText("| kind | n |\n|---|--:|\n| a | 10 |\n| bb | 5 |\n", 40) ==
          "kind │  n\n─────┼───\na    │ 10\nbb   │  5\n");
    const std::string narrow =
        markdownText("| a | b |\n|---|---|\n| some long words in here | other long words |\n", 24);
    CHECK_THAT(narrow, ContainsSubstring(" │ "));
    for (std::size_t at = 0; at < narrow.size();) {
        const std::size_t end = narrow.find('\n', at);
        CHECK(displayWidth(std::string_view(narrow).substr(at, end - at)) <= 24);
        at = end + 1;
    }
}

TEST_CASE("Links name where they lead, images what they show") {
    CHECK(markdownText("[docs](https://go.dev) [x](../n/lesson.md) ![a cat](c.png)\n", 80) ==
          "docs (https://go.dev) x [image: a cat]\n");
}

TEST_CASE("A quiz shows no answers in a terminal") {
    const std::string out = markdownText(
        "```quiz\nquestion = \"Which\\n*one*?\"\n[[option]]\ntext = \"`a`\"\ncorrect = true\nwhy = "
        "\"SECRET\"\n[[option]]\ntext = "
        "\"b\"\n```\n\n```mermaid\na --> b\n```\n",
        40);
    CHECK(out == "? Which one?\n  a) `a`\n  b) b\n\nDiagram:\n    a --> b\n");
}

TEST_CASE("Nothing that steers a terminal gets through") {
    const std::string out = markdownText("a\x1b[31m `\x07` \xE2\x80\xAE\n", 80);
    CHECK_THAT(
        out, !ContainsSubstring("\x1b") && !ContainsSubstring("\x07") && !ContainsSubstring("\xE2\x80\xAE"));
}
