#include "secrets.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace assay::corpus {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

std::string eachByte(std::string_view text, const char* format, std::string_view between) {
    std::string out;
    for (const char c : text) {
        char one[16];
        std::snprintf(one, sizeof one, format, static_cast<unsigned>(static_cast<unsigned char>(c)));
        out += (out.empty() ? "" : std::string(between)) + one;
    }
    return out;
}

std::string base64(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6) out += alphabet[bits >> (count - 6) & 63];
    }
    return out;  // whole sextets only: what follows in the stream decides the rest
}

}  // namespace

void Secrets::add(std::string needle, const std::string& secret, const char* how, bool anyCase) {
    m_forms.push_back({anyCase ? lower(needle) : std::move(needle), secret + " (" + how + ")", anyCase});
}

Secrets::Secrets(const std::vector<std::string>& secrets) {
    for (const std::string& secret : secrets) {
        const std::string reversed(secret.rbegin(), secret.rend());
        add(secret, secret, "plain", true);
        add(reversed, secret, "reversed", true);
        add(eachByte(secret, "%02x", ""), secret, "hex", true);
        add(eachByte(secret, "%02x", " "), secret, "hex, spaced", true);
        add(eachByte(secret, "\\x%02x", ""), secret, "escaped", true);
        add(eachByte(secret, "\\u%04x", ""), secret, "escaped", true);
        add(eachByte(secret, "%%%02x", ""), secret, "percent-encoded", true);
        for (const char* between : {" ", ",", ", "}) add(eachByte(secret, "%u", between), secret, "bytes", false);
        for (const char* between : {" ", "-", ".", "\\n", "\n"}) add(eachByte(secret, "%c", between), secret, "spelled", true);
        // In base64 a text looks different by where it stands in the stream; its first and last sextets depend on neighbours.
        for (std::size_t offset = 0; offset < 3; ++offset) {
            const std::string coded = base64(std::string(offset, ' ') + secret);
            add(coded.substr(offset == 0 ? 0 : offset + 1), secret, "base64", false);
        }
        if (std::all_of(secret.begin(), secret.end(), [](unsigned char c) { return std::isdigit(c) != 0; })) {
            char number[40];
            std::snprintf(number, sizeof number, "0x%llx", std::strtoull(secret.c_str(), nullptr, 10));
            add(number, secret, "hexadecimal number", true);
        }
    }
}

std::string Secrets::foundIn(std::string_view text) const {
    const std::string low = lower(text);
    for (const Form& form : m_forms)
        if ((form.anyCase ? std::string_view(low) : text).find(form.needle) != std::string_view::npos) return form.meaning;
    return {};
}

}  // namespace assay::corpus
