#include "checks/service/played.h"

#include "base/text.h"
#include "checks/service/fields.h"

namespace assay::checks::service {

namespace {

using course::Fields;

const Value kNothing;

std::string shownRequest(const HttpRequest& request) {
    std::string text = request.title() + "\n";
    for (const auto& [name, value] : request.headers) text += name + ": " + value + "\n";
    return base::safeText(text + (request.body.empty() ? "" : "\n" + request.body), {.keepNewlines = true, .maxBytes = 2048});
}

// A table as exercise.toml has it, a line for each field; variables stay names.
std::string shownTable(const Value& table) {
    std::string text;
    if (const Fields* fields = table.as<Fields>())
        for (const auto& [name, value] : *fields) text += (text.empty() ? "" : "\n") + name + " = " + jsonText(value, {});
    return base::safeText(text, {.keepNewlines = true, .maxBytes = 2048});
}

bool asksByRequest(std::string_view way) { return way == "request" || way == "load" || way == "metrics" || way == "events"; }

}  // namespace

Played passed() {
    Played played;
    played.verdict = Verdict::Passed;
    return played;
}

Played failed(const char* plain, std::string message, std::string expected, std::string got) {
    Played played;
    played.verdict = Verdict::Failed;
    played.plain = plain;
    played.message = message.empty() ? plain : std::move(message);
    played.expected = std::move(expected);
    played.got = std::move(got);
    return played;
}

std::string shownExchange(const HttpRequest& request, const Exchange& exchange) {
    const std::string answer = exchange.response.status != 0 ? exchange.response.shown() : std::string("none: ") + exchange.problem;
    return "Request\n" + shownRequest(request) + "\nAnswer\n" + answer;
}

Played told(const Mismatch& wrong, const HttpRequest& request, const Exchange& exchange) {
    Played played = failed(wrong.plain, wrong.message, wrong.expected, wrong.got);
    played.details = shownExchange(request, exchange);
    return played;
}

Played withoutAnswers(const Played& played, const Value& step) {
    Played said;
    said.verdict = played.verdict;
    said.ended = played.ended;
    if (played.verdict == Verdict::Passed) return said;
    said.message = std::string(*played.plain == '\0' ? "This step is not right." : played.plain) + " What the server says after a hidden step is not shown.";
    for (const char* way : stepWays()) {
        const Value* table = step.find(way);
        if (table == nullptr) continue;
        if (asksByRequest(way)) said.details = "Request\n" + shownRequest(readRequest(*table, {}));
        else if (const std::string asked = shownTable(*table); !asked.empty()) said.details = std::string(way) + "\n" + asked;
    }
    // Not as `expected`: beside an empty `got` it would look as if the answer had been empty.
    if (const std::string expected = shownTable(tableAt(step, "expect")); !expected.empty()) said.details += (said.details.empty() ? "" : "\n\n") + ("Expected\n" + expected);
    return said;
}

std::string replaced(std::string text, std::string_view from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
    return text;
}

const Value& tableAt(const Value& step, std::string_view key) {
    const Value* found = step.find(key);
    return found != nullptr ? *found : kNothing;
}

Milliseconds within(const Value& step) { return Milliseconds(tableAt(step, "expect").integer("within_ms", kAnswerMs)); }

std::map<std::string, std::string> textTable(const Value& value, const Variables& variables) {
    std::map<std::string, std::string> out;
    if (const Fields* table = value.as<Fields>())
        for (const auto& [key, item] : *table) {
            if (const auto* text = item.as<std::string>()) out[key] = fillIn(*text, variables);
            else if (const auto* whole = item.as<std::int64_t>()) out[key] = std::to_string(*whole);
            else if (const auto* flag = item.as<bool>()) out[key] = *flag ? "true" : "false";
        }
    return out;
}

}  // namespace assay::checks::service
