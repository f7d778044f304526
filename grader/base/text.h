// Role: text that came from outside: is it UTF-8, and how is it shown safely. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::base {

bool isUtf8(std::string_view bytes);  // strict: no surrogates, no overlong forms, at most U+10FFFF

struct SafeTextOptions {
    bool keepNewlines = true;  // '\n' and '\t' stay as they are; a lone '\r' is shown as ␍
    std::size_t maxBytes = 0;  // 0: no limit; otherwise cut at a character with " … (N bytes more)"
};
// The one function that makes untrusted text safe to show, in a terminal, a report or a page: control characters
// become their Unicode pictures (␀ ␛ …), bidirectional and zero-width ones "\u202e", bytes that are no UTF-8 "\xff".
// The result is valid UTF-8 and safeText(safeText(x)) == safeText(x).
std::string safeText(std::string_view untrusted, SafeTextOptions options = {});
// A file name for one line of a message: like safeText, newlines escaped as "\n", in single quotes.
std::string quote(std::string_view untrusted);

// Cuts at a UTF-8 boundary so that at most maxBytes remain, "…" included where something was cut.
std::string cut(std::string_view text, std::size_t maxBytes);

// The candidate nearest to `name` by edit distance, or "" where none is near enough to be a likely slip.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

std::vector<std::string> splitLines(std::string_view text);  // without their ends; "\r\n" counts as one end
std::string trim(std::string_view text);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
bool globMatch(std::string_view pattern, std::string_view path);  // '*' and '?' within a segment, '**' over segments

}  // namespace assay::base
