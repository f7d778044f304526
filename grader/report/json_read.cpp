#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <limits>

#include "base/text.h"
#include "report/report.h"

namespace assay::report {

namespace {

using base::ErrorCode;
using Json = nlohmann::json;

// Thrown and caught in this file only: a report has a hundred fields, and the first that does not fit ends
// the reading.
struct Misfit {
    std::string text;
};

// One value and the way to it, "/checks/0/verdict".
class Node {
  public:
    Node(const Json& value, std::string path) : m_value(value), m_path(std::move(path)) {}

    Node at(const char* name) const {
        if (!m_value.is_object()) misfit("an object");
        const auto found = m_value.find(name);
        if (found == m_value.end()) throw Misfit{"report: " + m_path + "/" + name + " is missing"};
        return {*found, m_path + "/" + name};
    }
    bool has(const char* name) const { return m_value.is_object() && m_value.contains(name); }

    std::vector<Node> items() const {
        if (!m_value.is_array()) misfit("an array");
        std::vector<Node> nodes;
        for (std::size_t i = 0; i < m_value.size(); ++i)
            nodes.emplace_back(m_value[i], m_path + "/" + std::to_string(i));
        return nodes;
    }
    std::string text() const {
        if (!m_value.is_string()) misfit("a string");
        return m_value.get<std::string>();
    }
    std::string text(const char* name) const { return has(name) ? at(name).text() : std::string(); }
    bool boolean() const {
        if (!m_value.is_boolean()) misfit("true or false");
        return m_value.get<bool>();
    }
    bool boolean(const char* name) const { return has(name) && at(name).boolean(); }
    double real() const {
        if (!m_value.is_number()) misfit("a number");
        return m_value.get<double>();
    }
    std::int64_t natural() const {
        constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (!m_value.is_number_unsigned() || m_value.get<std::uint64_t>() > most)
            misfit("a whole number, 0 or more");
        return m_value.get<std::int64_t>();
    }
    int small() const {
        const std::int64_t value = natural();
        if (value > std::numeric_limits<int>::max()) misfit("a smaller number");
        return static_cast<int>(value);
    }
    checks::Points points() const {
        const double value = real();
        if (!(value >= 0 && value <= 1e9)) misfit("points from 0 to 1000000000");
        return checks::Points::fromNumber(value);
    }
    checks::Verdict verdict() const {
        const auto verdict = checks::verdictByName(text());
        if (!verdict) misfit("the name of a verdict");
        return *verdict;
    }
    [[noreturn]] void misfit(const char* expected) const {
        throw Misfit{"report: " + (m_path.empty() ? "the whole" : m_path) + ": expected " + expected +
                     ", found " +
                     base::quote(m_value.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 60))};
    }

  private:
    const Json& m_value;
    std::string m_path;
};

std::int64_t timeOf(const Node& node) {
    const std::string text = node.text();
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0, used = 0;
    const int read = std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ%n", &year, &month, &day, &hour,
                                 &minute, &second, &ms, &used);
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (read != 7 || used != static_cast<int>(text.size()) || !date.ok())
        node.misfit("a time like 2026-01-31T12:00:00.000Z");
    const auto days = std::chrono::sys_days(date).time_since_epoch().count();
    return ((std::int64_t{days} * 24 + hour) * 60 + minute) * 60'000 + second * 1000 + ms;
}

checks::TestResult readTest(const Node& node) {
    checks::TestResult test;
    test.name = node.at("name").text();
    test.verdict = node.at("verdict").verdict();
    test.hidden = node.at("hidden").boolean();
    test.subtest = node.boolean("subtest");
    if (node.has("weight")) test.weight = node.at("weight").points();
    test.message = node.at("message").text();
    test.expected = node.text("expected");
    test.got = node.text("got");
    test.details = node.text("details");
    test.output = node.text("output");
    test.file = node.text("file");
    if (node.has("line")) test.line = node.at("line").small();
    test.durationMs = node.at("duration_ms").real();
    return test;
}

checks::Diagnostic readDiagnostic(const Node& node) {
    return {node.at("file").text(),     node.at("line").small(), node.at("column").small(),
            node.at("severity").text(), node.at("code").text(),  node.at("message").text()};
}

checks::CheckResult readCheck(const Node& node) {
    checks::CheckResult check;
    check.id = node.at("id").text();
    check.kind = node.at("kind").text();
    check.verdict = node.at("verdict").verdict();
    check.points = node.at("points").points();
    check.max = node.at("max").points();
    check.title = node.at("title").text();
    check.byHand = node.text("by_hand");
    check.next = node.text("next");
    check.message = node.at("message").text();
    check.durationMs = node.at("duration_ms").real();
    for (const Node& test : node.at("tests").items())
        check.tests.push_back(readTest(test));
    for (const Node& diagnostic : node.at("diagnostics").items())
        check.diagnostics.push_back(readDiagnostic(diagnostic));
    return check;
}

sandbox::Isolation readIsolation(const Node& node) {
    sandbox::Isolation isolation;
    const auto level = sandbox::levelByName(node.at("level").text());
    if (!level) node.at("level").misfit("full, reduced or none");
    isolation.level = *level;
    for (const Node& item : node.at("items").items())
        isolation.items.push_back(
            {item.at("item").text(), item.at("enforced").boolean(), item.at("how").text()});
    return isolation;
}

judge::Report readReport(const Node& node) {
    if (node.at("schema").text() != "assay.report/1") node.at("schema").misfit("assay.report/1");
    judge::Report report;
    const Node exercise = node.at("exercise"), submission = node.at("submission"), score = node.at("score"),
               usage = node.at("usage"), toolchain = node.at("toolchain");
    report.exercise = {exercise.at("id").text(), exercise.text("title"), exercise.at("version").text(),
                       exercise.at("content_hash").text()};
    report.submission.name = submission.text("name");
    report.submission.hash = submission.at("hash").text();
    for (const Node& file : submission.at("files").items())
        report.submission.files.push_back(file.text());
    if (submission.has("ignored"))
        report.submission.ignored = static_cast<std::size_t>(submission.at("ignored").natural());
    report.verdict = node.at("verdict").verdict();
    report.points = score.at("points").points();
    report.max = score.at("max").points();
    report.passAt = score.has("pass_at") ? score.at("pass_at").points() : report.max;
    report.message = node.text("message");
    for (const Node& check : node.at("checks").items())
        report.checks.push_back(readCheck(check));
    report.usage.wall = sandbox::Milliseconds(usage.at("wall_ms").natural());
    report.usage.cpu = sandbox::Milliseconds(usage.at("cpu_ms").natural());
    report.usage.peakMemoryBytes = static_cast<std::uint64_t>(usage.at("peak_memory_bytes").natural());
    report.isolation = readIsolation(node.at("isolation"));
    report.toolchain = {toolchain.at("language").text(), toolchain.at("version").text(),
                        toolchain.text("platform")};
    report.gradedAtMs = timeOf(node.at("graded_at"));
    report.instructor = node.boolean("instructor");
    report.cached = node.boolean("cached");
    return report;
}

}  // namespace

base::Result<judge::Report> fromJson(std::string_view text) {
    const Json parsed = Json::parse(text, nullptr, false);
    if (parsed.is_discarded()) return base::fail(ErrorCode::InvalidContent, "report: this is no JSON");
    try {
        return readReport(Node(parsed, {}));
    } catch (const Misfit& misfit) {
        return base::fail(ErrorCode::InvalidContent, misfit.text);
    } catch (const Json::exception& error) {
        return base::fail(ErrorCode::InvalidContent, std::string("report: ") + error.what());
    }
}

}  // namespace assay::report
