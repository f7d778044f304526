// Role: lesson.html's object on its channel: model::LessonModel in CHANNEL.md's words. Nothing else is reachable from it.
#pragma once

#include "app/model/lesson_model.h"
#include "app/web/bridge.h"

namespace assay::web {

class LessonBridge : public Bridge {
    Q_OBJECT
  public:
    explicit LessonBridge(model::LessonModel& model, QObject* parent = nullptr);

  public slots:
    void runSnippet(const QString& id, int run, const QString& code);
    void cancelSnippet(const QString& id);
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
    void exercises(const QString& json);
    void note();  // write one beside what is being read

  protected:
    void showAll() override;

  private:
    model::LessonModel& m_model;
};

}  // namespace assay::web
