#include "checks/artifact/images.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace assay::checks::artifact {

namespace {

std::string lowerLetters(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != '_' && c != '-' && c != '.') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

bool holdsAny(std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

}  // namespace

bool ImageName::pinned() const {
    if (!digest.empty()) return true;
    return !tag.empty() && tag != "latest" && tag != "stable" && tag != "edge" && tag != "main" && tag != "master" && tag != "nightly";
}

ImageName readImage(std::string_view image) {
    ImageName name;
    if (const std::size_t at = image.find('@'); at != std::string_view::npos) {
        name.digest = image.substr(at + 1);
        image = image.substr(0, at);
    }
    // A colon after the last slash begins the tag; one before it belongs to a registry's port.
    const std::size_t slash = image.rfind('/'), colon = image.rfind(':');
    const bool tagged = colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash);
    name.repository = image.substr(0, tagged ? colon : std::string_view::npos);
    if (tagged) name.tag = image.substr(colon + 1);
    return name;
}

bool namesSecret(std::string_view variable) {
    const std::string name = lowerLetters(variable);
    if (name.ends_with("file") || name.ends_with("path") || name.ends_with("name")) return false;
    return holdsAny(name, {"password", "passwd", "secret", "token", "apikey", "privatekey", "credential", "accesskey"});
}

bool looksLikeSecret(std::string_view value) {
    if (value.find("-----BEGIN") != std::string_view::npos && value.find("PRIVATE KEY") != std::string_view::npos) return true;
    return holdsAny(value, {"ghp_", "github_pat_", "glpat-", "xoxb-", "AKIA"}) && value.size() >= 20;
}

bool holdsPassword(std::string_view text) {
    for (std::size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 1)) {
        const std::string_view rest = text.substr(at + 3, text.find_first_of("/ \t\n\"'?", at + 3) - at - 3);
        const std::size_t end = rest.rfind('@'), colon = rest.find(':');
        if (end == std::string_view::npos || colon == std::string_view::npos || colon + 1 >= end) continue;
        const std::string_view password = rest.substr(colon + 1, end - colon - 1);
        if (password.front() != '$' && password.front() != '<' && password.front() != '*') return true;
    }
    return false;
}

bool isSecretFile(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    constexpr std::array<std::string_view, 7> names{".env", "id_rsa", "id_ed25519", "id_ecdsa", ".netrc", ".npmrc", "credentials.json"};
    if (std::find(names.begin(), names.end(), name) != names.end()) return true;
    return name.ends_with(".key") || name.ends_with("-key.pem") || name == "key.pem" || (name.starts_with(".env.") && !name.ends_with("example"));
}

}  // namespace assay::checks::artifact
