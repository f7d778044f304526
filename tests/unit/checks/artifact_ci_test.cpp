// What counts as run in a workflow. Two lists: scripts that only look as if they tested, and right ones of the make that
// people write. A rule that grows laxer or stricter than that is seen here.
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "base/text.h"
#include "checks/artifact/ci.h"
#include "checks/artifact/rules.h"

using namespace assay;
using namespace assay::checks::artifact;

namespace {

std::string indented(const std::string& text, const std::string& by) {
    std::string out;
    for (const std::string& line : base::splitLines(text)) out += by + line + "\n";
    return out;
}
// A workflow of one job whose one step runs the script; `more` stands in the step beside it.
std::string workflowOf(const std::string& script, const std::string& more = "") {
    return "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n" + indented(script, "          ") + indented(more, "        ");
}
std::size_t findings(const std::string& workflow, const char* rule) {
    const Inspection inspection = inspect(Type::Ci, workflow, {{rule, {}}});
    for (const Finding& problem : inspection.problems) UNSCOPED_INFO(problem.place.line << ": " << problem.message);
    REQUIRE(inspection.problems.empty());
    for (const Finding& finding : inspection.findings.front()) UNSCOPED_INFO(finding.place.line << ": " << finding.message);
    return inspection.findings.front().size();
}

}  // namespace

TEST_CASE("CI: what is not plainly run proves nothing") {
    const std::vector<std::string> scripts{
        "cat <<EOF\ngo test -race ./...\nEOF",
        "cat > notes.txt <<-'END'\n\tgo test -race ./...\n\tEND",
        "t() {\n  go test -race ./...\n}",
        "function t {\n  go test -race ./...\n}\necho t",
        "if false; then\n  go test -race ./...\nfi",
        "if [ -n \"$NEVER\" ]; then go test -race ./...; fi",
        "while false; do go test -race ./...; done",
        "for p in; do go test -race $p; done",
        "for p in $NOTHING; do go test -race $p; done",
        "case x in y) go test -race ./... ;; esac",
        "! go test -race ./...",
        "! go test -race ./...\necho done",
        "set +e\ngo test -race ./...\nexit 0",
        "set +e\ngo test -race ./...\necho done",
        "exit 0\ngo test -race ./...",
        "true && exit 0\ngo test -race ./...",
        "exec true\ngo test -race ./...",
        "set -n\ngo test -race ./...",
        "trap 'exit 0' EXIT\ngo test -race ./...",
        "go test -race ./... || true",
        "go test -race ./... || echo failed",
        "go test -race ./... || { echo failed; exit 0; }",
        "go test -race ./... | tee out.txt",
        "go test -race ./... &",
        "(go test -race ./...) &\nwait",
        "go test -race ./... && echo fine\necho done",
        "[ -n \"$CI_TESTS\" ] && go test -race ./...\necho done",
        "false || true && echo && false && go test -race ./...\necho done",
        "bash -c 'go test -race ./...; true'",
        "bash -c 'set +e; go test -race ./...; exit 0'",
        "go() { echo go \"$@\"; }\ngo test -race ./...",
        "go test -race -h",
        "go test -race -list . ./...",
        "go test -race -run NONE ./...",
        "go test -race -run='^$' ./...",
        "go test -race -skip . ./...",
        "go test -race -count=0 ./...",
        "go test -race -n ./...",
        "go test -race -c ./a",
        "go test -race -exec true ./...",
        "go test -race=false ./...",
        "go test ./... -args -race",
        "go help test -race",
        "echo go test -race ./...",
        "# go test -race ./...",
        ": <<'EOF'\ngo test -race ./...\nEOF",
        "make test",
    };
    for (const std::string& script : scripts) {
        INFO(script);
        CHECK(findings(workflowOf(script), "race") == 1);
    }
    for (const char* more : {"shell: cat {0}", "shell: bash -n {0}", "shell: python", "if: false", "if: ${{ false }}", "if: \"'a' == 'b'\"", "if: ${{ always() && false }}", "if: failure()", "continue-on-error: true"}) {
        INFO(more);
        CHECK(findings(workflowOf("go test -race ./...", more), "race") == 1);
    }
    // Without -e the last command decides.
    CHECK(findings(workflowOf("go test -race ./...\necho done", "shell: bash {0}"), "race") == 1);
    CHECK(findings(workflowOf("go test -race ./...", "shell: bash {0}"), "race") == 0);
}

TEST_CASE("CI: right scripts of ordinary make count") {
    const std::vector<std::string> scripts{
        "go test -race ./...",
        "go test ./... -race",
        "go test -v -race -shuffle=on -count=1 -timeout 5m -coverprofile=cover.out ./...",
        "go test -race -run . ./...",
        "CGO_ENABLED=1 go test -race ./...",
        "env CGO_ENABLED=1 go test -race ./...",
        "export CGO_ENABLED=1\ngo test -race ./...",
        "time go test -race ./...",
        "timeout 10m go test -race ./...",
        "/usr/local/go/bin/go test -race ./...",
        "go vet ./... && go test -race ./...",
        "go vet ./...; go test -race ./...",
        "go vet ./...\ngo test -race ./...\n",
        "set -e\ncd service && go test -race ./...",
        "cd service\ngo test -race ./...",
        "(cd service && go test -race ./...)\necho done",
        "{ cd service; go test -race ./...; }\necho done",
        "go test -race \\\n  -shuffle=on \\\n  ./...",
        "set -o pipefail\ngo test -race ./... | tee out.txt",
        "set -euo pipefail\ngo test -race -json ./... 2>&1 | tee out.json | gotestfmt\necho done",
        "go test -race ./... | tee out.txt; exit ${PIPESTATUS[0]}",
        "go test -race ./... > out.txt 2>&1",
        "go test -race ./... || exit 1",
        "go test -race ./... || { cat log.txt; exit 1; }\necho done",
        "if ! go test -race ./...; then\n  cat log.txt\n  exit 1\nfi",
        "if go test -race ./...; then echo fine; else exit 1; fi",
        "set +e\ngo test -race ./...\ncode=$?\ncat log.txt\nexit $code",
        "for p in $(go list ./...); do\n  go test -race \"$p\"\ndone",
        "for d in api worker; do (cd $d && go test -race ./...); done",
        "bash -euo pipefail -c 'go vet ./... && go test -race ./...'",
        "bash <<'EOF'\nset -e\ngo test -race ./...\nEOF",
        "t() {\n  go test -race ./...\n}\nt",
        "if [ -f .env.ci ]; then . ./.env.ci; fi\ngo test -race ./...",
        "until pg_isready; do sleep 1; done\ngo test -race ./...",
        "cat > config.json <<EOF\n{}\nEOF\ngo test -race ./...",
        "echo \"it's\" # don't\ngo test -race ./...",
        "gotestsum --format testname -- -race ./...",
        "[[ -d a && -d b ]] || mkdir -p a b\ngo test -race ./...",
        "trap 'rm -rf /tmp/x' EXIT\ngo test -race ./...",
        "case $RUNNER_OS in\n  Linux) echo linux ;;\n  *) echo other ;;\nesac\ngo test -race ./...",
    };
    for (const std::string& script : scripts) {
        INFO(script);
        CHECK(findings(workflowOf(script), "race") == 0);
    }
    for (const char* more : {"shell: bash", "shell: sh", "shell: bash --noprofile --norc -eo pipefail {0}", "shell: pwsh", "if: github.ref == 'refs/heads/main'", "if: always()", "if: ${{ !cancelled() }}"}) {
        INFO(more);
        CHECK(findings(workflowOf("go test -race ./...", more), "race") == 0);
    }
    // The forge starts `shell: bash` with pipefail, and a bare step without.
    CHECK(findings(workflowOf("go test -race ./... | tee out.txt", "shell: bash"), "race") == 0);
    CHECK(findings("on: push\ndefaults: {run: {shell: bash}}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: go test -race ./... | tee out.txt\n", "race") == 0);
}

TEST_CASE("CI: a job that never runs proves nothing, and needs in a circle are refused") {
    const auto jobs = [](const std::string& first, const std::string& second) {
        return "on: push\njobs:\n  a:\n    runs-on: x\n" + indented(first, "    ") + "    steps: [{run: go test ./...}]\n  b:\n    runs-on: x\n" + indented(second, "    ") + "    steps: [{run: go build ./...}]\n";
    };
    CHECK(findings(jobs("if: ${{ false }}", ""), "test") == 1);
    CHECK(findings(jobs("if: false", ""), "test") == 1);
    CHECK(findings(jobs("continue-on-error: true", ""), "test") == 1);
    CHECK(findings(jobs("if: github.event_name == 'push'", ""), "test") == 0);
    CHECK(findings(jobs("", "if: 1 == 2"), "build") == 1);
    CHECK(findings(jobs("if: false", "needs: a"), "build") == 1);   // passed over with the one that it needs
    CHECK(findings(jobs("if: false", "needs: a\nif: always()"), "build") == 0);
    CHECK(findings(jobs("if: ${{ false }}", ""), "failures-stop") == 1);
    for (const std::string& circle : {jobs("needs: b", "needs: a"), jobs("needs: a", "")}) {
        const Workflow file = parseWorkflow(circle);
        REQUIRE(file.problems.size() == 1);
        CHECK(file.problems.front().message.find("circle") != std::string::npos);
    }
    std::string layers = "on: push\njobs:\n";  // each job needs all of the layer before: paths beyond number
    for (int layer = 0; layer < 20; ++layer)
        for (int i = 0; i < 10; ++i) {
            layers += "  j" + std::to_string(layer) + "x" + std::to_string(i) + ":\n    runs-on: x\n    steps: [{run: docker push x}]\n";
            if (layer == 0) continue;
            layers += "    needs: [";
            for (int n = 0; n < 10; ++n) layers += (n > 0 ? ", j" : "j") + std::to_string(layer - 1) + "x" + std::to_string(n);
            layers += "]\n";
        }
    CHECK(findings(layers, "release-after-tests") == 200);
}

TEST_CASE("CI: modules and formatting may be looked at in each of the usual ways") {
    for (const char* script : {"go mod tidy -diff", "go mod tidy\ngit diff --exit-code", "go mod tidy && git diff --exit-code", "go mod tidy && git diff --exit-code -- go.mod go.sum", "go mod verify",
                               "go mod tidy\ntest -z \"$(git status --porcelain)\"", "go mod tidy\nif [ -n \"$(git status --porcelain)\" ]; then git diff; exit 1; fi",
                               "go mod tidy\nif ! git diff --quiet go.mod go.sum; then\n  echo untidy\n  exit 1\nfi", "go mod tidy\ngit diff --exit-code go.mod go.sum || (echo untidy && exit 1)"}) {
        INFO(script);
        CHECK(findings(workflowOf(script), "modules-tidy") == 0);
    }
    for (const char* script : {"go mod tidy", "git diff --exit-code", "git diff --exit-code\ngo mod tidy", "go mod tidy\ngit diff", "go mod tidy\ngit diff --exit-code -- docs",
                               "go mod tidy\ngit diff --exit-code || true", "if false; then go mod tidy; fi\ngit diff --exit-code", "cat <<EOF\ngo mod tidy -diff\nEOF"}) {
        INFO(script);
        CHECK(findings(workflowOf(script), "modules-tidy") == 1);
    }
    CHECK(findings("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: go mod tidy\n      - run: git diff --exit-code\n", "modules-tidy") == 0);
    for (const char* script : {"test -z \"$(gofmt -l .)\"", "[ -z \"$(gofmt -l .)\" ]", "if [ -n \"$(gofmt -l .)\" ]; then gofmt -d .; exit 1; fi", "out=$(gofmt -l .)\nif [ -n \"$out\" ]; then\n  echo \"$out\"\n  exit 1\nfi",
                               "files=$(gofmt -l -s .)\ntest -z \"$files\" || { echo \"$files\"; exit 1; }", "gofmt -l . | grep . && exit 1 || true", "! gofmt -l . | grep -q .", "go fmt ./...\ngit diff --exit-code",
                               "gofmt -w . && git diff --exit-code", "diff -u <(echo -n) <(gofmt -d ./)", "golangci-lint fmt --diff", "if [ \"$(gofmt -s -l . | wc -l)\" -gt 0 ]; then exit 1; fi"}) {
        INFO(script);
        CHECK(findings(workflowOf(script), "format-check") == 0);
    }
    for (const char* script : {"gofmt -l .", "gofmt -w .", "test -z \"$(gofmt -l .)\" || true", "cat <<EOF\ntest -z \"$(gofmt -l .)\"\nEOF", "echo 'test -z gofmt -l exit 1'", "gofmt -l . | grep -q . || true",
                               "if false; then test -z \"$(gofmt -l .)\"; fi", "go fmt ./...\ngit diff"}) {
        INFO(script);
        CHECK(findings(workflowOf(script), "format-check") == 1);
    }
}

TEST_CASE("CI: a secret reaches the log through filters too") {
    const std::string env = "env: {T: \"${{ secrets.TOKEN }}\"}";
    for (const char* script : {"echo $T", "echo \"$T\" | base64", "printf %s \"${T}\" | rev | cat", "echo \"$T\" | tee token.txt", "cat <<EOF\ntoken: $T\nEOF", "env | sort", "printenv", "echo $T >&2", "set -ex\ntrue", "set -o xtrace"}) {
        INFO(script);
        CHECK(findings(workflowOf(script, env), "no-secrets-in-logs") >= 1);
    }
    for (const char* script : {"echo \"$T\" | docker login -u ci --password-stdin", "echo \"$T\" > token.txt", "echo \"$T\" | base64 > token.txt", "curl -H \"Authorization: Bearer $T\" https://example.com", "echo \"$TAG\"", "set -euo pipefail", "env A=1 ./release.sh"}) {
        INFO(script);
        CHECK(findings(workflowOf(script, env), "no-secrets-in-logs") == 0);
    }
    CHECK(findings(workflowOf("true", "shell: bash -ex {0}"), "no-secrets-in-logs") == 1);
    CHECK(findings(workflowOf("true", "shell: bash --noprofile --norc -eo pipefail {0}"), "no-secrets-in-logs") == 0);
}
