// Role: a CI workflow of the kind that GitHub Actions, Gitea and Forgejo run: triggers, jobs, steps and the commands in them.
#pragma once

#include "checks/artifact/shell.h"
#include "checks/artifact/yaml.h"

namespace assay::checks::artifact {

struct RunCommand {
    Command command;
    Place place;
};
struct Step {
    const Node* node = nullptr;
    Place place;
    std::string uses;  // "actions/checkout@v4", or empty
    std::string run;
    std::vector<RunCommand> commands;
    std::vector<std::string> assignments;  // NAME=value alone, which surely run
    std::string shell;     // as it is said for the step, its job or the workflow; empty: the runner's own
    bool mayFail = false;  // continue-on-error
    bool never = false;    // an `if` that is not met where everything is well: false, failure()
};
struct Job {
    std::string id;
    Place place;
    const Node* node = nullptr;
    std::vector<Step> steps;
    std::vector<std::string> needs;
    bool called = false;  // `uses` another workflow
    bool mayFail = false;  // continue-on-error
    bool never = false;    // its `if`, or the one of a job that it needs
};

struct Workflow {
    Workflow() = default;
    Workflow(Workflow&&) = default;
    Workflow& operator=(Workflow&&) = default;
    Workflow(const Workflow&) = delete;  // jobs point into root
    Workflow& operator=(const Workflow&) = delete;

    std::vector<Node> documents;
    const Node* root = nullptr;
    std::vector<Job> jobs;
    std::vector<std::string> triggers;
    Findings problems;

    bool triggeredBy(std::string_view event) const;
    Place placeOfLine(const Step& step, std::size_t offset) const;  // of a byte of step.run
};
Workflow parseWorkflow(std::string_view text);

}  // namespace assay::checks::artifact
