// Role: what a check kind is. A kind is one file that implements Kind, one page in docs/, one line in table.cpp.
// Ownership: kinds are stateless and live for ever. Threads: run() may be called for several gradings at once.
// Errors of run(): ours only. What the submission did is in the CheckResult.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <stop_token>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "checks/result.h"
#include "course/model.h"
#include "sandbox/sandbox.h"
#include "toolchain/go/build.h"

namespace assay::checks {

using base::Result;

// What a check has at hand while it runs.
struct Context {
    const course::Exercise& exercise;
    const course::Check& check;
    toolchain::Build& build;  // begun already, with all that the checks of the exercise asked for
    sandbox::Sandbox& sandbox;
    base::RandomSource& random;
    sandbox::Level level = sandbox::Level::Full;
    std::set<std::string> ownNames;   // the learner's own files
    std::size_t ignoredGoFiles = 0;   // .go files of the submission that were not looked at
    std::vector<std::string> ignored; // their names, safe to show
    bool instructor = false;          // hidden names, messages and outputs are wanted
    std::function<void(const std::string& test)> onTest;
    std::stop_token stop;
    sandbox::Usage* usage = nullptr;  // what was used is added here
    const std::vector<CheckResult>* earlier = nullptr;  // results of the checks before this one, in order
    std::map<std::string, int> ownLines{};  // how many lines each of the learner's own files has
};

class Kind {
  public:
    virtual ~Kind() = default;
    virtual std::string_view name() const = 0;
    virtual std::string_view title() const = 0;  // for people: "Tests", where the check has no title of its own
    virtual std::vector<course::FieldSpec> fields() const = 0;
    // Adds to the one build of the submission what this check will ask of it. A kind that needs files of the exercise for
    // that (solution, mutants) overrides prepare instead.
    virtual void request(const course::Check& /*check*/, toolchain::BuildRequest& /*build*/) const {}
    virtual Result<void> prepare(const course::Exercise& /*exercise*/, const course::Check& check, toolchain::BuildRequest& build) const {
        request(check, build);
        return {};
    }
    virtual bool endsGrading() const { return false; }  // `build`: nothing can follow where it is not passed
    // The plain command that shows the same without a grader, where there is one: "go vet ./...". Nothing hidden is in it.
    virtual std::string byHand(const course::Exercise& /*exercise*/, const course::Check& /*check*/, const CheckResult& /*result*/) const { return {}; }
    // What the learner does next where the check is not passed, if the kind knows better than generalStep.
    virtual std::string next(const course::Exercise& /*exercise*/, const course::Check& /*check*/, const CheckResult& /*result*/) const { return {}; }
    // Fills verdict, points, message, tests, diagnostics; id, kind, title, max and duration are the caller's.
    virtual Result<CheckResult> run(Context& context) const = 0;
};

// All kinds, in the order in which documentation lists them.
const std::vector<const Kind*>& allKinds();
const Kind* kindByName(std::string_view name);
course::KindSchemas kindSchemas();

// Shared by kinds.
CheckResult notAnalysed();  // failed: the sources kept the helper from finishing, so nothing was shown to hold
std::vector<Diagnostic> toDiagnostics(const std::vector<toolchain::Finding>& findings, std::string_view codePrefix);
// points × weight passed / weight of all; the verdict is the first of DESIGN's order that a test has, passed where all are.
void sumUp(CheckResult& result, const Points& max);
// Of several verdicts the one that DESIGN's order puts first; Passed where all are.
Verdict worst(Verdict a, Verdict b);
// The limits of a learner's process in this exercise: its [limits] over the defaults, the detector's share where `race`.
sandbox::Limits runLimits(const course::Exercise& exercise, bool race, bool raceWasOurChoice);
void addUsage(Context& context, const sandbox::Usage& usage);
// Whether the learner's own file has such a line. Traces come from the learner's process and can be forged: a line that is
// not there would be a number that a hidden test gave.
bool isOwnPlace(const Context& context, const std::string& file, int line);
// What is wrong with the author's files, told with the line of exercise.toml.
base::Failure courseFault(const course::Exercise& exercise, int line, std::string message);
// What a check says where its parts are all that there is to say: "All 3 tests pass." or "2 of 3 tests fail, 1 was not run.
// First: TestA." Of each pair the first is said of one part, the second of several: {"test", "tests"}, {"passes", "pass"}.
using OneAndMany = std::pair<std::string_view, std::string_view>;
struct PartWords {
    OneAndMany part, isRight, isWrong;
};
std::string headline(const std::vector<TestResult>& tests, const PartWords& words);
std::string plural(std::size_t n, std::string_view one, std::string_view many);  // "1 error", "3 errors"

}  // namespace assay::checks
