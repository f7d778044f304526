#include "course/markdown.h"

#include <cmark-gfm-core-extensions.h>

#include <algorithm>
#include <cstring>
#include <mutex>

#include "base/text.h"
#include "course/formats.h"

namespace assay::course {
namespace {

// cmark-gfm keeps its table of special characters in a global, and a parser that knows strikethrough changes
// that table while it works. So there is one parse at a time in the process. Rendering needs no lock.
std::mutex& parserMutex() {
    static std::mutex mutex;
    return mutex;
}

bool hasType(cmark_node* node, const char* type) {
    return std::strcmp(cmark_node_get_type_string(node), type) == 0;
}

bool startsWith(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

// "http:", "javascript:" …: letters, digits, '+', '-', '.' before a colon.
bool hasScheme(std::string_view url) {
    const std::size_t colon = url.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    return std::all_of(url.begin(), url.begin() + static_cast<std::ptrdiff_t>(colon), [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
               c == '-' || c == '.';
    });
}

// cmark-gfm fills each row of a table up to the number of its columns: a line of 60,000 marks and a million
// short rows would take all memory there is. A text that could make more than a million cells has no tables.
bool couldExplode(std::string_view text) {
    std::size_t lines = 0, mostColumns = 0;
    for (std::size_t at = 0; at < text.size(); ++lines) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        mostColumns =
            std::max(mostColumns, static_cast<std::size_t>(std::count(line.begin(), line.end(), '|')) + 1);
        at = end + 1;
    }
    return mostColumns > 1 && mostColumns * lines > 1'000'000;
}

bool hasControl(std::string_view url) {
    return std::any_of(url.begin(), url.end(),
                       [](unsigned char c) { return c < 0x20 || c == 0x7F || c == '\\'; });
}

}  // namespace

std::size_t characterLength(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) return 1;
    const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return base::isUtf8(text.substr(at, length)) ? length : 0;
}

std::string normalised(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '\r') {
            out += '\n';
            at += at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
            continue;
        }
        const std::size_t length = characterLength(text, at);
        if (length == 0 || c == '\0') {
            out += "\xEF\xBF\xBD";
            ++at;
        } else {
            out.append(text, at, length);
            at += length;
        }
    }
    return out;
}

Document parse(const std::string& text) {
    const std::lock_guard lock(parserMutex());
    cmark_gfm_core_extensions_ensure_registered();
    const std::unique_ptr<cmark_parser, void (*)(cmark_parser*)> parser(cmark_parser_new(CMARK_OPT_DEFAULT),
                                                                        &cmark_parser_free);
    for (const char* name : {"table", "tasklist", "strikethrough"}) {
        if (std::strcmp(name, "table") == 0 && couldExplode(text)) continue;
        if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name)) {
            cmark_parser_attach_syntax_extension(parser.get(), extension);
        }
    }
    cmark_parser_feed(parser.get(), text.data(), text.size());
    return Document(cmark_parser_finish(parser.get()));
}

bool Walk::next(Step& step) {
    const cmark_event_type event = cmark_iter_next(m_iter.get());
    if (event == CMARK_EVENT_DONE) return false;
    step.node = cmark_iter_get_node(m_iter.get());
    step.entering = event == CMARK_EVENT_ENTER;
    return true;
}

std::string_view literalOf(cmark_node* node) {
    const char* literal = cmark_node_get_literal(node);
    return literal == nullptr ? std::string_view() : std::string_view(literal);
}

std::string plainText(cmark_node* node) {
    std::string out;
    Walk walk(node);
    for (Step step; walk.next(step);) {
        if (!step.entering) continue;
        const cmark_node_type type = cmark_node_get_type(step.node);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE) {
            out += literalOf(step.node);
        } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
            out += ' ';
        }
    }
    return out;
}

bool isBlock(cmark_node* node) {
    return (cmark_node_get_type(node) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
}
bool isTask(cmark_node* node) {
    return hasType(node, "tasklist");
}
bool isTicked(cmark_node* node) {
    return cmark_gfm_extensions_get_tasklist_item_checked(node);
}
bool isTable(cmark_node* node) {
    return hasType(node, "table");
}
bool isTableRow(cmark_node* node) {
    return hasType(node, "table_row") || hasType(node, "table_header");
}
bool isTableCell(cmark_node* node) {
    return hasType(node, "table_cell");
}

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string rawInfo(cmark_node* codeBlock, const std::vector<std::string_view>& lines) {
    const char* cooked = cmark_node_get_fence_info(codeBlock);
    if (cooked == nullptr || *cooked == '\0') return {};
    const auto line = static_cast<std::size_t>(cmark_node_get_start_line(codeBlock));
    const auto column = static_cast<std::size_t>(cmark_node_get_start_column(codeBlock));
    if (line == 0 || line > lines.size() || column == 0 || column > lines[line - 1].size()) return cooked;
    std::string_view text = lines[line - 1].substr(column - 1);
    const std::size_t fence = text.find_first_of("`~");
    if (fence == std::string_view::npos) return cooked;
    text.remove_prefix(fence);
    const std::size_t end = text.find_first_not_of(text.front());
    return end == std::string_view::npos ? std::string(cooked) : base::trim(text.substr(end));
}

Fence fenceOf(cmark_node* codeBlock) {
    const char* info = cmark_node_get_fence_info(codeBlock);
    if (info == nullptr) return Fence::Code;
    const std::string_view words(info);
    const std::string_view first = words.substr(0, words.find_first_of(" \t"));
    if (first == "quiz") return Fence::Quiz;
    return first == "mermaid" ? Fence::Diagram : Fence::Code;
}

std::string Anchors::next(std::string_view heading) {
    std::string slug;
    for (const char c : base::trim(heading)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-') {
            slug += c;
        } else if (c >= 'A' && c <= 'Z') {
            slug += static_cast<char>(c - 'A' + 'a');
        } else if (c == ' ' || c == '\t' || c == '\n') {
            slug += '-';
        }
    }
    if (slug.empty()) slug = "section";
    std::string anchor = slug;
    // Counting from where the last one of its kind ended: a page of equal headings must not take quadratic
    // time.
    while (!m_used.insert(anchor).second)
        anchor = slug + "-" + std::to_string(++m_numbers[slug]);
    return anchor;
}

std::set<std::string, std::less<>> anchorsOf(cmark_node* document) {
    std::set<std::string, std::less<>> all;
    Anchors anchors;
    Walk walk(document);
    for (Step step; walk.next(step);) {
        if (step.entering && cmark_node_get_type(step.node) == CMARK_NODE_HEADING) {
            all.insert(anchors.next(plainText(step.node)));
        }
    }
    return all;
}

void CheckpointSection::onHeading(cmark_node* heading) {
    cmark_node* parent = cmark_node_parent(heading);
    if (parent == nullptr || cmark_node_get_type(parent) != CMARK_NODE_DOCUMENT) return;
    const int level = cmark_node_get_heading_level(heading);
    if (base::trim(plainText(heading)) == "Checkpoint") {
        m_level = level;
    } else if (level <= m_level) {
        m_level = 0;
    }
}

Target linkTarget(std::string_view url, const BaseFolder& base) {
    Target target;
    if (url.empty() || hasControl(url)) return target;
    if (url.front() == '#') {
        if (url.size() > 1) target.kind = Target::Kind::Anchor, target.anchor = url.substr(1);
        return target;
    }
    if (startsWith(url, "https://")) {
        target.kind = Target::Kind::External, target.address = url;
        return target;
    }
    if (hasScheme(url) || url.front() == '/' || url.find('?') != std::string_view::npos) return target;
    const std::size_t hash = std::min(url.find('#'), url.size());
    BaseFolder path = base;
    for (std::string_view rest = url.substr(0, hash); !rest.empty();) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        const std::string_view part = rest.substr(0, slash);
        rest.remove_prefix(std::min(slash + 1, rest.size()));
        if (part == "..") {
            if (path.empty()) return target;
            path.pop_back();
        } else if (!part.empty() && part != ".") {
            path.emplace_back(part);
        }
    }
    if (path.size() != 4 || path[0] != "lessons" || path[3] != "lesson.md") return target;
    if (!isValidId(path[1]) || !isValidId(path[2])) return target;
    target.kind = Target::Kind::Lesson;
    target.phase = path[1];
    target.id = path[2];
    target.anchor = url.substr(std::min(hash + 1, url.size()));
    return target;
}

Target imageTarget(std::string_view url) {
    Target target;
    if (startsWith(url, "./")) url.remove_prefix(2);
    if (url.empty() || url.front() == '/' || hasControl(url) || hasScheme(url)) return target;
    if (url.find_first_of("?#%") != std::string_view::npos) return target;
    for (std::string_view rest = url; !rest.empty();) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        const std::string_view part = rest.substr(0, slash);
        // ".x" too: hidden files belong to nobody's course.
        if (part.empty() || part.front() == '.') return target;
        rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    if (url.back() == '/') return target;
    target.kind = Target::Kind::Asset;
    target.name = url;
    return target;
}

}  // namespace assay::course
