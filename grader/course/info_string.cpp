#include "course/info_string.h"

#include <algorithm>

#include "base/text.h"

namespace assay::course {
namespace {

constexpr std::string_view kSpace = " \t";

// Reads `"…"` at `at`, which stands on the opening quote, and leaves `at` behind the closing one.
std::string readQuoted(std::string_view text, std::size_t& at, std::vector<std::string>& problems) {
    std::string out;
    for (++at; at < text.size(); ++at) {
        if (text[at] == '"') {
            ++at;
            return out;
        }
        if (text[at] != '\\') {
            out += text[at];
            continue;
        }
        const char escaped = ++at < text.size() ? text[at] : '\0';
        switch (escaped) {
            case 'n':
                out += '\n';
                break;
            case 't':
                out += '\t';
                break;
            case '"':
            case '\\':
                out += escaped;
                break;
            default:
                problems.push_back(
                    "escape " +
                    base::quote(std::string("\\") + (escaped == '\0' ? "" : std::string(1, escaped))) +
                    " is not known; known are \\n, \\t, \\\" and \\\\");
        }
    }
    problems.push_back("a value has no closing quote");
    return out;
}

}  // namespace

bool InfoString::has(std::string_view word) const {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<std::string> InfoString::value(std::string_view key) const {
    const auto found =
        std::find_if(values.begin(), values.end(), [&](const auto& pair) { return pair.first == key; });
    if (found == values.end()) return std::nullopt;
    return found->second;
}

InfoString parseInfoString(std::string_view text) {
    InfoString info;
    std::size_t at = std::min(text.find_first_not_of(kSpace), text.size());
    const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    info.language = text.substr(at, end - at);
    at = end;
    while ((at = text.find_first_not_of(kSpace, at)) != std::string_view::npos) {
        const std::size_t stop = std::min(text.find_first_of(" \t=", at), text.size());
        const std::string word(text.substr(at, stop - at));
        at = stop;
        if (at >= text.size() || text[at] != '=') {
            info.words.push_back(word);
            continue;
        }
        ++at;
        if (at >= text.size() || text[at] != '"') {
            info.problems.push_back("the value of " + base::quote(word) + " must stand in double quotes");
            at = std::min(text.find_first_of(kSpace, at), text.size());
            continue;
        }
        const bool repeated = info.value(word).has_value();
        if (repeated) info.problems.push_back(base::quote(word) + " stands twice");
        std::string value = readQuoted(text, at, info.problems);
        if (!repeated) info.values.emplace_back(word, std::move(value));
        if (at < text.size() && kSpace.find(text[at]) == std::string_view::npos) {
            info.problems.push_back("after the value of " + base::quote(word) + " there must be a space");
        }
    }
    return info;
}

}  // namespace assay::course
