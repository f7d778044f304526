#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>

#include "base/clock.h"
#include "report/report.h"
#include "report/safe.h"

namespace assay::report {

namespace {

using Json =
    nlohmann::ordered_json;  // the order below is the order in the text: equal reports are equal bytes

constexpr std::size_t kMostBytes = std::size_t{1} << 20;

// What is given up, step by step, until a report fits: first what was printed, then stacks, then words, then
// entries.
constexpr Caps kSteps[] = {
    {},
    {.output = 16 << 10, .details = 32 << 10},
    {.output = 4 << 10, .details = 8 << 10},
    {.output = 1 << 10, .details = 2 << 10, .message = 2 << 10, .pair = 1 << 10},
    {.output = 128, .details = 256, .message = 512, .pair = 256},
    {.output = 64, .details = 64, .message = 256, .pair = 64, .entries = 1000},
    {.output = 64, .details = 64, .message = 256, .pair = 64, .entries = 100},
    {.output = 64, .details = 64, .message = 256, .pair = 64, .entries = 10},
};

// At most two decimals, as Points::text() shows them; whole numbers as such.
Json number(const checks::Points& points) {
    const std::string text = points.text();
    if (text.find('.') == std::string::npos) {
        std::int64_t whole = 0;
        (void)std::from_chars(text.data(), text.data() + text.size(), whole);
        return whole;
    }
    double value = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Json duration(double milliseconds) {
    if (!std::isfinite(milliseconds) || milliseconds < 0) return 0;
    return std::round(milliseconds * 100) / 100;
}

Json toJson(const checks::TestResult& test) {
    return {{"name", test.name},
            {"verdict", checks::name(test.verdict)},
            {"hidden", test.hidden},
            {"subtest", test.subtest},
            {"weight", number(test.weight)},
            {"message", test.message},
            {"expected", test.expected},
            {"got", test.got},
            {"details", test.details},
            {"output", test.output},
            {"file", test.file},
            {"line", test.line},
            {"duration_ms", duration(test.durationMs)}};
}

Json toJson(const checks::Diagnostic& diagnostic) {
    return {{"file", diagnostic.file},         {"line", diagnostic.line}, {"column", diagnostic.column},
            {"severity", diagnostic.severity}, {"code", diagnostic.code}, {"message", diagnostic.message}};
}

Json toJson(const checks::CheckResult& check) {
    Json tests = Json::array(), diagnostics = Json::array();
    for (const checks::TestResult& test : check.tests)
        tests.push_back(toJson(test));
    for (const checks::Diagnostic& diagnostic : check.diagnostics)
        diagnostics.push_back(toJson(diagnostic));
    Json object = {{"id", check.id},
                   {"kind", check.kind},
                   {"verdict", checks::name(check.verdict)},
                   {"points", number(check.points)},
                   {"max", number(check.max)},
                   {"title", check.title},
                   {"message", check.message},
                   {"duration_ms", duration(check.durationMs)},
                   {"tests", std::move(tests)},
                   {"diagnostics", std::move(diagnostics)}};
    if (!check.byHand.empty()) object["by_hand"] = check.byHand;
    if (!check.next.empty()) object["next"] = check.next;
    return object;
}

Json toJson(const sandbox::Isolation& isolation) {
    Json items = Json::array();
    for (const sandbox::IsolationItem& item : isolation.items)
        items.push_back({{"item", item.item}, {"enforced", item.enforced}, {"how", item.how}});
    return {{"level", sandbox::name(isolation.level)}, {"items", std::move(items)}};
}

// `report` is what may be shown.
Json object(const judge::Report& report, bool truncated) {
    Json checks = Json::array();
    for (const checks::CheckResult& check : report.checks)
        checks.push_back(toJson(check));
    Json all = {{"schema", "assay.report/1"},
                {"exercise",
                 {{"id", report.exercise.id},
                  {"version", report.exercise.version},
                  {"content_hash", report.exercise.contentHash},
                  {"title", report.exercise.title}}},
                {"submission",
                 {{"name", report.submission.name},
                  {"hash", report.submission.hash},
                  {"files", report.submission.files},
                  {"ignored", report.submission.ignored}}},
                {"verdict", checks::name(report.verdict)},
                {"score",
                 {{"points", number(report.points)},
                  {"max", number(report.max)},
                  {"pass_at", number(report.passAt)}}},
                {"message", headline(report)},
                {"checks", std::move(checks)},
                {"usage",
                 {{"wall_ms", report.usage.wall.count()},
                  {"cpu_ms", report.usage.cpu.count()},
                  {"peak_memory_bytes", report.usage.peakMemoryBytes}}},
                {"isolation", toJson(report.isolation)},
                {"toolchain",
                 {{"language", report.toolchain.language},
                  {"version", report.toolchain.version},
                  {"platform", report.toolchain.platform}}},
                {"graded_at", base::isoTime(report.gradedAtMs)},
                {"instructor", report.instructor}};
    if (report.cached) all["cached"] = true;
    if (truncated) all["truncated"] = true;
    return all;
}

}  // namespace

std::string toJson(const judge::Report& report, int indent) {
    std::string text;
    for (const Caps& caps : kSteps) {
        // Texts are valid UTF-8 by now; `replace` only keeps dump() from throwing.
        text = object(shown(report, caps), &caps != kSteps)
                   .dump(indent < 0 ? -1 : indent, ' ', false, Json::error_handler_t::replace);
        if (text.size() <= kMostBytes) break;
    }
    return text;
}

}  // namespace assay::report
