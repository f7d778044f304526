// The steps that look at more than one answer: log lines, metrics, streams, raw bytes, calls of an upstream server.

#include <algorithm>
#include <set>

#include "base/text.h"
#include "checks/service/script.h"

namespace assay::checks::service {

namespace {

constexpr const char* kKept = "The server keeps the connection of a client that sends no more. A time-out for reading ends it.";

std::vector<std::string> wholeLines(const std::string& text) {
    const std::size_t end = text.rfind('\n');  // what is still being written is no line yet
    return end == std::string::npos ? std::vector<std::string>() : base::splitLines(std::string_view(text).substr(0, end));
}

std::map<std::string, std::string> patternTable(const Value& value, const Variables& variables) {
    std::map<std::string, std::string> out = textTable(value, {});
    for (auto& [name, pattern] : out) pattern = fillInPattern(pattern, variables);
    return out;
}

}  // namespace

Played Script::logs(const Value& step) {
    const Value& table = tableAt(step, "logs");
    const sandbox::Stream stream = table.string("stream", "stderr") == "stdout" ? sandbox::Stream::Output : sandbox::Stream::Error;
    const bool json = table.string("format", "json") == "json";
    const auto where = textTable(tableAt(table, "where"), m_variables);
    const auto atLeast = static_cast<std::size_t>(table.integer("at_least", 1));
    const std::string pattern = fillInPattern(table.string("matches"), m_variables), oneOf = table.string("distinct");
    return eventually(m_server.clock(), Milliseconds(m_server.running() ? 1000 : 0), [&]() -> Played {
        const std::vector<std::string> lines = wholeLines(m_server.output(stream));
        std::size_t fitting = 0;
        std::set<std::string> distinct;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const std::string number = "Line " + std::to_string(i + 1) + " of " + table.string("stream", "stderr");
            const auto quoted = [&] { return base::safeText(lines[i], {.keepNewlines = false, .maxBytes = 500}); };
            if (json && !isJsonObject(lines[i])) return failed("A log line is no JSON object.", number + " is no JSON object.", "a JSON object", quoted());
            const bool chosen = std::all_of(where.begin(), where.end(), [&](const auto& w) { return jsonAt(lines[i], w.first) == w.second; });
            for (const std::string& field : table.strings("each_has"))
                if (json && !jsonAt(lines[i], field)) return failed("A log line lacks a field.", number + " has no field " + field + ".", field, quoted());
            for (const std::string& part : table.strings("none_has"))
                if (lines[i].find(fillIn(part, m_variables)) != std::string::npos) return failed("A log line holds what must never be in a log.", number + " holds what must never be in a log.", "no " + base::quote(part), quoted());
            if (!chosen || (!pattern.empty() && !matches(lines[i], pattern))) continue;
            ++fitting;
            if (!oneOf.empty()) distinct.insert(jsonAt(lines[i], oneOf).value_or(""));
        }
        if (fitting < atLeast) {
            std::string which;
            for (const auto& [field, value] : where) which += (which.empty() ? " with " : " and ") + field + " = " + value;
            return failed("There are fewer log lines than expected.", "There are fewer log lines" + which + " than expected.", "at least " + std::to_string(atLeast), std::to_string(fitting));
        }
        if (const auto least = static_cast<std::size_t>(table.integer("distinct_at_least", 0)); distinct.size() < least || distinct.contains(""))
            return failed("The log lines share what has to differ, or lack it.", distinct.contains("") ? "A log line has no " + oneOf + "." : "Different requests share one " + oneOf + ".", "at least " + std::to_string(least) + " different", std::to_string(distinct.size()));
        return passed();
    });
}

// The counters of a page may not be less than any page of this process has shown; which it is, where they are.
std::string Script::fallen(const Metrics& metrics) {
    std::string found;
    for (const Sample& sample : metrics.samples) {
        if (!metrics.counts(sample)) continue;
        double& before = m_counters.try_emplace(sample.title(), sample.value).first->second;
        if (sample.value < before && found.empty()) found = sample.title();
        before = std::max(before, sample.value);
    }
    return found;
}

std::optional<Mismatch> Script::compareSample(const Value& wanted, const Metrics& metrics) const {
    const std::string name = wanted.string("name"), type = wanted.string("type");
    std::string family = name;
    for (const std::string_view suffix : {"_bucket", "_sum", "_count"})
        if (type == "histogram" && family.ends_with(suffix)) family.resize(family.size() - suffix.size());
    const auto declared = metrics.types.find(family);
    if (!type.empty() && (declared == metrics.types.end() || declared->second != type))
        return Mismatch{family + " is not declared as a " + type + ".", "# TYPE " + family + " " + type, declared == metrics.types.end() ? "no TYPE line" : declared->second, "A metric is not declared as expected."};
    std::size_t found = 0;
    Sample asked{type == "histogram" && family == name ? name + "_count" : name, textTable(tableAt(wanted, "labels"), m_variables)};
    const double value = metrics.sum(asked.name, asked.labels, found);
    const std::string title = asked.title();
    if (found == 0) return Mismatch{"There is no sample " + title + ".", title, "", "A sample is missing."};
    if (wanted.find("value") != nullptr && value != wanted.number("value"))
        return Mismatch{title + " has another value than expected.", std::to_string(wanted.number("value")), std::to_string(value), "A sample has another value than expected."};
    if (wanted.find("at_least") != nullptr && !(value >= wanted.number("at_least")))
        return Mismatch{title + " is less than expected.", "at least " + std::to_string(wanted.number("at_least")), std::to_string(value), "A sample is less than expected."};
    return std::nullopt;
}

Played Script::metrics(const Value& step) {
    const Value &table = tableAt(step, "metrics"), &expect = tableAt(step, "expect");
    const auto once = [&]() -> Played {
        HttpRequest request;
        const Exchange exchange = send(table, step, request);
        if (!exchange.answered() || exchange.response.status != 200)
            return told({request.title() + " does not give metrics.", "200", exchange.answered() ? std::to_string(exchange.response.status) : exchange.problem, "There is no page of metrics."}, request, exchange);
        const auto settled = [&](const Mismatch& wrong) {
            Played played = told(wrong, request, exchange);
            played.settled = true;
            return played;
        };
        const Metrics metrics = parseMetrics(exchange.response.body);
        if (!metrics.problem.empty())
            return settled({"The metrics are not in Prometheus' text format: " + metrics.problem + ".", "text format 0.0.4", metrics.problem, "The metrics are not in Prometheus' text format."});
        if (const std::string name = fallen(metrics); !name.empty()) return settled({name + " has become less: a counter only grows.", "", "", "A counter has become less: a counter only grows."});
        if (auto wrong = compareAnswer(expect, exchange.response, m_variables)) return told(*wrong, request, exchange);
        for (const Value& wanted : table.array("has"))
            if (auto wrong = compareSample(wanted, metrics)) return told(*wrong, request, exchange);
        for (const std::string& label : table.strings("no_label_values"))
            for (const Sample& sample : metrics.samples)
                for (const auto& [name, value] : sample.labels)
                    if (matches(value, fillInPattern(label, m_variables)))
                        return told({"The label " + name + " of " + sample.name + " takes a value for each request: use the pattern of the route.", "no value like " + label, base::safeText(value), "A label takes a value that none may take."}, request, exchange);
        return passed();
    };
    return eventually(m_server.clock(), Milliseconds(expect.integer("eventually_ms", 1000)), once);
}

Played Script::events(const Value& step) {
    const Value& table = tableAt(step, "events");
    const auto atLeast = static_cast<std::size_t>(table.integer("at_least", 1));
    const auto countEvents = [](std::string_view body) {
        std::size_t n = 0;
        bool data = false;
        const std::size_t end = body.rfind('\n');
        for (const std::string& line : base::splitLines(body.substr(0, end == std::string_view::npos ? 0 : end))) {
            if (line.starts_with("data:")) data = true;
            else if (line.empty() && data) ++n, data = false;
        }
        return n + (data && body.ends_with("\n\n") ? 1 : 0);
    };
    HttpRequest request;
    Exchange exchange = send(table, step, request, {.enough = [&](std::string_view body) { return countEvents(body) >= atLeast; }});
    if (exchange.response.status == 0) return told({"The stream did not begin: " + exchange.problem + ".", "a stream", exchange.problem, "The stream did not begin."}, request, exchange);
    if (const std::string type = exchange.response.header("Content-Type"); !type.starts_with("text/event-stream"))
        return told({"The answer is no stream of events.", "Content-Type: text/event-stream", type, "The answer is no stream of events."}, request, exchange);
    if (countEvents(exchange.response.body) < atLeast)
        return told({"Fewer events came in time than expected. Is each one flushed?", "at least " + std::to_string(atLeast), std::to_string(countEvents(exchange.response.body)), "Fewer events came in time than expected. Is each one flushed?"}, request, exchange);
    exchange.problem.clear();
    if (auto wrong = compareAnswer(tableAt(step, "expect"), exchange.response, m_variables)) return told(*wrong, request, exchange);
    return passed();
}

Played Script::raw(const Value& step) {
    const Value &table = tableAt(step, "raw"), &expect = tableAt(step, "expect");
    Sending how;
    how.raw = fillIn(table.string("send"), m_variables);
    how.piece = static_cast<std::size_t>(table.integer("piece", 0));
    how.pause = Milliseconds(table.integer("pause_ms", 0));
    how.closeAfter = table.boolean("close");
    how.awaitClose = expect.boolean("closed");
    const auto connections = static_cast<std::size_t>(table.integer("connections", 1));
    std::vector<Exchange> exchanges(connections);
    {
        std::vector<std::jthread> threads;
        const Client client = m_server.client();
        for (Exchange& exchange : exchanges)
            threads.emplace_back([&] { exchange = client.exchange({}, within(step), how); });
        // What the others get while these keep their connections.
        const Value& meanwhile = tableAt(table, "meanwhile");
        if (!meanwhile.isNone()) {
            std::this_thread::sleep_for(Milliseconds(100));
            HttpRequest request;
            const Exchange other = send(meanwhile, step, request);
            if (auto wrong = answered(meanwhile, request, other)) {
                wrong->plain = "While others were slow, a request was not answered as expected.";
                wrong->message = "While others were slow, a request was not answered as expected. " + wrong->message;
                return told(*wrong, request, other);
            }
        }
    }
    if (how.closeAfter) return passed();
    HttpRequest sent;
    sent.method = "these bytes:", sent.path = "", sent.body = how.raw;
    for (const Exchange& exchange : exchanges) {
        if (how.awaitClose && exchange.reached && !exchange.closed) return told({kKept, "closed", "still open", kKept}, sent, exchange);
        if (how.awaitClose && exchange.reached && !asksAnswer(expect)) continue;  // with an answer or without
        if (auto wrong = answered(step, sent, exchange)) return told(*wrong, sent, exchange);
    }
    return passed();
}

Played Script::calls(const Value& step) {
    if (m_upstream == nullptr) return failed("There is no upstream server in this check.");  // the course reader lets none through
    const Value& table = tableAt(step, "calls");
    const std::string path = fillIn(table.string("path", "/"), m_variables), method = table.string("method"), body = fillInPattern(table.string("body_matches"), m_variables);
    const auto matching = patternTable(tableAt(table, "header_matches"), m_variables), lacking = textTable(tableAt(table, "header_lacks"), m_variables);
    const std::int64_t least = table.integer("at_least", 1), most = table.integer("at_most", 1000);
    return eventually(m_server.clock(), Milliseconds(500), [&]() -> Played {
        std::int64_t fitting = 0;
        for (const Call& call : m_upstream->calls()) {
            if (!call.path.starts_with(path) || (!method.empty() && call.method != method)) continue;
            ++fitting;
            const std::string title = base::safeText(call.method + " " + call.path, {.keepNewlines = false, .maxBytes = 200});
            for (const auto& [name, pattern] : matching)
                if (!matches(call.header(name), pattern)) return failed("A call has another header than expected.", "The call " + title + " has another header " + name + " than expected.", "matches " + pattern, base::safeText(call.header(name)));
            for (const auto& [name, text] : lacking)
                if (call.header(name).find(text) != std::string::npos) return failed("A header of a call holds what must be new.", "The header " + name + " of the call " + title + " holds what must be new.", "no " + text, base::safeText(call.header(name)));
            if (!body.empty() && !matches(call.body, body)) return failed("The body of a call does not match.", "The body of the call " + title + " does not match.", "matches " + body, base::safeText(call.body, {.keepNewlines = true, .maxBytes = 2000}));
        }
        if (fitting < least) return failed("The upstream server was called less often than expected.", {}, "at least " + std::to_string(least), std::to_string(fitting));
        if (fitting > most) return failed("The upstream server was called more often than expected.", {}, "at most " + std::to_string(most), std::to_string(fitting));
        return passed();
    });
}

}  // namespace assay::checks::service
