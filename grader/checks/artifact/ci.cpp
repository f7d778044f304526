#include "checks/artifact/ci.h"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

#include "base/text.h"

namespace assay::checks::artifact {

namespace {

std::string shown(const std::string& text) { return base::quote(base::cut(text, 60)); }

// A text, or a list of texts; of a map its keys.
std::vector<std::string> textsOf(const Node& node) {
    std::vector<std::string> texts;
    if (node.isScalar()) texts.push_back(node.text);
    for (const Node& item : node.items)
        if (item.isScalar()) texts.push_back(item.text);
    for (const Node::Entry& entry : node.entries) texts.push_back(entry.key);
    return texts;
}

Place placeInRun(const Node& run, std::size_t offset) {
    const std::string_view before = std::string_view(run.text).substr(0, offset);
    const std::size_t last = before.rfind('\n');
    const auto lines = static_cast<int>(std::count(before.begin(), before.end(), '\n'));
    if (!run.block) return {run.place.line + lines, lines == 0 ? run.place.column + static_cast<int>(offset) : 1};
    return {run.place.line + 1 + lines, static_cast<int>(last == std::string_view::npos ? offset : offset - last - 1) + 1};
}

bool isLiteral(std::string_view term) {
    return !term.empty() && ((term.front() == '\'' && term.back() == '\'') || term.find_first_not_of("0123456789.") == std::string_view::npos || term == "true" || term == "false");
}
// One term of an expression that is not met, whatever happens, or only after a failure.
bool isNeverTrue(std::string term) {
    while (term.size() > 2 && term.front() == '(' && term.back() == ')') term = base::trim(std::string_view(term).substr(1, term.size() - 2));
    for (const char* one : {"false", "!true", "0", "''", "null", "failure()", "cancelled()", "!always()", "!success()"})
        if (term == one) return true;
    for (const bool equal : {true, false}) {
        const std::size_t at = term.find(equal ? "==" : "!=");
        if (at == std::string::npos) continue;
        const std::string left = base::trim(term.substr(0, at)), right = base::trim(term.substr(at + 2));
        if (isLiteral(left) && isLiteral(right) && (left == right) != equal) return true;
    }
    return false;
}
// `if` is an expression, with or without its braces.
bool isNeverMet(const Node& condition) {
    if (!condition.isScalar()) return false;
    std::string text = base::trim(condition.text);
    if (text.starts_with("${{") && text.ends_with("}}")) text = base::trim(std::string_view(text).substr(3, text.size() - 5));
    if (text.find("||") != std::string::npos) return false;
    std::string_view rest = text;
    for (;;) {
        const std::size_t at = rest.find("&&");
        if (isNeverTrue(base::trim(rest.substr(0, at)))) return true;
        if (at == std::string_view::npos) return false;
        rest.remove_prefix(at + 2);
    }
}

// How the forge starts a step's shell; nothing for one whose scripts are no shell scripts.
std::optional<ShellOptions> shellOptions(const Step& step, bool windows) {
    const std::string& shell = step.shell;
    if (shell.empty() && !windows) return ShellOptions{true, false};
    if (shell == "bash") return ShellOptions{true, true};
    if (shell == "sh") return ShellOptions{true, false};
    // PowerShell's answer is that of its last command; of more than one line nothing is known here.
    if ((shell.empty() || shell == "pwsh" || shell == "powershell") && base::trim(step.run).find('\n') == std::string_view::npos) return ShellOptions{};
    std::vector<std::string> words;
    std::istringstream stream(shell);
    for (std::string word; stream >> word;) words.push_back(word);
    const std::string name = words.empty() ? "" : words.front().substr(words.front().rfind('/') + 1);
    if ((name != "bash" && name != "sh") || words.back() != "{0}") return std::nullopt;
    ShellOptions options;
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
        const std::string& word = words[i];
        if (word.starts_with("--") || !word.starts_with('-')) continue;
        if (word.find('n') != std::string::npos || word.find('c') != std::string::npos) return std::nullopt;
        options.exitOnError = options.exitOnError || word.find('e') != std::string::npos;
        if (word.back() != 'o') continue;
        options.exitOnError = options.exitOnError || words[i + 1] == "errexit";
        options.pipefail = options.pipefail || words[i + 1] == "pipefail";
    }
    return options;
}

Step stepOf(const Node& node, const std::string& shell, bool windows) {
    Step step;
    step.node = &node;
    step.place = node.place;
    step.uses = node.at("uses").text;
    const Node& run = node.at("run");
    step.run = run.text;
    step.shell = node.has("shell") ? node.at("shell").text : shell;
    step.mayFail = node.at("continue-on-error").isTrue();
    step.never = isNeverMet(node.at("if"));
    const std::optional<ShellOptions> options = shellOptions(step, windows);
    Script script = readScript(run.text, options.value_or(ShellOptions{}));
    if (options) step.assignments = std::move(script.assignments);
    for (Command& command : script.commands) {
        if (!options) command.sure = command.counts = command.stops = false;
        const Place place = placeInRun(run, command.offset);
        step.commands.push_back({std::move(command), place});
    }
    return step;
}

void addJob(const Node::Entry& entry, Workflow& workflow) {
    const Node& node = entry.value;
    if (!node.isMap()) {
        workflow.problems.push_back({entry.place, "the job " + shown(entry.key) + " is empty"});
        return;
    }
    Job job{entry.key, entry.place, &node, {}, textsOf(node.at("needs")), node.at("uses").isScalar(), node.at("continue-on-error").isTrue(), isNeverMet(node.at("if"))};
    if (!job.called && !node.has("runs-on")) workflow.problems.push_back({entry.place, "the job " + shown(entry.key) + " has no runs-on"});
    if (!job.called && node.at("steps").items.empty()) workflow.problems.push_back({entry.place, "the job " + shown(entry.key) + " has no steps"});
    const Node& own = node.path("defaults.run.shell");
    const std::string& shell = (own.isScalar() ? own : workflow.root->path("defaults.run.shell")).text;
    const bool windows = node.at("runs-on").text.find("windows") != std::string::npos;
    for (const Node& item : node.at("steps").items) {
        if (!item.isMap() || item.has("run") == item.has("uses"))
            workflow.problems.push_back({item.place, "a step has either run or uses"});
        else
            job.steps.push_back(stepOf(item, shell, windows));
    }
    workflow.jobs.push_back(std::move(job));
}

// What a job needs has to be there, and cannot wait for the job itself. A job that needs one that never runs is passed over
// too, unless its own condition looks past that. Each job is looked at once, after those that it needs.
void orderJobs(Workflow& workflow) {
    std::map<std::string, Job*> byId;
    for (Job& job : workflow.jobs) byId[job.id] = &job;
    std::map<const Job*, std::size_t> open;
    std::map<std::string, std::vector<Job*>> waiting;
    std::vector<Job*> ready;
    for (Job& job : workflow.jobs) {
        for (const std::string& needed : job.needs) {
            if (!byId.contains(needed)) workflow.problems.push_back({job.place, "the job " + shown(job.id) + " needs " + shown(needed) + ", which is not there"});
            else ++open[&job], waiting[needed].push_back(&job);
        }
        if (open[&job] == 0) ready.push_back(&job);
    }
    std::size_t done = 0;
    for (; done < ready.size(); ++done) {
        const Job& job = *ready[done];
        for (Job* next : waiting[job.id]) {
            const std::string& condition = next->node->at("if").text;
            const bool looksPast = condition.find("always()") != std::string::npos || condition.find("cancelled()") != std::string::npos;
            next->never = next->never || (job.never && !looksPast);
            if (--open[next] == 0) ready.push_back(next);
        }
    }
    if (done == workflow.jobs.size()) return;
    for (const Job& job : workflow.jobs)
        if (open[&job] > 0) return void(workflow.problems.push_back({job.place, "the job " + shown(job.id) + " never begins: what it needs goes in a circle, and the forge refuses the file"}));
}

}  // namespace

bool Workflow::triggeredBy(std::string_view event) const { return std::find(triggers.begin(), triggers.end(), event) != triggers.end(); }

Place Workflow::placeOfLine(const Step& step, std::size_t offset) const { return placeInRun(step.node->at("run"), offset); }

Workflow parseWorkflow(std::string_view text) {
    Workflow workflow;
    YamlFile file = parseYaml(text);
    workflow.problems = std::move(file.problems);
    if (!workflow.problems.empty()) return workflow;
    workflow.documents = std::move(file.documents);
    if (workflow.documents.size() != 1 || !workflow.documents.front().isMap()) {
        workflow.problems.push_back({workflow.documents.size() > 1 ? workflow.documents[1].place : Place{}, "a workflow is one document, a map with `on` and `jobs`"});
        return workflow;
    }
    workflow.root = &workflow.documents.front();
    workflow.triggers = textsOf(workflow.root->at("on"));
    if (workflow.triggers.empty()) workflow.problems.push_back({workflow.root->place, "the workflow has no `on`: nothing would ever start it"});
    if (workflow.root->at("jobs").entries.empty()) workflow.problems.push_back({workflow.root->place, "the workflow has no `jobs`"});
    for (const Node::Entry& entry : workflow.root->at("jobs").entries) addJob(entry, workflow);
    orderJobs(workflow);
    return workflow;
}

}  // namespace assay::checks::artifact
