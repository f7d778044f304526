// assay progress show|export

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/text.h"
#include "cli/command.h"

namespace assay::cli {

namespace {

struct ProgressOptions {
    std::string format = "json", out;
    CLI::App *show = nullptr, *exportTo = nullptr;
};

const char* mark(const progress::ExerciseState* state) {
    if (state == nullptr || (state->attempts == 0 && !state->hasDraft)) return "○";
    return state->passed ? "✓" : "◐";
}

void showPhase(const course::Phase& phase, const course::Course& course, const std::map<std::string, progress::ExerciseState>& states) {
    std::size_t passed = 0;
    for (const std::string& id : phase.exercises)
        if (const auto found = states.find(id); found != states.end() && found->second.passed) ++passed;
    std::printf("\n%s   %zu of %zu exercises passed\n", base::safeText(phase.title).c_str(), passed, phase.exercises.size());
    for (const std::string& id : phase.exercises) {
        const course::Exercise* exercise = course.exercise(id);
        const auto found = states.find(id);
        const progress::ExerciseState* state = found != states.end() ? &found->second : nullptr;
        std::printf("  %s %-24s %s", mark(state), id.c_str(), exercise != nullptr ? base::safeText(exercise->title).c_str() : "");
        if (state != nullptr && state->attempts > 0)
            std::printf("   %g of %g points, %d %s", state->bestPoints, state->maxPoints, state->attempts, state->attempts == 1 ? "attempt" : "attempts");
        std::printf("\n");
    }
}

int show(Workbench& bench) {
    auto folder = bench.courseFolder();
    if (!folder) return tell(folder.error());
    auto loaded = course::loadCourse(*folder, judge::kindSchemas());
    if (!loaded) return tell(loaded.error());
    auto store = bench.store();
    if (!store) return tell(store.error());
    if (bench.globals().json) {
        auto text = store->exportJson();
        if (!text) return tell(text.error());
        std::printf("%s\n", text->c_str());
        return kDone;
    }
    auto states = store->exerciseStates(loaded->course.id);
    if (!states) return tell(states.error());
    std::printf("%s %s\n", base::safeText(loaded->course.title).c_str(), base::safeText(loaded->course.version).c_str());
    for (const course::Phase& phase : loaded->course.phases) showPhase(phase, loaded->course, *states);
    return kDone;
}

int exportAll(Workbench& bench, const ProgressOptions& options) {
    auto store = bench.store();
    if (!store) return tell(store.error());
    auto text = options.format == "csv" ? store->exportCsv() : store->exportJson();
    if (!text) return tell(text.error());
    if (options.out.empty()) {
        std::fwrite(text->data(), 1, text->size(), stdout);
        if (!text->ends_with('\n')) std::fputc('\n', stdout);
        return kDone;
    }
    if (auto written = base::writeFileAtomic(options.out, *text); !written) return tell(written.error());
    return kDone;
}

}  // namespace

Command addProgress(CLI::App& app) {
    auto options = std::make_shared<ProgressOptions>();
    CLI::App* parser = app.add_subcommand("progress", "Show or export what was done");
    options->show = parser->add_subcommand("show", "A line for each exercise");
    options->exportTo = parser->add_subcommand("export", "All of it, for other programs");
    options->exportTo->add_option("--format", options->format, "json or csv")->check(CLI::IsMember({"json", "csv"}));
    options->exportTo->add_option("--out", options->out, "A file, written whole or not at all; default: standard output");
    options->show->fallthrough();
    options->exportTo->fallthrough();
    parser->require_subcommand(1);
    parser->footer(examples({{"assay progress show", "where am I?"}, {"assay progress export --format csv --out attempts.csv", "for a spreadsheet"}}));
    return {parser, [options](Workbench& bench) { return options->exportTo->parsed() ? exportAll(bench, *options) : show(bench); }};
}

}  // namespace assay::cli
