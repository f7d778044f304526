#include "app/web/lesson_bridge.h"

#include "app/model/convert.h"

namespace assay::web {

using model::jsonText;
using model::LessonModel;

LessonBridge::LessonBridge(LessonModel& model, QObject* parent) : Bridge(parent), m_model(model) {
    connect(&model, &LessonModel::shown, this, [this] { update(); });
    connect(&model, &LessonModel::diagramsChanged, this, [this] {
        if (isReady()) emit diagrams(jsonText(m_model.diagrams()));
    });
    connect(&model, &LessonModel::exercisesChanged, this, [this] {
        if (isReady()) emit exercises(jsonText(m_model.exercises()));
    });
    connect(&model, &LessonModel::snippetAnswered, this,
            [this](const QJsonObject& answer) { emit snippet(jsonText(answer)); });
    connect(&model, &LessonModel::jump, this, &LessonBridge::jump);
}

bool LessonBridge::runSnippet() {
    if (m_hasSnippet) emit runSnippetHere(marker());
    return m_hasSnippet;
}

void LessonBridge::showAll() {
    m_hasSnippet = false;
    if (!m_model.item().isInCourse()) return;  // another page is in front
    emit show(jsonText(m_model.show()));
    emit diagrams(jsonText(m_model.diagrams()));
    if (const QString anchor = m_model.takeAnchor(); !anchor.isEmpty()) emit jump(anchor);
}

void LessonBridge::runSnippet(const QString& id, int run, const QString& code) {
    if (isId(id) && isText(code)) m_model.runSnippet(id, run, code);
}

void LessonBridge::cancelSnippet(const QString& id) {
    if (isId(id)) m_model.cancelSnippet(id);
}

void LessonBridge::snippetChanged(const QString& id, const QString& code) {
    if (isId(id) && isText(code)) m_model.snippetChanged(id, code);
}

QString LessonBridge::answerQuiz(const QString& id, const QString& json) {
    if (!isId(id) || json.size() > longestId) return "{}";
    return jsonText(m_model.answerQuiz(id, model::jsonArray(json)));
}

void LessonBridge::tick(const QString& id, bool on) {
    if (isId(id)) m_model.tick(id, on);
}

void LessonBridge::placeChanged(const QString& json) {
    if (json.size() <= 1000) m_model.placeChanged(model::jsonObject(json));
}

void LessonBridge::setMarked(bool on) { m_model.setMarked(on); }

QString LessonBridge::addNote(const QString& json) {
    return isText(json) ? jsonText(m_model.addNote(model::jsonObject(json))) : QStringLiteral("{}");
}

void LessonBridge::changeNote(int id, const QString& text) {
    if (isText(text)) m_model.changeNote(id, text);
}

void LessonBridge::removeNote(int id) { m_model.removeNote(id); }

void LessonBridge::restoreNote(int id) { m_model.restoreNote(id); }

void LessonBridge::openExercise(const QString& id) {
    if (isId(id)) m_model.openExercise(id);
}

void LessonBridge::openLesson(const QString& id) {
    if (isId(id)) m_model.openLesson(id);
}

void LessonBridge::openLink(const QString& href) {
    if (isId(href)) m_model.openLink(href);
}

}  // namespace assay::web
