// Markdown for a terminal. The same walk as html.cpp; text gathers until its block ends, then it is wrapped
// below the prefix of the blocks around it (list marks, quote bars).
#include <cmark-gfm-core-extensions.h>

#include <algorithm>

#include "base/text.h"
#include "course/formats.h"
#include "course/lesson.h"
#include "course/markdown.h"
#include "course/text_layout.h"
#include "course/toml.h"

namespace assay::course {
namespace {

constexpr std::size_t kLeastWidth = 20;
constexpr std::size_t kLeastRoom = 12;  // that quotes and lists leave for text

class TextWriter {
  public:
    TextWriter(const std::string& markdown, std::size_t width, bool live)
        : m_width(std::max(width, kLeastWidth)), m_live(live), m_document(parse(markdown)) {}

    std::string write() {
        Walk walk(m_document.get());
        for (Step step; walk.next(step);) {
            if (isBlock(step.node)) {
                block(step);
            } else {
                inlineNode(step, walk);
            }
        }
        return std::move(m_out);
    }

  private:
    // A level of quote or list item around the text.
    struct Level {
        std::size_t prefixSize = 0;  // of m_prefix before it
    };

    void block(const Step& step) {
        cmark_node* node = step.node;
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_DOCUMENT:
                return;
            case CMARK_NODE_PARAGRAPH:
                if (!step.entering) flushParagraph(node);
                return;
            case CMARK_NODE_HEADING:
                if (!step.entering) flushHeading(cmark_node_get_heading_level(node));
                return;
            case CMARK_NODE_BLOCK_QUOTE:
                if (step.entering) {
                    begin();  // the blank line stands outside of the quotation
                    push("│ ");
                } else {
                    pop();
                }
                return;
            case CMARK_NODE_LIST:
                if (step.entering) {
                    m_numbers.push_back(cmark_node_get_list_start(node));
                } else {
                    m_numbers.pop_back();
                    m_separate = !isInTightItem(node);
                }
                return;
            case CMARK_NODE_ITEM:
                return item(step);
            case CMARK_NODE_THEMATIC_BREAK:
                if (step.entering) {
                    begin();
                    line("───");
                    m_separate = true;
                }
                return;
            case CMARK_NODE_CODE_BLOCK:
                if (step.entering) codeBlock(node);
                return;
            case CMARK_NODE_HTML_BLOCK:
                if (step.entering) {
                    m_text = literalOf(node);
                    flush();
                    m_separate = true;
                }
                return;
            default:
                table(step);
        }
    }

    void push(const std::string& prefix) {
        m_levels.push_back({m_prefix.size()});
        // Nested deeper than the page is wide, further levels show no more.
        if (displayWidth(m_prefix) + kLeastRoom < m_width) m_prefix += prefix;
    }
    void pop() {
        m_prefix.resize(m_levels.back().prefixSize);
        m_levels.pop_back();
    }

    void item(const Step& step) {
        if (!step.entering) {
            if (!m_mark.empty()) flush();  // an item without text
            pop();
            if (!isTight(step.node)) m_separate = true;
            return;
        }
        std::string mark = "• ";
        if (cmark_node_get_list_type(cmark_node_parent(step.node)) == CMARK_ORDERED_LIST) {
            mark = std::to_string(m_numbers.back()++) + ". ";
        } else if (isTask(step.node)) {
            mark = isTicked(step.node) ? "[x] " : "[ ] ";
        }
        const std::string outer = m_prefix;
        if (!m_mark.empty()) flush();  // an item that begins with a list has its mark on a line of its own
        begin();
        push(std::string(displayWidth(mark), ' '));
        m_mark = outer + mark;  // the item's first line shows it where the others are indented
    }

    static bool isTight(cmark_node* item) { return cmark_node_get_list_tight(cmark_node_parent(item)) != 0; }

    static bool isInTightItem(cmark_node* node) {
        cmark_node* parent = cmark_node_parent(node);
        return parent != nullptr && cmark_node_get_type(parent) == CMARK_NODE_ITEM && isTight(parent);
    }

    void begin() {
        if (m_separate && !m_out.empty()) {
            std::string blank = m_prefix;
            blank.erase(blank.find_last_not_of(' ') + 1);
            m_out += blank + "\n";
        }
        m_separate = false;
    }

    void line(const std::string& text) {
        std::string whole = (m_mark.empty() ? m_prefix : m_mark) + text;
        m_mark.clear();
        whole.erase(whole.find_last_not_of(' ') + 1);
        m_out += whole + "\n";
    }

    std::size_t room() const {
        const std::size_t used = displayWidth(m_prefix);
        return m_width > used ? m_width - used : 1;
    }

    void flush() {
        begin();
        for (const std::string& text : wrapText(m_text, room()))
            line(text);
        m_text.clear();
    }

    void flushParagraph(cmark_node* node) {
        flush();
        m_separate = !isInTightItem(node);
    }

    void flushHeading(int level) {
        const std::vector<std::string> lines = wrapText(m_text, room());
        std::size_t longest = 1;
        for (const std::string& text : lines)
            longest = std::max(longest, displayWidth(text));
        flush();
        if (level <= 2) {
            std::string rule;
            for (std::size_t i = 0; i < longest; ++i)
                rule += level == 1 ? "═" : "─";
            line(rule);
        }
        m_separate = true;
    }

    void codeBlock(cmark_node* node) {
        const Fence fence = m_live ? fenceOf(node) : Fence::Code;
        begin();
        if (fence == Fence::Quiz) {
            quiz(node);
        } else {
            if (fence == Fence::Diagram) line("Diagram:");
            code(literalOf(node));
        }
        m_separate = true;
    }

    void code(std::string_view text) {
        for (const std::string_view raw : linesOf(text)) {
            std::string expanded;
            for (const char c : raw)
                expanded += c == '\t' ? "    " : std::string(1, c);
            line("    " + expanded);
        }
    }

    // The question and the options; what is right comes when an option was chosen.
    void quiz(cmark_node* node) {
        std::vector<Fault> ignored;
        const auto table = parseToml(literalOf(node), "", ignored);
        if (!table) return code(literalOf(node));
        nested("? ", table->string("question"));
        char letter = 'a';
        for (const Value& option : table->array("option")) {
            nested(std::string("  ") + letter + ") ", option.string("text"));
            letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1);
        }
    }

    // Nothing in a quiz has life, so this goes no deeper than once.
    void nested(const std::string& mark, const std::string& markdown) {
        const std::size_t used = displayWidth(m_prefix) + mark.size();
        const std::string clean = normalised(markdown);
        const std::string text = TextWriter(clean, m_width > used ? m_width - used : 1, false).write();
        std::string before = mark;
        for (const std::string_view part : linesOf(text)) {
            line(before + std::string(part));
            before.assign(mark.size(), ' ');
        }
    }

    void table(const Step& step) {
        cmark_node* node = step.node;
        if (isTable(node)) {
            if (step.entering) {
                m_rows.clear();
            } else {
                drawRows(node);
            }
        } else if (isTableRow(node)) {
            if (step.entering) m_rows.emplace_back();
        } else if (isTableCell(node) && !step.entering && !m_rows.empty()) {
            m_rows.back().push_back(std::move(m_text));
            m_text.clear();
        }
    }

    void drawRows(cmark_node* node) {
        const std::uint8_t* alignments = cmark_gfm_extensions_get_table_alignments(node);
        std::string letters;
        for (std::uint16_t i = 0; alignments != nullptr && i < cmark_gfm_extensions_get_table_columns(node);
             ++i) {
            letters += static_cast<char>(alignments[i]);
        }
        begin();
        for (const std::string& text : drawTable(m_rows, letters, room()))
            line(text);
        m_rows.clear();
        m_separate = true;
    }

    void inlineNode(const Step& step, Walk& walk) {
        cmark_node* node = step.node;
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_TEXT:
            case CMARK_NODE_HTML_INLINE:
                m_text += literalOf(node);
                return;
            case CMARK_NODE_CODE:
                m_text += "`" + std::string(literalOf(node)) + "`";
                return;
            case CMARK_NODE_SOFTBREAK:
                m_text += ' ';
                return;
            case CMARK_NODE_LINEBREAK:
                m_text += '\n';
                return;
            case CMARK_NODE_LINK: {
                const char* url = cmark_node_get_url(node);
                const Target target = linkTarget(url == nullptr ? "" : url, {});
                if (step.entering || target.kind != Target::Kind::External) return;
                if (plainText(node) != target.address) m_text += " (" + target.address + ")";
                return;
            }
            case CMARK_NODE_IMAGE:
                if (!step.entering) return;
                m_text += "[image: " + plainText(node) + "]";
                walk.skip(node);
                return;
            default:
                return;  // emphasis has no shape in plain text
        }
    }

    std::size_t m_width;
    bool m_live;
    Document m_document;
    std::string m_out, m_text, m_prefix;
    std::string m_mark;  // prefix of the next line only: with the mark of the item that it begins
    std::vector<Level> m_levels;
    std::vector<int> m_numbers;
    std::vector<std::vector<std::string>> m_rows;
    bool m_separate = false;  // a blank line goes before the next block
};

}  // namespace

std::string markdownText(std::string_view markdown, unsigned width) {
    const std::string clean = normalised(markdown);
    return base::safeText(TextWriter(clean, width, true).write());
}

}  // namespace assay::course
