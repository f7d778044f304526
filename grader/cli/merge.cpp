// assay merge DIR…: puts the results of a batch's shards together.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <map>

#include "base/text.h"
#include "cli/batch/journal.h"
#include "cli/command.h"
#include "report/report.h"

namespace assay::cli {

namespace {

struct MergeOptions {
    std::vector<std::string> folders;
    std::string out;
};

// Where a report stands; the text itself is read again when it is written.
struct Place {
    fs::path file;
    int line = 0;
    std::streamoff offset = 0;
    std::string hash, exercise, verdict;
};
using Places = std::map<std::string, Place>;

Result<void> add(Places& places, const std::string& text, Place place) {
    const auto report = report::fromJson(text);
    if (!report) return base::failAt(base::ErrorCode::InvalidContent, report.error().message, place.file.string(), place.line);
    const std::string& name = report->submission.name;
    if (name.empty()) return base::failAt(base::ErrorCode::InvalidContent, "the report has no submission.name", place.file.string(), place.line);
    place.hash = report->submission.hash + report->exercise.contentHash;
    place.exercise = report->exercise.id;
    place.verdict = std::string(checks::name(report->verdict));
    const auto [known, added] = places.try_emplace(name + "\n" + place.exercise, place);
    const Place& other = known->second;
    if (added || (other.hash == place.hash && other.verdict == place.verdict)) return {};
    return base::failAt(base::ErrorCode::InvalidContent,
                        base::quote(name) + " was graded " + place.verdict + " here and " + other.verdict + " in " + other.file.string() + ":" +
                            std::to_string(other.line) + (other.hash == place.hash ? ", for the same files" : ", for other files"),
                        place.file.string(), place.line);
}

Result<void> readResults(Places& places, const fs::path& named) {
    std::error_code error;
    const fs::path file = fs::is_directory(named, error) ? named / "results.jsonl" : named;
    std::ifstream stream(file);
    if (!stream)
        return base::fail(base::ErrorCode::NotFound, "there is no " + base::quote(file.string()), "name the folders that `assay batch --out` made; one that was not finished has none yet");
    std::string line;
    for (int number = 1;; ++number) {
        const std::streamoff offset = stream.tellg();
        if (!std::getline(stream, line)) return {};
        if (auto added = add(places, line, {file, number, offset, {}, {}, {}}); !added) return added;
    }
}

std::string lineAt(const Place& place) {
    std::ifstream stream(place.file);
    stream.seekg(place.offset);
    std::string line;
    std::getline(stream, line);
    return line;
}

int runMerge(Workbench&, const MergeOptions& options) {
    if (auto may = mayMakeFolder("--out", options.out); !may) return tell(may.error());
    Places places;
    for (const std::string& folder : options.folders)
        if (auto read = readResults(places, folder); !read) return tell(read.error());
    auto each = places.begin();
    const auto next = [&]() -> std::optional<std::string> {
        if (each == places.end()) return std::nullopt;
        return lineAt((each++)->second);
    };
    if (!options.out.empty()) {
        if (auto made = base::ensureFolder(options.out); !made) return tell(made.error());
        if (auto written = writeLines(fs::path(options.out) / "results.jsonl", next); !written) return tell(written.error());
        std::printf("%zu reports in %s\n", places.size(), (fs::path(options.out) / "results.jsonl").c_str());
    } else {
        while (const auto line = next()) std::printf("%s\n", line->c_str());
    }
    for (const auto& [name, place] : places)
        if (place.verdict == "internal_error") return kOurFault;
    return kDone;
}

}  // namespace

Command addMerge(CLI::App& app) {
    auto options = std::make_shared<MergeOptions>();
    CLI::App* parser = app.add_subcommand("merge", "Put the results of a batch's shards together");
    parser->add_option("DIR", options->folders, "Folders that `assay batch --out` made, or result files")->required();
    parser->add_option("--out", options->out, "The folder for the merged results.jsonl; default: stdout");
    parser->footer("\nReports are sorted by submission. The same report twice is one; a submission with two different results is an\n"
                   "error that names both places.\n" +
                   examples({{"assay merge r1 r2 r3 r4 --out all", "all/results.jsonl"}, {"assay merge r1 r2 | wc -l", "how many there are"}}) +
                   "\nEnds with 0 done, 2 a folder without results or results that contradict each other, 3 one is an internal error.");
    return {parser, [options](Workbench& bench) { return runMerge(bench, *options); }};
}

}  // namespace assay::cli
