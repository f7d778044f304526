#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "course/lesson.h"
#include "well_formed.h"

using namespace assay::course;
using assay::course::testing::faultOfHtml;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string html(std::string_view markdown) {
    const std::string out = markdownHtml(markdown);
    CHECK(faultOfHtml(out) == "");
    return out;
}

std::string lessonPage(std::string_view text, const HtmlOptions& options = {}) {
    LessonInfo info;
    info.id = "first";
    info.phase = "basics";
    std::vector<Fault> faults;
    return lessonHtml(parseLesson(info, text, faults), options);
}

}  // namespace

TEST_CASE("Markdown becomes plain HTML with lines") {
    CHECK(html("# A & B\n\ntext *em* **strong** ~~gone~~ `a<b`  \nnext\n") ==
          "<h1 id=\"a--b\" data-line=\"1\">A &amp; B</h1>\n<p data-line=\"3\">text <em>em</em> "
          "<strong>strong</strong> <del>gone</del> "
          "<code>a&lt;b</code><br>\nnext</p>\n");
    CHECK(html("> q\n\n---\n") ==
          "<blockquote data-line=\"1\">\n<p data-line=\"1\">q</p>\n</blockquote>\n<hr data-line=\"3\">\n");
    CHECK(html("```go run\na\n```\n") ==
          "<pre data-line=\"1\"><code class=\"language-go\">a\n</code></pre>\n");
}

TEST_CASE("Lists are tight or loose, counted and ticked") {
    CHECK(html("- a\n- b\n") ==
          "<ul data-line=\"1\">\n<li data-line=\"1\">a</li>\n<li data-line=\"2\">b</li>\n</ul>\n");
    CHECK(html("3. a\n\n4. b\n") ==
          "<ol start=\"3\" data-line=\"1\">\n<li data-line=\"1\"><p data-line=\"1\">a</p>\n</li>\n<li "
          "data-line=\"3\"><p data-line=\"3\">b</p>\n</li>\n</ol>\n");
    CHECK(
        html("- [ ] a\n- [x] b\n") ==
        "<ul data-line=\"1\">\n<li class=\"task\" data-line=\"1\"><input type=\"checkbox\" disabled> a</li>\n"
        "<li class=\"task\" data-line=\"2\"><input type=\"checkbox\" checked disabled> b</li>\n</ul>\n");
    CHECK(html("- a\n  - b\n") ==
          "<ul data-line=\"1\">\n<li data-line=\"1\">a\n<ul data-line=\"2\">\n<li "
          "data-line=\"2\">b</li>\n</ul>\n</li>\n</ul>\n");
}

TEST_CASE("Tables keep their alignment in classes") {
    CHECK(html("| a | b |\n|:-:|--:|\n| 1 | `x` |\n") ==
          "<table data-line=\"1\">\n<thead>\n<tr data-line=\"1\">\n<th class=\"align-center\">a</th>\n<th "
          "class=\"align-right\">b</th>\n</tr>\n</thead>\n"
          "<tbody>\n<tr data-line=\"3\">\n<td class=\"align-center\">1</td>\n<td "
          "class=\"align-right\"><code>x</code></td>\n</tr>\n</tbody>\n</table>\n");
    CHECK_THAT(html("| a |\n|---|\n"), !ContainsSubstring("tbody"));
}

TEST_CASE("HTML in Markdown is text") {
    CHECK(html("<script>alert(1)</script>\n") ==
          "<p class=\"html\" data-line=\"1\">&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    CHECK(html("a <img src=x onerror=alert(1)> b\n") ==
          "<p data-line=\"1\">a &lt;img src=x onerror=alert(1)&gt; b</p>\n");
    CHECK(html("`\x01\x7f`") == "<p data-line=\"1\"><code>\xE2\x90\x81\xE2\x90\xA1</code></p>\n");
    CHECK_THAT(html("```\" onclick=\"x\na\n```\n"), !ContainsSubstring("\" onclick"));
    CHECK_THAT(html("&lt;b&gt; &amp; &#0;\n"), ContainsSubstring("&lt;b&gt; &amp; \xEF\xBF\xBD"));
}

TEST_CASE("No link leads out and no image comes from outside") {
    CHECK(html("[docs](https://go.dev/?a=1&b=2)\n") ==
          "<p data-line=\"1\"><span class=\"external\">docs</span> <span "
          "class=\"address\">(https://go.dev/?a=1&amp;b=2)</span></p>\n");
    CHECK(html("<https://go.dev/>\n") ==
          "<p data-line=\"1\"><span class=\"external\">https://go.dev/</span></p>\n");
    for (const char* url : {"javascript:alert(1)", "data:text/html,x", "//go.dev", "/etc/passwd",
                            "file:///etc/passwd", "x.html", "assay://course/",
                            "../../../../lessons/a/b/lesson.md", "JaVaScRiPt:x", "#nowhere", "mailto:a@b"}) {
        CHECK(html("[x](" + std::string(url) + ")\n") == "<p data-line=\"1\">x</p>\n");
    }
    for (const char* url : {"https://x.org/a.png", "data:image/png;base64,x", "../a.png", "/a.png",
                            "a/../b.png", ".hidden.png", "a.png?x", "%2e%2e/a.png", "//x/y"}) {
        CHECK(html("![alt](" + std::string(url) + ")\n") ==
              "<p data-line=\"1\"><span class=\"image\">alt</span></p>\n");
    }
    CHECK(html("![a *b* \"c\"](<./pics/my pic\xC3\xA4.png>)\n") ==
          "<p data-line=\"1\"><img src=\"asset/pics/my%20pic%C3%A4.png\" alt=\"a b &quot;c&quot;\"></p>\n");
}

TEST_CASE("Links within the course carry the lesson's name") {
    CHECK_THAT(lessonPage("[n](../next/lesson.md#top)\n"),
               ContainsSubstring("<a href=\"#\" data-lesson=\"basics/next\" data-anchor=\"top\">n</a>"));
    CHECK_THAT(lessonPage("[n](../../late/x/lesson.md)\n"),
               ContainsSubstring("<a href=\"#\" data-lesson=\"late/x\">n</a>"));
    CHECK_THAT(lessonPage("[t](#two)\n\n## Two\n"), ContainsSubstring("<a href=\"#two\">t</a>"));
    CHECK_THAT(html("[l](../../../lessons/basics/first/lesson.md)\n"),
               ContainsSubstring("data-lesson=\"basics/first\""));
}

TEST_CASE("Live blocks become elements that the page finds") {
    const std::string text =
        "+++\n+++\n```go run race\na < b\n```\n\n```text\nt\n```\n\n```mermaid\nx\n```\n\n```quiz\nquestion "
        "= \"What *is* it?\"\n[[option]]\n"
        "text = \"`a`\"\ncorrect = true\nwhy = \"SECRET\"\n[[option]]\ntext = \"b\"\nwhy = "
        "\"SECRET\"\n```\n\n## Checkpoint\n\n- [ ] done\n";
    const std::string page = lessonPage(text);
    CHECK(faultOfHtml(page) == "");
    CHECK_THAT(page, ContainsSubstring("<section class=\"snippet\" data-snippet=\"s1\" data-run=\"true\" "
                                       "data-race=\"true\" data-line=\"3\"><pre><code "
                                       "class=\"language-go\">a &lt; b\n</code></pre></section>"));
    CHECK_THAT(page, ContainsSubstring("data-snippet=\"s2\" data-run=\"false\" data-line=\"7\""));
    CHECK_THAT(page,
               ContainsSubstring(
                   "<section class=\"quiz\" data-quiz=\"q1\" data-line=\"15\"><p class=\"question\">What "
                   "<em>is</em> it?</p>\n<ul>\n<li "
                   "data-option=\"0\"><code>a</code></li>\n<li data-option=\"1\">b</li>\n</ul></section>"));
    CHECK_THAT(page, !ContainsSubstring("SECRET"));
    CHECK_THAT(page, ContainsSubstring("data-check=\"") &&
                         ContainsSubstring("\" data-line=\"28\"><input type=\"checkbox\" disabled> done"));
    std::vector<Fault> faults;
    const Lesson lesson = parseLesson({}, text, faults);
    const std::string& hash = lesson.diagrams.at(0).hash;
    CHECK_THAT(page, ContainsSubstring("<figure class=\"diagram\" data-diagram=\"" + hash +
                                       "\" data-line=\"11\"></figure>"));
    CHECK_THAT(lessonPage(text, {{{"other", "no"}, {hash, "<svg></svg>"}}}),
               ContainsSubstring("\"11\"><svg></svg></figure>"));
}

TEST_CASE("A question may hold code, and nothing in it has life") {
    const std::string page = lessonPage(
        "```quiz\nquestion = '''\nWhat does it print?\n\n    x := 1\n\n~~~quiz\nquestion = "
        "\"again\"\n~~~\n'''\n[[option]]\n"
        "text = \"<b>1</b>\"\n```\n");
    CHECK(faultOfHtml(page) == "");
    CHECK_THAT(page,
               ContainsSubstring(
                   "<div class=\"question\"><p>What does it print?</p>\n<pre><code>x := 1\n</code></pre>"));
    CHECK_THAT(page, ContainsSubstring("<code class=\"language-quiz\">"));
    CHECK_THAT(page, ContainsSubstring("&lt;b&gt;1&lt;/b&gt;"));
}

TEST_CASE("One paragraph alone goes without its element") {
    CHECK(inlineHtml("a `b`") == "a <code>b</code>");
    CHECK(inlineHtml("a\n\nb") == "<p>a</p>\n<p>b</p>\n");
    CHECK(inlineHtml("") == "");
}

TEST_CASE("Text that nests without end is rendered without recursion") {
    CHECK(faultOfHtml(markdownHtml(std::string(20'000, '>') + " deep\n")) == "");
    CHECK(faultOfHtml(markdownHtml(std::string(2'000, '*') + "a" + std::string(2'000, '*'))) == "");
    std::string list;
    for (int i = 0; i < 300; ++i)
        list += std::string(static_cast<std::size_t>(i) * 2, ' ') + "- x\n";
    CHECK(faultOfHtml(markdownHtml(list)) == "");
    CHECK_FALSE(markdownText(std::string(20'000, '>') + " deep\n", 80).empty());
}

TEST_CASE("Ten thousand equal headings have ten thousand anchors") {
    std::string many;
    for (int i = 0; i < 10'000; ++i)
        many += "# x\n";
    CHECK_THAT(markdownHtml(many), ContainsSubstring("id=\"x-9999\""));
}

TEST_CASE("A table that would take all memory stays text") {
    std::string text;
    for (int i = 0; i < 20'000; ++i)
        text += "|a";
    text += "\n";
    for (int i = 0; i < 20'000; ++i)
        text += "|-";
    text += "\n";
    for (int i = 0; i < 20'000; ++i)
        text += "a\n";
    CHECK_THAT(markdownHtml(text), !ContainsSubstring("<table"));
}

TEST_CASE("Bytes that are no text do no harm") {
    using namespace std::string_literals;
    CHECK(html("a\0b\xFF\xC0\x80 c\r\rd"s) ==
          "<p data-line=\"1\">a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD c</p>\n<p data-line=\"3\">d</p>\n");
}
