// Role: what checks found: verdicts, points, tests, diagnostics. Plain values, shared by judge, report and the app.
#pragma once

#include <compare>
#include <cstdint>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assay::checks {

// Persisted by name (reports, progress database): names never change. The default is never a pass.
enum class Verdict {
    Undecided, Passed, Failed, CompileError, TimeLimit, MemoryLimit, OutputLimit, Crashed, Raced, Leaked, Invalid,
    Tampered, NotRun, InternalError,
};
std::string_view name(Verdict verdict);  // "compile_error"
std::optional<Verdict> verdictByName(std::string_view name);

// Points, exact. Always reduced, denominator > 0. Shown with two decimals, integers without.
class Points {
  public:
    Points() = default;
    Points(std::int64_t numerator, std::int64_t denominator = 1);
    static Points fromNumber(double value);  // exact for what course files hold: at most 6 decimals
    Points operator+(const Points& other) const;
    Points operator-(const Points& other) const;
    Points operator*(const Points& other) const;
    Points operator/(const Points& other) const;  // other must not be 0
    bool operator==(const Points&) const = default;
    std::strong_ordering operator<=>(const Points& other) const;
    bool isZero() const { return m_numerator == 0; }
    double value() const { return static_cast<double>(m_numerator) / static_cast<double>(m_denominator); }
    std::string text() const;  // "6", "6.67"

  private:
    std::int64_t m_numerator = 0, m_denominator = 1;
};

struct Diagnostic {
    std::string file;  // of the submission, relative; empty where it belongs to none
    int line = 0, column = 0;
    std::string severity = "error";  // error, warning, info
    std::string code;                // "vet/printf", "policy/import" …; may be empty
    std::string message;
};

// An entry of tests[]: a test, subtest, case, step, rule or mutant.
struct TestResult {
    std::string name;  // "hidden 1" where hidden and not for an instructor
    Verdict verdict = Verdict::Undecided;
    bool hidden = false;
    std::string message;  // what went wrong, in a sentence; `reveal` where hidden
    std::string output;   // what it printed (visible ones only), safe to show
    std::string file;     // where it failed, where known
    int line = 0;
    double durationMs = 0;
    // For a view that knows them; all optional, safe to show.
    std::string expected, got;  // a pair that can be compared by words
    std::string details;        // race stacks, leaked goroutines, a panic's trace: plain text
    bool subtest = false;
    Points weight{1};
};

struct CheckResult {
    std::string id, kind;
    Verdict verdict = Verdict::Undecided;
    Points points, max;
    Points share;                    // of what it can give, 0 to 1: what a rubric takes from it, also where it has no points
    std::string title, message;
    std::string byHand;              // the plain command that shows the same, where there is one
    std::string next;                // what the learner does next, in a sentence; empty where it is passed or did not run
    double durationMs = 0;
    std::vector<std::string> notes;  // for the author who checks a course (a limit too tight …); never in a report
    std::vector<TestResult> tests;
    std::vector<Diagnostic> diagnostics;
};

// What a learner does next, by the result alone; nothing where it is passed or did not run. `submitted`: the names of the
// learner's own files.
std::string generalStep(const CheckResult& result, const std::set<std::string>& submitted);

}  // namespace assay::checks
