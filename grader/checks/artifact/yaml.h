// Role: YAML that nobody trusts, as trees with places. Aliases are copied out and merge keys ("<<") laid in, so that a rule
// sees what the tool would see; the parser behind it is not seen outside yaml.cpp.
// Refused with a place: what is no YAML, more than kMostNodes nodes after aliases, nesting beyond kMostDepth, an alias inside
// its own anchor, a key that stands twice, a key that is no scalar, quotes
// that are never closed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/artifact/place.h"

namespace assay::checks::artifact {

constexpr std::size_t kMostNodes = 50'000;
constexpr int kMostDepth = 64;

struct Node {
    enum class Kind { Null, Scalar, List, Map };
    struct Entry;

    Kind kind = Kind::Null;
    std::string text;     // of a scalar
    bool quoted = false;  // "true" in quotes is text
    bool block = false;   // | or >: the text begins on the line after place
    Place place;
    std::vector<Node> items;
    std::vector<Entry> entries;

    bool isNull() const { return kind == Kind::Null; }
    bool isMap() const { return kind == Kind::Map; }
    bool isList() const { return kind == Kind::List; }
    bool isScalar() const { return kind == Kind::Scalar; }
    bool isTrue() const { return isScalar() && !quoted && (text == "true" || text == "True" || text == "TRUE"); }
    bool isFalse() const { return isScalar() && !quoted && (text == "false" || text == "False" || text == "FALSE"); }
    // As sigs.k8s.io/yaml reads it, and so kubectl: YAML 1.1, where yes, on and y are true, and no, off and n false.
    bool saysTrue() const;
    bool saysFalse() const;
    // The value of a key; a Null node of no place where this is no map or has no such key.
    const Node& at(std::string_view key) const;
    const Node& path(std::string_view keys) const;  // "spec.template.spec"
    bool has(std::string_view key) const { return entry(key) != nullptr; }
    const Entry* entry(std::string_view key) const;
    // A whole number, or `fallback`.
    long long number(long long fallback) const;
    std::size_t size() const;  // nodes in this tree
};
struct Node::Entry {
    std::string key;
    Place place;  // of the key
    Node value;
};

struct YamlFile {
    std::vector<Node> documents;  // empty ones are left out
    Findings problems;            // not empty: nothing else is to be used
};
YamlFile parseYaml(std::string_view text);

}  // namespace assay::checks::artifact
