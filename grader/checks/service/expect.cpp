#include "checks/service/expect.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace assay::checks::service {

namespace {

using course::Array;
using course::Fields;
using nlohmann::json;

constexpr std::size_t kShown = 4096;
constexpr const char* kStatus = "The status of the answer is not what was expected.";
constexpr const char* kBody = "The body of the answer is not what was expected.";
constexpr const char* kJson = "The JSON of the answer is not what was expected.";

std::string shown(std::string_view text) { return base::safeText(text, {.keepNewlines = true, .maxBytes = kShown}); }

// Hostile answers may nest deeply: what is deeper than any real one is no JSON here.
json readJson(std::string_view text) {
    bool deep = false;
    const auto watch = [&deep](int depth, json::parse_event_t, json&) {
        if (depth > 100) deep = true;
        return depth <= 100;
    };
    json value = json::parse(text, watch, false);
    return deep ? json(json::value_t::discarded) : value;
}

const json* at(const json& root, std::string_view path) {
    const json* node = &root;
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        const std::string key(path.substr(0, dot));
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
        if (node->is_array()) {
            std::size_t index = 0;
            const auto read = std::from_chars(key.data(), key.data() + key.size(), index);
            if (read.ec != std::errc() || index >= node->size()) return nullptr;
            node = &(*node)[index];
        } else if (const auto found = node->is_object() ? node->find(key) : node->end(); node->is_object() && found != node->end()) {
            node = &*found;
        } else {
            return nullptr;
        }
    }
    return node;
}

json toJson(const Value& value, const Variables& variables) {
    if (const auto* text = value.as<std::string>()) return fillIn(*text, variables);
    if (const auto* flag = value.as<bool>()) return *flag;
    if (const auto* whole = value.as<std::int64_t>()) return *whole;
    if (const auto* number = value.as<double>()) return *number;
    json out = nullptr;
    if (const auto* list = value.as<Array>()) {
        out = json::array();
        for (const Value& item : *list) out.push_back(toJson(item, variables));
    }
    if (const auto* table = value.as<Fields>()) {
        out = json::object();
        for (const auto& [key, item] : *table) out[key] = toJson(item, variables);
    }
    return out;
}

// Objects may have more than is expected; everything else is equal.
bool fits(const json& wanted, const json& got) {
    if (wanted.is_object() && got.is_object()) {
        for (const auto& [key, value] : wanted.items())
            if (!got.contains(key) || !fits(value, got[key])) return false;
        return true;
    }
    if (wanted.is_array() && got.is_array()) {
        if (wanted.size() != got.size()) return false;
        for (std::size_t i = 0; i < wanted.size(); ++i)
            if (!fits(wanted[i], got[i])) return false;
        return true;
    }
    return wanted == got;
}

// A text, or a number or boolean as one would write it.
std::string textOf(const Value& value) {
    if (const auto* text = value.as<std::string>()) return *text;
    if (const auto* whole = value.as<std::int64_t>()) return std::to_string(*whole);
    if (const auto* flag = value.as<bool>()) return *flag ? "true" : "false";
    return {};
}

std::optional<Mismatch> compareStatus(const Value& expect, const HttpResponse& response) {
    const std::int64_t status = expect.integer("status", 0);
    if (status != 0 && response.status != status)
        return Mismatch{"It answered " + std::to_string(response.status) + ", expected was " + std::to_string(status) + ".", std::to_string(status), std::to_string(response.status), kStatus};
    const Array& some = expect.array("statuses");
    if (some.empty()) return std::nullopt;
    std::string list;
    for (const Value& one : some) {
        if (const auto* number = one.as<std::int64_t>(); number != nullptr && *number == response.status) return std::nullopt;
        if (const auto* number = one.as<std::int64_t>()) list += (list.empty() ? "" : " or ") + std::to_string(*number);
    }
    return Mismatch{"It answered " + std::to_string(response.status) + ", expected was " + list + ".", list, std::to_string(response.status), kStatus};
}

std::optional<Mismatch> compareHeaders(const Value& expect, const HttpResponse& response, const Variables& variables) {
    for (const char* field : {"headers", "header_matches"}) {
        const Value* table = expect.find(field);
        const Fields* wanted = table != nullptr ? table->as<Fields>() : nullptr;
        if (wanted == nullptr) continue;
        const bool pattern = std::string_view(field) == "header_matches";
        for (const auto& [name, value] : *wanted) {
            const std::string text = pattern ? fillInPattern(textOf(value), variables) : fillIn(textOf(value), variables), got = response.header(name);
            if (pattern ? matches(got, text) : got == text) continue;
            return Mismatch{got.empty() ? "The answer has no header " + name + "." : "The header " + name + " of the answer is not what was expected.", text, shown(got), "A header of the answer is not what was expected."};
        }
    }
    return std::nullopt;
}

std::optional<Mismatch> compareJson(const Value& expect, const HttpResponse& response, const Variables& variables) {
    const Value *wanted = expect.find("json"), *patterns = expect.find("json_matches"), *has = expect.find("json_has");
    if (wanted == nullptr && patterns == nullptr && has == nullptr) return std::nullopt;
    const json body = readJson(response.body);
    if (body.is_discarded()) return Mismatch{"The body of the answer is no JSON.", wanted != nullptr ? toJson(*wanted, variables).dump(2) : "JSON", shown(response.body), "The body of the answer is no JSON."};
    const std::string whole = shown(body.dump(2, ' ', false, json::error_handler_t::replace));
    if (wanted != nullptr) {
        const Fields* table = wanted->as<Fields>();
        if (table == nullptr && !fits(toJson(*wanted, variables), body)) return Mismatch{"The JSON of the answer is not what was expected.", toJson(*wanted, variables).dump(2), whole, kJson};
        if (table != nullptr)
            for (const auto& [path, value] : *table) {
                const json* got = at(body, path);
                const json expected = toJson(value, variables);
                if (got == nullptr || !fits(expected, *got))
                    return Mismatch{got == nullptr ? "The JSON of the answer has no " + path + "." : path + " in the JSON of the answer is not what was expected.", path + ": " + expected.dump(), whole, kJson};
            }
    }
    if (patterns != nullptr)
        if (const Fields* table = patterns->as<Fields>())
            for (const auto& [path, pattern] : *table) {
                const auto got = jsonAt(response.body, path);
                if (!got || !matches(*got, fillInPattern(textOf(pattern), variables))) return Mismatch{path + " in the JSON of the answer does not match.", path + " matches " + textOf(pattern), whole, kJson};
            }
    for (const std::string& path : expect.strings("json_has"))
        if (at(body, path) == nullptr) return Mismatch{"The JSON of the answer has no " + path + ".", path, whole, kJson};
    return std::nullopt;
}

}  // namespace

std::string fillIn(std::string_view text, const Variables& variables) {
    std::string out;
    while (!text.empty()) {
        const std::size_t begin = text.find("${");
        out += text.substr(0, begin);
        if (begin == std::string_view::npos) break;
        const std::size_t end = text.find('}', begin);
        const auto known = end == std::string_view::npos ? variables.end() : variables.find(std::string(text.substr(begin + 2, end - begin - 2)));
        if (known == variables.end()) {
            out += "${";
            text.remove_prefix(begin + 2);
            continue;
        }
        out += known->second;
        text.remove_prefix(end + 1);
    }
    return out;
}

std::string jsonText(const Value& value, const Variables& variables) { return toJson(value, variables).dump(); }

std::string fillInPattern(std::string_view pattern, const Variables& variables) {
    Variables quoted;
    for (const auto& [name, value] : variables) quoted[name] = RE2::QuoteMeta(value);
    return fillIn(pattern, quoted);
}

HttpRequest readRequest(const Value& table, const Variables& variables) {
    HttpRequest request;
    request.method = table.string("method", "GET");
    request.path = fillIn(table.string("path", "/"), variables);
    request.body = fillIn(table.string("body"), variables);
    if (const Value* value = table.find("json")) {
        request.body = jsonText(*value, variables);
        request.headers.emplace_back("Content-Type", "application/json");
    }
    if (const Value* headers = table.find("headers"))
        if (const Fields* list = headers->as<Fields>())
            for (const auto& [name, value] : *list) {
                std::erase_if(request.headers, [&given = name](const auto& h) { return sameName(h.first, given); });
                request.headers.emplace_back(name, fillIn(textOf(value), variables));
            }
    return request;
}

std::optional<Mismatch> compareAnswer(const Value& expect, const HttpResponse& response, const Variables& variables) {
    if (auto wrong = compareStatus(expect, response)) return wrong;
    if (auto wrong = compareHeaders(expect, response, variables)) return wrong;
    if (const Value* body = expect.find("body")) {
        const std::string wanted = fillIn(textOf(*body), variables);
        if (response.body != wanted) return Mismatch{kBody, shown(wanted), shown(response.body), kBody};
    }
    if (const std::string pattern = expect.string("body_matches"); !pattern.empty() && !matches(response.body, fillInPattern(pattern, variables)))
        return Mismatch{"The body of the answer does not match the pattern.", "matches " + pattern, shown(response.body), kBody};
    for (const std::string& part : expect.strings("body_lacks"))
        if (response.body.find(fillIn(part, variables)) != std::string::npos) return Mismatch{"The body of the answer holds what it must not.", "no " + base::quote(part), shown(response.body), "The body of the answer holds what it must not."};
    return compareJson(expect, response, variables);
}

const std::vector<std::string>& answerFields() {
    static const std::vector<std::string> fields{"status", "statuses", "body", "body_matches", "body_lacks", "headers", "header_matches", "json", "json_matches", "json_has"};
    return fields;
}

bool asksAnswer(const Value& expect) {
    return std::any_of(answerFields().begin(), answerFields().end(), [&](const std::string& field) { return expect.find(field) != nullptr; });
}

std::optional<std::string> jsonAt(std::string_view text, std::string_view path) {
    const json root = readJson(text);
    const json* found = root.is_discarded() ? nullptr : at(root, path);
    if (found == nullptr) return std::nullopt;
    return found->is_string() ? found->get<std::string>() : found->dump(-1, ' ', false, json::error_handler_t::replace);
}

bool isJsonObject(std::string_view line) { return readJson(line).is_object(); }

std::optional<std::string> take(const std::string& what, const HttpResponse& response) {
    const std::size_t colon = what.find(':');
    const std::string how = what.substr(0, colon), rest = colon == std::string::npos ? std::string() : what.substr(colon + 1);
    if (how == "json") return jsonAt(response.body, rest);
    if (how == "header") {
        std::string value = response.header(rest);
        return value.empty() ? std::nullopt : std::optional(std::move(value));
    }
    if (how == "cookie")
        for (const auto& [name, value] : response.headers)
            if (sameName(name, "Set-Cookie") && value.starts_with(rest + "=")) return value.substr(rest.size() + 1, value.find(';') - rest.size() - 1);
    std::string group;
    if (how == "body" && RE2::PartialMatch(response.body, RE2(rest, RE2::Quiet), &group)) return group;
    return std::nullopt;
}

bool matches(const std::string& text, const std::string& pattern) { return RE2::PartialMatch(text, RE2(pattern, RE2::Quiet)); }

std::vector<std::pair<const Value*, std::string>> patternsOf(const Value& step) {
    std::vector<std::pair<const Value*, std::string>> patterns;
    const auto keep = [&patterns](const Value* value) {
        if (value != nullptr && value->as<std::string>() != nullptr) patterns.emplace_back(value, *value->as<std::string>());
    };
    const auto collect = [&](const Value* table) {
        if (table == nullptr) return;
        for (const char* field : {"body_matches", "matches"}) keep(table->find(field));
        for (const Value& pattern : table->array("no_label_values")) keep(&pattern);
        for (const char* field : {"header_matches", "json_matches"})
            if (const Value* list = table->find(field); list != nullptr && list->as<Fields>() != nullptr)
                for (const auto& [name, value] : *list->as<Fields>()) keep(&value);
    };
    for (const char* part : {"expect", "logs", "metrics", "calls"}) collect(step.find(part));
    if (const Value* raw = step.find("raw"); raw != nullptr && raw->find("meanwhile") != nullptr) collect(raw->find("meanwhile")->find("expect"));
    return patterns;
}

}  // namespace assay::checks::service
