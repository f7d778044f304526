#include "app/model/results_model.h"

#include <algorithm>

#include "app/model/headline.h"
#include "app/model/lesson_json.h"
#include "app/model/markdown_out.h"
#include "app/model/since.h"
#include "judge/submission.h"
#include "report/report.h"

namespace assay::model {

namespace {

QJsonObject diagnosticJson(const checks::Diagnostic& diagnostic) {
    QJsonObject entry{{"file", qt(diagnostic.file)},
                      {"line", diagnostic.line},
                      {"column", diagnostic.column},
                      {"severity", qt(diagnostic.severity)},
                      {"message", qt(diagnostic.message)}};
    if (!diagnostic.code.empty()) entry["code"] = qt(diagnostic.code);
    return entry;
}

QJsonArray diagnosticsJson(const std::vector<checks::Diagnostic>& diagnostics) {
    QJsonArray list;
    for (const auto& diagnostic : diagnostics) list.append(diagnosticJson(diagnostic));
    return list;
}

QString stepName(judge::Progress::Step step) {
    using Step = judge::Progress::Step;
    switch (step) {
        case Step::Preparing: return QStringLiteral("preparing");
        case Step::Reading: return QStringLiteral("reading");
        case Step::Compiling: return QStringLiteral("compiling");
        case Step::Checking: return QStringLiteral("checking");
        case Step::Running: return QStringLiteral("running");
        case Step::Finished: break;
    }
    return QStringLiteral("finished");
}

constexpr int lookBack = 20;  // attempts, for the last one whose report can be read

}  // namespace

ResultsModel::ResultsModel(const CourseLibrary& library, ProgressModel& progress, const QString& language, QObject* parent)
    : QObject(parent), m_library(library), m_progress(progress), m_language(language) {}

void ResultsModel::open(const QString& exercise, const judge::Submission& files) {
    if (exercise == m_id) return;
    m_exercise = m_library.exercise(exercise);
    m_id = m_exercise != nullptr ? exercise : QString();
    m_report.reset();
    m_reportJson = m_changes = m_ran = m_error = {};
    m_headline.clear();
    m_files = files.files.empty() ? std::string() : judge::submissionHash(files);
    m_hints = m_exercise != nullptr ? m_library.hintsHtml(*m_exercise) : QStringList();
    m_state = Shown::Empty;
    readLast();
    emit shown();
    emit marksChanged();
}

void ResultsModel::leave() {
    m_exercise = nullptr;
    m_id.clear();
}

void ResultsModel::readLast() {
    if (m_exercise == nullptr) return;
    for (const auto& attempt : m_progress.attempts(m_id, lookBack)) {
        const auto report = report::fromJson(m_progress.attemptReport(attempt.id));
        if (!report) continue;
        setReport(*report);
        m_state = Shown::Report;
        return;
    }
}

void ResultsModel::setReport(const judge::Report& report) {
    m_report = report;
    m_reportJson = jsonObject(qt(report::toJson(report, -1)));
    m_headline = Headline::of(report, m_language);
}

void ResultsModel::showState(Shown state) {
    m_state = state;
    emit shown();
    emit marksChanged();
}

void ResultsModel::begin(Work work) {
    m_error = {};
    m_ran = {};
    m_ranFiles = m_files;
    m_state = Shown::Grading;
    emit shown();  // the marks stay as they are in the editor, where they move with the text
    progress(work, {}, 0);
}

void ResultsModel::setFiles(const judge::Submission& now) {
    m_files = judge::submissionHash(now);
    emit staleChanged(isStale());
}

bool ResultsModel::isStale() const {
    if (m_files.empty() || m_exercise == nullptr) return false;
    if (m_state == Shown::Ran) return m_files != m_ranFiles;
    return (m_state == Shown::Report || m_state == Shown::Cancelled) && m_report && m_report->submission.hash != m_files;
}

void ResultsModel::finishCheck(const judge::Report& report, const judge::Submission& submission) {
    progress::NewAttempt attempt;
    attempt.course = m_progress.courseId();
    attempt.exercise = report.exercise.id;
    attempt.exerciseVersion = report.exercise.version;
    attempt.contentHash = report.exercise.contentHash;
    attempt.submissionHash = report.submission.hash;
    for (const auto& file : submission.files) attempt.files.push_back({file.name, file.content});
    attempt.verdict = checks::name(report.verdict);
    attempt.points = report.points.value();
    attempt.maxPoints = report.max.value();
    attempt.passed = report.verdict == checks::Verdict::Passed;
    attempt.reportJson = report::toJson(report, -1);
    attempt.origin = "app";
    m_progress.addAttempt(attempt);
    if (qt(report.exercise.id) != m_id) return;  // the learner has gone on meanwhile
    m_changes = {};
    if (m_report) {
        const auto change = testsSince(*m_report, report);
        if (change) m_changes = {{"newlyPassed", jsonTexts(qt(change->newlyPassed))}, {"newlyFailed", jsonTexts(qt(change->newlyFailed))}};
    }
    setReport(report);
    showState(Shown::Report);
    emit announced(m_headline);
}

void ResultsModel::finishRun(const judge::SnippetResult& result, bool program) {
    m_ran = {{"verdict", qt(checks::name(result.verdict))},
             {"message", qt(result.message)},
             {"output", qt(result.output)},
             {"errors", qt(result.errors)},
             {"diagnostics", diagnosticsJson(result.diagnostics)},
             {"exitCode", result.exitCode},
             {"ms", static_cast<qint64>(result.usage.wall.count())},
             {"kind", program ? "program" : "tests"}};
    showState(Shown::Ran);
    emit announced(qt(result.message));
}

void ResultsModel::cancel() {
    if (m_state != Shown::Grading) return;
    m_state = Shown::Cancelled;
    emit shown();
    emit announced(tr("Cancelled."));
}

void ResultsModel::fail(const base::Error& error) {
    m_error = trouble(error, tr("Your work is saved.")).json();
    showState(Shown::Failed);
    emit announced(m_error["what"].toString());
}

void ResultsModel::progress(Work work, const judge::Progress& progress, int elapsedMs) {
    if (m_state != Shown::Grading) return;
    QJsonObject step{{"what", work == Work::Check ? "check" : "run"},
                     {"step", stepName(progress.step)},
                     {"done", progress.done},
                     {"total", progress.total},
                     {"elapsed", elapsedMs}};
    if (!progress.check.empty()) step["check"] = qt(progress.check);
    if (!progress.test.empty()) step["test"] = qt(progress.test);
    emit progressed(step);
}

void ResultsModel::preparation(const judge::Progress& progress) {
    emit preparing({{"done", progress.done}, {"total", progress.total}, {"text", qt(progress.check)}});
}

void ResultsModel::setPrepared(bool prepared) {
    if (prepared == m_prepared) return;
    m_prepared = prepared;
    if (m_state != Shown::Grading) emit shown();
}

void ResultsModel::openHint() {
    const int opened = m_progress.exerciseState(m_id).hintsOpened;
    if (m_exercise == nullptr || opened >= static_cast<int>(m_hints.size())) return;
    m_progress.openHint(m_id, opened + 1);
    if (m_state != Shown::Grading) emit shown();
}

QJsonObject ResultsModel::hints() const {
    QJsonArray opened;
    const qsizetype count = std::min<qsizetype>(m_progress.exerciseState(m_id).hintsOpened, m_hints.size());
    for (qsizetype i = 0; i < count; ++i) opened.append(m_hints[i]);
    return {{"total", m_hints.size()}, {"opened", opened}};
}

Item ResultsModel::next() const { return nextToDo(m_library, m_progress, {ItemKind::Exercise, m_id}); }

QJsonObject ResultsModel::show() const {
    static const char* const names[] = {"empty", "grading", "report", "ran", "cancelled", "error"};
    QJsonObject page{{"stale", isStale()}, {"state", m_exercise == nullptr ? "empty" : names[static_cast<int>(m_state)]},
                     {"prepared", m_prepared}};
    if (m_exercise == nullptr) {
        page["exercise"] = QJsonValue(QJsonValue::Null);
        page["hints"] = QJsonObject{{"total", 0}, {"opened", QJsonArray()}};
        page["can"] = QJsonObject{{"check", false}, {"run", false}};
        return page;
    }
    page["exercise"] = QJsonObject{{"id", m_id},
                                   {"title", qt(m_exercise->title)},
                                   {"version", qt(m_exercise->version)},
                                   {"points", m_exercise->points}};
    if (m_report) {
        page["report"] = m_reportJson;
        page["headline"] = m_headline;
    }
    if (!m_changes.isEmpty()) page["changes"] = m_changes;
    if (m_state == Shown::Ran) page["ran"] = m_ran;
    if (m_state == Shown::Failed) page["error"] = m_error;
    page["hints"] = hints();
    const Item after = next();
    page["next"] = after.isHome() ? QJsonObject{{"kind", "home"}, {"id", ""}, {"title", m_library.title()}}
                                  : itemJson(m_library, after);
    page["can"] = QJsonObject{{"check", true}, {"run", true}};
    return page;
}

QString ResultsModel::markdown() const {
    return m_exercise != nullptr && m_report ? reportMarkdown(qt(m_exercise->title), *m_report) : QString();
}

QJsonArray ResultsModel::diagnostics() const {
    if (isStale()) return {};
    if (m_state == Shown::Ran) return m_ran["diagnostics"].toArray();
    QJsonArray list;
    if ((m_state != Shown::Report && m_state != Shown::Cancelled) || !m_report) return list;
    for (const auto& check : m_report->checks)
        for (const auto& diagnostic : check.diagnostics)
            if (!diagnostic.file.empty()) list.append(diagnosticJson(diagnostic));
    return list;
}

QJsonArray ResultsModel::failing() const {
    QJsonArray list;
    if (isStale() || (m_state != Shown::Report && m_state != Shown::Cancelled) || !m_report) return list;
    for (const auto& check : m_report->checks) {
        for (const auto& test : check.tests) {
            if (test.verdict == checks::Verdict::Passed || test.file.empty() || test.line < 1) continue;
            list.append(QJsonObject{{"file", qt(test.file)}, {"line", test.line}, {"message", qt(test.message)}});
        }
    }
    return list;
}

QString ResultsModel::announcement() const {
    return m_state == Shown::Failed ? m_error["what"].toString() : m_headline;
}

}  // namespace assay::model
