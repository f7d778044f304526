// Role: lesson.html's object on its channel: model::LessonModel in CHANNEL.md's words. Nothing else is reachable from it.
#pragma once

#include "app/model/lesson_model.h"
#include "app/web/bridge.h"

namespace assay::web {

class LessonBridge : public Bridge {
    Q_OBJECT
  public:
    explicit LessonBridge(model::LessonModel& model, QObject* parent = nullptr);

    // The program that has the page's keyboard is run; false where none has it.
    bool runSnippet();

  public slots:
    void runSnippet(const QString& id, int run, const QString& code);
    void cancelSnippet(const QString& id);
    void snippetFocused(const QString& id) { m_hasSnippet = !id.isEmpty(); }
    void snippetChanged(const QString& id, const QString& code);
    QString answerQuiz(const QString& id, const QString& json);
    void tick(const QString& id, bool on);
    void placeChanged(const QString& json);
    void setMarked(bool on);
    QString addNote(const QString& json);
    void changeNote(int id, const QString& text);
    void removeNote(int id);
    void restoreNote(int id);
    void openExercise(const QString& id);
    void openLesson(const QString& id);
    void openLink(const QString& href);

  signals:
    void diagrams(const QString& json);
    void snippet(const QString& json);
    void jump(const QString& anchor);
    void runSnippetHere(int marker);
    void exercises(const QString& json);
    void note();  // write one beside what is being read

  protected:
    void showAll() override;

  private:
    model::LessonModel& m_model;
    bool m_hasSnippet = false;  // the keyboard is in a program of the lesson
};

}  // namespace assay::web
