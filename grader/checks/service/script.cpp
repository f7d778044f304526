// Messages tell no measured time: two gradings of the same files give the same bytes.

#include "checks/service/script.h"

#include <signal.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <thread>

#include "base/text.h"

namespace assay::checks::service {

namespace {

using course::Fields;

void addCookies(HttpRequest& request, const Value& table, const std::map<std::string, std::string>& known) {
    std::string cookies;
    for (const auto& [name, value] : known) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty() && table.boolean("cookies", true)) request.headers.emplace_back("Cookie", cookies);
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
    return failed("This step does nothing.");  // the course reader lets none through
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
    addCookies(request, table, m_cookies);
    Exchange exchange = m_server.client().exchange(request, within(step), how);
    rememberCookies(exchange.response);
    return exchange;
}

std::optional<Mismatch> Script::answered(const Value& step, const HttpRequest& request, const Exchange& exchange) const {
    if (!exchange.answered()) return Mismatch{base::safeText(request.title(), {.keepNewlines = false, .maxBytes = 200}) + " got no answer: " + exchange.problem + ".", "an answer", exchange.problem, "There was no answer in time."};
    return compareAnswer(tableAt(step, "expect"), exchange.response, m_variables);
}

std::optional<Played> Script::save(const Value& step, const HttpResponse& response) {
    for (const auto& [name, what] : textTable(tableAt(step, "save"), {})) {
        const auto value = take(what, response);
        if (!value) return failed("The answer lacks what a later step needs.", "The answer has nothing at " + what + ", which a later step needs.", what, response.shown());
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
                Played played = failed("The same request got another answer the second time.", {}, first->shown(), exchange.response.shown());
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
    HttpRequest request = readRequest(table, m_variables);
    addCookies(request, table, m_cookies);
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
                return failed("Fewer requests than expected were answered with a status that some have to get.", "Of " + plural(total, "request", "requests") + " fewer were answered with " + status + " than expected.", "at least " + std::to_string(*least) + " × " + status);
        }
    }
    for (const Exchange& exchange : exchanges)
        if (auto wrong = answered(step, request, exchange)) {
            wrong->plain = "Not all requests were answered as expected.";
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
        played = failed("The program did not end in time after the signal.", {}, "an end", "still running");
        m_server.stop();
    } else if (const std::int64_t wanted = expect.integer("exit", 0); outcome->end == sandbox::End::Signaled) {
        played = failed("The program was ended by the signal: it does not handle it.", {}, "exit " + std::to_string(wanted), "signal " + std::to_string(outcome->signal));
    } else if (outcome->end != sandbox::End::Exited || outcome->exitCode != wanted) {
        played = failed("The program ended with another status than expected.", "The program ended with status " + std::to_string(outcome->exitCode) + ", expected was " + std::to_string(wanted) + ".", std::to_string(wanted), std::to_string(outcome->exitCode));
    }
    played.ended = true;
    return played;
}

Played Script::signal(const Value& step) {
    const Value &table = tableAt(step, "signal"), &expect = tableAt(step, "expect");
    const int number = signalNumber(table.string("name", "TERM"));
    const auto count = static_cast<std::size_t>(table.integer("requests", 1));
    const Value& flight = tableAt(table, "in_flight");
    HttpRequest request = readRequest(flight, m_variables);
    addCookies(request, flight, m_cookies);
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
            played.plain = "A request that had begun before the signal did not get its answer.";
            played.message = std::string(played.plain) + " " + played.message;
            played.ended = meantToEnd;
            if (meantToEnd) m_server.ended(Milliseconds(expect.integer("exit_within_ms", kAnswerMs)));
            return played;
        }
    return meantToEnd ? judgeEnd(expect) : passed();
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
    m_counters.clear();  // they count from the start of the process
    const std::string problem = m_ready();
    return problem.empty() ? passed() : failed("It was not ready after it was started again.", "After it was started again: " + problem);
}

}  // namespace assay::checks::service
