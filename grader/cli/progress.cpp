// assay progress show|export|import

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>

#include "base/text.h"
#include "cli/command.h"

namespace assay::cli {

namespace {

struct ProgressOptions {
    std::string format = "json", out, from;
    CLI::App *show = nullptr, *exportTo = nullptr, *importFrom = nullptr;
};

// What is read while nothing can be written there: a stick that is locked, a colleague's folder. SQLite's log needs a folder
// that can be written, so a copy of both is read.
struct Reading {
    std::optional<base::TempFolder> copy;
    std::optional<progress::Store> store;
};

Result<Reading> readingStore(Workbench& bench) {
    constexpr const char* name = "progress.sqlite";
    Reading reading;
    const fs::path folder = bench.dataFolder();
    std::error_code error;
    if (::access(folder.c_str(), W_OK) != 0 && fs::exists(folder / name, error)) {
        auto copy = base::TempFolder::create("progress");
        if (!copy) return propagate(copy);
        for (const char* end : {"", "-wal"}) {
            const fs::path from = folder / (std::string(name) + end);
            if (fs::exists(from, error) && !fs::copy_file(from, copy->path() / from.filename(), error))
                return base::fail(base::ErrorCode::Io, "cannot read " + base::quote(from.string()) + ": " + error.message());
        }
        fs::permissions(copy->path() / name, fs::perms::owner_write, fs::perm_options::add, error);
        reading.copy = std::move(*copy);
    }
    auto store = bench.store(reading.copy ? reading.copy->path() : folder);
    if (!store) return propagate(store);
    reading.store = std::move(*store);
    return reading;
}

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
            std::printf("   %s of %s points, %d %s", checks::Points::fromNumber(state->bestPoints).text().c_str(), checks::Points::fromNumber(state->maxPoints).text().c_str(),
                        state->attempts, state->attempts == 1 ? "attempt" : "attempts");
        std::printf("\n");
    }
}

int show(Workbench& bench) {
    auto folder = bench.courseFolder();
    if (!folder) return tell(folder.error());
    auto loaded = course::loadCourse(*folder, judge::kindSchemas());
    if (!loaded) return tell(loaded.error());
    auto reading = readingStore(bench);
    if (!reading) return tell(reading.error());
    auto& store = reading->store;
    if (bench.globals().json) {
        auto text = store->exportJson();
        if (!text) return tell(text.error());
        std::fwrite(text->data(), 1, text->size(), stdout);
        return kDone;
    }
    auto states = store->exerciseStates(loaded->course.id);
    if (!states) return tell(states.error());
    std::printf("%s %s\n", base::safeText(loaded->course.title).c_str(), base::safeText(loaded->course.version).c_str());
    for (const course::Phase& phase : loaded->course.phases) showPhase(phase, loaded->course, *states);
    return kDone;
}

int exportAll(Workbench& bench, const ProgressOptions& options) {
    if (auto may = mayWriteFile("--out", options.out); !may) return tell(may.error());
    auto reading = readingStore(bench);
    if (!reading) return tell(reading.error());
    auto& store = reading->store;
    auto text = options.format == "csv" ? store->exportCsv() : store->exportJson();
    if (!text) return tell(text.error());
    if (options.out.empty()) {
        std::fwrite(text->data(), 1, text->size(), stdout);
        return kDone;
    }
    if (auto written = base::writeFileAtomic(options.out, *text); !written) return tell(written.error());
    return kDone;
}

int importAll(Workbench& bench, const ProgressOptions& options) {
    auto text = base::readFile(options.from, std::size_t{1} << 30);
    if (!text) return tell({base::ErrorCode::NotFound, text.error().message, "name a file that `assay progress export` wrote", {}, 0});
    auto store = bench.store();
    if (!store) return tell(store.error());
    auto done = store->importJson(*text);
    if (!done) {
        base::Error error = done.error();
        if (error.code == base::ErrorCode::InvalidContent) error.file = options.from;
        return tell(error);
    }
    const auto count = [](int number, const char* one, const char* many) { return std::to_string(number) + " " + (number == 1 ? one : many); };
    if (!bench.globals().quiet)
        std::printf("Imported %s and %s; %s already here.\n", count(done->attempts, "attempt", "attempts").c_str(), count(done->drafts, "draft", "drafts").c_str(),
                    count(done->known, "attempt was", "attempts were").c_str());
    return kDone;
}

}  // namespace

Command addProgress(CLI::App& app) {
    auto options = std::make_shared<ProgressOptions>();
    CLI::App* parser = app.add_subcommand("progress", "Show, export or import what was done");
    options->show = parser->add_subcommand("show", "A line for each exercise");
    options->exportTo = parser->add_subcommand("export", "All of it, for other programs");
    options->exportTo->add_option("--format", options->format, "json or csv")->check(CLI::IsMember({"json", "csv"}));
    options->exportTo->add_option("--out", options->out, "A file, written whole or not at all; default: standard output");
    options->importFrom = parser->add_subcommand("import", "Add what an export holds; what is here stays");
    options->importFrom->add_option("FILE", options->from, "What `assay progress export` wrote")->required();
    // A subcommand has the examples of the program where it has none of its own.
    options->show->footer(examples({{"assay progress show", "where am I?"}, {"assay progress show --json", "all that is kept, as export writes it"}}));
    options->exportTo->footer(examples({{"assay progress export --out progress.json", "to take along, for `assay progress import`"},
                                        {"assay progress export --format csv --out attempts.csv", "for a spreadsheet"}}));
    options->importFrom->footer(examples({{"assay progress import laptop.json", "go on with what another machine has"}}) + "\nWhat is here already stays; the same file twice adds nothing.");
    options->importFrom->fallthrough();
    options->show->fallthrough();
    options->exportTo->fallthrough();
    parser->require_subcommand(1);
    parser->footer(examples({{"assay progress show", "where am I?"}, {"assay progress export --format csv --out attempts.csv", "for a spreadsheet"},
                             {"assay progress import laptop.json", "go on with what another machine has"}}));
    return {parser, [options](Workbench& bench) { return options->importFrom->parsed() ? importAll(bench, *options) : options->exportTo->parsed() ? exportAll(bench, *options) : show(bench); }};
}

}  // namespace assay::cli
