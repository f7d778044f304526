#include "checks/program_compare.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/text.h"

namespace assay::checks {

namespace {

constexpr std::size_t kShown = 4096, kWords = 400, kContext = 12;

std::string shown(std::string_view text) { return base::safeText(text, {.keepNewlines = true, .maxBytes = kShown}); }

// Says what is easily overlooked where two texts look alike.
std::string whitespaceHint(std::string_view got, std::string_view expected) {
    if (base::trim(got) != base::trim(expected)) return {};
    if (std::string(expected) == std::string(got) + "\n") return " Only the end of the last line is missing.";
    if (std::string(got) == std::string(expected) + "\n") return " There is one end of line too many.";
    return " They differ in white space only.";
}

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Words and single white space, in order; together they are the text.
std::vector<std::string_view> wordsOf(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        if (!isSpace(text[at]))
            while (end < text.size() && !isSpace(text[end])) ++end;
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

std::optional<double> numberIn(std::string_view word) {
    double value = 0;
    if (word.starts_with('+')) word.remove_prefix(1);
    const auto read = std::from_chars(word.data(), word.data() + word.size(), value);
    if (read.ec != std::errc() || read.ptr != word.data() + word.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

bool sameWord(std::string_view expected, std::string_view got, const std::optional<double>& tolerance) {
    if (expected == got) return true;
    if (!tolerance) return false;
    const auto a = numberIn(expected), b = numberIn(got);
    return a && b && std::fabs(*a - *b) <= *tolerance * std::max(1.0, std::fabs(*a));
}

bool sameText(std::string_view expected, std::string_view got, const std::optional<double>& tolerance) {
    if (expected == got) return true;
    if (!tolerance) return false;
    const auto a = wordsOf(expected), b = wordsOf(got);
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [&](auto x, auto y) { return sameWord(x, y, tolerance); });
}

// Each expected line takes one that fits; whether the text ends with an end of line still counts.
bool sameLines(std::string_view expected, std::string_view got, const std::optional<double>& tolerance) {
    std::vector<std::string> wanted = base::splitLines(expected), came = base::splitLines(got);
    if (wanted.size() != came.size() || expected.ends_with('\n') != got.ends_with('\n')) return false;
    for (const std::string& line : wanted) {
        const auto fit = std::find_if(came.begin(), came.end(), [&](const std::string& other) { return sameText(line, other, tolerance); });
        if (fit == came.end()) return false;
        came.erase(fit);
    }
    return true;
}

std::string sorted(std::string_view text) {
    std::vector<std::string> lines = base::splitLines(text);
    std::sort(lines.begin(), lines.end());
    return lines.empty() ? std::string() : base::join(lines, "\n") + (text.ends_with('\n') ? "\n" : "");
}

std::string visible(std::string_view word) {
    if (word == " ") return "·";
    if (word == "\t") return "→";
    if (word == "\r") return "␍";
    if (word == "\n") return "↵\n";
    return base::safeText(word, {.keepNewlines = false, .maxBytes = 500});
}

}  // namespace

std::string wordDiff(std::string_view expected, std::string_view got) {
    std::vector<std::string_view> a = wordsOf(expected), b = wordsOf(got);
    // What both begin with is told by its end only.
    std::size_t same = 0;
    while (same < a.size() && same < b.size() && a[same] == b[same]) ++same;
    const std::size_t from = same > kContext ? same - kContext : 0;
    a.erase(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(from));
    b.erase(b.begin(), b.begin() + static_cast<std::ptrdiff_t>(from));
    const bool cut = a.size() > kWords || b.size() > kWords;
    a.resize(std::min(a.size(), kWords));
    b.resize(std::min(b.size(), kWords));
    // Longest common subsequence: length[i][j] of the ends from i and j on.
    const std::size_t width = b.size() + 1;
    std::vector<std::uint16_t> length((a.size() + 1) * width);
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t j = b.size(); j-- > 0;)
            length[i * width + j] = a[i] == b[j] ? static_cast<std::uint16_t>(length[(i + 1) * width + j + 1] + 1) : std::max(length[(i + 1) * width + j], length[i * width + j + 1]);
    std::string text = from > 0 ? "…" : "", only, added;
    const auto flush = [&] {
        if (!only.empty()) text += "[-" + only + "-]";
        if (!added.empty()) text += "{+" + added + "+}";
        only.clear();
        added.clear();
    };
    std::size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            flush();
            text += visible(a[i]);
            ++i, ++j;
        } else if (j >= b.size() || (i < a.size() && length[(i + 1) * width + j] >= length[i * width + j + 1])) {
            only += visible(a[i++]);
        } else {
            added += visible(b[j++]);
        }
    }
    flush();
    return text + (cut ? "…" : "");
}

std::optional<Mismatch> compareText(std::string_view what, std::string_view expected, std::string_view got, const HowToCompare& how) {
    if (how.anyOrder ? sameLines(expected, got, how.tolerance) : sameText(expected, got, how.tolerance)) return std::nullopt;
    const std::string wanted = how.anyOrder ? sorted(expected) : std::string(expected), came = how.anyOrder ? sorted(got) : std::string(got);
    std::string message = "What it wrote to " + std::string(what) + " is not what was expected" + (how.anyOrder ? ", in any order of lines." : ".");
    return Mismatch{message + whitespaceHint(came, wanted), shown(wanted), shown(came), wordDiff(wanted, came)};
}

std::optional<Mismatch> comparePattern(std::string_view what, const std::string& pattern, std::string_view got) {
    const RE2 expression(pattern, RE2::Quiet);
    if (RE2::PartialMatch(re2::StringPiece(got.data(), got.size()), expression)) return std::nullopt;
    return Mismatch{"What it wrote to " + std::string(what) + " does not match the pattern.", "matches " + pattern, shown(got), {}};
}

}  // namespace assay::checks
