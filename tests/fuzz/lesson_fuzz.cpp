// The input is a lesson. Wrong is: to crash, to hang, to write HTML that is not well formed or holds a tag,
// attribute or address that is not ours, to let a control character reach a terminal.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "../unit/course/well_formed.h"
#include "base/text.h"
#include "course/lesson.h"

using namespace assay;
using namespace assay::course;

namespace {

void require(bool holds, const std::string& what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what.c_str());
    std::abort();
}

void checkHtml(const std::string& html) {
    const std::string fault = testing::faultOfHtml(html);
    require(fault.empty(), fault);
    require(base::isUtf8(html), "HTML is UTF-8");
}

std::size_t count(const std::string& text, std::string_view what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++found;
    return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    LessonInfo info;
    info.id = "l";
    info.phase = "p";
    std::vector<Fault> faults;
    const Lesson lesson = parseLesson(info, text, faults);
    for (const Fault& fault : faults)
        require(base::isUtf8(describe(fault)), "a fault is UTF-8");

    const std::string html = lessonHtml(lesson);
    checkHtml(html);
    // What the parser found is what the page shows: the page's script finds the parts by these names. A quote
    // cannot come from the text, which is escaped.
    require(count(html, " data-snippet=\"") == lesson.snippets.size(), "each snippet is in the page");
    require(count(html, " data-quiz=\"") == lesson.quizzes.size(), "each quiz is in the page");
    require(count(html, " data-diagram=\"") == lesson.diagrams.size(), "each diagram is in the page");
    require(count(html, " data-check=\"") == lesson.checkpoint.size(),
            "each item of the checkpoint is in the page");
    std::set<std::string> anchors;
    for (const auto& heading : lesson.headings)
        require(anchors.insert(heading.anchor).second, "anchors are unique");
    std::set<std::string> items;
    for (const auto& item : lesson.checkpoint)
        require(items.insert(item.id).second, "items are unique");

    checkHtml(markdownHtml(text));
    checkHtml(inlineHtml(text));
    const unsigned width = size == 0 ? 80 : 10 + data[0] % 100;
    const std::string shown = markdownText(text, width);
    require(base::safeText(shown) == shown, "terminal text is safe");
    return 0;
}
