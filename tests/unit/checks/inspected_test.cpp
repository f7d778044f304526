// Settings of a course that check nothing, contradict each other or name what there is not: told with their line, before a
// learner's file is looked at.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>

#include "base/process.h"
#include "base/text.h"
#include "checks/go_names.h"
#include "checks/inspected.h"
#include "support/real_judge.h"
#include "toolchain/go/compiler.h"

using namespace assay;
using Catch::Matchers::ContainsSubstring;
using support::realJudge;
using support::TinyCourse;

namespace {

const char* const kBenchmarks =
    "package ex\n\nimport \"testing\"\n\n// b.Run( in a comment\nfunc BenchmarkGood(b *testing.B) {\n\tfor b.Loop() {\n\t\t_ = \"b.Run(\"\n\t}\n}\n\nfunc BenchmarkParts(b *testing.B) {\n\tb.Run(\"a\", func(b *testing.B) {})\n}\n\nfunc "
    "BenchmarkNothing(b *testing.B) {\n\t// b.Loop\n}\n\nfunc FuzzKey(f *testing.F) {}\n\nfunc TestA(t *testing.T) {}\n";

std::vector<course::Fault> faultsOf(const std::string& check, const std::string& before = {}) {
    const TinyCourse course("[files]\neditable = [\"a.go\", \"build.sh\"]\n" + before + "[[check]]\npoints = 10\n" + check,
                            {{"starter/a.go", "package ex\n"}, {"solution/a.go", "package ex\n"}, {"tests/a_test.go", kBenchmarks}});
    return checks::inspectExercise(course.exercise());
}
std::string said(const std::string& check, const std::string& before = {}) {
    std::string text;
    for (const course::Fault& fault : faultsOf(check, before)) text += course::describe(fault) + "\n";
    return text;
}
std::string target(const std::string& os, const std::string& arch, const std::string& output) {
    return "[[check.target]]\nos = \"" + os + "\"\narch = \"" + arch + "\"\noutput = \"" + output + "\"\n";
}
const std::string kCrossbuild = "kind = \"crossbuild\"\nscript = \"build.sh\"\n";

}  // namespace

TEST_CASE("crossbuild: systems, processors, pairs, outputs and targets are Go's and differ", "[inspected]") {
    CHECK(said(kCrossbuild + target("linux", "amd64", "dist/h")).empty());
    const auto faults = faultsOf(kCrossbuild + target("linus", "amd46", "dist/h"));
    REQUIRE(faults.size() == 2);
    CHECK(faults[0].file == "exercises/p/ex/exercise.toml");
    CHECK(faults[0].line == 12);
    CHECK(faults[0].found == "linus");
    CHECK(faults[0].nearest == "linux");
    CHECK(faults[1].nearest == "amd64");
    CHECK_THAT(said(kCrossbuild + target("darwin", "mips", "dist/h")), ContainsSubstring("Go does not build for darwin/mips") && ContainsSubstring("darwin/arm64"));
    CHECK_THAT(said(kCrossbuild + target("linux", "amd64", "/etc/h")), ContainsSubstring("'/etc/h' does not stay in the exercise"));
    CHECK_THAT(said(kCrossbuild + target("linux", "amd64", "a") + target("linux", "amd64", "b")), ContainsSubstring("'linux/amd64' stands twice"));
    CHECK_THAT(said(kCrossbuild + target("linux", "amd64", "a") + target("linux", "arm64", "./a")), ContainsSubstring("two targets are to be in the file"));
}

TEST_CASE("alloc, speed and fuzz: the function is there, measures something and has no parts", "[inspected]") {
    CHECK(said("kind = \"alloc\"\nbenchmark = \"BenchmarkGood\"\nmax_allocs = 1\n").empty());
    CHECK_THAT(said("kind = \"alloc\"\nbenchmark = \"BenchmarkGood\"\n"), ContainsSubstring("it has no limit"));
    CHECK_THAT(said("kind = \"alloc\"\nbenchmark = \"BenchmarkGod\"\nmax_allocs = 1\n"), ContainsSubstring("did you mean 'BenchmarkGood'?"));
    CHECK_THAT(said("kind = \"alloc\"\nbenchmark = \"BenchmarkParts\"\nmax_allocs = 1\n"), ContainsSubstring("exercises/p/ex/tests/a_test.go:12: ") && ContainsSubstring("has parts (b.Run)"));
    CHECK_THAT(said("kind = \"speed\"\nbenchmark = \"BenchmarkNothing\"\nat_least = 0.5\n"), ContainsSubstring("so it measures nothing"));
    CHECK(said("kind = \"fuzz\"\ntarget = \"FuzzKey\"\n").empty());
    CHECK_THAT(said("kind = \"fuzz\"\ntarget = \"FuzzKy\"\n"), ContainsSubstring("did you mean 'FuzzKey'?"));
}

TEST_CASE("lint, modern and policy: settings that check nothing are told", "[inspected]") {
    CHECK_THAT(said("kind = \"lint\"\nanalyzers = []\n"), ContainsSubstring("it asks for nothing"));
    CHECK(said("kind = \"lint\"\nanalyzers = []\nmax_complexity = 3\n").empty());
    CHECK_THAT(said("kind = \"lint\"\nanalyzers = [\"nilnes\"]\n"), ContainsSubstring("did you mean 'nilness'?"));
    CHECK_THAT(said("kind = \"lint\"\ncheck_errors = [\"(((\"]\n"), ContainsSubstring("'(((' is no name of a function"));
    CHECK_THAT(said("kind = \"lint\"\ncheck_errors = [\"oss.Remove\"]\n"), ContainsSubstring("did you mean 'os'?"));
    CHECK(said("kind = \"lint\"\ncheck_errors = [\"*\", \"(*os.File).Close\", \"net/http.Get\", \"example.com/x.Do\"]\n").empty());
    CHECK_THAT(said("kind = \"modern\"\nexcept = [\"rangeint2\"]\n"), ContainsSubstring("did you mean 'rangeint'?"));
    CHECK_THAT(said("kind = \"policy\"\n"), ContainsSubstring("it names no rule"));
    CHECK_THAT(said("kind = \"policy\"\nforbid_imports = [\"mathh\"]\n"), ContainsSubstring("did you mean 'math'?"));
    CHECK(said("kind = \"policy\"\nforbid_imports = [\"net/...\", \"golang.org/x/exp\"]\nallow_imports = [\"fmt\"]\n").empty());
    CHECK_THAT(said("kind = \"policy\"\nforbid = [\"gotoo\"]\n"), ContainsSubstring("did you mean 'goto'?"));
    CHECK_THAT(said("kind = \"policy\"\nforbid = [\"if\"]\nrequire = [\"if\"]\n"), ContainsSubstring("'if' is required and forbidden"));
    CHECK_THAT(said("kind = \"policy\"\nallow_imports = [\"fmt\"]\nrequire_imports = [\"os\"]\n"), ContainsSubstring("'allow_imports' does not allow it"));
}

TEST_CASE("coverage, mutation, rubric and program: files, mutants, levels and patterns are there and fit", "[inspected]") {
    CHECK(said("kind = \"coverage\"\nfiles = [\"a.go\"]\nat_least = 50\n").empty());
    CHECK_THAT(said("kind = \"coverage\"\nfiles = [\"b.go\"]\nat_least = 50\n"), ContainsSubstring("exercise.toml:10: ") && ContainsSubstring("'b.go' is no Go file of code in starter/ or solution/ (expected one of a.go"));
    CHECK_THAT(said("kind = \"coverage\"\nfiles = [\"a.go\", \"a.go\"]\nat_least = 50\n"), ContainsSubstring("stands twice"));
    CHECK_THAT(said("kind = \"mutation\"\n"), ContainsSubstring("it has no mutant"));
    CHECK_THAT(said("kind = \"mutation\"\nmax_mutants = 3\n"), ContainsSubstring("'max_mutants' does nothing here"));
    CHECK(said("kind = \"mutation\"\nmutants = [\"off-by-one\"]\nfiles = [\"a.go\"]\nmax_mutants = 3\n").empty());
    CHECK_THAT(said("kind = \"mutation\"\nmutants = [\"off-by-one\"]\nfiles = [\"zz.go\"]\n"), ContainsSubstring("'zz.go' is no Go file of code in solution/"));
    const std::string dimension = "[[check.dimension]]\ntitle = \"A\"\nweight = 100\nfrom = [{ check = \"f\" }]\n", format = "[[check]]\nid = \"f\"\nkind = \"format\"\n";
    for (const char* levels : {"[[10, \"a\"]]", "[[0, \"a\"], [0, \"b\"]]", "[[0, \"a\"], [101, \"b\"]]", "[[0]]", "\"a\""}) {
        INFO(levels);
        CHECK_THAT(said("kind = \"rubric\"\nlevels = " + std::string(levels) + "\n" + dimension, format), ContainsSubstring("in rising order, the first from 0"));
    }
    CHECK(said("kind = \"rubric\"\nlevels = [[0, \"a\"], [50, \"b\"]]\n" + dimension, format).empty());
    CHECK_THAT(said("kind = \"program\"\n[[check.case]]\nname = \"a\"\nstdout_matches = \"(\"\n"), ContainsSubstring("stdout_matches is no regular expression"));
}

TEST_CASE("Points that nothing can earn are told", "[inspected]") {
    const std::string weightless = "[[check.case]]\nname = \"a\"\nweight = 0\n";
    CHECK_THAT(said("kind = \"program\"\n" + weightless), ContainsSubstring("every weight is 0"));
    CHECK(said("kind = \"program\"\n" + weightless + "[[check.case]]\nname = \"b\"\n").empty());
    const TinyCourse course("[files]\neditable = [\"a.go\"]\n[[check]]\nkind = \"tests\"\npoints = 10\n[[check.test]]\nname = \"TestA\"\nweight = 0\n[[check.test]]\nname = \"FuzzKey\"\nweight = 0\n",
                            {{"starter/a.go", "package ex\n"}, {"tests/a_test.go", kBenchmarks}});
    CHECK_THROWS_WITH(realJudge().grade(course, {{"a.go", "package ex\n"}}), ContainsSubstring("weighs 0"));
}

TEST_CASE("Such a course grades nobody, and check_errors' functions are looked up", "[inspected]") {
    const auto grade = [](const std::string& check) {
        const TinyCourse course("[files]\neditable = [\"a.go\"]\n[[check]]\npoints = 10\n" + check, {{"starter/a.go", "package ex\n"}});
        return realJudge().grade(course, {{"a.go", "package ex\n\nimport \"os\"\n\nfunc A() { os.Remove(\"x\") }\n"}}).verdict;
    };
    CHECK_THROWS_WITH(grade("kind = \"policy\"\n"), ContainsSubstring("it names no rule"));
    CHECK_THROWS_WITH(grade("kind = \"lint\"\ncheck_errors = [\"os.Remov\"]\n"), ContainsSubstring("'check_errors' names os.Remov"));
    CHECK_THROWS_WITH(grade("kind = \"lint\"\ncheck_errors = [\"(*os.File).Clos\"]\n"), ContainsSubstring("(*os.File).Clos"));
    CHECK_THROWS_WITH(grade("kind = \"lint\"\ncheck_errors = [\"net/http.Gett\"]\n"), ContainsSubstring("package net/http has no such function"));
    CHECK(grade("kind = \"lint\"\ncheck_errors = [\"os.Remove\", \"(*os.File).Close\"]\n") == checks::Verdict::Failed);
}

TEST_CASE("The names that a course may use are those of the toolchain, the helper and the pages", "[inspected]") {
    const auto compiler = toolchain::findCompiler();
    REQUIRE(compiler);
    const auto lines = [&](std::vector<std::string> argv) {
        argv.insert(argv.begin(), compiler->command.string());
        base::CommandOptions options{.workdir = "/", .environment = compiler->environment(), .timeoutMs = 60'000};
        const base::TempFolder cache = std::move(*base::TempFolder::create("names"));
        options.environment.push_back("GOCACHE=" + cache.path().string());
        const auto ran = base::runCommand(argv, options, {});
        REQUIRE(ran);
        return base::splitLines(ran->out);
    };
    std::vector<std::string> packages = lines({"list", "std"});
    std::erase_if(packages, [](const std::string& name) { return ("/" + name + "/").find("/internal/") != std::string::npos || name.starts_with("vendor/"); });
    CHECK(packages == checks::standardPackages());
    CHECK(lines({"tool", "dist", "list"}) == checks::buildTargets());

    const base::fs::path root = ASSAY_SOURCE_DIR;
    const std::string page = *base::readFile(root / "grader/checks/docs/policy.md", 1 << 20), modern = *base::readFile(root / "grader/checks/docs/modern.md", 1 << 20);
    std::string names;
    for (const std::string& line : base::splitLines(*base::readFile(root / "grader/toolchain/go/helper/internal/policy/constructs.go", 1 << 20)))
        if (line.starts_with("\t{\"")) {
            const std::string name = line.substr(3, line.find('"', 3) - 3);
            INFO(name);
            CHECK(page.find("| `" + name + "` |") != std::string::npos);
            names += (names.empty() ? "\"" : ", \"") + name + "\"";
        }
    CHECK(said("kind = \"policy\"\nforbid = [" + names + "]\n").empty());
    const std::string lint = *base::readFile(root / "grader/toolchain/go/helper/internal/vetting/lint.go", 1 << 20);
    const std::size_t from = lint.find("var fixers"), to = lint.find("\n}", from);
    for (std::size_t at = from; (at = lint.find('"', at)) < to;) {
        const std::size_t end = lint.find('"', at + 1);
        const std::string name = lint.substr(at + 1, end - at - 1);
        INFO(name);
        CHECK(modern.find("`" + name + "`") != std::string::npos);
        CHECK(said("kind = \"modern\"\nexcept = [\"" + name + "\"]\n").empty());
        at = end + 1;
    }
}

namespace {

std::string service(const std::string& steps, const std::string& head = "args = [\"127.0.0.1:{port}\"]\n") { return said("kind = \"service\"\n" + head + steps); }
std::string one(const std::string& body) { return service("[[check.step]]\nname = \"a\"\n" + body); }
constexpr const char* kOk = "request = { path = \"/\" }\nexpect = { status = 200 }\n";

}  // namespace

TEST_CASE("service: a step does one thing, expects something, and what it does not read is told", "[inspected]") {
    CHECK(one(kOk).empty());
    CHECK_THAT(one("expect = { status = 200 }\n"), ContainsSubstring("step 'a' does nothing"));
    CHECK_THAT(one(std::string(kOk) + "logs = {}\n"), ContainsSubstring("does more than one thing"));
    CHECK_THAT(one("request = { path = \"/\" }\n"), ContainsSubstring("any answer would pass"));
    CHECK_THAT(one("request = { path = \"/\" }\nexpect = { status = 200, closed = true }\n"), ContainsSubstring("does not read 'closed'"));
    CHECK_THAT(one("request = { path = \"/\" }\nexpect = { same = true }\n"), ContainsSubstring("compares one answer with itself"));
    CHECK_THAT(one("restart = { signal = \"KILL\" }\nexpect = { exit = 0 }\n"), ContainsSubstring("does not read 'exit'"));
    CHECK(one("restart = {}\nexpect = { exit = 0 }\n").empty());
    CHECK_THAT(one("load = { path = \"/\" }\nexpect = { at_least = { abc = 5 } }\n"), ContainsSubstring("'abc' of 'at_least' in step 'a' is no status"));
    CHECK_THAT(one("calls = { path = \"/\" }\n"), ContainsSubstring("there is no upstream server"));
    CHECK_THAT(one("logs = { format = \"text\", each_has = [\"time\"] }\n"), ContainsSubstring("lines of text have none"));
    CHECK_THAT(one("raw = { send = \"x\", meanwhile = { path = \"/\" } }\nexpect = { closed = true }\n"), ContainsSubstring("the request 'meanwhile' in step 'a' expects nothing"));
}

TEST_CASE("service: requests, patterns and variables are ones that can be sent, compared and filled in", "[inspected]") {
    CHECK_THAT(one("request = { method = \"GE T\", path = \"/\" }\nexpect = { status = 200 }\n"), ContainsSubstring("is no method"));
    CHECK_THAT(one("request = { path = \"/ HTTP/1.1\" }\nexpect = { status = 200 }\n"), ContainsSubstring("is no path"));
    CHECK_THAT(one("request = { path = \"/\", headers = { \"a b\" = \"c\" } }\nexpect = { status = 200 }\n"), ContainsSubstring("is no header"));
    CHECK_THAT(one("request = { path = \"/\", body = \"a\", json = 1 }\nexpect = { status = 200 }\n"), ContainsSubstring("sends a body twice"));
    CHECK_THAT(one("request = { path = \"/\" }\nexpect = { body_matches = \"(\" }\n"), ContainsSubstring("is no regular expression: missing )"));
    CHECK_THAT(one("request = { path = \"/${nope}\" }\nexpect = { status = 200 }\n"), ContainsSubstring("${nope} in step 'a' is saved by no step before it"));
    CHECK_THAT(one(std::string(kOk) + "save = { token = \"jsn:token\" }\n"), ContainsSubstring("does not say where it comes from") && ContainsSubstring("json"));
    CHECK(service("[[check.step]]\nname = \"a\"\n" + std::string(kOk) + "save = { token = \"json:token\" }\n[[check.step]]\nname = \"b\"\nrequest = { path = \"/${token}\" }\nexpect = { body_matches = \"^${token}$\" }\n").empty());
    CHECK_THAT(one("restart = {}\nsave = { token = \"json:token\" }\n"), ContainsSubstring("only a step with 'request' saves"));
}

TEST_CASE("service: the program is told where to listen, where its data are, and whom to call", "[inspected]") {
    const std::string step = "[[check.step]]\nname = \"a\"\n" + std::string(kOk);
    CHECK_THAT(service(step, "args = [\"-addr\"]\n"), ContainsSubstring("{port}: the program cannot know where to listen"));
    CHECK_THAT(service(step, "args = [\"{prot}\"]\n"), ContainsSubstring("did you mean '{port}'"));
    CHECK(service(step, "env = { ADDR = \"127.0.0.1:{port}\" }\n").empty());
    CHECK_THAT(service(step, "args = [\"{port}\", \"{data}\"]\n"), ContainsSubstring("there is no data folder"));
    CHECK_THAT(service(step, "args = [\"{port}\"]\ndata = true\n"), ContainsSubstring("the program is not told where"));
    CHECK_THAT(service("[[check.step]]\nname = \"a\"\nweight = 0\n" + std::string(kOk)), ContainsSubstring("every weight is 0"));
}
