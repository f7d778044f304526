// `coverage`: the learner's tests run at least so much of named files. docs/coverage.md.
//
// Statements are counted by counters of our own, put in by the analyser; what was run leaves the process under the seal.

#include <algorithm>
#include <map>

#include "base/text.h"
#include "checks/inspected.h"
#include "checks/kinds.h"
#include "checks/test_words.h"
#include "checks/variants.h"

namespace assay::checks {

using course::FieldSpec;
using course::FieldType;
using toolchain::CoverBlock;

namespace {

std::string variantKey(const course::Check& check) { return check.id + ":covered"; }

struct FileCount {
    int all = 0, run = 0;
    std::vector<std::pair<int, int>> missed;  // lines, first and last
};

bool bitOf(const std::string& bits, std::size_t index) {
    return index / 8 < bits.size() && (static_cast<unsigned char>(bits[index / 8]) >> (index % 8) & 1) != 0;
}

std::map<std::string, FileCount> countFiles(const std::vector<CoverBlock>& blocks, const std::string& bits) {
    std::map<std::string, FileCount> files;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        FileCount& file = files[blocks[i].file];
        file.all += blocks[i].statements;
        if (bitOf(bits, i)) file.run += blocks[i].statements;
        else file.missed.emplace_back(blocks[i].line, blocks[i].endLine);
    }
    // Ranges that touch are told as one.
    for (auto& [name, file] : files) {
        std::sort(file.missed.begin(), file.missed.end());
        std::vector<std::pair<int, int>> merged;
        for (const auto& range : file.missed) {
            if (!merged.empty() && range.first <= merged.back().second + 1) merged.back().second = std::max(merged.back().second, range.second);
            else merged.push_back(range);
        }
        file.missed = std::move(merged);
    }
    return files;
}

std::string lines(const std::pair<int, int>& range) {
    return range.first == range.second ? "Line " + std::to_string(range.first) + " is" : "Lines " + std::to_string(range.first) + " to " + std::to_string(range.second) + " are";
}

class CoverageKind final : public Kind, public Inspected {
  public:
    std::string_view name() const override { return "coverage"; }
    std::string_view title() const override { return "Coverage"; }
    std::vector<FieldSpec> fields() const override {
        return {
            {.name = "files", .type = FieldType::Strings, .required = true, .meaning = "The files whose statements are counted."},
            {.name = "at_least", .type = FieldType::Number, .required = true, .meaning = "Per cent of the statements of each file.", .least = 0, .most = 100},
        };
    }

    void inspect(const course::Exercise& exercise, const course::Check& check, CourseFaults& faults) const override {
        inspectFiles(exercise, check, "files", {"starter", "solution"}, faults);
    }

    Result<void> prepare(const course::Exercise&, const course::Check& check, toolchain::BuildRequest& build) const override {
        build.variants.push_back({.key = variantKey(check), .learnerSources = true, .learnerTests = true, .readonlySources = true, .visible = true,
                                  .registerLearner = true, .cover = check.fields.strings("files")});
        return {};
    }

    std::string byHand(const course::Exercise&, const course::Check&, const CheckResult&) const override { return "go test -coverprofile=c.out ./... && go tool cover -func=c.out"; }

    std::string next(const course::Exercise&, const course::Check&, const CheckResult& result) const override {
        for (const Diagnostic& finding : result.diagnostics)
            if (finding.code == "coverage/test") return "Mend " + finding.file + (finding.line > 0 ? ":" + std::to_string(finding.line) : "") + " first: what a test covers counts once it passes. Then grade again.";
        if (result.diagnostics.empty() || result.tests.empty()) return {};
        const Diagnostic& missed = result.diagnostics.front();
        return "Write a test that runs line " + std::to_string(missed.line) + " of " + missed.file + ", and grade again.";
    }

    Result<CheckResult> run(Context& context) const override {
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        if (!analysis->known) return notAnalysed();
        auto binary = variantBinary(context, variantKey(context.check), "your tests");
        if (!binary) return propagate(binary);
        if (binary->refusal) return std::move(*binary->refusal);
        auto blocks = context.build.coverBlocks(variantKey(context.check));
        if (!blocks) return propagate(blocks);
        toolchain::TestRuns runs;
        if (const auto plan = learnersPlan(*analysis); !plan.empty()) {
            auto ran = toolchain::runTests(context.sandbox, context.random, variantOptions(context, binary->linked, plan), context.stop);
            if (!ran) return propagate(ran);
            runs = std::move(*ran);
            addUsage(context, runs.usage);
        }
        if (!runs.tampered.empty()) return tampered(runs.tampered);
        if (runs.cover && runs.cover->counters != blocks->size()) return tampered("a count of statements that does not fit");
        return judge(context, *blocks, runs);
    }

  private:
    static Result<CheckResult> judge(const Context& context, const std::vector<CoverBlock>& blocks, const toolchain::TestRuns& runs) {
        CheckResult result;
        const auto counted = countFiles(blocks, runs.cover ? runs.cover->bits : std::string());
        const Points bar = Points::fromNumber(context.check.fields.number("at_least"));
        for (const std::string& name : context.check.fields.strings("files")) {
            const auto found = counted.find(name);
            if (found == counted.end()) return atCheck(context, "'files' names " + base::quote(name) + ", which has no statements or is no Go file of the exercise");
            result.tests.push_back(entry(name, found->second, bar, result));
        }
        sumUp(result, Points::fromNumber(context.check.points));
        result.message = message(context, result, runs);
        return result;
    }

    static TestResult entry(const std::string& name, const FileCount& count, const Points& bar, CheckResult& result) {
        TestResult entry{.name = name};
        const Points percent = Points(100) * Points(count.run, count.all);
        entry.verdict = percent >= bar ? Verdict::Passed : Verdict::Failed;
        entry.message = percent.text() + " % of its statements are run (" + std::to_string(count.run) + " of " + std::to_string(count.all) + "); " + bar.text() + " % are asked for.";
        if (entry.verdict == Verdict::Passed) return entry;
        entry.file = name;
        entry.line = count.missed.empty() ? 0 : count.missed.front().first;
        for (const auto& range : count.missed)
            result.diagnostics.push_back({name, range.first, 0, "warning", "coverage", lines(range) + " run by none of your tests."});
        return entry;
    }

    // Tests that fail have run statements too; but what they show is worth nothing before they pass.
    static std::string message(const Context& context, CheckResult& result, const toolchain::TestRuns& runs) {
        std::size_t wrong = 0;
        Verdict verdict = Verdict::Passed;
        for (const toolchain::TestRun& run : runs.tests)
            if (const Verdict one = verdictOf(run); one != Verdict::Passed) {
                verdict = worst(verdict, one);
                if (one == Verdict::NotRun) continue;
                ++wrong;
                const TestResult told = describeTest(run, context);
                result.diagnostics.push_back({told.file, told.line, 0, "error", "coverage/test", told.name + ": " + told.message});
            }
        if (runs.neverStarted) verdict = worst(verdict, verdictOf(runs.start));
        if (verdict != Verdict::Passed) {
            result.verdict = verdict == Verdict::NotRun ? Verdict::Failed : verdict;
            result.points = Points();
            return runs.neverStarted ? "None of your tests ran: the program ended before the first one." : plural(wrong, "test", "tests") + " of yours " + (wrong == 1 ? "does" : "do") + " not pass: then what they cover does not count.";
        }
        std::string text;
        for (const TestResult& entry : result.tests) text += (text.empty() ? "" : " ") + entry.name + ": " + entry.message;
        return text;
    }
};

}  // namespace

const Kind& coverageKind() {
    static const CoverageKind kind;
    return kind;
}

}  // namespace assay::checks
