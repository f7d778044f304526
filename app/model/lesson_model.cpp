#include "app/model/lesson_model.h"

#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/model/convert.h"
#include "app/model/lesson_json.h"
#include "app/model/markdown_out.h"
#include "app/model/lesson_notes.h"

namespace assay::model {

namespace {

constexpr int largestSnippet = 256 << 10;

}  // namespace

LessonModel::LessonModel(CourseLibrary& library, ProgressModel& progress, const Diagrams& diagrams, QObject* parent)
    : QObject(parent), m_library(library), m_progress(progress), m_diagrams(diagrams) {
    m_keep.setSingleShot(true);
    m_keep.setInterval(400);
    connect(&m_keep, &QTimer::timeout, this, &LessonModel::keep);
    connect(&progress, &ProgressModel::changed, this, [this] {
        if (m_lesson == nullptr) return;
        const QJsonObject now = exercises();
        if (now != std::exchange(m_exercises, now)) emit exercisesChanged();
    });
}

const course::Lesson* LessonModel::lesson() const { return m_lesson; }

void LessonModel::open(const Item& item) {
    keep();
    m_item = item;
    m_lesson = nullptr;
    if (m_wanted != item) m_wanted = {};
    if (item.kind == ItemKind::Lesson) {
        if (const auto read = m_library.lesson(item.id)) m_lesson = *read;
        m_progress.openLesson(item.id);
        m_exercises = exercises();
    }
    emit shown();
}

void LessonModel::setTheme(const QString& theme) {
    if (theme == m_theme) return;
    m_theme = theme;
    emit diagramsChanged();
}

QString LessonModel::html(const course::Lesson& lesson) const {
    course::HtmlOptions options;
    options.svgByHash = m_diagrams.of(lesson, m_theme);
    QString html = pageHtml(qt(course::lessonHtml(lesson, options)));
    for (const auto& diagram : lesson.diagrams) {
        if (!m_diagrams.svg(diagram.hash, m_theme).isEmpty()) continue;
        // Nobody made this one: its source is shown, so that nothing of the lesson is missing.
        const QRegularExpression empty("<figure[^>]*data-diagram=\"" + qt(diagram.hash) + "\"[^>]*>\\s*</figure>");
        const QString source = "<pre><code class=\"language-mermaid\">" + qt(diagram.source).toHtmlEscaped() + "</code></pre>";
        const auto match = empty.match(html);
        if (match.hasMatch()) html.replace(match.capturedStart(), match.capturedLength(), source);
    }
    return html;
}

QJsonObject LessonModel::show() const {
    if (m_lesson != nullptr) return showLesson(*m_lesson);
    if (m_item.kind == ItemKind::Exercise)
        if (const auto* exercise = m_library.exercise(m_item.id)) return showTask(*exercise);
    if (m_item.kind == ItemKind::Lesson) {
        const QString sentence = tr("This lesson could not be read. Your work is saved; the other lessons are there.");
        return {{"kind", "lesson"}, {"id", m_item.id}, {"title", m_library.titleOf(m_item)},
                {"html", "<p>" + sentence.toHtmlEscaped() + "</p>"}};
    }
    return {};
}

QString LessonModel::markdown() const {
    if (m_lesson != nullptr) return lessonMarkdown(*m_lesson);
    const auto* exercise = m_item.kind == ItemKind::Exercise ? m_library.exercise(m_item.id) : nullptr;
    return exercise != nullptr ? taskMarkdown(*exercise) : QString();
}

QJsonObject LessonModel::showLesson(const course::Lesson& lesson) const {
    QJsonObject page = lessonFrame(m_library, m_progress, m_item);
    page["html"] = html(lesson);
    page["base"] = "assay://course/" + m_item.id + '/';
    page["objectives"] = jsonTexts(qt(lesson.info.objectives));
    QJsonArray objectives;
    for (const auto& objective : lesson.info.objectives)
        objectives.append(qt(course::inlineHtml(objective)));
    page["objectivesHtml"] = objectives;
    if (lesson.info.minutes > 0) page["minutes"] = lesson.info.minutes;
    const auto state = m_progress.lessonState(m_item.id);
    page["ticks"] = jsonTexts(qt(state.ticks));
    if (state.place > 0 || !state.anchor.empty()) {
        QJsonObject place = jsonObject(m_progress.setting("place:" + m_library.id() + ':' + m_item.id));
        place["ratio"] = state.place;
        if (!state.anchor.empty()) place["anchor"] = qt(state.anchor);
        page["place"] = place;
    }
    page["notes"] = notesJson(m_progress, m_item.id);
    page["quizzes"] = quizzes(lesson);
    page["snippets"] = snippetTexts(lesson);
    page["exercises"] = exerciseCards(m_library, m_progress, lesson.info.exercises);
    return page;
}

QJsonObject LessonModel::showTask(const course::Exercise& exercise) const {
    QJsonObject page = lessonFrame(m_library, m_progress, m_item);
    page["html"] = m_library.taskHtml(exercise);
    page["objectives"] = jsonTexts(qt(exercise.objectives));
    page["version"] = qt(exercise.version);
    page["points"] = exercise.points;
    if (exercise.minutes > 0) page["minutes"] = exercise.minutes;
    if (exercise.difficulty > 0) page["difficulty"] = exercise.difficulty;
    QJsonArray lessons;
    for (const QString& key : m_library.lessonsOf(m_item.id))
        lessons.append(QJsonObject{{"id", key}, {"title", m_library.titleOf({ItemKind::Lesson, key})}});
    page["lessons"] = lessons;
    for (const char* empty : {"ticks", "quizzes", "exercises"}) page[QLatin1String(empty)] = QJsonArray();
    return page;
}

QJsonArray LessonModel::quizzes(const course::Lesson& lesson) const {
    const auto state = m_progress.lessonState(m_item.id);
    QJsonArray list;
    for (const auto& quiz : lesson.quizzes) {
        QJsonObject entry{{"id", qt(quiz.id)}, {"multiple", severalCorrect(quiz)}};
        const auto answer = state.quizzes.find(quiz.id);
        if (answer != state.quizzes.end() && answer->second.tries > 0)
            entry["answer"] = quizAnswer(quiz, decodeChoice(answer->second.lastOption));
        list.append(entry);
    }
    return list;
}

QString LessonModel::snippetSetting(const QString& id) const {
    return "snippet:" + m_library.id() + ':' + m_item.id + ':' + id;
}

QJsonObject LessonModel::snippetTexts(const course::Lesson& lesson) const {
    QJsonObject texts;
    for (const auto& snippet : lesson.snippets) {
        const QString id = qt(snippet.id);
        const QString text = m_changed.contains(id) ? m_changed[id] : m_progress.setting(snippetSetting(id));
        if (!text.isEmpty()) texts[id] = text;
    }
    return texts;
}

QJsonObject LessonModel::diagrams() const {
    QJsonObject svg;
    if (m_lesson != nullptr)
        for (const auto& [hash, text] : m_diagrams.of(*m_lesson, m_theme)) svg[qt(hash)] = qt(text);
    return {{"theme", m_theme}, {"svg", svg}};
}

QJsonObject LessonModel::exercises() const {
    if (m_lesson == nullptr) return {};
    QJsonObject list{{"id", m_item.id}, {"exercises", exerciseCards(m_library, m_progress, m_lesson->info.exercises)}};
    const Item next = nextToDo(m_library, m_progress, m_item);
    if (!next.isHome()) list["next"] = itemJson(m_library, next);
    return list;
}

const course::Snippet* LessonModel::snippet(const QString& id) const {
    if (m_lesson == nullptr) return nullptr;
    for (const auto& snippet : m_lesson->snippets)
        if (snippet.run && qt(snippet.id) == id) return &snippet;
    return nullptr;
}

const course::Quiz* LessonModel::quiz(const QString& id) const {
    if (m_lesson == nullptr) return nullptr;
    for (const auto& quiz : m_lesson->quizzes)
        if (qt(quiz.id) == id) return &quiz;
    return nullptr;
}

QJsonObject LessonModel::answerQuiz(const QString& id, const QJsonArray& chosen) {
    const course::Quiz* quiz = this->quiz(id);
    if (quiz == nullptr) return {};
    std::vector<int> options;
    for (const auto& value : chosen) {
        const int option = value.toInt(-1);
        if (option < 0 || option >= static_cast<int>(quiz->options.size())) return {};
        options.push_back(option);
    }
    std::sort(options.begin(), options.end());
    options.erase(std::unique(options.begin(), options.end()), options.end());
    if (options.empty()) return {};
    const QJsonObject answer = quizAnswer(*quiz, options);
    m_progress.answerQuiz(m_item.id, id, encodeChoice(options), answer["correct"].toBool());
    return answer;
}

void LessonModel::tick(const QString& id, bool on) {
    if (m_lesson == nullptr) return;
    const auto& tasks = m_lesson->checkpoint;
    if (std::any_of(tasks.begin(), tasks.end(), [&](const auto& task) { return qt(task.id) == id; }))
        m_progress.setTick(m_item.id, id, on);
}

void LessonModel::placeChanged(const QJsonObject& place) {
    if (m_item.kind != ItemKind::Lesson) return;
    const double ratio = place["ratio"].toDouble(-1);
    const QString anchor = place["anchor"].toString();
    if (!(ratio >= 0 && ratio <= 1) || anchor.size() > 200) return;
    m_progress.setPlace(m_item.id, ratio, anchor);
    const double offset = place["offset"].toDouble(0);
    const QJsonObject more{{"offset", std::isfinite(offset) ? offset : 0}};
    m_progress.setSetting("place:" + m_library.id() + ':' + m_item.id, jsonText(more));
    if (ratio >= 0.97) m_progress.finishLesson(m_item.id);
}

void LessonModel::setMarked(bool on) {
    if (m_item.isInCourse()) m_progress.setMarked(m_item, on);
}

void LessonModel::runSnippet(const QString& id, int run, const QString& code) {
    const course::Snippet* source = snippet(id);
    if (source == nullptr || code.size() > largestSnippet) return;
    emit snippetRequested({id, run, code, source->race});
}

void LessonModel::cancelSnippet(const QString& id) {
    if (snippet(id) != nullptr) emit snippetCancelled();
}

void LessonModel::snippetChanged(const QString& id, const QString& code) {
    if (snippet(id) == nullptr || code.size() > largestSnippet) return;
    m_changed[id] = code;
    m_keep.start();
}

void LessonModel::keep() {
    m_keep.stop();
    for (auto text = m_changed.cbegin(); text != m_changed.cend(); ++text)
        m_progress.setSetting(snippetSetting(text.key()), text.value());
    m_changed.clear();
}

void LessonModel::leave() {
    keep();
    m_lesson = nullptr;
}

void LessonModel::answerSnippet(QJsonObject answer) {
    const course::Snippet* source = snippet(answer["id"].toString());
    if (source == nullptr) return;
    if (answer["state"] == "done" && (source->expect || source->verdict)) {
        const QString verdict = source->verdict ? qt(*source->verdict) : QStringLiteral("passed");
        const bool met = answer["verdict"].toString() == verdict &&
                         (!source->expect || answer["output"].toString() == qt(*source->expect));
        answer["expected"] = source->expect ? qt(*source->expect) : verdict;
        answer["met"] = met;
    }
    emit snippetAnswered(answer);
}

QJsonObject LessonModel::addNote(const QJsonObject& note) {
    return m_lesson == nullptr ? QJsonObject() : model::addNote(m_progress, m_item.id, note);
}

void LessonModel::changeNote(int id, const QString& text) {
    if (m_lesson != nullptr) model::changeNote(m_progress, m_item.id, id, text);
}

void LessonModel::removeNote(int id) {
    if (m_lesson != nullptr) m_progress.removeNote(m_item.id, id, true);
}

void LessonModel::restoreNote(int id) {
    if (m_lesson != nullptr) m_progress.removeNote(m_item.id, id, false);
}

void LessonModel::openExercise(const QString& id) { emit openRequested({ItemKind::Exercise, id}); }

void LessonModel::openLesson(const QString& id) { emit openRequested({ItemKind::Lesson, id}); }

void LessonModel::openLink(const QString& href) {
    const LinkTarget target = resolveLink(m_library, m_item, href);
    if (!target.item.isHome() || !target.anchor.isEmpty()) openAt(target.item.isHome() ? m_item : target.item, target.anchor);
}

void LessonModel::openAt(const Item& item, const QString& anchor) {
    if (item == m_item) {
        if (!anchor.isEmpty()) emit jump(anchor);
        return;
    }
    m_wanted = item;
    m_wantedAnchor = anchor;
    emit openRequested(item);
}

QString LessonModel::takeAnchor() {
    if (m_wanted != m_item) return {};
    m_wanted = {};
    return std::exchange(m_wantedAnchor, {});
}

}  // namespace assay::model
