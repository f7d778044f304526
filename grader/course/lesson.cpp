// Parses one lesson: cmark-gfm makes the tree, one walk over it collects what has life (snippets, quizzes,
// diagrams, the checkpoint) and what refers to elsewhere (links, images). html.cpp walks the same tree by the
// same rules (markdown.h), so that "s2" here is "s2" in the page.
#include "course/lesson.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "course/formats.h"
#include "course/info_string.h"
#include "course/markdown.h"
#include "course/reading.h"
#include "course/toml.h"

namespace assay::course {
namespace {

std::string folderOf(const LessonInfo& info) {
    const std::string folder = info.file.parent_path().filename().string();
    return folder.empty() ? info.id : folder;
}

std::string shownFile(const LessonInfo& info) {
    return "lessons/" + info.phase + "/" + folderOf(info) + "/lesson.md";
}

class LessonParser {
  public:
    LessonParser(Lesson& lesson, std::vector<Fault>& faults)
        : m_lesson(lesson), m_faults(faults), m_file(shownFile(lesson.info)), m_lines(linesOf(lesson.body)) {}

    void run() {
        const Document document = parse(m_lesson.body);
        m_known = anchorsOf(document.get());
        m_knownList.assign(m_known.begin(), m_known.end());
        Walk walk(document.get());
        for (Step step; walk.next(step);) {
            if (!step.entering) continue;
            if (isBlock(step.node)) m_line = lineOf(step.node);
            visit(step.node);
        }
    }

  private:
    Fault& add(int line, std::string message) {
        return m_faults.emplace_back(makeFault(m_file, line, std::move(message)));
    }

    int lineOf(cmark_node* node) const { return m_lesson.bodyLine - 1 + cmark_node_get_start_line(node); }

    void visit(cmark_node* node) {
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_HEADING: {
                m_section.onHeading(node);
                const std::string text = base::trim(plainText(node));
                m_lesson.headings.push_back({cmark_node_get_heading_level(node), text, m_anchors.next(text)});
                return;
            }
            case CMARK_NODE_CODE_BLOCK:
                return codeBlock(node);
            case CMARK_NODE_LINK:
                return link(node);
            case CMARK_NODE_IMAGE:
                return image(node);
            case CMARK_NODE_HTML_BLOCK:
            case CMARK_NODE_HTML_INLINE:
                return html(node);
            default:
                if (isTask(node) && m_section.inside()) task(node);
        }
    }

    void codeBlock(cmark_node* node) {
        const InfoString info = parseInfoString(rawInfo(node, m_lines));
        for (const std::string& problem : info.problems)
            add(m_line, "info string: " + problem);
        switch (fenceOf(node)) {
            case Fence::Quiz:
                quiz(node, info);
                return;
            case Fence::Diagram:
                diagram(node, info);
                return;
            case Fence::Code:
                snippet(node, info);
                return;
        }
    }

    void snippet(cmark_node* node, const InfoString& info) {
        Snippet snippet;
        snippet.id = "s" + std::to_string(m_lesson.snippets.size() + 1);
        snippet.code = literalOf(node);
        snippet.language = info.language;
        snippet.run = info.has("run") && info.language == "go";
        snippet.race = snippet.run && info.has("race");
        snippet.expect = info.value("expect");
        snippet.verdict = info.value("verdict");
        snippet.line = m_line;
        if (info.has("run") && info.language != "go") {
            Fault& fault = add(m_line, "only go can run, this is " + base::quote(info.language));
            fault.found = base::safeText(info.language);
            fault.expected = "```go run";
        }
        if (!info.has("run") && (info.has("race") || !info.values.empty())) {
            add(m_line, "a snippet that does not run has nothing to expect").expected = "```go run …";
        }
        onlyKnown(info, {"run", "race"}, {"expect", "verdict"});
        if (snippet.verdict) checkVerdict(*snippet.verdict);
        m_lesson.snippets.push_back(std::move(snippet));
    }

    void checkVerdict(const std::string& verdict) {
        const auto& known = expectableVerdicts();
        if (std::find(known.begin(), known.end(), verdict) != known.end()) return;
        Fault& fault = add(m_line, "verdict " + base::quote(verdict) + " is not one that a snippet can get");
        fault.found = base::safeText(verdict);
        fault.expected = "one of " + base::join(known, ", ");
        fault.nearest = base::nearest(verdict, known);
    }

    void onlyKnown(const InfoString& info, const std::vector<std::string>& words,
                   const std::vector<std::string>& keys) {
        const auto check = [&](const std::string& found, const std::vector<std::string>& known,
                               const char* what) {
            if (std::find(known.begin(), known.end(), found) != known.end()) return;
            Fault& fault =
                add(m_line, std::string(what) + " " + base::quote(found) + " is not known in an info string");
            fault.found = base::safeText(found);
            fault.expected = known.empty() ? "nothing more" : "one of " + base::join(known, ", ");
            fault.nearest = base::nearest(found, known);
        };
        for (const std::string& word : info.words)
            check(word, words, "word");
        for (const auto& [key, value] : info.values)
            check(key, keys, "key");
    }

    void diagram(cmark_node* node, const InfoString& info) {
        onlyKnown(info, {}, {});
        const std::string source(literalOf(node));
        m_lesson.diagrams.push_back(
            {"d" + std::to_string(m_lesson.diagrams.size() + 1), source, base::hashHex(source), m_line});
    }

    void quiz(cmark_node* node, const InfoString& info) {
        onlyKnown(info, {}, {});
        Quiz quiz;
        quiz.id = "q" + std::to_string(m_lesson.quizzes.size() + 1);
        quiz.line = m_line;
        // A broken quiz keeps its place: ids after it stay the same.
        if (const auto table = parseToml(literalOf(node), m_file, m_faults, m_line)) readQuiz(*table, quiz);
        m_lesson.quizzes.push_back(std::move(quiz));
    }

    void readQuiz(const Value& table, Quiz& quiz) {
        const std::string where = "quiz " + quiz.id;
        validate(table, quizFields(), m_file, where, m_faults);
        quiz.question = table.string("question");
        for (const Value& option : table.array("option")) {
            quiz.options.push_back({option.string("text"), option.string("why"), option.boolean("correct")});
            if (!base::trim(option.string("why")).empty()) continue;
            Fault& fault = add(option.line, "an option of " + where + " has no 'why'");
            fault.expected = "what makes it right or wrong";
            fault.advice = true;
        }
        if (quiz.options.empty()) return;
        if (quiz.options.size() == 1)
            add(quiz.line, where + " has one option only").expected = "at least two";
        const bool answerable =
            std::any_of(quiz.options.begin(), quiz.options.end(), [](const auto& o) { return o.correct; });
        if (!answerable)
            add(quiz.line, where + " has no correct option").expected = "correct = true in one of them";
    }

    void task(cmark_node* item) {
        cmark_node* first = cmark_node_first_child(item);
        const bool isParagraph = first != nullptr && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH;
        const std::string text = isParagraph ? base::trim(plainText(first)) : std::string();
        std::string id = base::hashHex(text).substr(0, 16);
        if (text.empty()) add(m_line, "an item of the checkpoint has no text");
        if (const int number = ++m_items[id]; number > 1) {
            if (!text.empty())
                add(m_line, "two items of the checkpoint say " + base::quote(text)).found =
                    base::safeText(text);
            id += "-" + std::to_string(number);
        }
        m_lesson.checkpoint.push_back({std::move(id), isParagraph ? sourceOf(first) : std::string()});
    }

    // A paragraph's Markdown, its lines joined, without the box of its task.
    std::string sourceOf(cmark_node* paragraph) const {
        std::string out;
        const auto last = static_cast<std::size_t>(cmark_node_get_end_line(paragraph));
        auto number = static_cast<std::size_t>(cmark_node_get_start_line(paragraph));
        auto column = static_cast<std::size_t>(cmark_node_get_start_column(paragraph));
        for (; number >= 1 && number <= last && number <= m_lines.size(); ++number, column = 1) {
            const std::string_view line = m_lines[number - 1];
            if (!out.empty()) out += ' ';
            out += base::trim(line.substr(std::min(column - (column > 0 ? 1 : 0), line.size())));
        }
        for (const char* box : {"[ ]", "[x]", "[X]"}) {
            if (out.rfind(box, 0) == 0) return base::trim(std::string_view(out).substr(3));
        }
        return out;
    }

    void link(cmark_node* node) {
        const char* raw = cmark_node_get_url(node);
        const std::string url = raw == nullptr ? "" : raw;
        const Target target = linkTarget(url, {"lessons", m_lesson.info.phase, folderOf(m_lesson.info)});
        if (target.kind == Target::Kind::Lesson) {
            m_lesson.links.push_back({target.phase, target.id, target.anchor, m_line});
        } else if (target.kind == Target::Kind::Anchor && m_known.count(target.anchor) == 0) {
            Fault& fault = add(m_line, "no heading has the anchor " + base::quote("#" + target.anchor));
            fault.found = base::safeText(target.anchor);
            fault.nearest = nearestFor(m_faults, target.anchor, m_knownList);
        } else if (target.kind == Target::Kind::None) {
            Fault& fault = add(m_line, "link " + base::quote(url) + " leads nowhere in this course");
            fault.found = base::safeText(url);
            fault.expected = "../<lesson>/lesson.md, #<heading>, or an https address, which is shown as text";
        }
    }

    void image(cmark_node* node) {
        const char* raw = cmark_node_get_url(node);
        const std::string url = raw == nullptr ? "" : raw;
        const Target target = imageTarget(url);
        if (target.kind != Target::Kind::Asset) {
            Fault& fault = add(m_line, "image " + base::quote(url) + " is no file of the lesson's folder");
            fault.found = base::safeText(url);
            fault.expected = "a relative path";
            return;
        }
        m_lesson.images.push_back({target.name, m_line});
        if (!base::trim(plainText(node)).empty()) return;
        add(m_line, "image " + base::quote(url) + " has no text for those who cannot see it").advice = true;
        m_faults.back().expected = "![what it shows](" + base::safeText(url) + ")";
    }

    void html(cmark_node* node) {
        const std::string text = base::cut(base::trim(literalOf(node)), 40);
        add(m_line, "HTML is shown as text: " + base::quote(text)).advice = true;
        m_faults.back().expected = "Markdown, or `code`";
    }

    Lesson& m_lesson;
    std::vector<Fault>& m_faults;
    std::string m_file;
    std::vector<std::string_view> m_lines;
    std::set<std::string, std::less<>> m_known;
    std::vector<std::string> m_knownList;
    Anchors m_anchors;
    CheckpointSection m_section;
    std::map<std::string, int> m_items;  // how often an id came up
    int m_line = 1;                      // of the block that the walk is in
};

void checkLinks(const Lesson& lesson, const Course& course, const std::string& file,
                std::vector<Fault>& faults) {
    std::vector<std::string> known;
    for (const LessonInfo& other : course.lessons)
        known.push_back(other.phase + "/" + other.id);
    for (const Lesson::Link& link : lesson.links) {
        const std::string name = link.phase + "/" + link.id;
        if (course.lesson(link.phase, link.id) != nullptr) continue;
        Fault fault = makeFault(file, link.line, "there is no lesson " + base::quote(name));
        fault.found = name;
        fault.expected = "a lesson of this course";
        fault.nearest = nearestFor(faults, name, known);
        faults.push_back(std::move(fault));
    }
}

void checkImages(const Lesson& lesson, const Tree& tree, const std::string& folder,
                 std::vector<Fault>& faults) {
    if (lesson.images.empty()) return;
    const auto files = tree.files(folder);
    for (const Lesson::Image& image : lesson.images) {
        const std::string path = folder + "/" + image.name;
        if (tree.type(path) == Tree::Type::File) continue;
        Fault fault = makeFault(folder + "/lesson.md", image.line,
                                "image " + base::quote(image.name) + " is not there");
        fault.found = image.name;
        fault.expected = path;
        if (files) fault.nearest = nearestFor(faults, image.name, *files);
        faults.push_back(std::move(fault));
    }
}

}  // namespace

Lesson parseLesson(const LessonInfo& info, std::string_view text, std::vector<Fault>& faults) {
    Lesson lesson;
    lesson.info = info;
    const std::string clean = normalised(text);
    const LessonText parts = splitLesson(clean);
    lesson.body = parts.body;
    lesson.bodyLine = parts.bodyLine;
    LessonParser(lesson, faults).run();
    return lesson;
}

Result<Lesson> readLesson(const LessonInfo& info, const Course& course, std::vector<Fault>& faults) {
    const auto tree = Tree::open(course.folder);
    if (!tree) return propagate(tree);
    const std::string file = shownFile(info);
    const auto text = tree->read(file, kMostLessonBytes);
    if (!text) return propagate(text);
    if (const int line = lineOfBadUtf8(*text)) {
        return base::failAt(base::ErrorCode::InvalidContent, "the text is not UTF-8", file, line);
    }
    Lesson lesson = parseLesson(info, *text, faults);
    checkLinks(lesson, course, file, faults);
    checkImages(lesson, *tree, file.substr(0, file.rfind('/')), faults);
    return lesson;
}

}  // namespace assay::course
