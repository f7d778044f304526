// Role: cmark-gfm behind what this folder's renderers share: one way to parse, and the rules that the lesson
// parser and the page must agree on (which fence is what, which anchor a heading gets, where the checkpoint
// is). Not for others.
#pragma once

#include <cmark-gfm.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::course {

struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeIter {
    void operator()(cmark_iter* iter) const { cmark_iter_free(iter); }
};
using Document = std::unique_ptr<cmark_node, FreeNode>;
using Iter = std::unique_ptr<cmark_iter, FreeIter>;

// Lines end with '\n' alone; NUL and bytes that are not UTF-8 become U+FFFD. What parse() sees and what lines
// and columns of its nodes refer to.
std::string normalised(std::string_view text);
Document parse(const std::string& normalisedText);
// The length in bytes of the character at `at`; 0 where none begins there that is UTF-8.
std::size_t characterLength(std::string_view text, std::size_t at);

// One event of a walk, which is never recursive: Markdown nests as deep as its author likes.
struct Step {
    cmark_node* node = nullptr;
    bool entering = false;
};
class Walk {
  public:
    explicit Walk(cmark_node* root) : m_iter(cmark_iter_new(root)) {}
    bool next(Step& step);
    // Continues behind `node`, which was just entered.
    void skip(cmark_node* node) { cmark_iter_reset(m_iter.get(), node, CMARK_EVENT_EXIT); }

  private:
    Iter m_iter;
};

std::string_view literalOf(cmark_node* node);
std::string plainText(cmark_node* node);  // of all text below it, as a reader would speak it
bool isBlock(cmark_node* node);
bool isTask(cmark_node* node);  // a list item with a box
bool isTicked(cmark_node* node);
bool isTable(cmark_node* node);
bool isTableRow(cmark_node* node);
bool isTableCell(cmark_node* node);

// A fence's info string, raw: cmark undoes backslashes in it, and `expect` has escapes of its own.
std::string rawInfo(cmark_node* codeBlock, const std::vector<std::string_view>& lines);
std::vector<std::string_view> linesOf(std::string_view normalisedText);

enum class Fence { Code, Quiz, Diagram };
Fence fenceOf(cmark_node* codeBlock);

// Anchors of headings, unique in a page: give it all headings in order.
class Anchors {
  public:
    std::string next(std::string_view heading);

  private:
    std::set<std::string, std::less<>> m_used;
    std::map<std::string, int, std::less<>> m_numbers;  // the last one given to a repeated heading
};
std::set<std::string, std::less<>> anchorsOf(cmark_node* document);

// Whether the walk is below a top-level heading "Checkpoint".
class CheckpointSection {
  public:
    void onHeading(cmark_node* heading);
    bool inside() const { return m_level > 0; }

  private:
    int m_level = 0;
};

// Where a link or an image may lead.
struct Target {
    enum class Kind { None, Anchor, Lesson, External, Asset } kind = Kind::None;
    std::string anchor;     // Anchor, Lesson
    std::string phase, id;  // Lesson
    std::string address;    // External
    std::string name;       // Asset
};
// `base`: the folder of the text below the course's, as parts.
using BaseFolder = std::vector<std::string>;
Target linkTarget(std::string_view url, const BaseFolder& base);
Target imageTarget(std::string_view url);

}  // namespace assay::course
