// Role: what happens when the learner does something: moves, checks, runs, asks for a hint, leaves. Connects the models with
// the jobs; knows no widget. Keeps: the place to reopen, attempts, drafts before every check.
// Ownership: borrows everything; all of it outlives the session. Threads: the GUI thread.
#pragma once

#include <QHash>
#include <QObject>
#include <functional>

#include "app/jobs/grading.h"
#include "app/model/home_model.h"
#include "app/model/lesson_model.h"
#include "app/model/navigator.h"
#include "app/model/results_model.h"
#include "app/model/workbench.h"
#include "app/web/results_bridge.h"

namespace assay::app {

struct Models {
    model::CourseLibrary& library;
    model::ProgressModel& progress;
    model::Navigator& navigator;
    model::LessonModel& lesson;
    model::Workbench& workbench;
    model::ResultsModel& results;
    model::HomeModel& home;
};

class Session : public QObject, public web::Desk {
    Q_OBJECT
  public:
    Session(const Models& models, jobs::Grading& grading, QObject* parent = nullptr);

    // Has the editor page send what it has not sent yet, then calls; false: it did not answer. Set by the assembly.
    std::function<void(std::function<void(bool)>)> flush = [](const auto& then) { then(true); };

    void begin(const model::Item& place = {});  // there; Home: where the learner was. Prepares the grader meanwhile
    void end();    // keeps everything
    bool hasWorkbench() const { return m_models.workbench.exercise() != nullptr; }

    void check() override;
    void run() override;
    void cancel() override;
    void next() override;
    void jump(const QString& file, int line, int column) override;

  signals:
    void placed(const assay::model::Item& item, bool withWorkbench);
    void jumpRequested(const QString& file, int line, int column);
    void checked(const QString& verdict);                      // after the attempt is kept and shown
    void preparing(const QString& words, int done, int total);  // total 0: nothing is being prepared
    void languageKnown(const QString& version);

  private:
    void connectJobs();
    void connectSnippets();
    void goTo(const model::Item& item);
    void place(const model::Item& item, const QString& exercise);
    QString exerciseFor(const model::Item& item) const;
    QString lessonSetting(const QString& lesson) const;
    void runSnippet(const model::SnippetRun& run);
    void startWork(model::Work work);

    Models m_models;
    jobs::Grading& m_grading;
    model::Work m_kind = model::Work::Check;
    model::SnippetRun m_snippet;
    bool m_waiting = false;  // between Check and the editor's answer
    bool m_snippetBusy = false;
};

}  // namespace assay::app
