#include "report/safe.h"

#include <algorithm>

#include "base/text.h"

namespace assay::report {

namespace {

using checks::CheckResult;
using checks::Diagnostic;
using checks::TestResult;
using checks::Verdict;

constexpr std::size_t kName = 512;

// At most `most` bytes, what is left out counted; a text that fits is not changed, so doing it twice changes
// nothing.
std::string limited(std::string_view text, std::size_t most, bool oneLine = false) {
    std::string safe = base::safeText(text, {.keepNewlines = !oneLine});
    if (safe.size() <= most) return safe;
    constexpr std::size_t kSuffix = 32;
    std::string kept = base::cut(safe, most > kSuffix ? most - kSuffix : 0);
    return kept + " (" + std::to_string(safe.size() - kept.size()) + " bytes more)";
}

std::string name(std::string_view text) {
    return limited(text, kName, true);
}

// A second door behind the judge's: a hidden test's own words never reach a learner.
void veil(TestResult& test, std::size_t number, const std::vector<std::string>& ownFiles) {
    constexpr std::string_view kPublic = "hidden ";
    const std::string_view known = test.name;
    const bool isPublic = known.starts_with(kPublic) && known.size() > kPublic.size() && known.size() < 16 &&
                          known.find_first_not_of("0123456789", kPublic.size()) == std::string_view::npos;
    if (!isPublic) test.name = std::string(kPublic) + std::to_string(number);
    test.output.clear();
    test.expected.clear();
    test.got.clear();
    test.details.clear();
    if (std::find(ownFiles.begin(), ownFiles.end(), test.file) != ownFiles.end()) return;
    test.file.clear();
    test.line = 0;
}

void makeSafe(TestResult& test, const Caps& caps) {
    test.name = name(test.name);
    test.file = name(test.file);
    test.message = limited(test.message, caps.message);
    test.output = limited(test.output, caps.output);
    test.expected = limited(test.expected, caps.pair);
    test.got = limited(test.got, caps.pair);
    test.details = limited(test.details, caps.details);
    test.line = std::max(test.line, 0);
}

void makeSafe(Diagnostic& diagnostic, const Caps& caps) {
    diagnostic.file = name(diagnostic.file);
    diagnostic.code = name(diagnostic.code);
    diagnostic.message = limited(diagnostic.message, caps.message);
    diagnostic.line = std::max(diagnostic.line, 0);
    diagnostic.column = std::max(diagnostic.column, 0);
    if (diagnostic.severity != "warning" && diagnostic.severity != "info") diagnostic.severity = "error";
}

// Keeps the first entries, those that tell of a fault before those that passed, and says how many are gone.
void keepEntries(CheckResult& check, const Caps& caps) {
    std::size_t gone = 0;
    if (check.tests.size() > caps.entries) {
        std::stable_partition(check.tests.begin(), check.tests.end(),
                              [](const TestResult& test) { return test.verdict != Verdict::Passed; });
        gone += check.tests.size() - caps.entries;
        check.tests.resize(caps.entries);
    }
    if (check.diagnostics.size() > caps.entries) {
        gone += check.diagnostics.size() - caps.entries;
        check.diagnostics.resize(caps.entries);
    }
    if (gone == 0) return;
    check.message = limited(check.message, caps.message - std::min<std::size_t>(caps.message, 96)) + " (" +
                    std::to_string(gone) + " entries left out: the report would be too large)";
}

void makeSafe(CheckResult& check, const judge::Report& report, const Caps& caps) {
    std::size_t hidden = 0;
    if (!report.instructor) {
        // Subtests of hidden tests have names of the author's: they go.
        std::erase_if(check.tests, [](const TestResult& test) { return test.hidden && test.subtest; });
        for (TestResult& test : check.tests)
            if (test.hidden) veil(test, ++hidden, report.submission.files);
    }
    keepEntries(check, caps);
    check.id = name(check.id);
    check.kind = name(check.kind);
    check.title = name(check.title);
    check.message = limited(check.message, caps.message);
    check.byHand = name(check.byHand);
    check.next = name(check.next);
    for (TestResult& test : check.tests)
        makeSafe(test, caps);
    for (Diagnostic& diagnostic : check.diagnostics)
        makeSafe(diagnostic, caps);
}

}  // namespace

judge::Report shown(const judge::Report& report, const Caps& caps) {
    judge::Report copy = report;
    for (std::string* text : {&copy.exercise.id, &copy.exercise.title, &copy.exercise.version,
                              &copy.exercise.contentHash, &copy.submission.name, &copy.submission.hash,
                              &copy.toolchain.language, &copy.toolchain.version, &copy.toolchain.platform})
        *text = name(*text);
    copy.message = limited(copy.message, caps.message);
    for (CheckResult& check : copy.checks)
        makeSafe(check, report, caps);
    for (std::string& file : copy.submission.files)
        file = name(file);
    for (sandbox::IsolationItem& item : copy.isolation.items) {
        item.item = name(item.item);
        item.how = limited(item.how, caps.message);
    }
    return copy;
}

}  // namespace assay::report
