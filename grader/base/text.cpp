#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/utf8.h"

namespace assay::base {

Decoded decodeUtf8(std::string_view bytes, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80) return {first, 1};
    std::size_t length = 0;
    std::uint32_t point = 0, least = 0;
    if ((first & 0xE0) == 0xC0) length = 2, point = first & 0x1Fu, least = 0x80;
    else if ((first & 0xF0) == 0xE0) length = 3, point = first & 0x0Fu, least = 0x800;
    else if ((first & 0xF8) == 0xF0) length = 4, point = first & 0x07u, least = 0x10000;
    else return {};
    if (at + length > bytes.size()) return {};
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return {};
        point = (point << 6) | (byte(at + i) & 0x3Fu);
    }
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < least || point > 0x10FFFF || surrogate) return {};
    return {point, length};
}

bool isUtf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const Decoded d = decodeUtf8(bytes, i);
        if (d.length == 0) return false;
        i += d.length;
    }
    return true;
}

namespace {

// Characters that change how their neighbours look without being seen: bidirectional marks and overrides, zero-width
// ones, line and paragraph separators, the byte order mark, tags and variation selectors beyond the common one.
bool isInvisible(std::uint32_t c) {
    return c == 0x00AD || c == 0x061C || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x3164 ||
           c == 0xFEFF || c == 0xFFA0 || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

void appendSafe(std::string& out, std::string_view raw, std::uint32_t c, bool keepNewlines) {
    std::array<char, 16> buffer{};
    if ((c == '\n' || c == '\t') && keepNewlines) {
        out.push_back(static_cast<char>(c));
    } else if (c == '\n' || c == '\t') {
        out += c == '\n' ? "\\n" : "\\t";
    } else if (c < 0x20 || c == 0x7F) {  // the Unicode picture of a control character, U+2400…
        const unsigned picture = c == 0x7F ? 0x2421 : 0x2400 + c;
        out += static_cast<char>(0xE2);
        out += static_cast<char>(0x80 | ((picture >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (picture & 0x3F));
    } else if ((c >= 0x80 && c < 0xA0) || isInvisible(c)) {
        std::snprintf(buffer.data(), buffer.size(), c > 0xFFFF ? "\\U%08x" : "\\u%04x", c);
        out += buffer.data();
    } else {
        out += raw;
    }
}

}  // namespace

std::string safeText(std::string_view untrusted, SafeTextOptions options) {
    std::string out;
    out.reserve(untrusted.size());
    for (std::size_t i = 0; i < untrusted.size();) {
        if (options.maxBytes > 0 && out.size() >= options.maxBytes) {
            out += " … (" + std::to_string(untrusted.size() - i) + " bytes more)";
            break;
        }
        const Decoded d = decodeUtf8(untrusted, i);
        if (d.length == 0) {
            std::array<char, 8> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "\\x%02x", static_cast<unsigned char>(untrusted[i]));
            out += buffer.data();
            ++i;
            continue;
        }
        // "\r\n" is one end of a line, and shown as one.
        const bool crlf = d.point == '\r' && options.keepNewlines && i + 1 < untrusted.size() && untrusted[i + 1] == '\n';
        if (!crlf) appendSafe(out, untrusted.substr(i, d.length), d.point, options.keepNewlines);
        i += d.length;
    }
    return out;
}

std::string quote(std::string_view untrusted) {
    return "'" + safeText(untrusted, {.keepNewlines = false, .maxBytes = 300}) + "'";
}

std::string cut(std::string_view text, std::size_t maxBytes) {
    if (text.size() <= maxBytes) return std::string(text);
    constexpr std::string_view ellipsis = "…";
    if (maxBytes < ellipsis.size()) return {};
    std::size_t end = maxBytes - ellipsis.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + std::string(ellipsis);
}

namespace {

std::size_t editDistance(std::string_view a, std::string_view b) {
    // Damerau–Levenshtein with adjacent swaps, three rows.
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return last[b.size()];
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
    if (name.size() > 200) return {};
    std::size_t best = std::max<std::size_t>(2, name.size() / 3) + 1;
    std::string found;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = editDistance(name, candidate);
        if (distance < best) best = distance, found = candidate;
    }
    return found;
}

std::vector<std::string> splitLines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        lines.emplace_back(line);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::string trim(std::string_view text) {
    constexpr std::string_view space = " \t\r\n\f\v";
    const std::size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(space) - first + 1));
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += separator;
        out += parts[i];
    }
    return out;
}

bool globMatch(std::string_view pattern, std::string_view path) {
    if (pattern.empty()) return path.empty();
    if (pattern.substr(0, 2) == "**") {
        std::string_view rest = pattern.substr(2);
        if (!rest.empty() && rest[0] == '/' && globMatch(rest.substr(1), path)) return true;
        for (std::size_t i = 0; i <= path.size(); ++i)
            if (globMatch(rest, path.substr(i))) return true;
        return false;
    }
    if (pattern[0] == '*') {
        for (std::size_t i = 0;; ++i) {
            if (globMatch(pattern.substr(1), path.substr(i))) return true;
            if (i >= path.size() || path[i] == '/') return false;
        }
    }
    if (path.empty()) return false;
    const bool any = pattern[0] == '?' && path[0] != '/';
    return (any || pattern[0] == path[0]) && globMatch(pattern.substr(1), path.substr(1));
}

}  // namespace assay::base
