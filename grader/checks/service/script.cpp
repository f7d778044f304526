// Messages tell no measured time: two gradings of the same files give the same bytes.

#include "checks/service/script.h"

#include <signal.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <set>
#include <thread>

#include "base/text.h"
#include "checks/service/prometheus.h"

namespace assay::checks::service {

namespace {

using course::Fields;

constexpr std::int64_t kAnswerMs = 5000;  // where a step does not say within_ms
constexpr Milliseconds kPoll{10};

const Value kNothing;

const Value& tableAt(const Value& step, std::string_view key) {
    const Value* found = step.find(key);
    return found != nullptr ? *found : kNothing;
}
Milliseconds within(const Value& step) { return Milliseconds(tableAt(step, "expect").integer("within_ms", kAnswerMs)); }

Played passed() {
    Played played;
    played.verdict = Verdict::Passed;
    return played;
}
Played failed(std::string message, std::string expected = {}, std::string got = {}) {
    Played played;
    played.verdict = Verdict::Failed;
    played.message = std::move(message);
    played.expected = std::move(expected);
    played.got = std::move(got);
    return played;
}

std::string shownRequest(const HttpRequest& request) {
    std::string text = request.title() + "\n";
    for (const auto& [name, value] : request.headers) text += name + ": " + value + "\n";
    return base::safeText(text + (request.body.empty() ? "" : "\n" + request.body), {.keepNewlines = true, .maxBytes = 2048});
}
std::string shownExchange(const HttpRequest& request, const Exchange& exchange) {
    const std::string answer = exchange.response.status != 0 ? exchange.response.shown() : std::string("none: ") + exchange.problem;
    return "Request\n" + shownRequest(request) + "\nAnswer\n" + answer;
}
Played told(const Mismatch& wrong, const HttpRequest& request, const Exchange& exchange) {
    Played played = failed(wrong.message, wrong.expected, wrong.got);
    played.details = shownExchange(request, exchange);
    return played;
}

// Tries again until it is so, or the time is over: for what a server does a moment after its answer.
template <class Try>
Played eventually(const FairClock& clock, Milliseconds time, Try&& attempt) {
    const FairClock::Deadline deadline = clock.deadline(time);
    for (;;) {
        Played played = attempt();
        if (played.verdict == Verdict::Passed || deadline.passed()) return played;
        std::this_thread::sleep_for(kPoll);
    }
}

std::vector<std::string> wholeLines(const std::string& text) {
    const std::size_t end = text.rfind('\n');  // what is still being written is no line yet
    return end == std::string::npos ? std::vector<std::string>() : base::splitLines(std::string_view(text).substr(0, end));
}

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

}  // namespace

int signalNumber(std::string_view name) {
    if (name == "TERM") return SIGTERM;
    if (name == "INT") return SIGINT;
    if (name == "HUP") return SIGHUP;
    if (name == "QUIT") return SIGQUIT;
    if (name == "KILL") return SIGKILL;
    if (name == "USR1") return SIGUSR1;
    return name == "USR2" ? SIGUSR2 : 0;
}

Played Script::play(const Value& step) {
    using Way = Played (Script::*)(const Value&);
    constexpr std::array<std::pair<const char*, Way>, 9> ways{{{"request", &Script::request}, {"load", &Script::load}, {"signal", &Script::signal}, {"logs", &Script::logs},
                                                               {"metrics", &Script::metrics}, {"events", &Script::events}, {"raw", &Script::raw}, {"calls", &Script::calls}, {"restart", &Script::restart}}};
    for (const auto& [name, way] : ways)
        if (step.find(name) != nullptr) return (this->*way)(step);
    return failed("This step does nothing.");
}

void Script::rememberCookies(const HttpResponse& response) {
    for (const auto& [name, value] : response.headers) {
        if (!sameName(name, "Set-Cookie")) continue;
        const std::size_t equals = value.find('=');
        if (equals == std::string::npos) continue;
        const std::string cookie = value.substr(0, equals), content = value.substr(equals + 1, value.find(';') - equals - 1);
        const bool gone = content.empty() || value.find("Max-Age=0") != std::string::npos || value.find("Max-Age=-1") != std::string::npos;
        if (gone) m_cookies.erase(cookie);
        else m_cookies[cookie] = content;
    }
}

Exchange Script::send(const Value& table, const Value& step, HttpRequest& request, const Sending& how) {
    request = readRequest(table, m_variables);
    std::string cookies;
    for (const auto& [name, value] : m_cookies) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty() && table.boolean("cookies", true)) request.headers.emplace_back("Cookie", cookies);
    Exchange exchange = m_server.client().exchange(request, within(step), how);
    rememberCookies(exchange.response);
    return exchange;
}

std::optional<Mismatch> Script::answered(const Value& step, const HttpRequest& request, const Exchange& exchange) const {
    if (!exchange.answered()) return Mismatch{base::safeText(request.title(), {.keepNewlines = false, .maxBytes = 200}) + " got no answer: " + exchange.problem + ".", "an answer", exchange.problem};
    return compareAnswer(tableAt(step, "expect"), exchange.response, m_variables);
}

std::optional<Played> Script::save(const Value& step, const HttpResponse& response) {
    for (const auto& [name, what] : textTable(tableAt(step, "save"), {})) {
        const auto value = take(what, response);
        if (!value) return failed("The answer has nothing at " + what + ", which a later step needs.", what, response.shown());
        m_variables[name] = *value;
    }
    return std::nullopt;
}

Played Script::request(const Value& step) {
    const Value& table = tableAt(step, "request");
    const std::int64_t times = table.integer("times", 1);
    const auto once = [&]() -> Played {
        std::optional<HttpResponse> first;
        for (std::int64_t i = 0; i < times; ++i) {
            HttpRequest request;
            const Exchange exchange = send(table, step, request);
            if (auto wrong = answered(step, request, exchange)) return told(*wrong, request, exchange);
            if (first && (first->status != exchange.response.status || first->body != exchange.response.body)) {
                Played played = failed("The same request got another answer the second time.", first->shown(), exchange.response.shown());
                played.details = shownExchange(request, exchange);
                return played;
            }
            if (tableAt(step, "expect").boolean("same") && !first) first = exchange.response;
            if (i + 1 == times)
                if (auto missing = save(step, exchange.response)) return *missing;
        }
        return passed();
    };
    const std::int64_t patience = tableAt(step, "expect").integer("eventually_ms", 0);
    return patience > 0 ? eventually(m_server.clock(), Milliseconds(patience), once) : once();
}

Played Script::load(const Value& step) {
    const Value& table = tableAt(step, "load");
    const HttpRequest request = readRequest(table, m_variables);
    const auto total = static_cast<std::size_t>(table.integer("requests", 100));
    const auto workers = std::min(static_cast<std::size_t>(table.integer("concurrency", 10)), total);
    const double rate = table.number("rate", 0);
    std::vector<Exchange> exchanges(total);
    std::atomic<std::size_t> next{0};
    const auto begun = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> threads;
        const Client client = m_server.client();
        for (std::size_t w = 0; w < workers; ++w)
            threads.emplace_back([&] {
                for (std::size_t i = next++; i < total; i = next++) {
                    if (rate > 0) std::this_thread::sleep_until(begun + std::chrono::microseconds(static_cast<std::int64_t>(1e6 * static_cast<double>(i) / rate)));
                    exchanges[i] = client.exchange(request, within(step));
                }
            });
    }
    std::map<int, std::size_t> statuses;
    for (const Exchange& exchange : exchanges) ++statuses[exchange.answered() ? exchange.response.status : 0];
    // Of so many requests some have to end so: a limiter that lets some through and refuses the rest.
    if (const Fields* wanted = tableAt(tableAt(step, "expect"), "at_least").as<Fields>()) {
        for (const auto& [status, count] : *wanted) {
            const std::size_t got = statuses[std::atoi(status.c_str())];
            const std::int64_t* least = count.as<std::int64_t>();
            if (least != nullptr && got < static_cast<std::size_t>(*least))
                return failed("Of " + plural(total, "request", "requests") + " fewer were answered with " + status + " than expected.", "at least " + std::to_string(*least) + " × " + status);
        }
        if (statuses[0] == 0) return passed();
    }
    for (const Exchange& exchange : exchanges)
        if (auto wrong = answered(step, request, exchange)) {
            wrong->message = "Not all of " + plural(total, "request", "requests") + ", " + std::to_string(workers) + " at a time, were answered as expected. " + wrong->message;
            return told(*wrong, request, exchange);
        }
    return passed();
}

// The program was meant to end: did it, in time, and how?
Played Script::judgeEnd(const Value& expect) {
    const auto outcome = m_server.ended(Milliseconds(expect.integer("exit_within_ms", kAnswerMs)));
    Played played = passed();
    played.ended = true;
    if (!outcome) {
        played = failed("The program did not end in time after the signal.", "an end", "still running");
        m_server.stop();
    } else if (const std::int64_t wanted = expect.integer("exit", 0); outcome->end == sandbox::End::Signaled) {
        played = failed("The program was ended by the signal: it does not handle it.", "exit " + std::to_string(wanted), "signal " + std::to_string(outcome->signal));
    } else if (outcome->end != sandbox::End::Exited || outcome->exitCode != wanted) {
        played = failed("The program ended with status " + std::to_string(outcome->exitCode) + ", expected was " + std::to_string(wanted) + ".", std::to_string(wanted), std::to_string(outcome->exitCode));
    }
    played.ended = true;
    return played;
}

Played Script::signal(const Value& step) {
    const Value &table = tableAt(step, "signal"), &expect = tableAt(step, "expect");
    const int number = signalNumber(table.string("name", "TERM"));
    const auto count = static_cast<std::size_t>(table.integer("requests", 1));
    const Value& flight = tableAt(table, "in_flight");
    const HttpRequest request = readRequest(flight, m_variables);
    std::vector<Exchange> exchanges(flight.isNone() ? 0 : count);
    bool sent = false;
    {
        std::atomic<std::size_t> onTheWay{0};
        std::vector<std::jthread> threads;
        const Client client = m_server.client();
        for (Exchange& exchange : exchanges)
            threads.emplace_back([&] { exchange = client.exchange(request, within(step), {.sent = [&] { ++onTheWay; }}); });
        const FairClock::Deadline deadline = m_server.clock().deadline(within(step));
        while (onTheWay < exchanges.size() && !deadline.passed() && m_server.running()) std::this_thread::sleep_for(Milliseconds(1));
        std::this_thread::sleep_for(Milliseconds(table.integer("after_ms", flight.isNone() ? 0 : 100)));
        sent = m_server.signal(number);
        if (sent && table.boolean("refuses_new")) {
            // A server that drains takes no new requests: it has closed its port, or says that it is going.
            Played late = eventually(m_server.clock(), Milliseconds(1000), [&] {
                const Exchange exchange = client.exchange({}, Milliseconds(1000));
                return !exchange.answered() || exchange.response.status == 503 ? passed() : failed("After the signal it still takes new requests.");
            });
            if (late.verdict != Verdict::Passed) return late;
        }
    }
    if (!sent) return failed("The program had ended before the signal.");
    const bool meantToEnd = expect.find("exit") != nullptr || expect.find("exit_within_ms") != nullptr;
    for (const Exchange& exchange : exchanges)
        if (auto wrong = answered(step, request, exchange)) {
            Played played = told(*wrong, request, exchange);
            played.message = "A request that had begun before the signal did not get its answer. " + played.message;
            played.ended = meantToEnd;
            if (meantToEnd) m_server.ended(Milliseconds(expect.integer("exit_within_ms", kAnswerMs)));
            return played;
        }
    return meantToEnd ? judgeEnd(expect) : passed();
}

Played Script::logs(const Value& step) {
    const Value& table = tableAt(step, "logs");
    const sandbox::Stream stream = table.string("stream", "stderr") == "stdout" ? sandbox::Stream::Output : sandbox::Stream::Error;
    const bool json = table.string("format", "json") == "json";
    const auto where = textTable(tableAt(table, "where"), m_variables);
    const auto atLeast = static_cast<std::size_t>(table.integer("at_least", 1));
    const std::string pattern = table.string("matches"), oneOf = table.string("distinct");
    return eventually(m_server.clock(), Milliseconds(m_server.running() ? 1000 : 0), [&]() -> Played {
        const std::vector<std::string> lines = wholeLines(m_server.output(stream));
        std::size_t fitting = 0;
        std::set<std::string> distinct;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const std::string number = "Line " + std::to_string(i + 1) + " of " + table.string("stream", "stderr");
            const auto quoted = [&] { return base::safeText(lines[i], {.keepNewlines = false, .maxBytes = 500}); };
            if (json && !isJsonObject(lines[i])) return failed(number + " is no JSON object.", "a JSON object", quoted());
            const bool chosen = std::all_of(where.begin(), where.end(), [&](const auto& w) { return jsonAt(lines[i], w.first) == w.second; });
            for (const std::string& field : table.strings("each_has"))
                if (json && !jsonAt(lines[i], field)) return failed(number + " has no field " + field + ".", field, quoted());
            for (const std::string& part : table.strings("none_has"))
                if (lines[i].find(fillIn(part, m_variables)) != std::string::npos) return failed(number + " holds what must never be in a log.", "no " + base::quote(part), quoted());
            if (!chosen || (!pattern.empty() && !matches(lines[i], pattern))) continue;
            ++fitting;
            if (!oneOf.empty()) distinct.insert(jsonAt(lines[i], oneOf).value_or(""));
        }
        if (fitting < atLeast) {
            std::string which;
            for (const auto& [field, value] : where) which += (which.empty() ? " with " : " and ") + field + " = " + value;
            return failed("There are fewer log lines" + which + " than expected.", "at least " + std::to_string(atLeast), std::to_string(fitting));
        }
        if (const auto least = static_cast<std::size_t>(table.integer("distinct_at_least", 0)); distinct.size() < least || distinct.contains(""))
            return failed(distinct.contains("") ? "A log line has no " + oneOf + "." : "Different requests share one " + oneOf + ".", "at least " + std::to_string(least) + " different", std::to_string(distinct.size()));
        return passed();
    });
}

Played Script::metrics(const Value& step) {
    const Value& table = tableAt(step, "metrics");
    const auto once = [&]() -> Played {
        HttpRequest request;
        const Exchange exchange = send(table, step, request);
        if (!exchange.answered() || exchange.response.status != 200) return told({"GET " + request.path + " does not give metrics.", "200", exchange.answered() ? std::to_string(exchange.response.status) : exchange.problem}, request, exchange);
        const Metrics metrics = parseMetrics(exchange.response.body);
        if (!metrics.problem.empty()) return told({"The metrics are not in Prometheus' text format: " + metrics.problem + ".", "text format 0.0.4", metrics.problem}, request, exchange);
        for (const Value& wanted : table.array("has")) {
            const std::string name = wanted.string("name"), type = wanted.string("type");
            std::string family = name;
            for (const std::string_view suffix : {"_bucket", "_sum", "_count"})
                if (type == "histogram" && family.ends_with(suffix)) family.resize(family.size() - suffix.size());
            const auto declared = metrics.types.find(family);
            if (!type.empty() && (declared == metrics.types.end() || declared->second != type))
                return told({family + " is not declared as a " + type + ".", "# TYPE " + family + " " + type, declared == metrics.types.end() ? "no TYPE line" : declared->second}, request, exchange);
            std::size_t found = 0;
            const auto labels = textTable(tableAt(wanted, "labels"), m_variables);
            const std::string sampled = type == "histogram" && family == name ? name + "_count" : name;
            const double value = metrics.sum(sampled, labels, found);
            std::string full = sampled;
            for (const auto& [label, text] : labels) full += (full == sampled ? "{" : ",") + label + "=\"" + text + "\"";
            if (!labels.empty()) full += "}";
            if (found == 0) return told({"There is no sample " + full + ".", full, ""}, request, exchange);
            if (wanted.find("value") != nullptr && value != wanted.number("value")) return told({full + " has another value than expected.", std::to_string(wanted.number("value")), std::to_string(value)}, request, exchange);
            if (wanted.find("at_least") != nullptr && value < wanted.number("at_least")) return told({full + " is less than expected.", "at least " + std::to_string(wanted.number("at_least")), std::to_string(value)}, request, exchange);
            const std::string key = full;
            const auto before = m_counters.find(key);
            if ((type == "counter" || type == "histogram") && before != m_counters.end() && value < before->second) return told({full + " has become less: a counter only grows.", "", ""}, request, exchange);
            m_counters[key] = value;
        }
        for (const std::string& label : table.strings("no_label_values"))
            for (const Sample& sample : metrics.samples)
                for (const auto& [name, value] : sample.labels)
                    if (matches(value, label)) return told({"The label " + name + " of " + sample.name + " takes a value for each request: use the pattern of the route.", "no value like " + label, base::safeText(value)}, request, exchange);
        return passed();
    };
    return eventually(m_server.clock(), Milliseconds(tableAt(step, "expect").integer("eventually_ms", 1000)), once);
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
    if (exchange.response.status == 0) return told({"The stream did not begin: " + exchange.problem + ".", "a stream", exchange.problem}, request, exchange);
    if (const std::string type = exchange.response.header("Content-Type"); !type.starts_with("text/event-stream"))
        return told({"The answer is no stream of events.", "Content-Type: text/event-stream", type}, request, exchange);
    if (countEvents(exchange.response.body) < atLeast)
        return told({"Fewer events came in time than expected. Is each one flushed?", "at least " + std::to_string(atLeast), std::to_string(countEvents(exchange.response.body))}, request, exchange);
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
                wrong->message = "While others were slow, a request was not answered as expected. " + wrong->message;
                return told(*wrong, request, other);
            }
        }
    }
    if (how.closeAfter) return passed();
    HttpRequest sent;
    sent.method = "these bytes:", sent.path = "", sent.body = how.raw;
    for (const Exchange& exchange : exchanges) {
        if (expect.boolean("closed")) {
            if (exchange.problem.find("in time") != std::string::npos) return told({"The server keeps the connection of a client that sends no more. A time-out for reading ends it.", "closed", "still open"}, sent, exchange);
            continue;
        }
        if (auto wrong = answered(step, sent, exchange)) return told(*wrong, sent, exchange);
    }
    return passed();
}

Played Script::calls(const Value& step) {
    if (m_upstream == nullptr) return failed("There is no upstream server in this check.");
    const Value& table = tableAt(step, "calls");
    const std::string path = fillIn(table.string("path", "/"), m_variables), method = table.string("method"), body = table.string("body_matches");
    const auto matching = textTable(tableAt(table, "header_matches"), m_variables), lacking = textTable(tableAt(table, "header_lacks"), m_variables);
    const std::int64_t least = table.integer("at_least", 1), most = table.integer("at_most", 1000);
    return eventually(m_server.clock(), Milliseconds(500), [&]() -> Played {
        std::int64_t fitting = 0;
        for (const Call& call : m_upstream->calls()) {
            if (!call.path.starts_with(path) || (!method.empty() && call.method != method)) continue;
            ++fitting;
            const std::string title = base::safeText(call.method + " " + call.path, {.keepNewlines = false, .maxBytes = 200});
            for (const auto& [name, pattern] : matching)
                if (!matches(call.header(name), pattern)) return failed("The call " + title + " has another header " + name + " than expected.", "matches " + pattern, base::safeText(call.header(name)));
            for (const auto& [name, text] : lacking)
                if (call.header(name).find(text) != std::string::npos) return failed("The header " + name + " of the call " + title + " holds what must be new.", "no " + text, base::safeText(call.header(name)));
            if (!body.empty() && !matches(call.body, body)) return failed("The body of the call " + title + " does not match.", "matches " + body, base::safeText(call.body, {.keepNewlines = true, .maxBytes = 2000}));
        }
        if (fitting < least) return failed("The upstream server was called less often than expected.", "at least " + std::to_string(least), std::to_string(fitting));
        if (fitting > most) return failed("The upstream server was called more often than expected.", "at most " + std::to_string(most), std::to_string(fitting));
        return passed();
    });
}

Played Script::restart(const Value& step) {
    const Value& table = tableAt(step, "restart");
    const std::string how = table.string("signal", "TERM");
    if (m_server.running()) {
        if (!m_server.signal(signalNumber(how))) return failed("The program had ended before it was to be started again.");
        const Value& expect = tableAt(step, "expect");
        if (how == "KILL") {
            m_server.ended(Milliseconds(kAnswerMs));
        } else if (Played end = judgeEnd(expect); end.verdict != Verdict::Passed) {
            return end;
        }
    }
    if (auto started = m_server.start(); !started) return failed("It could not be started again.");
    const std::string problem = m_ready();
    return problem.empty() ? passed() : failed("After it was started again: " + problem);
}

}  // namespace assay::checks::service
