#include "course/toml.h"

#include <algorithm>

#include "base/text.h"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
// toml++ 3.3 states as an assumption what a file can break: `[?]` ends the process in a debug build, and a
// release build may do anything. Without the assumption the same code goes on to report the error, so it is
// taken away before the parser is read.
#if __has_include(<toml++/impl/preprocessor.hpp>)
#include <toml++/impl/preprocessor.hpp>  // 3.4 and later
#else
#include <toml++/impl/preprocessor.h>
#endif
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT_ASSUME(condition) static_assert(true)
#undef TOML_ASSERT
#define TOML_ASSERT(condition) static_assert(true)
#include <toml++/toml.h>

namespace assay::course {
namespace {

// toml++ limits how deep brackets nest, but not how many parts a dotted key has, and its tables are destroyed
// by recursion: `a.a.a.…` of a few hundred kilobytes ends the process. So keys are counted before it sees
// them.
constexpr int kMostKeyParts = 16;
constexpr int kDeepest = 64;

// Walks TOML text as far as is needed to tell keys from strings and comments.
class KeyScan {
  public:
    explicit KeyScan(std::string_view text) : m_text(text) {}

    // The line of the first key with too many parts, or of the first character outside of quotes and comments that is not
    // ASCII: TOML has none there, and toml++ has undefined behaviour for some. Or 0.
    int lineOfFault() {
        if (m_text.starts_with("\xef\xbb\xbf")) m_at = 3;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '#') {
                skipComment();
            } else if (c == '"' || c == '\'') {
                skipString(c);
            } else {
                if (c == '\n') ++m_line;
                if (static_cast<unsigned char>(c) >= 0x80) {
                    m_strange = true;
                    return m_line;
                }
                if (c == '.') {
                    if (++m_dots >= kMostKeyParts) return m_line;
                } else if (std::string_view("=,[]{}\n").find(c) != std::string_view::npos) {
                    m_dots = 0;
                }
                ++m_at;
            }
        }
        return 0;
    }
    bool isStrange() const { return m_strange; }

  private:
    void skipComment() {
        while (m_at < m_text.size() && m_text[m_at] != '\n')
            ++m_at;
    }
    void skipString(char quote) {
        const std::string triple(3, quote);
        const bool multi = m_text.substr(m_at, 3) == triple;
        m_at += multi ? 3 : 1;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '\n') {
                if (!multi) return;  // an error that the parser will name
                ++m_line;
            }
            if (c == '\\' && quote == '"') {
                if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n') ++m_line;
                m_at += 2;
                continue;
            }
            if (multi ? m_text.substr(m_at, 3) == triple : c == quote) {
                m_at += multi ? 3 : 1;
                return;
            }
            ++m_at;
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1;
    int m_dots = 0;
    bool m_strange = false;
};

class Converter {
  public:
    explicit Converter(int linesBefore) : m_linesBefore(linesBefore) {}

    Value convert(const toml::node& node, int depth) const {
        Value value;
        value.line = m_linesBefore + static_cast<int>(node.source().begin.line);
        if (depth > kDeepest) return value;
        if (const auto* text = node.as_string()) {
            value.data = text->get();
        } else if (const auto* integer = node.as_integer()) {
            value.data = std::int64_t{integer->get()};
        } else if (const auto* number = node.as_floating_point()) {
            value.data = number->get();
        } else if (const auto* flag = node.as_boolean()) {
            value.data = flag->get();
        } else if (const auto* array = node.as_array()) {
            Array items;
            items.reserve(array->size());
            for (const auto& item : *array)
                items.push_back(convert(item, depth + 1));
            value.data = std::move(items);
        } else if (const auto* table = node.as_table()) {
            Fields fields;
            for (const auto& [key, field] : *table) {
                Value converted = convert(field, depth + 1);
                // A table made by a dotted key or a header below it has no place of its own.
                if (converted.line <= m_linesBefore) {
                    converted.line = m_linesBefore + static_cast<int>(key.source().begin.line);
                }
                fields.emplace(std::string(key.str()), std::move(converted));
            }
            value.data = std::move(fields);
        }
        return value;
    }

  private:
    int m_linesBefore;
};

Fault syntaxFault(std::string_view file, int line, std::string message) {
    Fault fault;
    fault.file = file;
    fault.line = line;
    fault.message = std::move(message);
    fault.expected = "valid TOML";
    return fault;
}

}  // namespace

int lineOfBadUtf8(std::string_view text) {
    if (base::isUtf8(text)) return 0;
    int line = 1;
    for (std::size_t at = 0; at <= text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (!base::isUtf8(text.substr(at, end - at))) return line;
        at = end + 1;
    }
    return 1;
}

std::optional<Value> parseToml(std::string_view text, std::string_view file, std::vector<Fault>& faults,
                               int linesBefore) {
    if (const int line = lineOfBadUtf8(text)) {
        faults.push_back(syntaxFault(file, linesBefore + line, "the text is not UTF-8"));
        return std::nullopt;
    }
    KeyScan scan(text);
    if (const int line = scan.lineOfFault()) {
        faults.push_back(syntaxFault(file, linesBefore + line,
                                     scan.isStrange() ? "a character that is not ASCII stands outside of quotes: put the key or the value into quotes"
                                                      : "a key has more than " + std::to_string(kMostKeyParts) + " parts"));
        return std::nullopt;
    }
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        const auto line = static_cast<int>(error.source().begin.line);
        faults.push_back(syntaxFault(file, linesBefore + std::max(line, 1),
                                     "not valid TOML: " + base::safeText(error.description())));
        return std::nullopt;
    }
    Value value = Converter(linesBefore).convert(parsed.table(), 0);
    value.line = linesBefore + 1;
    return value;
}

}  // namespace assay::course
