#include <catch2/catch_test_macros.hpp>

#include "checks/artifact/ci.h"
#include "checks/artifact/dockerfile.h"
#include "checks/artifact/kubernetes.h"
#include "checks/artifact/shell.h"

using namespace assay::checks::artifact;

namespace {
std::string problemOf(const Findings& problems) {
    return problems.empty() ? "" : std::to_string(problems.front().place.line) + ":" + std::to_string(problems.front().place.column) + " " + problems.front().message;
}
bool says(const Findings& problems, int line, std::string_view part) {
    UNSCOPED_INFO(problemOf(problems));
    return !problems.empty() && problems.front().place.line == line && problems.front().message.find(part) != std::string::npos;
}
}  // namespace

TEST_CASE("Dockerfile: continuations may hold comments and empty lines") {
    const Dockerfile file = parseDockerfile("FROM alpine:3.22\nRUN one \\\n# a comment\n\n   two \\   \n  && three\nUSER 1\n");
    REQUIRE(file.problems.empty());
    const auto& list = file.final().instructions;
    REQUIRE(list.size() == 2);
    CHECK(list[0].arguments == "one    two   && three");
    CHECK(list[0].placeOf(list[0].arguments.find("three")) == Place{6, 6});
    CHECK(list[1].place == Place{7, 1});
}

TEST_CASE("Dockerfile: the escape directive moves the continuation, and counts only at the top") {
    const Dockerfile windows = parseDockerfile("# escape=`\nFROM a:1\nRUN dir C:\\ `\n  && echo\n");
    REQUIRE(windows.problems.empty());
    CHECK(windows.final().instructions.size() == 1);
    const Dockerfile late = parseDockerfile("# a comment\n# escape=`\nFROM a:1\nRUN a \\\n b\n");
    REQUIRE(late.problems.empty());
    CHECK(late.escape == '\\');
    CHECK(says(parseDockerfile("# escape=x\nFROM a\n").problems, 1, "escape"));
    CHECK(says(parseDockerfile("# escape=`\n# escape=`\nFROM a\n").problems, 2, "twice"));
}

TEST_CASE("Dockerfile: heredocs belong to RUN, COPY and ADD, and end at their name") {
    const Dockerfile file = parseDockerfile(
        "FROM a:1\nRUN <<EOF\nFROM nothing\nEOF\nCOPY <<-\"A\" <<B /etc/\n\tx\n\tA\ny\nB\nCMD echo <<EOF\n");
    REQUIRE(problemOf(file.problems) == "");
    const auto& list = file.final().instructions;
    REQUIRE(list.size() == 3);
    CHECK(list[0].script() == "FROM nothing\n");
    REQUIRE(list[1].heredocs.size() == 2);
    CHECK(list[1].heredocs[0].content == "x\n");
    CHECK_FALSE(list[1].heredocs[0].expands);
    CHECK(list[1].heredocs[1].content == "y\n");
    CHECK(list[1].heredocs[1].place.line == 8);
    CHECK(list[2].heredocs.empty());
    CHECK(says(parseDockerfile("FROM a:1\nRUN <<EOF\nx\n").problems, 2, "no end"));
}

TEST_CASE("Dockerfile: exec and shell form, flags, HEALTHCHECK") {
    const Dockerfile file = parseDockerfile("FROM a:1\nENTRYPOINT [\"/a\", \"-x y\"]\nCMD [ \"a\" ] b\nCOPY --from=x --chown=1:1 a b\nHEALTHCHECK --interval=5s CMD [\"/a\"]\nONBUILD RUN make\n");
    REQUIRE(file.problems.empty());
    const auto& list = file.final().instructions;
    CHECK(list[0].exec);
    CHECK(list[0].words == std::vector<std::string>{"/a", "-x y"});
    CHECK_FALSE(list[1].exec);
    CHECK(list[2].flag("from") == "x");
    CHECK(list[2].flag("chown") == "1:1");
    CHECK(list[2].words.size() == 2);
    CHECK(list[3].exec);
    CHECK(list[4].onBuild);
}

TEST_CASE("Dockerfile: stages, and what they continue") {
    const Dockerfile file = parseDockerfile("ARG GO=1.26\nFROM golang:${GO} AS Build\nRUN true\nFROM build AS test\nFROM alpine:3.22\nCOPY --from=build /a /a\n");
    REQUIRE(file.problems.empty());
    REQUIRE(file.stages.size() == 3);
    CHECK(file.stages[0].image == "golang:1.26");
    CHECK(file.stages[1].base == 0);
    CHECK(file.rootImage(file.stages[1]) == "golang:1.26");
    CHECK(file.effective(file.stages[1]).size() == 1);
    CHECK(file.stageNamed("BUILD") == 0);
}

TEST_CASE("Dockerfile: what the builder would refuse has a place") {
    CHECK(says(parseDockerfile("").problems, 1, "no FROM"));
    CHECK(says(parseDockerfile("RUN x\n").problems, 1, "before the first FROM"));
    CHECK(says(parseDockerfile("FROM a:1\nRUNN x\n").problems, 2, "did you mean RUN?"));
    CHECK(says(parseDockerfile("FROM a:1\n\nRUN\n").problems, 3, "nothing after it"));
    CHECK(says(parseDockerfile("FROM a b\n").problems, 1, "FROM takes"));
    CHECK(says(parseDockerfile("ARG X\nFROM $X\n").problems, 2, "empty"));
    CHECK(says(parseDockerfile("FROM a:1 AS x\nFROM b:1 AS X\n").problems, 2, "already"));
}

TEST_CASE("YAML: places, documents, anchors and merge keys") {
    const YamlFile file = parseYaml("a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n---\n- |\n  text\n- 'true'\n---\n");
    REQUIRE(problemOf(file.problems) == "");
    REQUIRE(file.documents.size() == 2);
    const Node& b = file.documents[0].at("b");
    CHECK(b.at("p").text == "1");
    CHECK(b.at("q").text == "3");
    CHECK(file.documents[0].entry("b")->place == Place{2, 1});
    CHECK(file.documents[1].items[0].block);
    CHECK_FALSE(file.documents[1].items[1].isTrue());
    CHECK(file.documents[0].path("b.nothing.more").isNull());
}

TEST_CASE("YAML: what could fill the memory is refused") {
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
        for (int n = 0; n < 9; ++n) bomb += ", " + before;
        bomb += "]\n";
    }
    CHECK(says(parseYaml(bomb).problems, 5, "values"));
    CHECK(says(parseYaml(std::string(100, '[')).problems, 1, "deeper"));
    CHECK(says(parseYaml(std::string(100'000, '[')).problems, 1, "deeper"));
    CHECK(says(parseYaml("a: &a [*a]\n").problems, 1, "inside the anchor"));
    CHECK(says(parseYaml("a: 1\na: 2\n").problems, 2, "twice"));
    CHECK(says(parseYaml(", \"a\"").problems, 1, "no YAML"));  // the parser behind it would never end
    CHECK(says(parseYaml("a: b: c\n").problems, 1, "no YAML"));
    CHECK(says(parseYaml("a: \xff\n").problems, 1, "UTF-8"));
    CHECK(says(parseYaml(std::string("a: b\nc: \0\n", 11)).problems, 2, "control"));
    CHECK(says(parseYaml("a: " + std::string(300'000, 'x')).problems, 1, "larger"));
}

TEST_CASE("Kubernetes: lists, pods within workloads, and objects that are none") {
    const Manifests file = parseManifests(
        "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Service, metadata: {name: a}}\n---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: b}\n"
        "spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c}]}}}}}\n");
    REQUIRE(problemOf(file.problems) == "");
    CHECK(file.objects.size() == 2);
    REQUIRE(file.workloads.size() == 1);
    CHECK(file.workloads[0].job);
    CHECK(says(parseManifests("- a\n").problems, 1, "map"));
    CHECK(says(parseManifests("kind: Pod\n").problems, 1, "apiVersion"));
    CHECK(says(parseManifests("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n").problems, 1, "no containers"));
    CHECK(says(parseManifests("# nothing\n").problems, 1, "no object"));
}

TEST_CASE("CI: jobs, steps, and what is no workflow") {
    const Workflow file = parseWorkflow("on:\n  push: {branches: [main]}\n  pull_request:\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v5\n      - run: |\n          go vet ./...\n          go test ./... \\\n            -race\n  b:\n    needs: [a]\n    uses: ./.github/workflows/x.yml\n");
    REQUIRE(problemOf(file.problems) == "");
    CHECK(file.triggeredBy("pull_request"));
    REQUIRE(file.jobs.size() == 2);
    REQUIRE(file.jobs[0].steps[1].commands.size() == 2);
    CHECK(file.jobs[0].steps[1].commands[1].command.hasFlag("race"));
    CHECK(file.jobs[0].steps[1].commands[1].place == Place{11, 1});
    CHECK(file.jobs[1].called);
    CHECK(says(parseWorkflow("jobs: {a: {runs-on: x, steps: [{run: y}]}}\n").problems, 1, "`on`"));
    CHECK(says(parseWorkflow("on: push\njobs:\n  a: {steps: [{run: y}]}\n").problems, 3, "runs-on"));
    CHECK(says(parseWorkflow("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - {run: a, uses: b}\n").problems, 6, "either"));
    CHECK(says(parseWorkflow("on: push\njobs:\n  a: {runs-on: x, needs: c, steps: [{run: y}]}\n").problems, 3, "needs"));
}

TEST_CASE("Shell: commands, words, what joins them") {
    const auto commands = splitCommands("A=1 B='x y' go build -o \"a b\" . && (cd x; ls) | wc -l || true\n# nothing\nif test -f a; then echo \"#no $X\"; fi 2>&1 # end");
    std::vector<std::string> first;
    for (const Command& command : commands) first.push_back(command.words.front());
    CHECK(first == std::vector<std::string>{"go", "cd", "ls", "wc", "true", "test", "echo"});
    CHECK(commands[0].assignments == std::vector<std::string>{"A=1", "B=x y"});
    CHECK(commands[0].words == std::vector<std::string>{"go", "build", "-o", "a b", "."});
    CHECK(commands[0].after == "&&");
    CHECK(commands[3].after == "||");
    const auto nested = splitCommands("sh -c 'go vet ./... && go test'");
    REQUIRE(nested.size() == 3);
    CHECK(nested[2].is("go", "test"));
    CHECK(splitCommands("/usr/local/go/bin/go test").front().is("go", "test"));
    CHECK(splitCommands("'unclosed").size() == 1);
}
