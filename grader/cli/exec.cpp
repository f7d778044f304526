// assay exec FILE.go: a snippet, as a lesson's Run does.

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

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

constexpr std::size_t kMostInput = std::size_t{1} << 20;

// What is redirected or piped to us is the program's standard input. A terminal's is not waited for: it has no end of its own.
Result<std::string> readInput(const Workbench& bench) {
    struct stat info {};
    std::string input;
    if (::fstat(STDIN_FILENO, &info) != 0 || !(S_ISREG(info.st_mode) || S_ISFIFO(info.st_mode))) return input;
    for (char buffer[65536]; !bench.stop().stop_requested();) {
        pollfd wait{STDIN_FILENO, POLLIN, 0};
        if (::poll(&wait, 1, 100) <= 0) continue;  // signals are another thread's: the stop is looked for
        const ssize_t n = ::read(STDIN_FILENO, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return input;
        input.append(buffer, static_cast<std::size_t>(n));
        if (input.size() > kMostInput) return base::fail(base::ErrorCode::Usage, "the standard input is more than 1 MiB", "a program in the sandbox gets at most that; use </dev/null for none");
    }
    return base::fail(base::ErrorCode::Canceled, "stopped");
}

// The sandbox knows the file as main.go; a person by its own name.
std::string withOwnName(std::string text, const std::string& file) {
    constexpr std::string_view inside = "course/snippet/main.go";
    for (std::size_t at = 0; (at = text.find(inside, at)) != std::string::npos; at += file.size()) text.replace(at, inside.size(), file);
    return text;
}

// resources/schema/exec.schema.json
void printJson(const judge::SnippetResult& result) {
    using Json = nlohmann::ordered_json;
    Json diagnostics = Json::array();
    for (const checks::Diagnostic& d : result.diagnostics)
        diagnostics.push_back({{"file", d.file}, {"line", d.line}, {"column", d.column}, {"severity", d.severity}, {"message", d.message}});
    const Json all{{"schema", "assay.exec/1"}, {"verdict", checks::name(result.verdict)}, {"message", result.message}, {"exit_code", result.exitCode}, {"stdout", result.output},
                   {"stderr", result.errors}, {"diagnostics", std::move(diagnostics)},
                   {"usage", {{"wall_ms", result.usage.wall.count()}, {"cpu_ms", result.usage.cpu.count()}, {"peak_memory_bytes", result.usage.peakMemoryBytes}}}};
    std::printf("%s\n", all.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

void printText(const judge::SnippetResult& result, bool quiet) {
    std::fwrite(result.output.data(), 1, result.output.size(), stdout);
    std::fflush(stdout);
    std::fwrite(result.errors.data(), 1, result.errors.size(), stderr);
    for (const checks::Diagnostic& d : result.diagnostics) std::fprintf(stderr, "%s:%d:%d: %s\n", d.file.c_str(), d.line, d.column, d.message.c_str());
    if (!result.message.empty() && !quiet) std::fprintf(stderr, "assay: %s: %s\n", std::string(checks::name(result.verdict)).c_str(), result.message.c_str());
}

int runExec(Workbench& bench, const ExecOptions& options) {
    const auto code = readSource(options.file);
    if (!code) return tell({base::ErrorCode::NotFound, code.error().message, "name a Go file with package main, or - for standard input", {}, 0});
    auto input = options.file == "-" ? Result<std::string>(std::string()) : readInput(bench);
    if (!input) return tell(input.error());
    auto judge = bench.judge();
    if (!judge) return tell(judge.error());
    ProgressLine line(bench, "exec");
    auto result = (*judge)->runSnippet(*code, options.race, {bench.level(), false, progressOn(line), std::move(*input)}, bench.stop());
    line.clear();
    if (!result) return tell(result.error());
    const std::string own = options.file == "-" ? "stdin" : base::safeText(options.file, {.keepNewlines = false});
    result->errors = withOwnName(std::move(result->errors), own);
    for (checks::Diagnostic& d : result->diagnostics)
        if (d.file == "main.go") d.file = own;
    if (bench.globals().json) printJson(*result);
    else printText(*result, bench.globals().quiet);
    if (result->verdict == checks::Verdict::Passed) return kDone;
    return result->verdict == checks::Verdict::Invalid ? kInvalid : kNotPassed;
}

}  // namespace

Command addExec(CLI::App& app) {
    auto options = std::make_shared<ExecOptions>();
    CLI::App* parser = app.add_subcommand("exec", "Run a Go file in the sandbox");
    parser->add_option("FILE", options->file, "A Go file with package main; - reads standard input")->required();
    parser->add_flag("--race", options->race, "Build with the race detector");
    parser->footer(examples({{"assay exec hello.go", "compile and run it in the sandbox"}, {"assay exec --race hello.go", "with the race detector"}, {"assay exec words.go < words.txt", "with an input"}}) +
                   "\nWhat is piped or redirected here, up to 1 MiB, is the program's standard input; from a terminal it gets none.");
    return {parser, [options](Workbench& bench) { return runExec(bench, *options); }};
}

}  // namespace assay::cli
