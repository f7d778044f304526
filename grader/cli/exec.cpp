// assay exec FILE.go: a snippet, as a lesson's Run does.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <iterator>

#include "base/text.h"
#include "cli/command.h"

namespace assay::cli {

namespace {

struct ExecOptions {
    std::string file;
    bool race = false;
};

Result<std::string> readSource(const std::string& file) {
    if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    return base::readFile(file, std::size_t{1} << 20);
}

int runExec(Workbench& bench, const ExecOptions& options) {
    auto code = readSource(options.file);
    if (!code) return tell({base::ErrorCode::NotFound, code.error().message, "name a Go file with package main, or - for standard input", {}, 0});
    auto judge = bench.judge();
    if (!judge) return tell(judge.error());
    ProgressLine line(bench, "exec");
    auto result = (*judge)->runSnippet(*code, options.race, {bench.level(), false, progressOn(line)}, bench.stop());
    line.clear();
    if (!result) return tell(result.error());
    std::fwrite(result->output.data(), 1, result->output.size(), stdout);
    std::fflush(stdout);
    std::fwrite(result->errors.data(), 1, result->errors.size(), stderr);
    for (const checks::Diagnostic& d : result->diagnostics) std::fprintf(stderr, "%s:%d:%d: %s\n", d.file.c_str(), d.line, d.column, d.message.c_str());
    if (!result->message.empty() && !bench.globals().quiet)
        std::fprintf(stderr, "assay: %s: %s\n", std::string(checks::name(result->verdict)).c_str(), result->message.c_str());
    if (result->verdict == checks::Verdict::Passed) return kDone;
    return result->verdict == checks::Verdict::Invalid ? kInvalid : kNotPassed;
}

}  // namespace

Command addExec(CLI::App& app) {
    auto options = std::make_shared<ExecOptions>();
    CLI::App* parser = app.add_subcommand("exec", "Run a Go file in the sandbox");
    parser->add_option("FILE", options->file, "A Go file with package main; - reads standard input")->required();
    parser->add_flag("--race", options->race, "Build with the race detector");
    parser->footer(examples({{"assay exec hello.go", "compile and run it in the sandbox"}, {"assay exec --race pool.go", "with the race detector"}}));
    return {parser, [options](Workbench& bench) { return runExec(bench, *options); }};
}

}  // namespace assay::cli
