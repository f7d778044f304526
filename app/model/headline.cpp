#include "app/model/headline.h"

#include <algorithm>

#include "app/model/convert.h"
#include "base/text.h"
#include "report/report.h"
#include "report/words.h"

namespace assay::model {

using checks::CheckResult;
using checks::Verdict;

namespace {

QString safe(const std::string& text) { return qt(base::safeText(text, {.keepNewlines = false, .maxBytes = 300})); }

}  // namespace

QString Headline::of(const judge::Report& report, const QString& language) {
    if (language == "en") return qt(report::headline(report));
    const QString text = translated(report);
    return text.isEmpty() ? qt(report::headline(report)) : text;
}

// Nothing where only the grader's own words say it.
QString Headline::translated(const judge::Report& report) {
    const QString points = tr("%1 of %2 points.").arg(qt(report.points.text()), qt(report.max.text()));
    if (report.verdict == Verdict::Passed) return report.max.isZero() ? tr("Passed.") : tr("Passed.") + ' ' + points;
    if (!report.message.empty()) return {};
    if (report.verdict == Verdict::InternalError) return tr("The grader could not do its job; nothing of it is charged to you.");
    if (report.verdict == Verdict::Invalid) return tr("Refused before anything ran.");
    if (report.verdict == Verdict::Undecided) return tr("No verdict: the grading did not come to its end.");
    const CheckResult* check = report::decider(report);
    if (check == nullptr) return tr("It is not passed: %1").arg(points);
    if (check->verdict == Verdict::CompileError) return compileErrors(*check);
    const checks::TestResult* test = report::firstBad(*check);
    const QString ended = stopped(check->verdict, test != nullptr && test->verdict != Verdict::NotRun ? safe(test->name) : safe(check->title.empty() ? check->id : check->title));
    return ended.isEmpty() ? failing(*check) : ended;
}

QString Headline::stopped(Verdict verdict, const QString& where) {
    switch (verdict) {
        case Verdict::TimeLimit: return tr("Stopped at the time limit in %1.").arg(where);
        case Verdict::MemoryLimit: return tr("Stopped at the memory limit in %1.").arg(where);
        case Verdict::OutputLimit: return tr("Stopped at the output limit in %1.").arg(where);
        case Verdict::Crashed: return tr("It crashed in %1.").arg(where);
        case Verdict::Raced: return tr("A data race in %1.").arg(where);
        case Verdict::Leaked: return tr("Goroutines are left behind by %1.").arg(where);
        case Verdict::Tampered: return tr("The results of %1 were interfered with.").arg(where);
        default: return {};
    }
}

QString Headline::failing(const CheckResult& check) {
    const checks::TestResult* first = report::firstBad(check);
    const QString title = safe(check.title.empty() ? check.id : check.title);
    if (first == nullptr) return tr("%1: not passed.").arg(title);
    int all = 0, bad = 0;
    for (const auto& test : check.tests)
        if (!test.subtest) ++all, bad += test.verdict != Verdict::Passed ? 1 : 0;
    return tr("%1: %2 of %3 not passed. First: %4.").arg(title).arg(bad).arg(all).arg(safe(first->name));
}

QString Headline::compileErrors(const CheckResult& check) {
    const auto isError = [](const auto& diagnostic) { return diagnostic.severity == "error"; };
    const int count = static_cast<int>(std::count_if(check.diagnostics.begin(), check.diagnostics.end(), isError));
    const auto first = std::find_if(check.diagnostics.begin(), check.diagnostics.end(), isError);
    if (first == check.diagnostics.end() || first->file.empty()) return tr("It does not compile.");
    return tr("It does not compile: %n error(s), the first in %1, line %2.", nullptr, count).arg(safe(first->file)).arg(first->line);
}

}  // namespace assay::model
