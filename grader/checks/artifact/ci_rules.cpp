// The rules for CI workflows. What counts is what a step runs, as commands: a name, a comment or an echo proves nothing, nor
// does a step that may fail.

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <set>

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

bool heeded(const Job& job, const Step& step) { return !job.never && !job.mayFail && !step.never && !step.mayFail; }

// A command that surely runs, and whose failure is the job's.
bool anyCommand(const Workflow& file, const std::function<bool(const Command&)>& wanted) {
    bool found = false;
    eachStep(file, [&](const Job& job, const Step& step) {
        for (const RunCommand& run : step.commands) found = found || (heeded(job, step) && run.command.counts && wanted(run.command));
    });
    return found;
}
bool anyAction(const Workflow& file, std::initializer_list<std::string_view> names) {
    bool found = false;
    eachStep(file, [&](const Job& job, const Step& step) {
        for (const std::string_view name : names) found = found || (heeded(job, step) && usesAction(step, name));
    });
    return found;
}
Place jobsPlace(const Workflow& file) { return file.root->entry("jobs")->place; }

// Asks a program about itself, or tells it to act out nothing.
bool onlyTalks(const Command& c) {
    const bool go = c.is("go");
    for (const char* flag : {"h", "help", "version"})
        if (c.hasFlag(flag)) return true;
    return c.words.size() > 1 && (c.words[1] == "help" || c.words[1] == "version" || (go && c.hasFlag("n")));
}
// A pattern that lets every test through.
bool isEveryTest(std::string pattern) {
    for (const char* one : {"", ".", ".*", "^", "Test", "^Test", "Test.*", "^Test.*", "^Test.*$", "Test*", "^.*$"})
        if (pattern == one) return true;
    return false;
}
// go test, or gotestsum, that runs the tests: all of them.
bool isTest(const Command& c) {
    if (!(c.is("go", "test") || c.is("gotestsum")) || onlyTalks(c)) return false;
    std::string value;
    for (const char* flag : {"list", "c"})
        if (c.flag(flag, value) != nullptr && value != "false") return false;
    if (c.flag("run", value) != nullptr && !isEveryTest(value)) return false;
    if (c.flag("skip", value) != nullptr && !value.empty() && isEveryTest(value)) return false;
    if (c.flag("count", value) != nullptr && value == "0") return false;
    if (c.flag("exec", value) != nullptr && (value.starts_with("true") || value.starts_with("echo") || value.starts_with(":"))) return false;
    return true;
}
bool isRace(const Command& c) {
    const auto end = std::find_if(c.words.begin(), c.words.end(), [](const std::string& w) { return w == "-args" || w == "--args"; });
    return isTest(c) && std::any_of(c.words.begin(), end, [](const std::string& w) { return w == "-race" || w == "--race" || w == "-race=true" || w == "--race=true" || w == "-race=1"; });
}
bool isLint(const Command& c) {
    std::string value;
    if (onlyTalks(c) || (c.flag("issues-exit-code", value) != nullptr && value == "0")) return false;
    const bool named = c.is("go", "run") && std::any_of(c.words.begin(), c.words.end(), [](const std::string& w) {
        return w.starts_with("honnef.co/go/tools/cmd/staticcheck") || w.starts_with("github.com/golangci/golangci-lint");
    });
    if (c.is("go", "tool") && c.words.size() > 2) return c.words[2] == "staticcheck" || c.words[2] == "golangci-lint" || c.words[2] == "vet";
    return named || c.is("golangci-lint", "run") || (c.is("staticcheck") && !c.hasFlag("list-checks") && !c.hasFlag("explain")) || c.is("go", "vet");
}
void lints(const Workflow& file, const Parameters&, Findings& out) {
    if (!anyCommand(file, isLint) && !anyAction(file, {"golangci/golangci-lint-action", "dominikh/staticcheck-action"})) out.push_back({jobsPlace(file), "no step runs go vet, staticcheck or golangci-lint so that its failure ends the job"});
}

// Commands after which a file of the repository may have changed: the change is a finding if somebody looks for it.
using Writes = bool (*)(const Command&);
// git diff --exit-code, or a test of git status, of the paths that `about` takes (none said: all).
bool looksAtTree(const Command& c, std::initializer_list<std::string_view> about) {
    if (c.counts && (c.is("git", "diff") || c.is("git", "diff-index") || c.is("git", "diff-files")) && (c.hasFlag("exit-code") || c.hasFlag("quiet"))) {
        bool said = false, meant = about.size() == 0;
        for (std::size_t i = 2; i < c.words.size(); ++i) {
            const std::string& word = c.words[i];
            if (word.starts_with('-') || word == "HEAD") continue;
            said = true;
            for (const std::string_view one : about) meant = meant || word == "." || word.ends_with(one);
        }
        return !said || meant;
    }
    const bool test = c.is("test") || c.is("[") || c.is("[[");
    const bool status = std::any_of(c.words.begin(), c.words.end(), [](const std::string& w) { return w.find("git status --porcelain") != std::string::npos || w.find("git status -s") != std::string::npos || w.find("git diff") != std::string::npos; });
    return test && status && ((c.hasWord("-z") && c.counts) || (c.hasWord("-n") && c.stops));
}
// In one job: `writes` surely runs, and somebody looks afterwards what it changed.
bool writesAndLooks(const Workflow& file, Writes writes, std::initializer_list<std::string_view> about) {
    for (const Job& job : file.jobs) {
        bool written = false;
        for (const Step& step : job.steps) {
            if (!heeded(job, step)) continue;
            for (const RunCommand& run : step.commands) {
                if (written && looksAtTree(run.command, about)) return true;
                written = written || (run.command.sure && !onlyTalks(run.command) && writes(run.command));
            }
        }
    }
    return false;
}

bool listsUnformatted(std::string_view text) {
    for (const std::string_view tool : {"gofmt", "gofumpt", "goimports"}) {
        const std::size_t at = text.find(tool);
        if (at == std::string_view::npos) continue;
        const std::string_view rest = text.substr(at);
        if (rest.find(" -l") != std::string_view::npos || rest.find(" -d") != std::string_view::npos || rest.find(" -s -l") != std::string_view::npos) return true;
    }
    return false;
}
// gofmt -l succeeds whatever it lists, so its answer has to be looked at: test -z "$(gofmt -l .)", if [ -n "$out" ]; then
// exit 1; fi, gofmt -l . | grep . && exit 1, diff <(echo -n) <(gofmt -d .).
bool formatsInStep(const Step& step) {
    std::vector<std::string> kept;  // variables that hold the list
    for (const std::string& assignment : step.assignments)
        if (listsUnformatted(assignment)) kept.push_back("$" + assignment.substr(0, assignment.find('='))), kept.push_back("${" + assignment.substr(0, assignment.find('=')));
    const auto names = [&](const Command& c) {
        return std::any_of(c.words.begin(), c.words.end(), [&](const std::string& w) { return listsUnformatted(w) || std::any_of(kept.begin(), kept.end(), [&](const std::string& k) { return w.starts_with(k); }); });
    };
    bool piped = false;
    for (const RunCommand& run : step.commands) {
        const Command& c = run.command;
        const bool test = c.is("test") || c.is("[") || c.is("[[");
        const bool empty = c.hasWord("-z") || c.hasWord("==") || c.hasWord("="), full = c.hasWord("-n") || c.hasWord("!=") || c.hasWord("-gt") || c.hasWord("-ne") || (test && c.words.size() <= 3 && !empty);
        if (test && names(c) && ((empty && c.counts) || (full && c.stops))) return true;
        if (c.is("diff") && names(c) && c.counts) return true;
        if (piped && c.is("grep") && (c.stops || (c.hasFlag("v") && c.counts))) return true;
        if (c.is("golangci-lint", "fmt") && (c.hasFlag("diff") || c.hasFlag("d")) && c.counts) return true;
        if (c.is("golangci-lint", "run") && c.counts && !onlyTalks(c)) return true;
        std::string line;
        for (const std::string& word : c.words) line += word + " ";
        piped = c.after == "|" && (listsUnformatted(line) || piped);
    }
    return false;
}
void formats(const Workflow& file, const Parameters&, Findings& out) {
    bool found = anyAction(file, {"golangci/golangci-lint-action"});
    eachStep(file, [&](const Job& job, const Step& step) { found = found || (heeded(job, step) && formatsInStep(step)); });
    const auto rewrites = [](const Command& c) { return c.is("go", "fmt") || ((c.is("gofmt") || c.is("gofumpt") || c.is("goimports")) && c.hasFlag("w")) || c.is("golangci-lint", "fmt"); };
    if (!found && !writesAndLooks(file, rewrites, {})) out.push_back({jobsPlace(file), "no step fails for files that gofmt would change: test -z \"$(gofmt -l .)\""});
}
void tests(const Workflow& file, const Parameters&, Findings& out) {
    if (!anyCommand(file, isTest)) out.push_back({jobsPlace(file), "no step runs all tests (go test) so that its failure ends the job"});
}
void race(const Workflow& file, const Parameters&, Findings& out) {
    if (!anyCommand(file, isRace)) out.push_back({jobsPlace(file), "no step runs go test -race so that its failure ends the job"});
}
void builds(const Workflow& file, const Parameters&, Findings& out) {
    const bool run = anyCommand(file, [](const Command& c) { return !onlyTalks(c) && (c.is("go", "build") || c.is("goreleaser") || (c.is("docker") && c.hasWord("build"))); });
    if (!run && !anyAction(file, {"docker/build-push-action", "goreleaser/goreleaser-action"})) out.push_back({jobsPlace(file), "no step builds the program"});
}
void scans(const Workflow& file, const Parameters&, Findings& out) {
    const bool run = anyCommand(file, [](const Command& c) {
        const bool named = std::any_of(c.words.begin(), c.words.end(), [](const std::string& w) { return w.find("golang.org/x/vuln/cmd/govulncheck") == 0; });
        return !onlyTalks(c) && (c.is("govulncheck") || c.is("gosec") || c.is("trivy") || c.is("grype") || c.is("osv-scanner") || (c.is("go", "run") && named) || (c.is("go", "tool") && c.hasWord("govulncheck")));
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
// Whether what the command at `at` prints comes into the log: by itself, or through filters that pass it on, changed or not.
// Masking knows a secret as it is, not in base64.
bool reachesLog(const std::vector<RunCommand>& commands, std::size_t at) {
    for (; at < commands.size(); ++at) {
        const Command& c = commands[at].command;
        if (!c.output.empty() && !c.output.starts_with("/dev/std") && c.output != "/dev/tty" && c.output != "2" && c.output != "1") return false;
        if (c.after != "|") return true;
        if (at + 1 >= commands.size()) return true;
        const Command& next = commands[at + 1].command;
        bool passes = false;
        for (const char* filter : {"base64", "base32", "cat", "tee", "rev", "xxd", "od", "hexdump", "sed", "tr", "cut", "head", "tail", "grep", "awk", "fold", "jq", "sort", "uniq", "openssl", "gzip"}) passes = passes || next.is(filter);
        if (!passes || (next.is("grep") && next.hasFlag("q"))) return false;
    }
    return true;
}
bool usesVariable(std::string_view text, const std::string& name) {
    for (const std::string& begin : {"$" + name, "${" + name})
        for (std::size_t at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at + 1)) {
            const std::size_t end = at + begin.size();
            if (end >= text.size() || (std::isalnum(static_cast<unsigned char>(text[end])) == 0 && text[end] != '_')) return true;
        }
    return false;
}
bool printsEverything(const Command& c) {
    const bool bare = c.words.size() == 1;
    return c.is("printenv") || ((c.is("env") || c.is("set") || c.is("export")) && bare) || c.is("export", "-p") || c.is("declare", "-p");
}
bool tracesCommands(const Command& c) {
    if (!c.is("set")) return false;
    for (std::size_t i = 1; i < c.words.size(); ++i)
        if (c.words[i] == "xtrace" || (c.words[i].starts_with('-') && c.words[i].find('x') != std::string::npos)) return true;
    return false;
}
void noSecretsInLogs(const Workflow& file, const Parameters&, Findings& out) {
    eachStep(file, [&](const Job& job, const Step& step) {
        for (std::size_t at = step.run.find("secrets."); at != std::string::npos; at = step.run.find("secrets.", at + 1))
            if (step.run.rfind("${{", at) != std::string::npos) out.push_back({file.placeOfLine(step, at), "a secret is put into the text of the script: give it by env"});
        std::vector<std::string> secretNames;
        for (const Node* env : {&step.node->at("env"), &job.node->at("env"), &file.root->at("env")})
            for (const Node::Entry& entry : env->entries)
                if (entry.value.text.find("secrets.") != std::string::npos) secretNames.push_back(entry.key);
        const std::vector<Command> shell = splitCommands("set " + step.shell);
        if (tracesCommands(shell.front())) out.push_back({step.place, "`" + step.shell + "` prints every command with its values"});
        for (std::size_t i = 0; i < step.commands.size(); ++i) {
            const Command& c = step.commands[i].command;
            if (tracesCommands(c)) out.push_back({step.commands[i].place, "`set -x` prints every command with its values"});
            if (printsEverything(c) && reachesLog(step.commands, i)) out.push_back({step.commands[i].place, "this prints the whole environment"});
            if (!c.is("echo") && !c.is("printf") && !c.is("cat")) continue;
            std::vector<std::string> texts = c.heredocs;
            if (!c.is("cat")) texts.insert(texts.end(), c.words.begin() + 1, c.words.end());
            for (const std::string& name : secretNames)
                if (std::any_of(texts.begin(), texts.end(), [&](const std::string& w) { return usesVariable(w, name); }) && reachesLog(step.commands, i))
                    out.push_back({step.commands[i].place, "this prints the secret " + shown(name)});
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
        if (job.mayFail || job.never) out.push_back({job.place, "the job " + shown(job.id) + (job.never ? " never runs" : " may fail and nobody hears of it")});
    eachStep(file, [&](const Job&, const Step& step) {
        // A step for the case of failure (`if: failure()`) is right as it is; one whose condition is never met is not.
        const bool off = step.never && step.node->at("if").text.find("failure()") == std::string::npos && step.node->at("if").text.find("cancelled()") == std::string::npos;
        if (step.mayFail || off) out.push_back({step.place, "this step may fail, or never runs"});
        for (std::size_t i = 0; i < step.commands.size(); ++i) {
            const Command& c = step.commands[i].command;
            const Command* next = i + 1 < step.commands.size() ? &step.commands[i + 1].command : nullptr;
            if (c.after == "||" && next != nullptr && (next->is("true") || next->is(":") || next->is("echo"))) out.push_back({step.commands[i].place, shown(c.words[0]) + " may fail: `|| " + next->words[0] + "` takes its failure away"});
            else if (c.sure && !c.counts && !c.stops && (isTest(c) || isLint(c) || c.is("go", "build")) && c.after != "&&") out.push_back({step.commands[i].place, shown(c.words[0] + (c.is("go") ? " " + c.words[1] : "")) + " may fail: the shell goes on and the step succeeds"});
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
    std::map<std::string, const Job*> byId;
    for (const Job& job : file.jobs) byId[job.id] = &job;
    const auto testsIn = [](const Job& job) {
        return std::any_of(job.steps.begin(), job.steps.end(), [&](const Step& step) {
            return heeded(job, step) && std::any_of(step.commands.begin(), step.commands.end(), [&](const RunCommand& run) { return run.command.counts && isTest(run.command); });
        });
    };
    const auto tested = [&](const Job& job) {
        std::set<std::string> seen;
        std::vector<const Job*> open{&job};
        while (!open.empty()) {
            const Job& one = *open.back();
            open.pop_back();
            if (testsIn(one)) return true;
            for (const std::string& id : one.needs)
                if (byId.contains(id) && seen.insert(id).second) open.push_back(byId[id]);
        }
        return false;
    };
    for (const Job& job : file.jobs)
        for (const Step& step : job.steps)
            if (releases(step) && !tested(job)) out.push_back({step.place, "the job " + shown(job.id) + " releases without needing one that tests"});
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
    const bool run = anyCommand(file, [](const Command& c) { return !onlyTalks(c) && c.is("go", "mod") && ((c.hasWord("tidy") && c.hasFlag("diff")) || c.hasWord("verify")); }) ||
                     writesAndLooks(file, [](const Command& c) { return c.is("go", "mod") && c.hasWord("tidy"); }, {"go.mod", "go.sum", "go.*"});
    if (!run) out.push_back({jobsPlace(file), "no step fails where go.mod and go.sum are not whole: go mod tidy -diff, or go mod tidy and then git diff --exit-code"});
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
