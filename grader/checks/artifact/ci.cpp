#include "checks/artifact/ci.h"

#include <algorithm>

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

Step stepOf(const Node& node) {
    Step step;
    step.node = &node;
    step.place = node.place;
    step.uses = node.at("uses").text;
    const Node& run = node.at("run");
    step.run = run.text;
    const Node& condition = node.at("if");
    step.mayFail = node.at("continue-on-error").isTrue() || condition.isFalse() || base::trim(condition.text) == "${{ false }}";
    for (Command& command : splitCommands(run.text)) {
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
    Job job{entry.key, entry.place, &node, {}, textsOf(node.at("needs")), node.at("uses").isScalar()};
    if (!job.called && !node.has("runs-on")) workflow.problems.push_back({entry.place, "the job " + shown(entry.key) + " has no runs-on"});
    if (!job.called && node.at("steps").items.empty()) workflow.problems.push_back({entry.place, "the job " + shown(entry.key) + " has no steps"});
    for (const Node& item : node.at("steps").items) {
        if (!item.isMap() || item.has("run") == item.has("uses"))
            workflow.problems.push_back({item.place, "a step has either run or uses"});
        else
            job.steps.push_back(stepOf(item));
    }
    workflow.jobs.push_back(std::move(job));
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
    for (const Job& job : workflow.jobs)
        for (const std::string& needed : job.needs)
            if (!workflow.root->at("jobs").has(needed)) workflow.problems.push_back({job.place, "the job " + shown(job.id) + " needs " + shown(needed) + ", which is not there"});
    return workflow;
}

}  // namespace assay::checks::artifact
