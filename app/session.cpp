#include "app/session.h"

#include "app/model/convert.h"

namespace assay::app {

using jobs::Grading;
using model::Item;
using model::ItemKind;
using model::Work;

namespace {

QJsonArray diagnosticsJson(const judge::SnippetResult& result) {
    QJsonArray list;
    for (const auto& each : result.diagnostics) {
        list.append(QJsonObject{{"line", each.line},
                                {"column", each.column},
                                {"severity", model::qt(each.severity)},
                                {"message", model::qt(each.message)}});
    }
    return list;
}

}  // namespace

Session::Session(const Models& models, Grading& grading, QObject* parent)
    : QObject(parent), m_models(models), m_grading(grading) {
    connect(&models.navigator, &model::Navigator::moved, this, &Session::goTo);
    connect(&models.lesson, &model::LessonModel::openRequested, &models.navigator, &model::Navigator::open);
    connect(&models.home, &model::HomeModel::openRequested, &models.navigator, &model::Navigator::open);
    connect(&models.workbench, &model::Workbench::edited, this, [this] { m_models.results.setFiles(m_models.workbench.submission()); });
    connectJobs();
    connectSnippets();
}

void Session::connectJobs() {
    connect(&m_grading, &Grading::progressed, this, [this](quint64, const judge::Progress& step, int elapsedMs) {
        m_models.results.progress(m_kind, step, elapsedMs);
    });
    connect(&m_grading, &Grading::checked, this,
            [this](quint64, const judge::Report& report, const judge::Submission& submission) {
                m_models.results.finishCheck(report, submission);
                if (!report.toolchain.version.empty()) {
                    const QString version = model::qt(report.toolchain.version);
                    m_models.progress.setSetting("go.version", version);
                    emit languageKnown(version);
                }
                emit checked(model::qt(checks::name(report.verdict)));
            });
    connect(&m_grading, &Grading::ran, this, [this](quint64, const judge::SnippetResult& result) {
        m_models.results.finishRun(result, false);
    });
    connect(&m_grading, &Grading::failed, this, [this](quint64, const base::Error& error) {
        if (error.code == base::ErrorCode::Canceled) return m_models.results.cancel();
        m_models.results.fail(error);
    });
    connect(&m_grading, &Grading::preparing, this, [this](const judge::Progress& step) {
        m_models.results.preparation(step);
        m_models.home.setPreparing(step);
        const int percent = step.total > 0 ? 100 * step.done / step.total : 0;
        emit preparing(tr("Preparing the compiler, %1 %").arg(percent), step.done, std::max(1, step.total));
    });
    const auto ready = [this](bool prepared) {
        m_models.results.setPrepared(prepared);
        m_models.home.setPrepared();
        emit preparing({}, 0, 0);
    };
    connect(&m_grading, &Grading::prepared, this, [ready] { ready(true); });
    connect(&m_grading, &Grading::preparationFailed, this, [this, ready](const base::Error& error) {
        ready(false);
        if (hasWorkbench()) m_models.results.fail(error);
    });
}

void Session::connectSnippets() {
    connect(&m_models.lesson, &model::LessonModel::snippetRequested, this, &Session::runSnippet);
    connect(&m_models.lesson, &model::LessonModel::snippetCancelled, this, [this] { m_grading.cancelSnippet(); });
    const auto answer = [this](const QString& state, QJsonObject more) {
        m_snippetBusy = state == "waiting" || state == "running";
        more["id"] = m_snippet.id;
        more["run"] = m_snippet.run;
        more["state"] = state;
        m_models.lesson.answerSnippet(more);
    };
    connect(&m_grading, &Grading::snippetProgressed, this, [answer](quint64, const judge::Progress& step) {
        const bool waits = step.step == judge::Progress::Step::Preparing;
        answer(waits ? "waiting" : "running", waits ? QJsonObject{{"step", tr("Preparing the compiler")}} : QJsonObject());
    });
    connect(&m_grading, &Grading::snippetRan, this, [answer](quint64, const judge::SnippetResult& result, int ms) {
        answer("done", {{"verdict", model::qt(checks::name(result.verdict))},
                        {"message", model::qt(result.message)},
                        {"output", model::qt(result.output)},
                        {"errors", model::qt(result.errors)},
                        {"diagnostics", diagnosticsJson(result)},
                        {"ms", ms}});
    });
    connect(&m_grading, &Grading::snippetFailed, this, [answer](quint64, const base::Error& error) {
        if (error.code == base::ErrorCode::Canceled) return answer("cancelled", {});
        answer("error", {{"message", model::qt(base::describe(error))}});
    });
}

void Session::begin(const Item& place) {
    const bool home = m_models.progress.setting("place.home", "yes") == "yes";
    const Item last = home ? Item{} : m_models.progress.lastPlace();
    m_models.navigator.open(place.isHome() ? last : place);
    emit languageKnown(m_models.progress.setting("go.version"));
    m_grading.inspectIsolation();
    m_grading.prepare();
}

QString Session::lessonSetting(const QString& lesson) const {
    return "lesson.exercise:" + m_models.library.id() + ':' + lesson;
}

// The exercise that stands on the workbench beside this item: itself; of a lesson the one last worked at, else the first
// that is not passed, else the first.
QString Session::exerciseFor(const Item& item) const {
    if (item.kind == ItemKind::Exercise) return item.id;
    const auto* info = m_models.library.lessonInfo(item.id);
    if (item.kind != ItemKind::Lesson || info == nullptr || info->exercises.empty()) return {};
    QString first;
    const QString last = m_models.progress.setting(lessonSetting(item.id));
    for (const auto& each : info->exercises) {
        const Item exercise{ItemKind::Exercise, model::qt(each)};
        if (!m_models.library.holds(exercise)) continue;
        if (exercise.id == last) return last;
        if (first.isEmpty() && m_models.progress.state(exercise) != model::State::Done) first = exercise.id;
    }
    return first.isEmpty() ? model::qt(info->exercises.front()) : first;
}

void Session::goTo(const Item& item) {
    const QString exercise = exerciseFor(item);
    if (!hasWorkbench() || exercise == m_models.workbench.exerciseId()) return place(item, exercise);
    cancel();
    flush([this, item, exercise](bool) {  // the last keystrokes belong to the exercise that is left
        if (m_models.navigator.current() == item) place(item, exercise);
    });
}

void Session::place(const Item& item, const QString& exercise) {
    m_models.lesson.open(item);
    m_models.workbench.open(exercise);
    m_models.results.open(exercise, m_models.workbench.submission());
    if (const auto& error = m_models.workbench.unreadable()) m_models.results.fail(*error);
    m_models.progress.setSetting("place.home", item.isInCourse() ? "no" : "yes");
    if (item.isInCourse()) m_models.progress.setLastPlace(item, exercise);
    if (item.kind == ItemKind::Exercise)
        for (const QString& lesson : m_models.library.lessonsOf(item.id))
            m_models.progress.setSetting(lessonSetting(lesson), item.id);
    emit placed(item, hasWorkbench());
}

void Session::startWork(Work work) {
    if (!hasWorkbench() || m_waiting) return;
    m_waiting = true;
    m_kind = work;
    flush([this](bool answered) {
        m_waiting = false;
        const auto* exercise = m_models.workbench.exercise();
        if (exercise == nullptr) return;
        m_models.workbench.save();
        if (!answered)
            return m_models.results.fail({base::ErrorCode::Io, model::utf8(tr("The editor did not answer, so its newest text is not known and nothing was graded.")),
                                          model::utf8(tr("Try again; if it stays so, start Assay again.")), {}, 0});
        const auto submission = m_models.workbench.submission();
        m_models.results.setFiles(submission);
        m_models.results.begin(m_kind);
        if (m_kind == Work::Check)
            m_grading.check(*exercise, submission);
        else
            m_grading.run(*exercise, submission);
    });
}

void Session::check() { startWork(Work::Check); }

void Session::run() { startWork(Work::Run); }

void Session::cancel() {
    if (m_models.results.busy()) m_grading.cancelWork();
}

void Session::next() { m_models.navigator.open(m_models.results.next()); }

void Session::jump(const QString& file, int line, int column) { emit jumpRequested(file, line, column); }

void Session::runSnippet(const model::SnippetRun& run) {
    if (m_snippetBusy) m_grading.cancelSnippet();  // only one runs at a time, and the page is told
    m_snippet = run;
    m_snippetBusy = true;
    m_grading.snippet(model::utf8(run.code), run.race);
}

void Session::end() {
    m_models.workbench.save();
    m_models.lesson.keep();
}

}  // namespace assay::app
