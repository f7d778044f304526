#include "checks/artifact/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <sstream>

#include "base/text.h"

namespace assay::checks::artifact {

namespace {

const Node kNone;

struct Refused {  // thrown through the parser, caught in parseYaml
    Finding finding;
};

Place placeOf(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

// Builds one document's tree from the parser's events. The parser itself gives up at a depth of 500.
class Builder final : public YAML::EventHandler {
  public:
    explicit Builder(std::string_view text) : m_text(text) {}
    std::optional<Node> take() { return std::exchange(m_root, std::nullopt); }

    void OnDocumentStart(const YAML::Mark& mark) override {
        // At a token that begins nothing (",") the parser gives empty documents for ever, without going on.
        if (mark.pos <= m_documentAt) throw Refused{{placeOf(mark), "this is no YAML: nothing can begin so"}};
        m_documentAt = mark.pos;
        m_open.clear(), m_anchors.clear(), m_root.reset();
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        Node node;
        node.place = placeOf(mark);
        close(std::move(node), anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end()) throw Refused{{placeOf(mark), "an alias stands inside the anchor that it names"}};
        Node copy = found->second;
        copy.place = placeOf(mark);
        count(copy.size(), mark);
        close(std::move(copy), YAML::NullAnchor);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        count(1, mark);
        Node node;
        node.place = placeOf(mark);
        node.kind = Node::Kind::Scalar;
        node.text = value;
        node.quoted = tag == "!" || tag == "tag:yaml.org,2002:str";
        const std::string_view written = writtenAt(mark);
        node.block = node.quoted && (written.starts_with('|') || written.starts_with('>'));
        // The parser takes the end of the file for the end of the text.
        if (node.quoted && !isClosed(written)) throw Refused{{node.place, "the quotes that open here are never closed"}};
        if (!node.quoted && (value == "~" || value == "null" || value == "Null" || value == "NULL")) node.kind = Node::Kind::Null;
        close(std::move(node), anchor);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(Node::Kind::List, mark, anchor);
    }
    void OnSequenceEnd() override { closeTop(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(Node::Kind::Map, mark, anchor);
    }
    void OnMapEnd() override {
        mergeInto(m_open.back().node);
        closeTop();
    }

  private:
    struct Open {
        Node node;
        YAML::anchor_t anchor = YAML::NullAnchor;
        std::optional<Node> key;
    };

    // A scalar as it stands in the file, behind its anchor and tag.
    std::string_view writtenAt(const YAML::Mark& mark) const {
        std::string_view rest = m_text.substr(std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), m_text.size()));
        while (rest.starts_with('&') || rest.starts_with('!')) {
            rest.remove_prefix(std::min(rest.find_first_of(" \t\r\n"), rest.size()));
            rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
        }
        return rest;
    }
    static bool isClosed(std::string_view written) {
        if (written.empty() || (written.front() != '"' && written.front() != '\'')) return true;
        for (std::size_t i = 1; i < written.size(); ++i) {
            if (written[i] == '\\' && written.front() == '"') ++i;
            else if (written[i] != written.front()) continue;
            else if (written.front() == '\'' && i + 1 < written.size() && written[i + 1] == '\'') ++i;
            else return true;
        }
        return false;
    }
    void count(std::size_t more, const YAML::Mark& mark) {
        m_nodes += more;
        if (m_nodes > kMostNodes) throw Refused{{placeOf(mark), "with its aliases this file has more than " + std::to_string(kMostNodes) + " values"}};
    }
    void open(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
        count(1, mark);
        if (m_open.size() >= static_cast<std::size_t>(kMostDepth)) throw Refused{{placeOf(mark), "this is nested deeper than " + std::to_string(kMostDepth) + " levels"}};
        Open one;
        one.node.kind = kind;
        one.node.place = placeOf(mark);
        one.anchor = anchor;
        m_open.push_back(std::move(one));
    }
    void closeTop() {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        close(std::move(done.node), done.anchor);
    }
    void close(Node node, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) {
            m_kept += node.size();  // an anchor on each of many levels would keep the innermost one as often
            if (m_kept > 2 * kMostNodes) throw Refused{{node.place, "the anchors of this file hold too much"}};
            m_anchors[anchor] = node;
        }
        if (m_open.empty()) {
            m_root = std::move(node);
            return;
        }
        Open& parent = m_open.back();
        if (parent.node.kind == Node::Kind::List) parent.node.items.push_back(std::move(node));
        else if (!parent.key) takeKey(parent, std::move(node));
        else {
            parent.node.entries.push_back({parent.key->text, parent.key->place, std::move(node)});
            parent.key.reset();
        }
    }
    static void takeKey(Open& parent, Node key) {
        if (!key.isScalar() && !key.isNull()) throw Refused{{key.place, "a key has to be a single word or text"}};
        if (parent.node.entry(key.text) != nullptr && key.text != "<<")
            throw Refused{{key.place, "the key " + base::quote(key.text) + " stands twice in one map; only one of them counts"}};
        parent.key = std::move(key);
    }
    // What the map has itself outweighs what it merges.
    void mergeInto(Node& map) {
        std::vector<Node::Entry> own;
        std::vector<Node> merged;
        for (Node::Entry& entry : map.entries) {
            if (entry.key != "<<") own.push_back(std::move(entry));
            else if (entry.value.isList()) for (Node& item : entry.value.items) merged.push_back(std::move(item));
            else merged.push_back(std::move(entry.value));
        }
        map.entries = std::move(own);
        for (Node& from : merged)
            for (Node::Entry& entry : from.entries)
                if (map.entry(entry.key) == nullptr) map.entries.push_back(std::move(entry));
    }

    std::string_view m_text;
    std::vector<Open> m_open;
    std::map<YAML::anchor_t, Node> m_anchors;
    std::optional<Node> m_root;
    std::size_t m_nodes = 0, m_kept = 0;
    int m_documentAt = -1;
};

std::optional<Finding> unreadable(std::string_view text) {
    if (text.size() > kMostBytes) return Finding{{}, "the file is larger than " + std::to_string(kMostBytes >> 10) + " KiB"};
    if (!base::isUtf8(text)) return Finding{{}, "the file is no UTF-8 text"};
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if ((c >= 0x20 && c != 0x7f) || c == '\t' || c == '\n' || c == '\r') continue;
        const auto line = static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(i), '\n')) + 1;
        return Finding{{line, 1}, "there is a control character in this line"};
    }
    return std::nullopt;
}

}  // namespace

bool Node::saysTrue() const {
    if (isTrue()) return true;
    constexpr std::array<std::string_view, 8> words{"y", "Y", "yes", "Yes", "YES", "on", "On", "ON"};
    return isScalar() && !quoted && std::find(words.begin(), words.end(), text) != words.end();
}
bool Node::saysFalse() const {
    if (isFalse()) return true;
    constexpr std::array<std::string_view, 8> words{"n", "N", "no", "No", "NO", "off", "Off", "OFF"};
    return isScalar() && !quoted && std::find(words.begin(), words.end(), text) != words.end();
}

const Node::Entry* Node::entry(std::string_view key) const {
    for (const Entry& one : entries)
        if (one.key == key) return &one;
    return nullptr;
}

const Node& Node::at(std::string_view key) const {
    const Entry* found = entry(key);
    return found != nullptr ? found->value : kNone;
}

const Node& Node::path(std::string_view keys) const {
    const Node* node = this;
    while (!keys.empty()) {
        const std::size_t dot = keys.find('.');
        node = &node->at(keys.substr(0, dot));
        keys = dot == std::string_view::npos ? std::string_view() : keys.substr(dot + 1);
    }
    return *node;
}

long long Node::number(long long fallback) const {
    long long value = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return isScalar() && read.ec == std::errc() && read.ptr == end ? value : fallback;
}

std::size_t Node::size() const {
    std::size_t n = 1;
    for (const Node& item : items) n += item.size();
    for (const Entry& one : entries) n += one.value.size();
    return n;
}

YamlFile parseYaml(std::string_view text) {
    YamlFile file;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // the parser's places count from behind it
    if (auto bad = unreadable(text)) {
        file.problems.push_back(std::move(*bad));
        return file;
    }
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        Builder builder(text);
        while (parser.HandleNextDocument(builder))
            if (auto root = builder.take(); root && !root->isNull()) file.documents.push_back(std::move(*root));
    } catch (const Refused& refused) {
        file.problems.push_back(refused.finding);
    } catch (const YAML::Exception& error) {
        const Place place = error.mark.line >= 0 ? placeOf(error.mark) : Place{};
        file.problems.push_back({place, "this is no YAML: " + base::safeText(error.msg, {.keepNewlines = false, .maxBytes = 300})});
    } catch (const std::exception&) {  // std::stack underflows and the like inside the parser
        file.problems.push_back({{}, "this is no YAML"});
    }
    if (!file.problems.empty()) file.documents.clear();
    return file;
}

}  // namespace assay::checks::artifact
