#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "base/fs.h"
#include "base/text.h"
#include "report/report.h"
#include "samples.h"
#include "support/schema.h"

using namespace assay;
using namespace assay::report;
using assay::checks::Verdict;
using assay::report::test::aTest;
using assay::report::test::sample;
using assay::support::schemaFaults;
using Json = nlohmann::json;

namespace {

// Every text field filled with `text`.
judge::Report filledWith(const std::string& text) {
    judge::Report report = sample(Verdict::Failed);
    report.message = report.exercise.title = report.exercise.id = report.submission.name = text;
    report.submission.files = {text};
    report.toolchain = {text, text, text};
    report.isolation.items = {{text, true, text}};
    for (checks::CheckResult& check : report.checks) {
        check.title = check.message = text;
        check.diagnostics = {{text, 1, 1, "error", text, text}};
        for (checks::TestResult& one : check.tests)
            one.name = one.message = one.output = one.expected = one.got = one.details = one.file = text;
    }
    return report;
}

}  // namespace

TEST_CASE("A report of every verdict fits the schema and comes back") {
    for (int i = 0; i < test::kVerdicts; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        INFO(checks::name(verdict));
        const std::string text = toJson(sample(verdict));
        CHECK(schemaFaults(text).empty());
        CHECK(Json::parse(text)["verdict"] == std::string(checks::name(verdict)));
        const auto back = fromJson(text);
        INFO((back ? std::string() : base::describe(back.error())));
        REQUIRE(back.has_value());
        CHECK(back->verdict == verdict);
        CHECK(back->gradedAtMs == 1'790'000'000'123);
        CHECK(toJson(*back) == text);
        CHECK(toJson(*back, -1).find('\n') == std::string::npos);
    }
}

TEST_CASE("The schema knows every field: a report with another one does not fit") {
    Json report = Json::parse(toJson(sample(Verdict::Failed)));
    for (const char* path :
         {"", "/exercise", "/submission", "/score", "/checks/0", "/checks/1/tests/0",
          "/checks/2/diagnostics/0", "/usage", "/isolation", "/isolation/items/0", "/toolchain"}) {
        INFO(path);
        Json more = report;
        more[Json::json_pointer(path)]["surprise"] = 1;
        CHECK_FALSE(schemaFaults(more.dump()).empty());
        Json less = report;
        Json& object = less[Json::json_pointer(path)];
        object.erase(object.begin());
        CHECK((!schemaFaults(less.dump()).empty() || fromJson(less.dump()).has_value()));
    }
}

TEST_CASE("Points are numbers with at most two decimals, whole ones without") {
    const Json report = Json::parse(toJson(sample(Verdict::Failed)));
    CHECK(report["score"]["points"].dump() == "6.67");
    CHECK(report["score"]["max"].dump() == "10");
}

TEST_CASE("Fields stand in the documented order and equal reports are equal bytes") {
    const std::string text = toJson(sample(Verdict::Failed));
    CHECK(text == toJson(sample(Verdict::Failed)));
    CHECK(text.starts_with("{\n  \"schema\": \"assay.report/1\",\n  \"exercise\": {\n    \"id\": \"pool\""));
}

TEST_CASE("Hostile texts are made visible and keep the report whole") {
    for (const std::string& text :
         {std::string("\x1b[31mred\x1b[0m \xe2\x80\xae gpj.exe"), std::string("\xff\xfe\0x", 4),
          std::string("</script>\"'\\\r\n"), std::string(8000, '\x01')}) {
        const std::string json = toJson(filledWith(text));
        CHECK(base::isUtf8(json));
        CHECK(schemaFaults(json).empty());
        for (const char bad : {'\x1b', '\x01', '\0'})
            CHECK(json.find(bad) == std::string::npos);
        CHECK(json.find("\\u0000") == std::string::npos);
        CHECK(json.find("\xe2\x80\xae") == std::string::npos);
        REQUIRE(fromJson(json).has_value());
        CHECK(toJson(*fromJson(json)) == json);
    }
}

TEST_CASE("A message is cut at 4 KiB at a character, and says how much is missing") {
    judge::Report report = sample(Verdict::Failed);
    for (int i = 0; i < 5000; ++i)
        report.checks[1].tests[1].message += "ä";
    const Json json = Json::parse(toJson(report));
    const auto message = json["checks"][1]["tests"][1]["message"].get<std::string>();
    CHECK(message.size() <= 4096);
    CHECK(message.size() > 4000);
    CHECK(message.ends_with("bytes more)"));
    CHECK_FALSE(json.contains("truncated"));
}

TEST_CASE("A report stays under 1 MiB, whatever it holds, and outputs go first") {
    judge::Report report = sample(Verdict::Failed);
    for (int i = 0; i < 100; ++i) {
        auto more = aTest(("Test" + std::to_string(i)).c_str(), Verdict::Failed, "the message stays");
        more.output = std::string(64 << 10, 'x');
        report.checks[1].tests.push_back(more);
    }
    std::string text = toJson(report);
    CHECK(text.size() <= std::size_t{1} << 20);
    CHECK(schemaFaults(text).empty());
    Json json = Json::parse(text);
    CHECK(json["truncated"] == true);
    CHECK(json["checks"][1]["tests"].size() == 104);
    CHECK(json["checks"][1]["tests"][50]["message"] == "the message stays");
    CHECK(json["checks"][1]["tests"][50]["output"].get<std::string>().ends_with("bytes more)"));

    for (int i = 0; i < 6'000; ++i)
        report.checks[1].tests.push_back(aTest("TestMany", Verdict::Passed));
    report.checks[2].diagnostics.resize(6'000, report.checks[2].diagnostics[0]);
    text = toJson(report);
    CHECK(text.size() <= std::size_t{1} << 20);
    CHECK(schemaFaults(text).empty());
    json = Json::parse(text);
    CHECK(json["checks"][1]["message"].get<std::string>().find("entries left out") != std::string::npos);
    CHECK(json["checks"][1]["tests"][1]["verdict"] == "failed");  // those that tell something stay
}

TEST_CASE("Hidden tests tell a learner nothing, whatever the report holds") {
    judge::Report report = sample(Verdict::Failed);
    checks::TestResult& hidden = report.checks[1].tests.back();
    hidden.name = "TestSecretName";
    hidden.output = hidden.expected = hidden.got = hidden.details = "secret value";
    hidden.file = "secret_test.go";
    hidden.line = 7;
    checks::TestResult sub = aTest("TestSecretName/secret_case", Verdict::Failed, "secret");
    sub.hidden = sub.subtest = true;
    report.checks[1].tests.push_back(sub);
    for (const std::string& text : {toJson(report), toText(report, {}), headline(report)}) {
        INFO(text);
        CHECK(text.find("ecret") == std::string::npos);
    }
    CHECK(toText(report, {}).find("hidden 1") != std::string::npos);
    CHECK(toText(report, {}).find("Run must also stop") != std::string::npos);
    report.instructor = true;
    CHECK(toJson(report).find("TestSecretName") != std::string::npos);
    CHECK(toText(report, {}).find("secret value") != std::string::npos);
}

TEST_CASE("A hidden test's panic keeps the learner's own place") {
    judge::Report report = sample(Verdict::Failed);
    report.checks[1].tests.back().file = "pool.go";
    report.checks[1].tests.back().line = 31;
    const Json json = Json::parse(toJson(report));
    CHECK(json["checks"][1]["tests"].back()["file"] == "pool.go");
    CHECK(json["checks"][1]["tests"].back()["line"] == 31);
}

TEST_CASE("What is no report is refused with the place that does not fit") {
    const Json good = Json::parse(toJson(sample(Verdict::Failed)));
    const auto said = [](const std::string& text) {
        const auto report = fromJson(text);
        REQUIRE_FALSE(report.has_value());
        CHECK(report.error().code == base::ErrorCode::InvalidContent);
        return report.error().message;
    };
    CHECK(said("") == "report: this is no JSON");
    CHECK(said("[]") == "report: the whole: expected an object, found '[]'");
    CHECK(said("{}") == "report: /schema is missing");
    struct Change {
        const char* path;
        Json value;
        const char* message;
    };
    for (const Change& change :
         {Change{"/schema", "assay.report/2",
                 "report: /schema: expected assay.report/1, found '\"assay.report/2\"'"},
          Change{"/verdict", "great", "report: /verdict: expected the name of a verdict, found '\"great\"'"},
          Change{"/score/points", -1,
                 "report: /score/points: expected points from 0 to 1000000000, found '-1'"},
          Change{"/checks", 3, "report: /checks: expected an array, found '3'"},
          Change{"/checks/1/tests/0/hidden", 0,
                 "report: /checks/1/tests/0/hidden: expected true or false, found '0'"},
          Change{"/usage/wall_ms", 1.5,
                 "report: /usage/wall_ms: expected a whole number, 0 or more, found '1.5'"},
          Change{"/graded_at", "yesterday",
                 "report: /graded_at: expected a time like 2026-01-31T12:00:00.000Z, found '\"yesterday\"'"},
          Change{"/isolation/level", "weak",
                 "report: /isolation/level: expected full, reduced or none, found '\"weak\"'"}}) {
        Json wrong = good;
        wrong[Json::json_pointer(change.path)] = change.value;
        CHECK(said(wrong.dump()) == change.message);
    }
}
