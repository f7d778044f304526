// What several kinds need: verdict order, points, limits.

#include <algorithm>
#include <array>

#include "checks/kind.h"
#include "course/exercise_tree.h"

namespace assay::checks {

namespace {
// DESIGN.md, *Rules that decide: Verdict of a check*. What is not in it comes after.
constexpr std::array kOrder{Verdict::InternalError, Verdict::Invalid, Verdict::CompileError, Verdict::Tampered, Verdict::MemoryLimit,
                            Verdict::OutputLimit, Verdict::TimeLimit, Verdict::Crashed, Verdict::Raced, Verdict::Leaked,
                            Verdict::Failed, Verdict::Undecided, Verdict::NotRun, Verdict::Passed};
std::size_t rank(Verdict verdict) { return static_cast<std::size_t>(std::find(kOrder.begin(), kOrder.end(), verdict) - kOrder.begin()); }
}  // namespace

Verdict worst(Verdict a, Verdict b) { return rank(a) <= rank(b) ? a : b; }

CheckResult notAnalysed() {
    CheckResult result;
    result.verdict = Verdict::Failed;
    result.message = "The files could not be analysed: they made the analyser meet its limits.";
    return result;
}

std::vector<Diagnostic> toDiagnostics(const std::vector<toolchain::Finding>& findings, std::string_view codePrefix) {
    std::vector<Diagnostic> out;
    for (const toolchain::Finding& finding : findings) {
        std::string code(codePrefix);
        if (!finding.code.empty() && finding.code != codePrefix) code += "/" + finding.code;
        out.push_back({finding.file, finding.line, finding.column, finding.severity.empty() ? "error" : finding.severity, code, finding.message});
    }
    return out;
}

void sumUp(CheckResult& result, const Points& max) {
    Points all, passed;
    Verdict verdict = Verdict::Passed;
    for (const TestResult& test : result.tests) {
        if (test.subtest) continue;
        all = all + test.weight;
        if (test.verdict == Verdict::Passed) passed = passed + test.weight;
        verdict = worst(verdict, test.verdict);
    }
    if (verdict == Verdict::NotRun) verdict = Verdict::Failed;  // an end that no test of this check answers for
    result.verdict = result.tests.empty() ? Verdict::Undecided : verdict;
    // Tests of weight 0 alone cannot earn points by being there.
    result.points = all.isZero() ? (result.verdict == Verdict::Passed ? max : Points()) : max * passed / all;
    if (result.verdict == Verdict::Passed) result.points = max;
}

sandbox::Limits runLimits(const course::Exercise& exercise, bool race, bool raceWasOurChoice) {
    const course::LimitFields& own = exercise.limits;
    sandbox::Limits limits;
    if (own.cpuMs) limits.cpu = sandbox::Milliseconds(*own.cpuMs);
    if (own.wallMs) {
        limits.wall = sandbox::Milliseconds(*own.wallMs);
        limits.wallAtMost = limits.wall * 5 / 2;
    }
    if (own.memoryMib) limits.memoryBytes = static_cast<std::uint64_t>(*own.memoryMib) << 20;
    if (own.threads) limits.threads = static_cast<unsigned>(*own.threads);
    if (own.outputKib) limits.outputBytes = static_cast<std::uint64_t>(*own.outputKib) << 10;
    if (own.tmpMib) limits.tmpBytes = static_cast<std::uint64_t>(*own.tmpMib) << 20;
    if (own.files) limits.tmpFiles = static_cast<unsigned>(*own.files);
    limits.mayStartPrograms = own.processes;
    if (race) limits.memoryBytes = limits.memoryBytes * 4 + (512ull << 20);
    if (raceWasOurChoice) {
        limits.cpu *= 2;
        limits.wall *= 2;
        limits.wallAtMost *= 2;
    }
    return limits;
}

void addUsage(Context& context, const sandbox::Usage& usage) {
    if (context.usage == nullptr) return;
    context.usage->wall += usage.wall;
    context.usage->cpu += usage.cpu;
    context.usage->peakMemoryBytes = std::max(context.usage->peakMemoryBytes, usage.peakMemoryBytes);
}

bool isOwnPlace(const Context& context, const std::string& file, int line) {
    const auto found = context.ownLines.find(file);
    return found != context.ownLines.end() && line >= 1 && line <= found->second;
}

base::Failure courseFault(const course::Exercise& exercise, int line, std::string message) {
    return base::failAt(base::ErrorCode::InvalidContent, std::move(message), course::shownPath(exercise, "exercise.toml"), line);
}

std::string headline(const std::vector<TestResult>& tests, const PartWords& words) {
    std::size_t all = 0, bad = 0, unrun = 0;
    const TestResult* first = nullptr;
    for (const TestResult& test : tests) {
        if (test.subtest) continue;
        ++all;
        if (test.verdict == Verdict::Passed) continue;
        ++(test.verdict == Verdict::NotRun ? unrun : bad);
        if (first == nullptr || (first->verdict == Verdict::NotRun && test.verdict != Verdict::NotRun)) first = &test;
    }
    const auto [one, many] = words.part;
    if (first == nullptr) return all == 1 ? "The " + std::string(one) + " " + std::string(words.isRight.first) + "." : "All " + plural(all, one, many) + " " + std::string(words.isRight.second) + ".";
    const std::string count = bad == 1 && all > 1 ? "1 " + std::string(one) + " of " + std::to_string(all) : std::to_string(bad) + " of " + plural(all, one, many);
    const std::string rest = unrun == 0 ? "" : ", " + plural(unrun, "was", "were") + " not run";
    return count + " " + std::string(bad == 1 ? words.isWrong.first : words.isWrong.second) + rest + ". First: " + first->name + ".";
}

std::string plural(std::size_t n, std::string_view one, std::string_view many) {
    return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

}  // namespace assay::checks
