// Markdown as HTML for the lesson page. One walk over cmark's tree, never recursive. The rule against
// injection is simple: every byte that comes from the text goes through escape() or percent(); tags are
// written by this file alone.
#include <cmark-gfm-core-extensions.h>
#include <algorithm>

#include "base/text.h"
#include "course/info_string.h"
#include "course/lesson.h"
#include "course/markdown.h"

namespace assay::course {
namespace {

std::string escape(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            case '\n':
            case '\t':
                out += c;
                break;
            default:
                if (byte < 0x20 ||
                    byte == 0x7F) {  // no HTML may hold control characters: their pictures, U+2400 …
                    out += "\xE2\x90";
                    out += static_cast<char>(byte == 0x7F ? 0xA1 : 0x80 + byte);
                } else {
                    out += c;
                }
        }
    }
    return out;
}

std::string percent(std::string_view path) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '/' || c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        }
    }
    return out;
}

// The language as a class; what would end or split the attribute is left out.
std::string languageClass(std::string_view language) {
    std::string name;
    for (const char c : language) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '+' || c == '#' || c == '.' || c == '_';
        if (plain) name += c;
    }
    return name.empty() ? "" : " class=\"language-" + name + "\"";
}

struct Page {
    const Lesson* lesson = nullptr;  // its live blocks; none: no block has life
    const HtmlOptions* options = nullptr;
    BaseFolder base;  // for links
    int linesBefore = 0;
    bool lines = true;           // data-line is wanted
    bool bareParagraph = false;  // the only paragraph goes without <p>
};

class HtmlWriter {
  public:
    HtmlWriter(const Page& page, const std::string& markdown)
        : m_page(page),
          m_lines(linesOf(markdown)),
          m_document(parse(markdown)),
          m_known(anchorsOf(m_document.get())) {}

    std::string write() {
        m_bare = m_page.bareParagraph && isOneParagraph();
        Walk walk(m_document.get());
        for (Step step; walk.next(step);) {
            if (isBlock(step.node)) {
                block(step, walk);
            } else {
                inlineNode(step, walk);
            }
        }
        return std::move(m_out);
    }

    bool isOneParagraph() const {
        cmark_node* first = cmark_node_first_child(m_document.get());
        return first != nullptr && cmark_node_next(first) == nullptr &&
               cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH;
    }

  private:
    std::string line(cmark_node* node) const {
        if (!m_page.lines) return {};
        return " data-line=\"" + std::to_string(m_page.linesBefore + cmark_node_get_start_line(node)) + "\"";
    }

    void block(const Step& step, Walk& walk) {
        cmark_node* node = step.node;
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_DOCUMENT:
                return;
            case CMARK_NODE_PARAGRAPH:
                return paragraph(step);
            case CMARK_NODE_HEADING:
                return heading(step);
            case CMARK_NODE_BLOCK_QUOTE:
                return pair(step, "blockquote", line(node));
            case CMARK_NODE_LIST:
                return list(step);
            case CMARK_NODE_ITEM:
                return item(step);
            case CMARK_NODE_THEMATIC_BREAK:
                if (step.entering) m_out += "<hr" + line(node) + ">\n";
                return;
            case CMARK_NODE_CODE_BLOCK:
                if (step.entering) codeBlock(node);
                return;
            case CMARK_NODE_HTML_BLOCK:
                if (step.entering)
                    m_out += "<p class=\"html\"" + line(node) + ">" + escape(base::trim(literalOf(node))) +
                             "</p>\n";
                return;
            default:
                table(step, walk);
        }
    }

    void pair(const Step& step, const std::string& tag, const std::string& attributes) {
        m_out += step.entering ? "<" + tag + attributes + ">\n" : "</" + tag + ">\n";
    }

    void paragraph(const Step& step) {
        if (m_bare) return;
        cmark_node* grandparent = cmark_node_parent(cmark_node_parent(step.node));
        // Items of a tight list hold their text without <p>.
        if (grandparent != nullptr && cmark_node_get_type(grandparent) == CMARK_NODE_LIST &&
            cmark_node_get_list_tight(grandparent) != 0) {
            if (!step.entering && cmark_node_next(step.node) != nullptr) m_out += "\n";
            return;
        }
        m_out += step.entering ? "<p" + line(step.node) + ">" : "</p>\n";
    }

    void heading(const Step& step) {
        const std::string tag = "h" + std::to_string(cmark_node_get_heading_level(step.node));
        if (!step.entering) {
            m_out += "</" + tag + ">\n";
            return;
        }
        m_section.onHeading(step.node);
        m_out += "<" + tag + " id=\"" + escape(m_anchors.next(plainText(step.node))) + "\"" +
                 line(step.node) + ">";
    }

    void list(const Step& step) {
        const bool ordered = cmark_node_get_list_type(step.node) == CMARK_ORDERED_LIST;
        const int start = cmark_node_get_list_start(step.node);
        const std::string from = ordered && start != 1 ? " start=\"" + std::to_string(start) + "\"" : "";
        pair(step, ordered ? "ol" : "ul", from + line(step.node));
    }

    void item(const Step& step) {
        if (!step.entering) {
            m_out += "</li>\n";
            return;
        }
        if (!isTask(step.node)) {
            m_out += "<li" + line(step.node) + ">";
            return;
        }
        m_out += "<li class=\"task\"";
        if (m_page.lesson != nullptr && m_section.inside() && m_checks < m_page.lesson->checkpoint.size()) {
            m_out += " data-check=\"" + escape(m_page.lesson->checkpoint[m_checks++].id) + "\"";
        }
        m_out += line(step.node) + "><input type=\"checkbox\"" + (isTicked(step.node) ? " checked" : "") +
                 " disabled> ";
    }

    void codeBlock(cmark_node* node) {
        const Fence fence = m_page.lesson == nullptr ? Fence::Code : fenceOf(node);
        if (fence == Fence::Quiz) return quiz(node);
        if (fence == Fence::Diagram) return diagram(node);
        const std::string language = parseInfoString(rawInfo(node, m_lines)).language;
        const std::string code =
            "<code" + languageClass(language) + ">" + escape(literalOf(node)) + "</code></pre>";
        if (m_page.lesson == nullptr || m_snippets >= m_page.lesson->snippets.size()) {
            m_out += "<pre" + line(node) + ">" + code + "\n";
            return;
        }
        const Snippet& snippet = m_page.lesson->snippets[m_snippets++];
        m_out += "<section class=\"snippet\" data-snippet=\"" + escape(snippet.id) + "\"";
        m_out += std::string(" data-run=\"") + (snippet.run ? "true" : "false") + "\"";
        if (snippet.race) m_out += " data-race=\"true\"";
        m_out += line(node) + "><pre>" + code + "</section>\n";
    }

    void diagram(cmark_node* node) {
        if (m_diagrams >= m_page.lesson->diagrams.size()) return;
        const std::string& hash = m_page.lesson->diagrams[m_diagrams++].hash;
        m_out += "<figure class=\"diagram\" data-diagram=\"" + escape(hash) + "\"" + line(node) + ">";
        if (m_page.options != nullptr) {
            for (const auto& [name, svg] : m_page.options->svgByHash) {
                if (name != hash) continue;
                m_out += svg;
                break;
            }
        }
        m_out += "</figure>\n";
    }

    void quiz(cmark_node* node) {
        if (m_quizzes >= m_page.lesson->quizzes.size()) return;
        const Quiz& quiz = m_page.lesson->quizzes[m_quizzes++];
        m_out += "<section class=\"quiz\" data-quiz=\"" + escape(quiz.id) + "\"" + line(node) + ">";
        bool bare = false;
        const std::string question = part(quiz.question, bare);
        const std::string tag = bare ? "p" : "div";
        m_out += "<" + tag + " class=\"question\">" + question + "</" + tag + ">\n<ul>\n";
        for (std::size_t i = 0; i < quiz.options.size(); ++i) {
            m_out += "<li data-option=\"" + std::to_string(i) + "\">" + part(quiz.options[i].text, bare) +
                     "</li>\n";
        }
        m_out += "</ul></section>\n";
    }

    // The Markdown of a question or an option: nothing in it has life, so this cannot go deeper than once.
    std::string part(const std::string& markdown, bool& bare) const {
        Page page;
        page.base = m_page.base;
        page.lines = false;
        page.bareParagraph = true;
        const std::string clean = normalised(markdown);
        HtmlWriter writer(page, clean);
        bare = writer.isOneParagraph() || base::trim(clean).empty();
        return writer.write();
    }

    void table(const Step& step, Walk& walk) {
        cmark_node* node = step.node;
        if (isTable(node)) {
            if (step.entering) {
                m_out += "<table" + line(node) + ">\n";
                m_body = false;
            } else {
                m_out += m_body ? "</tbody>\n</table>\n" : "</table>\n";
            }
        } else if (isTableRow(node)) {
            row(step);
        } else if (isTableCell(node)) {
            cell(step);
        } else if (step.entering) {
            walk.skip(node);  // nothing of ours: extensions that are not attached cannot come up
        }
    }

    void row(const Step& step) {
        const bool header = cmark_gfm_extensions_get_table_row_is_header(step.node) != 0;
        m_cell = 0;
        if (step.entering) {
            if (header) m_out += "<thead>\n";
            if (!header && !m_body) {
                m_out += "<tbody>\n";
                m_body = true;
            }
            m_out += "<tr" + line(step.node) + ">\n";
        } else {
            m_out += header ? "</tr>\n</thead>\n" : "</tr>\n";
        }
    }

    void cell(const Step& step) {
        cmark_node* row = cmark_node_parent(step.node);
        const std::string tag = cmark_gfm_extensions_get_table_row_is_header(row) != 0 ? "th" : "td";
        if (!step.entering) {
            m_out += "</" + tag + ">\n";
            return;
        }
        cmark_node* table = cmark_node_parent(row);
        const std::uint8_t* alignments = cmark_gfm_extensions_get_table_alignments(table);
        const char alignment = alignments != nullptr && m_cell < cmark_gfm_extensions_get_table_columns(table)
                                   ? static_cast<char>(alignments[m_cell])
                                   : '\0';
        ++m_cell;
        m_out += "<" + tag;
        if (alignment == 'l') m_out += " class=\"align-left\"";
        if (alignment == 'c') m_out += " class=\"align-center\"";
        if (alignment == 'r') m_out += " class=\"align-right\"";
        m_out += ">";
    }

    void inlineNode(const Step& step, Walk& walk) {
        cmark_node* node = step.node;
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_TEXT:
            case CMARK_NODE_HTML_INLINE:
                m_out += escape(literalOf(node));
                return;
            case CMARK_NODE_CODE:
                m_out += "<code>" + escape(literalOf(node)) + "</code>";
                return;
            case CMARK_NODE_SOFTBREAK:
                m_out += "\n";
                return;
            case CMARK_NODE_LINEBREAK:
                m_out += "<br>\n";
                return;
            case CMARK_NODE_EMPH:
                m_out += step.entering ? "<em>" : "</em>";
                return;
            case CMARK_NODE_STRONG:
                m_out += step.entering ? "<strong>" : "</strong>";
                return;
            case CMARK_NODE_LINK:
                return link(step);
            case CMARK_NODE_IMAGE:
                if (!step.entering) return;
                image(node);
                walk.skip(node);
                return;
            default:
                m_out += step.entering ? "<del>" : "</del>";
                return;  // strikethrough, the only other one
        }
    }

    void link(const Step& step) {
        const char* raw = cmark_node_get_url(step.node);
        const std::string url = raw == nullptr ? "" : raw;
        const Target target = linkTarget(url, m_page.base);
        const bool known = target.kind == Target::Kind::Lesson || target.kind == Target::Kind::External ||
                           (target.kind == Target::Kind::Anchor && m_known.count(target.anchor) != 0);
        if (!known) return;  // the text alone
        if (target.kind == Target::Kind::External) return external(step, target.address);
        if (!step.entering) {
            m_out += "</a>";
        } else if (target.kind == Target::Kind::Anchor) {
            m_out += "<a href=\"#" + escape(target.anchor) + "\">";
        } else {
            m_out += "<a href=\"#\" data-lesson=\"" + escape(target.phase + "/" + target.id) + "\"";
            if (!target.anchor.empty()) m_out += " data-anchor=\"" + escape(target.anchor) + "\"";
            m_out += ">";
        }
    }

    void external(const Step& step, const std::string& address) {
        if (step.entering) {
            m_out += "<span class=\"external\">";
            return;
        }
        m_out += "</span>";
        if (plainText(step.node) != address)
            m_out += " <span class=\"address\">(" + escape(address) + ")</span>";
    }

    void image(cmark_node* node) {
        const char* raw = cmark_node_get_url(node);
        const Target target = imageTarget(raw == nullptr ? "" : raw);
        const std::string alt = escape(plainText(node));
        if (target.kind == Target::Kind::Asset) {
            m_out += "<img src=\"asset/" + percent(target.name) + "\" alt=\"" + alt + "\">";
        } else {
            m_out += "<span class=\"image\">" + alt + "</span>";
        }
    }

    const Page& m_page;
    std::vector<std::string_view> m_lines;
    Document m_document;
    std::set<std::string, std::less<>> m_known;
    std::string m_out;
    Anchors m_anchors;
    CheckpointSection m_section;
    std::size_t m_snippets = 0, m_quizzes = 0, m_diagrams = 0, m_checks = 0;
    std::uint16_t m_cell = 0;
    bool m_body = false;  // <tbody> is open
    bool m_bare = false;
};

std::string render(const Page& page, std::string_view markdown) {
    const std::string clean = normalised(markdown);
    return HtmlWriter(page, clean).write();
}

// Where task.md lies, as far as links care: three folders below the course.
const BaseFolder& exerciseBase() {
    static const BaseFolder base{"exercises", "phase", "exercise"};
    return base;
}

}  // namespace

std::string lessonHtml(const Lesson& lesson, const HtmlOptions& options) {
    Page page;
    page.lesson = &lesson;
    page.options = &options;
    page.base = {"lessons", lesson.info.phase, lesson.info.id};
    page.linesBefore = lesson.bodyLine - 1;
    return render(page, lesson.body);
}

std::string markdownHtml(std::string_view markdown) {
    Page page;
    page.base = exerciseBase();
    return render(page, markdown);
}

std::string inlineHtml(std::string_view markdown) {
    Page page;
    page.base = exerciseBase();
    page.lines = false;
    page.bareParagraph = true;
    return render(page, markdown);
}

}  // namespace assay::course
