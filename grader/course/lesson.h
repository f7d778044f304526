// Role: one lesson, parsed: CommonMark with GFM tables and task lists by cmark-gfm, and the fenced blocks
// that have life. Nothing here trusts the lesson: HTML in Markdown is escaped, links keep their text and lose
// targets that leave the course.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "course/model.h"

namespace assay::course {

struct Snippet {
    std::string id;  // "s1", "s2" … in order
    std::string code, language;
    bool run = false;                    // ```go run
    bool race = false;                   // ```go run race
    std::optional<std::string> expect;   // the program's whole output, unescaped
    std::optional<std::string> verdict;  // what running it must give; default "passed"
    int line = 0;
};
struct QuizOption {
    std::string text, why;  // Markdown, inline
    bool correct = false;
};
struct Quiz {
    std::string id;  // "q1" …
    std::string question;
    std::vector<QuizOption> options;
    int line = 0;
};
struct Diagram {
    std::string id;      // "d1" …
    std::string source;  // mermaid
    std::string hash;    // base::hashHex(source): the name under which its SVG made ahead is found
    int line = 0;
};
struct CheckpointItem {
    std::string id;  // stable as long as its text is: hash of the text
    std::string markdown;
};
struct Lesson {
    LessonInfo info;
    std::string body;  // Markdown without the front matter
    int bodyLine = 1;  // the line of lesson.md at which body begins
    std::vector<Snippet> snippets;
    std::vector<Quiz> quizzes;
    std::vector<Diagram> diagrams;
    std::vector<CheckpointItem> checkpoint;  // tasks below a heading "Checkpoint"
    struct Heading {
        int level = 1;
        std::string text, anchor;
    };
    std::vector<Heading> headings;
    struct Link {  // to another lesson of the course
        std::string phase, id, anchor;
        int line = 0;
    };
    std::vector<Link> links;
    struct Image {
        std::string name;  // relative to the lesson's folder; the page asks for "asset/<name>"
        int line = 0;
    };
    std::vector<Image> images;
};
// Faults (a quiz without a correct option, an unknown word in an info string, …) are appended; the rest is
// still read. Links and images are looked up in the course by readLesson alone. What the front matter says
// wrong is loadCourse's to tell. Threads: safe, but cmark-gfm has state of its own, so that one text is
// parsed at a time.
Result<Lesson> readLesson(const LessonInfo& info, const Course& course, std::vector<Fault>& faults);
Lesson parseLesson(const LessonInfo& info, std::string_view text, std::vector<Fault>& faults);

// The lesson's page body as HTML. Live blocks become elements that the page's script finds:
//   <section class="snippet" data-snippet="s1" data-run="true"><pre><code
//   class="language-go">…</code></pre></section> <section class="quiz" data-quiz="q1"><p
//   class="question">…</p><ul><li data-option="0">…</li>…</ul></section>
//       (`correct` and `why` are not in the page: they come over the channel when an option was chosen)
//   <figure class="diagram" data-diagram="HASH"></figure> (with the SVG inside where svgByHash has it)
//   <li class="task" data-check="ID"><input type="checkbox" disabled>…</li>
// Every element that a block of the Markdown became carries data-line. Headings carry id=anchor. Further:
//   data-race="true" on snippets of ```go run race
//   <a href="#anchor">, <a href="#" data-lesson="phase/id" data-anchor="…">: the only links
//   <span class="external">text</span> <span class="address">(https://…)</span>: what lies outside is only
//   named <img src="asset/NAME" alt="…">, NAME percent-encoded <th
//   class="align-left|align-center|align-right">, likewise <td> question and options are plain <p
//   class="question"> and <li>; where they hold more than one paragraph, the question is a <div
//   class="question"> with the blocks in it
struct HtmlOptions {
    std::vector<std::pair<std::string, std::string>> svgByHash;
};
std::string lessonHtml(const Lesson& lesson, const HtmlOptions& options = {});
// Any other Markdown (task.md, hints): the same rules, no live blocks.
std::string markdownHtml(std::string_view markdown);
// One paragraph without its <p>, as quiz options and their `why` are written; more than one stay blocks.
std::string inlineHtml(std::string_view markdown);
// For the terminal: wrapped to `width`, code indented, tables drawn; a quiz as its question and options,
// without the answer. Safe to print: what base::safeText makes of it.
std::string markdownText(std::string_view markdown, unsigned width);

}  // namespace assay::course
