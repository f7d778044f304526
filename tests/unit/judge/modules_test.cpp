// Exercises that import other modules (exercises/go.mod), with the real compiler and without the network: the module lies in
// the course itself.

#include <catch2/catch_test_macros.hpp>

#include "support/real_judge.h"

using assay::checks::CheckResult;
using assay::checks::Verdict;
using assay::support::realJudge;
using assay::support::Texts;
using assay::support::TinyCourse;

namespace {

const char* const kMod = "module course\n\ngo 1.26\n\nrequire example.com/greet v0.0.0\n\nreplace example.com/greet => ./greet\n";
const char* const kToml =
    "[files]\neditable = [\"greeting.go\"]\n[[check]]\nkind = \"build\"\n[[check]]\nkind = \"vet\"\n[[check]]\nkind = \"tests\"\npoints = 10\n[[check.test]]\nname = \"TestHidden\"\nreveal = \"R.\"\n";
const char* const kGreeting = "package ex\n\nimport \"example.com/greet\"\n\n// Greeting greets.\nfunc Greeting(name string) string { return greet.Hello(name) }\n";

// `greeting`: what the module's function gives before the name.
Texts files(const std::string& greeting) {
    return {{"../../go.mod", kMod},
            {"../../greet/go.mod", "module example.com/greet\n\ngo 1.26\n"},
            {"../../greet/greet.go", "// Package greet greets.\npackage greet\n\nimport \"example.com/greet/internal/words\"\n\n// Hello greets.\nfunc Hello(name string) string { return words.First + name }\n"},
            {"../../greet/internal/words/words.go", "package words\n\nconst First = \"" + greeting + " \"\n"},
            {"starter/greeting.go", "package ex\n"},
            {"solution/greeting.go", kGreeting},
            {"wrong/imports-what-is-not-there/greeting.go", "package ex\n\nimport _ \"example.com/nowhere\"\n"},
            {"tests/greeting_test.go", "package ex\n\nimport \"testing\"\n\nfunc TestSeen(t *testing.T) {\n\tif got := Greeting(\"ada\"); got != \"hello ada\" {\n\t\tt.Errorf(\"got %q\", got)\n\t}\n}\n"},
            {"hidden/hidden_test.go", "package ex\n\nimport (\n\t\"testing\"\n\n\t\"example.com/greet\"\n)\n\nfunc TestHidden(t *testing.T) {\n\tif Greeting(\"bob\") != greet.Hello(\"bob\") {\n\t\tt.Error(\"no\")\n\t}\n}\n"}};
}

}  // namespace

TEST_CASE("A module that exercises/go.mod requires is there for learner and tests, plain and race", "[modules]") {
    const TinyCourse course(kToml, files("hello"));
    const auto plain = realJudge().grade(course, {{"greeting.go", kGreeting}});
    CHECK(plain.verdict == Verdict::Passed);
    // Starts a goroutine: the race build is taken.
    const char* const raced =
        "package ex\n\nimport \"example.com/greet\"\n\n// Greeting greets.\nfunc Greeting(name string) string {\n\tsaid := make(chan string)\n\tgo func() { said <- greet.Hello(name) }()\n\treturn <-said\n}\n";
    CHECK(realJudge().grade(course, {{"greeting.go", raced}}).verdict == Verdict::Passed);
}

TEST_CASE("A module that changes is compiled anew, and what no exercise imports of others cannot be imported", "[modules]") {
    const TinyCourse other(kToml, files("salve"));
    CHECK(realJudge().grade(other, {{"greeting.go", kGreeting}}).verdict == Verdict::Failed);
    const auto report = realJudge().grade(other, {{"greeting.go", "package ex\n\nimport _ \"example.com/nowhere\"\n"}});
    CHECK(report.verdict == Verdict::CompileError);
    REQUIRE_FALSE(report.checks.empty());
    REQUIRE_FALSE(report.checks[0].diagnostics.empty());
    CHECK(report.checks[0].diagnostics[0].message.find("is not among the modules of this course") != std::string::npos);
    CHECK(realJudge().grade(other, {{"greeting.go", "package ex\n\nimport _ \"example.com/greet/internal/words\"\n"}}).verdict == Verdict::Invalid);
}

TEST_CASE("A module that was never fetched is told with what to do, and no network is asked", "[modules]") {
    Texts texts = files("hello");
    texts["../../go.mod"] = "module course\n\ngo 1.26\n\nrequire example.com/greet v0.0.0\n";
    const TinyCourse course(kToml, texts);
    const auto ready = realJudge()->prepareModules(course.folder() / "exercises", {}, {});
    REQUIRE_FALSE(ready);
    CHECK(ready.error().code == assay::base::ErrorCode::Unsupported);
    CHECK(ready.error().message.find("example.com/greet") != std::string::npos);
    CHECK(ready.error().hint.find("go mod download") != std::string::npos);
}

TEST_CASE("The learner's own go build lines find the course's modules", "[modules]") {
    Texts texts = files("hello");
    texts["solution/main.go"] = "package main\n\nimport \"example.com/greet\"\n\nfunc main() { println(greet.Hello(\"ada\")) }\n";
    texts["starter/build.sh"] = texts["solution/build.sh"] = "go build .\n";
    for (const char* other : {"starter/greeting.go", "solution/greeting.go", "tests/greeting_test.go", "hidden/hidden_test.go"}) texts.erase(other);
    const TinyCourse course("[files]\neditable = [\"build.sh\"]\nreadonly = [\"main.go\"]\n[[check]]\nid = \"crossbuild\"\nkind = \"crossbuild\"\nscript = \"build.sh\"\npoints = 10\n"
                            "[[check.target]]\nos = \"linux\"\narch = \"arm64\"\noutput = \"a\"\n", texts);
    const auto built = realJudge().grade(course, {{"build.sh", "GOOS=linux GOARCH=arm64 go build -o a .\n"}});
    REQUIRE(built.checks.size() == 1);
    INFO(built.checks[0].message << built.checks[0].tests[0].message);
    CHECK(built.verdict == Verdict::Passed);
    const auto trimmed = realJudge().grade(course, {{"build.sh", "GOOS=linux GOARCH=arm64 go build -trimpath -o a .\n"}});
    CHECK(trimmed.verdict == Verdict::Passed);
}
