#include "well_formed.h"

#include <algorithm>
#include <set>
#include <vector>

namespace assay::course::testing {
namespace {

const std::set<std::string, std::less<>> kTags{
    "p",   "h1",     "h2",    "h3",      "h4",    "h5", "h6",  "blockquote", "ul",   "ol",  "li",
    "hr",  "pre",    "code",  "section", "em",    "br", "div", "a",          "span", "img", "strong",
    "del", "figure", "table", "thead",   "tbody", "tr", "th",  "td",         "input"};
const std::set<std::string, std::less<>> kVoid{"hr", "br", "img", "input"};
const std::set<std::string, std::less<>> kAttributes{
    "class",       "id",           "href",       "src",          "alt",        "start",     "type",
    "disabled",    "checked",      "data-line",  "data-snippet", "data-run",   "data-race", "data-quiz",
    "data-option", "data-diagram", "data-check", "data-lesson",  "data-anchor"};

class Checker {
  public:
    explicit Checker(std::string_view html) : m_html(html) {}

    std::string run() {
        while (m_fault.empty() && m_at < m_html.size()) {
            const char c = m_html[m_at];
            if (c == '<') {
                tag();
            } else if (c == '>' || c == '"' || c == '\'') {
                fail("an unescaped character");
            } else if (c == '&') {
                entity();
            } else if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
                fail("a control character");
            } else {
                ++m_at;
            }
        }
        if (m_fault.empty() && !m_open.empty()) fail("never closed: " + m_open.back());
        return m_fault;
    }

  private:
    void fail(const std::string& what) {
        m_fault = what + " at " + std::to_string(m_at) + ": " +
                  std::string(m_html.substr(m_at > 30 ? m_at - 30 : 0, 80));
    }

    void entity() {
        for (const char* known : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
            const std::string_view name(known);
            if (m_html.substr(m_at, name.size()) != name) continue;
            m_at += name.size();
            return;
        }
        fail("an unknown entity");
    }

    std::string word() {
        const std::size_t begin = m_at;
        while (m_at < m_html.size() && ((m_html[m_at] >= 'a' && m_html[m_at] <= 'z') || m_html[m_at] == '-' ||
                                        (m_html[m_at] >= '0' && m_html[m_at] <= '9'))) {
            ++m_at;
        }
        return std::string(m_html.substr(begin, m_at - begin));
    }

    void tag() {
        ++m_at;
        const bool closing = m_at < m_html.size() && m_html[m_at] == '/';
        if (closing) ++m_at;
        const std::string name = word();
        if (kTags.count(name) == 0) return fail("an unknown tag '" + name + "'");
        if (closing) {
            if (m_open.empty() || m_open.back() != name) return fail("closes what is not open: " + name);
            m_open.pop_back();
        } else {
            while (m_fault.empty() && m_at < m_html.size() && m_html[m_at] == ' ')
                attribute();
            checkNesting(name);
            if (kVoid.count(name) == 0) m_open.push_back(name);
        }
        if (!m_fault.empty()) return;
        if (m_at >= m_html.size() || m_html[m_at] != '>') return fail("a tag does not end");
        ++m_at;
    }

    // A browser would end the <p> by itself and the tree would be another one.
    void checkNesting(const std::string& name) {
        static const std::set<std::string, std::less<>> phrasing{"em",   "strong", "del", "code", "a",
                                                                 "span", "img",    "br",  "input"};
        if (phrasing.count(name) != 0) return;
        if (std::find(m_open.begin(), m_open.end(), "p") != m_open.end()) fail("<" + name + "> in <p>");
        if (name != "li" && !m_open.empty() && (m_open.back() == "ul" || m_open.back() == "ol"))
            fail("<" + name + "> in a list");
    }

    void attribute() {
        ++m_at;
        const std::string name = word();
        if (kAttributes.count(name) == 0) return fail("an unknown attribute '" + name + "'");
        if (m_at >= m_html.size() || m_html[m_at] != '=') return;
        ++m_at;
        if (m_at >= m_html.size() || m_html[m_at] != '"') return fail("a value without quotes");
        const std::size_t end = m_html.find_first_of("\"<>", m_at + 1);
        if (end == std::string_view::npos || m_html[end] != '"') return fail("a value that does not end");
        const std::string_view value = m_html.substr(m_at + 1, end - m_at - 1);
        if (name == "href" && value.substr(0, 1) != "#") return fail("a link that leads out");
        if (name == "src" && value.substr(0, 6) != "asset/") return fail("an image from elsewhere");
        m_at = end + 1;
    }

    std::string_view m_html;
    std::size_t m_at = 0;
    std::vector<std::string> m_open;
    std::string m_fault;
};

}  // namespace

std::string faultOfHtml(std::string_view html) {
    return Checker(html).run();
}

}  // namespace assay::course::testing
