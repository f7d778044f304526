// Real reports of every verdict, from the built `assay grade --json`, against resources/schema/report.schema.json.

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "support/program.h"
#include "support/schema.h"

using namespace assay::support;
using nlohmann::json;
namespace fs = assay::base::fs;

namespace {

const std::vector<std::pair<std::string, int>> kVerdicts{  // name of the submission and of its verdict, exit code
    {"passed", 0}, {"failed", 1}, {"compile_error", 1}, {"time_limit", 1}, {"memory_limit", 1}, {"output_limit", 1}, {"crashed", 1}, {"raced", 1}, {"leaked", 1}, {"tampered", 1}, {"invalid", 2}};

assay::base::CommandOutcome grade(const Home& home, const std::string& name, const std::vector<std::string>& more = {}, const std::vector<std::string>& environment = {}) {
    std::vector<std::string> arguments{"grade", "meet", (sourceCourse("verdicts") / "submissions" / name).string(), "--json", "--course", sourceCourse("verdicts").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.run(arguments, {}, environment);
}

// Without what may differ between two gradings of the same files: times, usage, and the program's own output, which holds
// addresses where it is a trace.
json steady(json report) {
    for (const char* field : {"usage", "graded_at"}) report.erase(field);
    for (json& check : report["checks"]) {
        check.erase("duration_ms");
        for (json& test : check["tests"])
            for (const char* field : {"duration_ms", "output", "details"}) test.erase(field);
    }
    return report;
}

}  // namespace

TEST_CASE("A real report of every verdict fits the schema, and ends with its exit code") {
    const Home home;
    for (const auto& [name, exitCode] : kVerdicts) {
        const auto outcome = grade(home, name);
        INFO(name << ": " << outcome.err << outcome.out);
        CHECK(outcome.exitCode == exitCode);
        CHECK(schemaFaults(outcome.out) == "");
        const json report = json::parse(outcome.out);
        CHECK(report["verdict"] == name);
        CHECK(report["exercise"]["id"] == "meet");
        CHECK((report["score"]["points"] == report["score"]["max"]) == (name == "passed"));
        CHECK_FALSE(report["isolation"]["items"].empty());
    }
}

TEST_CASE("An instructor's report and one on a line of its own fit, too") {
    const Home home;
    for (const char* name : {"failed", "crashed", "raced"}) {
        const auto outcome = grade(home, name, {"--instructor", "--format", "jsonl"});
        INFO(name << ": " << outcome.out);
        CHECK(schemaFaults(outcome.out) == "");
        CHECK(outcome.out.find('\n') == outcome.out.size() - 1);
        CHECK(outcome.out.find("TestNegative") != std::string::npos);
    }
}

TEST_CASE("Where the grader could not work, the report says so and fits") {
    const Home home;
    const auto outcome = grade(home, "passed", {}, {"XDG_CACHE_HOME=" + (home.path() / "none").string(), "PATH=/nonexistent"});
    INFO(outcome.err << outcome.out);
    CHECK(outcome.exitCode == 3);
    CHECK(schemaFaults(outcome.out) == "");
    const json report = json::parse(outcome.out);
    CHECK(report["verdict"] == "internal_error");
    CHECK(report["message"].get<std::string>().find("Go compiler") != std::string::npos);
    const std::string message = report["message"];
    CHECK(message.find(". ") != std::string::npos);  // what happened, and what to do
    CHECK(report["exercise"]["content_hash"].get<std::string>().size() == 64);
    for (const json& check : report["checks"]) {
        CHECK(check["verdict"] == "not_run");
        CHECK_FALSE(check["title"].get<std::string>().empty());
    }
}

TEST_CASE("Grading the same files twice gives the same report, apart from times and usage") {
    const Home home;
    for (const char* name : {"passed", "failed", "compile_error", "crashed", "invalid"}) {
        const json first = steady(json::parse(grade(home, name).out)), second = steady(json::parse(grade(home, name).out));
        CHECK(first.dump(1) == second.dump(1));
    }
}

TEST_CASE("What hidden tests are called and ask never reaches a learner's report") {
    const Home home;
    for (const auto& [name, exitCode] : kVerdicts) {
        const auto outcome = grade(home, name);
        INFO(name << ": " << outcome.out);
        for (const char* secret : {"TestNegative", "negative_test", "Square(-4)", "want 16"}) CHECK(outcome.out.find(secret) == std::string::npos);
    }
}

TEST_CASE("check, doctor and exec print one object with --json, as their schemas say") {
    const Home home;
    put(home.path() / "hello.go", "package main\n\nfunc main() { println(1) }\n");
    const auto exec = home.run({"exec", (home.path() / "hello.go").string(), "--json"}), doctor = home.run({"doctor", "--json"});
    const auto check = home.run({"check", "--json", "--course", sourceCourse("track").string(), "equal-weights"});
    CHECK(schemaFaults(exec.out, "exec") == "");
    CHECK(schemaFaults(doctor.out, "doctor") == "");
    CHECK(schemaFaults(check.out, "check") == "");
    CHECK(json::parse(doctor.out)["ready"] == (doctor.exitCode == 0));
    CHECK(json::parse(check.out)["exercises"] == 1);
    CHECK(json::parse(check.out)["lessons"] == 0);
    CHECK(json::parse(check.out)["clean"] == (check.exitCode == 0));
}

TEST_CASE("check counts what it looked at, in words") {
    const Home home;
    const auto check = home.run({"check", "--course", sourceCourse("verdicts").string(), "meet"});
    INFO(check.out << check.err);
    if (check.exitCode == 0) CHECK(check.out.ends_with("Clean: 1 exercise does what it says.\n"));
    else CHECK(check.out.ends_with(check.out.find('\n') == check.out.rfind('\n', check.out.size() - 2) ? "1 fault.\n" : "faults.\n"));
}

TEST_CASE("progress is shown and exported from a folder that cannot be written") {
    const Home home;
    REQUIRE(home.run({"grade", "double", (sourceCourse("small") / "exercises/first/double/solution").string(), "--course", sourceCourse("small").string(), "--record"}).exitCode == 0);
    for (const char* what : {"show", "export"}) {
        const std::string data = home.data().string();
        assay::base::CommandOptions options{.environment = home.environment()};
        const auto outcome = assay::base::runCommand({"bwrap", "--dev-bind", "/", "/", "--ro-bind", data, data, assayProgram().string(), "progress", what, "--course", sourceCourse("small").string()}, options);
        REQUIRE(outcome);
        INFO(outcome->out << outcome->err);
        CHECK(outcome->exitCode == 0);
        CHECK(outcome->out.find(what == std::string("show") ? "1 attempt" : "\"double\"") != std::string::npos);
    }
}
