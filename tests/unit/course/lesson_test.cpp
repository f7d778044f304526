#include "course/lesson.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "base/hash.h"
#include "course_support.h"

using namespace assay;
using namespace assay::course;
using assay::course::testing::CourseFolder;
using assay::course::testing::described;
using Catch::Matchers::ContainsSubstring;
using Lines = std::vector<std::string>;

namespace {

LessonInfo info() {
    LessonInfo out;
    out.id = "first";
    out.phase = "basics";
    return out;
}

struct Parsed {
    Lesson lesson;
    Lines faults;
};

Parsed parsed(std::string_view text) {
    std::vector<Fault> faults;
    Parsed out;
    out.lesson = parseLesson(info(), text, faults);
    out.faults = described(faults);
    return out;
}

const std::string kAt = "lessons/basics/first/lesson.md:";

}  // namespace

TEST_CASE("A lesson's body begins behind its front matter and keeps its lines") {
    const Parsed with = parsed("+++\nid = \"first\"\n+++\n# One\r\n\r\n```go\nx\n```\n");
    CHECK(with.lesson.bodyLine == 4);
    CHECK(with.lesson.body == "# One\n\n```go\nx\n```\n");
    REQUIRE(with.lesson.snippets.size() == 1);
    CHECK(with.lesson.snippets[0].line == 6);
    CHECK(parsed("# One\n").lesson.bodyLine == 1);
    CHECK(parsed("\xEF\xBB\xBF+++\n+++\nx").lesson.body == "x");
    CHECK(parsed("+++\nnever closed\n").lesson.body == "+++\nnever closed\n");
    CHECK(parsed("").lesson.body.empty());
}

TEST_CASE("Snippets know how they run and what they give") {
    const Parsed out = parsed(
        "```go run expect=\"a\\nb\\\\n\"\npackage main\n```\n\n~~~go run race verdict=\"raced\"\nx\n~~~\n\n"
        "> - ```go\n>   y := 1\n>   ```\n\n    indented\n\n```text\nt\n```\n");
    CHECK(out.faults == Lines{});
    const auto& snippets = out.lesson.snippets;
    REQUIRE(snippets.size() == 5);
    CHECK(snippets[0].id == "s1");
    CHECK(snippets[0].run);
    CHECK_FALSE(snippets[0].race);
    CHECK(snippets[0].code == "package main\n");
    CHECK(snippets[0].expect == "a\nb\\n");
    CHECK_FALSE(snippets[0].verdict);
    CHECK(snippets[1].race);
    CHECK(snippets[1].verdict == "raced");
    CHECK(snippets[2].code == "y := 1\n");
    CHECK_FALSE(snippets[2].run);
    CHECK(snippets[3].code == "indented\n");
    CHECK(snippets[3].language.empty());
    CHECK(snippets[4].language == "text");
    CHECK(snippets[4].line == 15);
}

TEST_CASE("What an info string says wrong is told with the nearest word") {
    const Parsed out = parsed(
        "```go rum expct=\"1\"\n```\n```python run\n```\n```go run verdict=\"compile-error\"\n```\n"
        "```go run verdict=\"internal_error\"\n```\n```go race\n```\n```mermaid wide\n```\n");
    CHECK(out.faults.at(0) ==
          kAt + "1: a snippet that does not run has nothing to expect (expected ```go run …)");
    CHECK(
        out.faults.at(1) ==
        kAt +
            "1: word 'rum' is not known in an info string (expected one of run, race; did you mean 'run'?)");
    CHECK(out.faults.at(2) == kAt +
                                  "1: key 'expct' is not known in an info string (expected one of expect, "
                                  "verdict; did you mean 'expect'?)");
    CHECK(out.faults.at(3) == kAt + "3: only go can run, this is 'python' (expected ```go run)");
    CHECK_THAT(out.faults.at(4),
               ContainsSubstring("5: verdict 'compile-error' is not one that a snippet can get") &&
                   ContainsSubstring("did you mean 'compile_error'?"));
    CHECK_THAT(out.faults.at(5), ContainsSubstring("7: verdict 'internal_error'"));
    CHECK_THAT(out.faults.at(6), ContainsSubstring("9: a snippet that does not run"));
    CHECK_THAT(out.faults.at(7),
               ContainsSubstring("11: word 'wide' is not known in an info string (expected nothing more"));
    CHECK(out.faults.size() == 8);
    CHECK(out.lesson.snippets.size() == 5);
}

TEST_CASE("A quiz is read, and its faults stand at their lines") {
    const Parsed out = parsed(
        "+++\n+++\n\n```quiz\nquestion = \"Which?\"\n\n[[option]]\ntext = \"`a`\"\ncorrect = true\nwhy = "
        "\"So.\"\n\n"
        "[[option]]\ntext = \"b\"\nwhy = \"Not so.\"\n```\n");
    CHECK(out.faults == Lines{});
    REQUIRE(out.lesson.quizzes.size() == 1);
    const Quiz& quiz = out.lesson.quizzes[0];
    CHECK(quiz.id == "q1");
    CHECK(quiz.line == 4);
    CHECK(quiz.question == "Which?");
    REQUIRE(quiz.options.size() == 2);
    CHECK(quiz.options[0].correct);
    CHECK(quiz.options[0].why == "So.");
    CHECK_FALSE(quiz.options[1].correct);
    CHECK(out.lesson.snippets.empty());

    const Parsed wrong =
        parsed("```quiz\nquestion = \"Which?\"\n[[option]]\ntxt = \"a\"\n```\n\n```quiz\nquestion =\n```\n");
    CHECK(
        wrong.faults ==
        Lines{
            kAt +
                "4: field 'txt' is not known in option 1 of quiz q1 (expected one of text, correct, why; did "
                "you mean 'text'?)",
            kAt + "3: field 'text' is missing in option 1 of quiz q1 (expected a string)",
            "!" + kAt + "3: an option of quiz q1 has no 'why' (expected what makes it right or wrong)",
            kAt + "1: quiz q1 has one option only (expected at least two)",
            kAt + "1: quiz q1 has no correct option (expected correct = true in one of them)",
            wrong.faults.back()});
    CHECK_THAT(wrong.faults.back(), ContainsSubstring(kAt + "8: not valid TOML"));
    CHECK(wrong.lesson.quizzes.size() == 2);
}

TEST_CASE("Diagrams are found by the hash of their source") {
    const Parsed out = parsed("```mermaid\nflowchart LR\n  a --> b\n```\n");
    REQUIRE(out.lesson.diagrams.size() == 1);
    CHECK(out.lesson.diagrams[0].source == "flowchart LR\n  a --> b\n");
    CHECK(out.lesson.diagrams[0].hash == base::hashHex("flowchart LR\n  a --> b\n"));
}

TEST_CASE("The checkpoint is the tasks below its heading, up to the next one of its rank") {
    const Parsed out = parsed(
        "- [ ] before\n\n## Checkpoint\n\n- [ ] I ran `x`\n- [x] done\n  and more\n- no task\n\n### "
        "Deeper\n\n1. [ ] third\n\n"
        "## After\n\n- [ ] not this\n");
    CHECK(out.faults == Lines{});
    const auto& items = out.lesson.checkpoint;
    REQUIRE(items.size() == 3);
    CHECK(items[0].markdown == "I ran `x`");
    CHECK(items[1].markdown == "done and more");
    CHECK(items[2].markdown == "third");
    CHECK(items[0].id == base::hashHex("I ran x").substr(0, 16));
    const Parsed moved = parsed("# Checkpoint\n\n- [ ] new\n- [ ] I ran `x`\n- [ ] new\n");
    CHECK(moved.lesson.checkpoint.at(1).id == items[0].id);
    CHECK(moved.lesson.checkpoint.at(2).id == moved.lesson.checkpoint.at(0).id + "-2");
    CHECK(moved.faults == Lines{kAt + "5: two items of the checkpoint say 'new'"});
}

TEST_CASE("Headings have anchors that are theirs alone") {
    const auto headings = parsed(
                              "# Go, `run`!\n\n## Same\n\n## Same\n\n## Same-1\n\n## \xC3\x84pfel & 3\n\n### "
                              "!!!\n\nUnder\n===\n")
                              .lesson.headings;
    Lines anchors;
    for (const auto& heading : headings)
        anchors.push_back(heading.anchor);
    CHECK(anchors == Lines{"go-run", "same", "same-1", "same-1-1", "\xC3\x84pfel--3", "section", "under"});
    CHECK(headings[0].text == "Go, run!");
    CHECK(headings[5].level == 3);
}

TEST_CASE("Links and images that leave the course are told") {
    const Parsed out = parsed(
        "# Top\n\n[a](#top) [b](../next/lesson.md#x) [c](https://go.dev/) [d](../../late/l/lesson.md)\n\n"
        "[e](#tap)\n\n[f](../../../etc/passwd)\n\n[g](javascript:alert)\n\n![i](pic/a.png) ![](b.svg)\n\n"
        "![j](https://x.org/a.png) ![k](../a.png)\n\n<b>bold</b>\n\n[h](http://go.dev/)\n");
    REQUIRE(out.lesson.links.size() == 2);
    CHECK(out.lesson.links[0].phase == "basics");
    CHECK(out.lesson.links[0].id == "next");
    CHECK(out.lesson.links[0].anchor == "x");
    CHECK(out.lesson.links[1].phase == "late");
    REQUIRE(out.lesson.images.size() == 2);
    CHECK(out.lesson.images[0].name == "pic/a.png");
    REQUIRE(out.faults.size() == 9);
    CHECK(out.faults[0] == kAt + "5: no heading has the anchor '#tap' (did you mean 'top'?)");
    CHECK_THAT(out.faults[1], ContainsSubstring("7: link '../../../etc/passwd' leads nowhere"));
    CHECK_THAT(out.faults[2], ContainsSubstring("9: link 'javascript:alert' leads nowhere"));
    CHECK_THAT(out.faults[3], ContainsSubstring("!") && ContainsSubstring("11: image 'b.svg' has no text"));
    CHECK_THAT(out.faults[4],
               ContainsSubstring("13: image 'https://x.org/a.png' is no file of the lesson's folder"));
    CHECK_THAT(out.faults[5], ContainsSubstring("13: image '../a.png'"));
    CHECK_THAT(out.faults[6],
               ContainsSubstring("!") && ContainsSubstring("15: HTML is shown as text: '<b>'"));
    CHECK_THAT(out.faults[8], ContainsSubstring("17: link 'http://go.dev/' leads nowhere"));
}

TEST_CASE("A lesson that is read is compared with its course") {
    const CourseFolder folder;
    const std::string file = "lessons/basics/first/lesson.md";
    folder.replace(file, "# First\n",
                   "# First\n\n[x](../frist/lesson.md) [y](lesson.md)\n\n![a](pic.png) ![b](pick.png)\n");
    folder.write("lessons/basics/first/pic.png", "png");
    const LoadedCourse loaded = folder.load();
    std::vector<Fault> faults;
    const auto lesson = readLesson(loaded.course.lessons.front(), loaded.course, faults);
    REQUIRE(lesson);
    CHECK(lesson->bodyLine == 9);
    CHECK(described(faults) == Lines{kAt + "12: there is no lesson 'basics/frist' (expected a lesson of this "
                                           "course; did you mean 'basics/first'?)",
                                     kAt + "14: image 'pick.png' is not there (expected "
                                           "lessons/basics/first/pick.png; did you mean 'pic.png'?)"});
    folder.write(file, "+++\n+++\n\xFF");
    const auto broken = readLesson(loaded.course.lessons.front(), loaded.course, faults);
    REQUIRE_FALSE(broken);
    CHECK(broken.error().line == 3);
    folder.remove(file);
    CHECK(readLesson(loaded.course.lessons.front(), loaded.course, faults).error().code ==
          base::ErrorCode::NotFound);
}
