// assay prepare: makes the compiler cache ahead of the first grading. `./run` calls it.

#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/command.h"

namespace assay::cli {

Command addPrepare(CLI::App& app) {
    CLI::App* parser = app.add_subcommand("prepare", "Prepare the compiler cache ahead of the first grading");
    parser->footer(examples({{"assay prepare", "compile the standard library, plain and race, and the modules of the course's exercises"}}));
    return {parser, [](Workbench& bench) {
                auto judge = bench.judge();
                if (!judge) return tell(judge.error());
                ProgressLine line(bench, "prepare");
                auto ready = (*judge)->prepare(progressOn(line), bench.stop());
                // Outside of a course there is none to prepare for.
                if (auto folder = bench.courseFolder(); ready && folder) ready = (*judge)->prepareModules(*folder / "exercises", progressOn(line), bench.stop());
                line.clear();
                if (!ready) return tell(ready.error());
                if (!bench.globals().quiet) std::puts("The compiler cache is prepared.");
                return kDone;
            }};
}

}  // namespace assay::cli
