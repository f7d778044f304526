// The rules for CI workflows. What counts is what a step runs, as commands: a name, a comment or an echo proves nothing, nor
// does a step that may fail.

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "checks/artifact/images.h"
#include "checks/artifact/rules.h"

namespace assay::checks::artifact {

namespace {

std::string shown(std::string_view text) { return base::quote(base::cut(text, 80)); }

void eachStep(const Workflow& file, const std::function<void(const Job&, const Step&)>& fn) {
    for (const Job& job : file.jobs)
        for (const Step& step : job.steps) fn(job, step);
}
bool usesAction(const Step& step, std::string_view name) { return step.uses.substr(0, step.uses.find('@')) == name; }

// A command whose failure ends the step: not followed by ||, not piped away, in a step that may not fail.
bool counts(const Step& step, const RunCommand& run) { return !step.mayFail && run.command.after != "||" && run.command.after != "|" && run.command.after != "&"; }

bool anyCommand(const Workflow& file, const std::function<bool(const Command&)>& wanted) {
    bool found = false;
    eachStep(file, [&](const Job&, const Step& step) {
        for (const RunCommand& run : step.commands) found = found || (counts(step, run) && wanted(run.command));
    });
    return found;
}
bool anyAction(const Workflow& file, std::initializer_list<std::string_view> names) {
    bool found = false;
    eachStep(file, [&](const Job&, const Step& step) {
        for (const std::string_view name : names) found = found || (!step.mayFail && usesAction(step, name));
    });
    return found;
}
Place jobsPlace(const Workflow& file) { return file.root->entry("jobs")->place; }
bool isTest(const Command& c) { return c.is("go", "test") || (c.is("gotestsum")); }

void lints(const Workflow& file, const Parameters&, Findings& out) {
    const bool run = anyCommand(file, [](const Command& c) { return c.is("golangci-lint", "run") || c.is("staticcheck") || c.is("go", "vet"); });
    if (!run && !anyAction(file, {"golangci/golangci-lint-action", "dominikh/staticcheck-action"})) out.push_back({jobsPlace(file), "no step runs go vet, staticcheck or golangci-lint"});
}
void formats(const Workflow& file, const Parameters&, Findings& out) {
    // gofmt -l succeeds whatever it lists, so its answer has to be looked at.
    bool found = anyAction(file, {"golangci/golangci-lint-action"});
    eachStep(file, [&](const Job&, const Step& step) {
        if (step.mayFail) return;
        for (const RunCommand& run : step.commands) {
            const Command& c = run.command;
            const bool looked = step.run.find("test -z") != std::string::npos || step.run.find("[ -z") != std::string::npos || step.run.find("grep") != std::string::npos || step.run.find("exit 1") != std::string::npos || step.run.find("diff --exit-code") != std::string::npos;
            const bool gofmt = step.run.find("gofmt") != std::string::npos || step.run.find("go fmt") != std::string::npos;
            found = found || c.is("golangci-lint") || (gofmt && looked);
        }
    });
    if (!found) out.push_back({jobsPlace(file), "no step fails for files that gofmt would change: test -z \"$(gofmt -l .)\""});
}
void tests(const Workflow& file, const Parameters&, Findings& out) {
    if (!anyCommand(file, isTest)) out.push_back({jobsPlace(file), "no step runs go test so that its failure ends the job"});
}
void race(const Workflow& file, const Parameters&, Findings& out) {
    if (!anyCommand(file, [](const Command& c) { return isTest(c) && c.hasFlag("race"); })) out.push_back({jobsPlace(file), "no step runs go test -race"});
}
void builds(const Workflow& file, const Parameters&, Findings& out) {
    const bool run = anyCommand(file, [](const Command& c) { return c.is("go", "build") || c.is("goreleaser") || (c.is("docker") && c.hasWord("build")); });
    if (!run && !anyAction(file, {"docker/build-push-action", "goreleaser/goreleaser-action"})) out.push_back({jobsPlace(file), "no step builds the program"});
}
void scans(const Workflow& file, const Parameters&, Findings& out) {
    const bool run = anyCommand(file, [](const Command& c) {
        const bool named = std::any_of(c.words.begin(), c.words.end(), [](const std::string& w) { return w.find("golang.org/x/vuln/cmd/govulncheck") == 0; });
        return c.is("govulncheck") || c.is("gosec") || c.is("trivy") || c.is("grype") || c.is("osv-scanner") || (c.is("go", "run") && named) || (c.is("go", "tool") && c.hasWord("govulncheck"));
    });
    if (!run && !anyAction(file, {"golang/govulncheck-action", "aquasecurity/trivy-action", "anchore/scan-action", "github/codeql-action/analyze"})) out.push_back({jobsPlace(file), "no step looks for known vulnerabilities (govulncheck)"});
}
void leastPermissions(const Workflow& file, const Parameters&, Findings& out) {
    const auto look = [&](const Node& permissions, const std::string& whose) {
        if (permissions.isScalar() && permissions.text == "write-all") out.push_back({permissions.place, whose + " may write everything"});
    };
    const Node& top = file.root->at("permissions");
    look(top, "the workflow");
    for (const Node::Entry& entry : top.entries)
        if (entry.value.text == "write") out.push_back({entry.place, "every job may write " + shown(entry.key) + ": give it to the one that needs it"});
    for (const Job& job : file.jobs) {
        const Node& own = job.node->at("permissions");
        look(own, "the job " + shown(job.id));
        if (!file.root->has("permissions") && !job.node->has("permissions")) out.push_back({job.place, "the job " + shown(job.id) + " has whatever rights the repository gives: permissions: {contents: read}"});
    }
}
bool isCommit(std::string_view text) { return text.size() == 40 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }
void pinnedActions(const Workflow& file, const Parameters&, Findings& out) {
    const auto look = [&](const Node& uses) {
        const std::string& name = uses.text;
        if (!uses.isScalar() || name.starts_with("./")) return;
        if (name.starts_with("docker://")) {
            if (readImage(std::string_view(name).substr(9)).digest.empty()) out.push_back({uses.place, shown(name) + " is not named by its digest"});
            return;
        }
        const std::size_t at = name.find('@');
        if (at == std::string::npos || !isCommit(std::string_view(name).substr(at + 1))) out.push_back({uses.place, shown(name) + " may be another program tomorrow: name the commit"});
    };
    for (const Job& job : file.jobs) look(job.node->at("uses"));
    eachStep(file, [&](const Job&, const Step& step) { look(step.node->at("uses")); });
}
void caches(const Workflow& file, const Parameters&, Findings& out) {
    bool found = false;
    eachStep(file, [&](const Job&, const Step& step) {
        if (usesAction(step, "actions/setup-go")) {
            const Node& cache = step.node->path("with.cache");
            found = found || !(cache.isFalse() || cache.text == "false");
        }
        found = found || usesAction(step, "actions/cache");
    });
    if (!found) out.push_back({jobsPlace(file), "modules and build results are made again in each run: actions/setup-go keeps them, or actions/cache"});
}
void noSecretsInLogs(const Workflow& file, const Parameters&, Findings& out) {
    eachStep(file, [&](const Job&, const Step& step) {
        for (std::size_t at = step.run.find("secrets."); at != std::string::npos; at = step.run.find("secrets.", at + 1))
            if (step.run.rfind("${{", at) != std::string::npos) out.push_back({file.placeOfLine(step, at), "a secret is put into the text of the script: give it by env"});
        std::vector<std::string> secretNames;
        for (const Node* env : {&step.node->at("env"), &file.root->at("env")})
            for (const Node::Entry& entry : env->entries)
                if (entry.value.text.find("secrets.") != std::string::npos) secretNames.push_back(entry.key);
        for (const RunCommand& one : step.commands) {
            const Command& c = one.command;
            if (c.is("set") && c.words.size() > 1 && c.words[1].starts_with("-") && c.words[1].find('x') != std::string::npos) out.push_back({one.place, "set -x prints every command with its values"});
            if (c.is("printenv") || (c.is("env") && c.words.size() == 1)) out.push_back({one.place, "this prints the whole environment"});
            if (!c.is("echo") && !c.is("printf")) continue;
            for (const std::string& name : secretNames)
                if (c.after != "|" && std::any_of(c.words.begin(), c.words.end(), [&](const std::string& w) { return w.find("$" + name) != std::string::npos || w.find("${" + name) != std::string::npos; }))
                    out.push_back({one.place, "this prints the secret " + shown(name)});
        }
    });
}
void noPlainSecrets(const Workflow& file, const Parameters&, Findings& out) {
    const auto look = [&](const Node& env) {
        for (const Node::Entry& entry : env.entries)
            if (entry.value.isScalar() && !entry.value.text.empty() && entry.value.text.find("${{") == std::string::npos && (namesSecret(entry.key) || looksLikeSecret(entry.value.text)))
                out.push_back({entry.place, shown(entry.key) + " stands in the file as text"});
    };
    look(file.root->at("env"));
    for (const Job& job : file.jobs) look(job.node->at("env"));
    eachStep(file, [&](const Job&, const Step& step) {
        look(step.node->at("env"));
        look(step.node->at("with"));
    });
}
void timeouts(const Workflow& file, const Parameters&, Findings& out) {
    for (const Job& job : file.jobs)
        if (!job.called && !job.node->has("timeout-minutes")) out.push_back({job.place, "the job " + shown(job.id) + " may hang for six hours: timeout-minutes"});
}
void concurrency(const Workflow& file, const Parameters&, Findings& out) {
    const Node& top = file.root->at("concurrency");
    const bool grouped = top.isScalar() || top.at("group").isScalar() ||
                         std::all_of(file.jobs.begin(), file.jobs.end(), [](const Job& job) { return job.node->has("concurrency"); });
    if (!grouped) out.push_back({file.root->place, "two pushes run side by side: concurrency, with a group and cancel-in-progress"});
}
void pinnedGo(const Workflow& file, const Parameters&, Findings& out) {
    bool any = false;
    eachStep(file, [&](const Job&, const Step& step) {
        if (!usesAction(step, "actions/setup-go")) return;
        any = true;
        const Node& with = step.node->at("with");
        if (with.has("go-version-file")) return;
        const Node& version = with.at("go-version");
        const bool number = version.isScalar() && !version.text.empty() && (version.text.find_first_not_of("0123456789.") == std::string::npos || version.text.find("${{") != std::string::npos);
        if (!number) out.push_back({step.place, "the version of Go is not said: go-version-file: go.mod"});
        else if (!version.quoted && version.text.ends_with('0') && version.text.find("${{") == std::string::npos) out.push_back({version.place, "without quotes " + version.text + " is a number and loses its last 0"});
    });
    if (!any) out.push_back({jobsPlace(file), "no step sets up Go: whatever version the runner has is used"});
}
void pinnedRunner(const Workflow& file, const Parameters&, Findings& out) {
    for (const Job& job : file.jobs) {
        const Node& runner = job.node->at("runs-on");
        const auto look = [&](const Node& label) {
            if (label.isScalar() && label.text.ends_with("-latest")) out.push_back({label.place, shown(label.text) + " becomes another system one day"});
        };
        look(runner);
        for (const Node& label : runner.items) look(label);
    }
}
void triggers(const Workflow& file, const Parameters&, Findings& out) {
    const Place place = file.root->entry("on")->place;
    if (!file.triggeredBy("pull_request")) out.push_back({place, "a change is not looked at before it is merged: pull_request"});
    if (!file.triggeredBy("push")) out.push_back({place, "what is merged is not looked at: push to the main branch"});
}
void noUntrustedCheckout(const Workflow& file, const Parameters&, Findings& out) {
    if (!file.triggeredBy("pull_request_target") && !file.triggeredBy("workflow_run")) return;
    eachStep(file, [&](const Job&, const Step& step) {
        if (usesAction(step, "actions/checkout") && step.node->path("with.ref").text.find("head") != std::string::npos) out.push_back({step.place, "this runs a stranger's code with the rights of the repository"});
    });
}
void noInjection(const Workflow& file, const Parameters&, Findings& out) {
    eachStep(file, [&](const Job&, const Step& step) {
        for (std::size_t at = step.run.find("${{"); at != std::string::npos; at = step.run.find("${{", at + 1)) {
            const std::string expression = step.run.substr(at, step.run.find("}}", at) - at);
            for (const char* outside : {"github.event.", "github.head_ref", "inputs."})
                if (expression.find(outside) != std::string::npos) out.push_back({file.placeOfLine(step, at), "what a stranger typed becomes part of this script: give it by env and write \"$NAME\""});
        }
    });
}
void failuresStop(const Workflow& file, const Parameters&, Findings& out) {
    for (const Job& job : file.jobs)
        if (job.node->at("continue-on-error").isTrue()) out.push_back({job.place, "the job " + shown(job.id) + " may fail and nobody hears of it"});
    eachStep(file, [&](const Job&, const Step& step) {
        if (step.mayFail) out.push_back({step.place, "this step may fail, or never runs"});
        for (std::size_t i = 0; i + 1 < step.commands.size(); ++i) {
            const Command &c = step.commands[i].command, &next = step.commands[i + 1].command;
            if (c.after == "||" && (next.is("true") || next.is(":") || next.is("echo"))) out.push_back({step.commands[i].place, shown(c.words[0]) + " may fail: `|| " + next.words[0] + "` takes its failure away"});
        }
    });
}
bool releases(const Step& step) {
    if (usesAction(step, "docker/build-push-action") && step.node->path("with.push").isTrue()) return true;
    if (usesAction(step, "goreleaser/goreleaser-action") || usesAction(step, "softprops/action-gh-release")) return true;
    return std::any_of(step.commands.begin(), step.commands.end(), [](const RunCommand& run) {
        return run.command.is("docker", "push") || run.command.is("kubectl", "apply") || run.command.is("gh", "release") || run.command.is("goreleaser", "release");
    });
}
void releaseAfterTests(const Workflow& file, const Parameters&, Findings& out) {
    const auto testsIn = [](const Job& job) {
        return std::any_of(job.steps.begin(), job.steps.end(), [](const Step& step) { return std::any_of(step.commands.begin(), step.commands.end(), [&](const RunCommand& run) { return counts(step, run) && isTest(run.command); }); });
    };
    const std::function<bool(const Job&, int)> tested = [&](const Job& job, int depth) -> bool {
        if (testsIn(job)) return true;
        for (const Job& other : file.jobs)
            if (depth < 20 && std::find(job.needs.begin(), job.needs.end(), other.id) != job.needs.end() && tested(other, depth + 1)) return true;
        return false;
    };
    for (const Job& job : file.jobs)
        for (const Step& step : job.steps)
            if (releases(step) && !tested(job, 0)) out.push_back({step.place, "the job " + shown(job.id) + " releases without needing one that tests"});
}
void services(const Workflow& file, const Parameters&, Findings& out) {
    for (const Job& job : file.jobs)
        for (const Node::Entry& service : job.node->at("services").entries) {
            const Node& image = service.value.at("image");
            if (!readImage(image.text).pinned()) out.push_back({service.place, "the service " + shown(service.key) + " has no version: " + shown(image.text)});
            if (service.value.at("options").text.find("--health-cmd") == std::string::npos) out.push_back({service.place, "the tests may begin before " + shown(service.key) + " answers: options: --health-cmd …"});
        }
}
void tidyModules(const Workflow& file, const Parameters&, Findings& out) {
    const bool run = anyCommand(file, [](const Command& c) { return c.is("go", "mod") && ((c.hasWord("tidy") && c.hasFlag("diff")) || c.hasWord("verify")); });
    if (!run) out.push_back({jobsPlace(file), "no step looks whether go.mod and go.sum are whole: go mod tidy -diff"});
}

constexpr std::string_view kHead = "on: [push, pull_request]\npermissions: {contents: read}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n    steps:\n      - run: go test ./...\n";

constexpr Rule<Workflow> kRules[] = {
    {{"lint", "A linter runs.", "What a machine can find should not cost a reviewer's attention.", Piece::Steps, "- run: echo go vet ./...\n", "- run: go vet ./...\n"}, lints},
    {{"format-check", "Files that are not formatted fail.", "gofmt -l lists them and succeeds; somebody has to look at the list.", Piece::Steps, "- run: gofmt -l .\n", "- run: test -z \"$(gofmt -l .)\"\n"}, formats},
    {{"test", "The tests run, and their failure counts.", "A pipeline that is green whatever happens is worse than none.", Piece::Steps, "- run: go test ./... || true\n", "- run: go test ./...\n"}, tests},
    {{"race", "The tests run with the race detector.", "A race shows once in a thousand runs, in production.", Piece::Steps, "- run: go test ./...\n", "- run: go test -race ./...\n"}, race},
    {{"build", "The program is built.", "Tests compile packages, not the program with its flags.", Piece::Steps, "- run: go test ./...\n", "- run: go build -trimpath ./cmd/...\n"}, builds},
    {{"scan", "Known vulnerabilities are looked for.", "They are published for dependencies that have not changed for a year.", Piece::Steps, "- run: go vet ./...\n", "- run: go run golang.org/x/vuln/cmd/govulncheck@v1.1.4 ./...\n"}, scans},
    {{"least-permissions", "Jobs have the rights that they need and no more.", "An action that was taken over has the token's rights.", Piece::File, "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps: [{run: go test ./...}]\n", kHead}, leastPermissions},
    {{"pinned-actions", "Actions are named by their commit.", "Who takes over an action moves its tags; a commit cannot be moved.", Piece::Steps, "- uses: actions/checkout@v4\n", "- uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0\n"}, pinnedActions},
    {{"cache", "Modules and build results are kept between runs.", "Minutes of waiting for each push add up to days.", Piece::Steps, "- uses: actions/setup-go@v6\n  with: {go-version-file: go.mod, cache: false}\n", "- uses: actions/setup-go@v6\n  with: {go-version-file: go.mod}\n"}, caches},
    {{"no-secrets-in-logs", "No secret is printed or stands in a script's text.", "Logs are kept and read by many; masking misses what is encoded or cut.", Piece::Steps, "- run: |\n    curl -H \"Authorization: ${{ secrets.TOKEN }}\" https://example.com\n", "- run: ./release.sh\n  env: {TOKEN: \"${{ secrets.TOKEN }}\"}\n"}, noSecretsInLogs},
    {{"no-plain-secrets", "No secret stands in the file.", "The file is in the repository, with all its history.", Piece::Steps, "- run: go test ./...\n  env: {API_TOKEN: abc123}\n", "- run: go test ./...\n  env: {API_TOKEN: \"${{ secrets.API_TOKEN }}\"}\n"}, noPlainSecrets},
    {{"timeouts", "Each job has a time-out.", "A test that hangs holds a runner for six hours.", Piece::File, "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps: [{run: go test ./...}]\n", kHead}, timeouts},
    {{"concurrency", "A newer push ends the run of an older one.", "What nobody waits for any more takes the runners of those who do.", Piece::File, kHead, "on: push\nconcurrency:\n  group: ${{ github.workflow }}-${{ github.ref }}\n  cancel-in-progress: true\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps: [{run: go test ./...}]\n"}, concurrency},
    {{"pinned-go", "The version of Go is said.", "Otherwise the runner's next update changes the compiler.", Piece::Steps, "- uses: actions/setup-go@v6\n  with: {go-version: stable}\n", "- uses: actions/setup-go@v6\n  with: {go-version-file: go.mod}\n"}, pinnedGo},
    {{"pinned-runner", "The runner's system is said.", "ubuntu-latest becomes another system on a day that somebody else chooses.", Piece::File, "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{run: go test ./...}]\n", kHead}, pinnedRunner},
    {{"triggers", "It runs for each pull request and for each push.", "A check that runs after the merge finds the fault in the main branch.", Piece::File, "on: {schedule: [{cron: \"0 3 * * *\"}]}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps: [{run: go test ./...}]\n", kHead}, triggers},
    {{"no-untrusted-checkout", "A stranger's code never runs with the repository's rights.", "pull_request_target has secrets and a token that writes.", Piece::File, "on: pull_request_target\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v5\n        with: {ref: \"${{ github.event.pull_request.head.sha }}\"}\n      - run: go test ./...\n", kHead}, noUntrustedCheckout},
    {{"no-injection", "What others typed is never part of a script.", "A pull request's title can hold a command, and the runner would run it.", Piece::Steps, "- run: echo \"${{ github.event.pull_request.title }}\"\n", "- run: echo \"$TITLE\"\n  env: {TITLE: \"${{ github.event.pull_request.title }}\"}\n"}, noInjection},
    {{"failures-stop", "Nothing takes a failure away.", "continue-on-error and `|| true` make a red step green.", Piece::Steps, "- run: go vet ./... || true\n", "- run: go vet ./...\n"}, failuresStop},
    {{"release-after-tests", "What releases needs what tests.", "Jobs run side by side unless they say `needs`.", Piece::File, "on: push\njobs:\n  release:\n    runs-on: ubuntu-24.04\n    steps: [{run: docker push example.com/service}]\n", "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps: [{run: go test ./...}]\n  release:\n    needs: test\n    runs-on: ubuntu-24.04\n    steps: [{run: docker push example.com/service}]\n"}, releaseAfterTests},
    {{"services-ready", "Services have a version, and the tests wait for them.", "A database that is still starting makes tests fail on some days.", Piece::Job, "services:\n  db: {image: \"postgres\"}\nsteps: [{run: go test ./...}]\n", "services:\n  db:\n    image: postgres:17\n    options: --health-cmd pg_isready --health-interval 2s\nsteps: [{run: go test ./...}]\n"}, services},
    {{"modules-tidy", "go.mod and go.sum are looked at.", "A missing line in go.sum is found by the next person who clones.", Piece::Steps, "- run: go mod tidy\n", "- run: go mod tidy -diff\n"}, tidyModules},
};

}  // namespace

std::span<const Rule<Workflow>> ciRules() { return kRules; }

}  // namespace assay::checks::artifact
