#include "checks/shell_words.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

#include "base/text.h"

namespace assay::checks {

std::string shellWord(std::string_view text) {
    const bool plain = !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) != 0 || std::string_view("-_./:=,@%+").find(static_cast<char>(c)) != std::string_view::npos; });
    if (plain) return std::string(text);
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? "'\\''" : std::string(1, c);
    return word + "'";
}

std::string printfWord(std::string_view text) {
    std::string format;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        char escape[8];
        std::snprintf(escape, sizeof escape, "\\%03o", byte);
        if (c == '\n') format += "\\n";
        else if (c == '\t') format += "\\t";
        else if (c == '\\') format += "\\\\";
        else if (c == '%') format += "%%";
        else if (byte < 0x20 || byte == 0x7f) format += escape;
        else format += c;
    }
    return "printf " + shellWord(format);
}

std::string wholeCommand(std::string line) {
    constexpr std::size_t kLongest = 500;
    return line.size() <= kLongest && base::safeText(line, {.keepNewlines = false, .maxBytes = kLongest}) == line ? line : std::string();
}

}  // namespace assay::checks
