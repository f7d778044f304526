// Role: the page in the centre: a lesson, or the task of an exercise. Builds what lesson.html shows (web/CHANNEL.md) and
// takes what the reader does there. Every argument of the page's slots is checked against the open lesson.
// Threads: the GUI thread.
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include "app/model/course_library.h"
#include "app/model/diagrams.h"
#include "app/model/progress_model.h"

namespace assay::model {

struct SnippetRun {
    QString id;
    int run = 0;  // the page's own number, given back with every answer
    QString code;
    bool race = false;
};

class LessonModel : public QObject {
    Q_OBJECT
  public:
    LessonModel(CourseLibrary& library, ProgressModel& progress, const Diagrams& diagrams, QObject* parent = nullptr);

    const Item& item() const { return m_item; }
    void open(const Item& item);  // a lesson or an exercise; anything else shows nothing
    void setTheme(const QString& theme);
    QJsonObject show() const;
    QJsonObject diagrams() const;
    QJsonObject exercises() const;  // of the open lesson, and what comes next: what changes while it is read
    QString markdown() const;  // of what is shown; empty where nothing is

    QJsonObject answerQuiz(const QString& id, const QJsonArray& chosen);
    void tick(const QString& id, bool on);
    void placeChanged(const QJsonObject& place);
    void setMarked(bool on);
    void runSnippet(const QString& id, int run, const QString& code);
    void cancelSnippet(const QString& id);
    void snippetChanged(const QString& id, const QString& code);
    QJsonObject addNote(const QJsonObject& note);
    void changeNote(int id, const QString& text);
    void removeNote(int id);
    void restoreNote(int id);
    void openExercise(const QString& id);
    void openLesson(const QString& id);
    void openLink(const QString& href);
    void openAt(const Item& item, const QString& anchor);
    // The heading that the open item was opened at; asked for once, when the page shows it.
    QString takeAnchor();

    // Adds `expected` and `met` of a self-checking snippet.
    void answerSnippet(QJsonObject answer);
    void keep();   // edited snippets, now
    void leave();  // keeps, and shows nothing until it is opened again

  signals:
    void shown();            // show() changed as a whole
    void diagramsChanged();  // another theme's
    void exercisesChanged();
    void snippetAnswered(const QJsonObject& answer);
    void snippetRequested(const assay::model::SnippetRun& run);
    void snippetCancelled();
    void openRequested(const assay::model::Item& item);
    void jump(const QString& anchor);

  private:
    const course::Lesson* lesson() const;
    const course::Snippet* snippet(const QString& id) const;
    const course::Quiz* quiz(const QString& id) const;
    QJsonObject showLesson(const course::Lesson& lesson) const;
    QJsonObject showTask(const course::Exercise& exercise) const;
    QString html(const course::Lesson& lesson) const;
    QJsonArray quizzes(const course::Lesson& lesson) const;
    QJsonObject snippetTexts(const course::Lesson& lesson) const;
    QString snippetSetting(const QString& id) const;

    CourseLibrary& m_library;
    ProgressModel& m_progress;
    const Diagrams& m_diagrams;
    Item m_item, m_wanted;
    QString m_wantedAnchor;
    QString m_theme = "light";
    const course::Lesson* m_lesson = nullptr;
    QJsonObject m_exercises;  // as told last
    QHash<QString, QString> m_changed;  // snippet id → edited text that is not kept yet
    QTimer m_keep;
};

}  // namespace assay::model
