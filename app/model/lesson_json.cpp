#include "app/model/lesson_json.h"

#include <QDir>
#include <QRegularExpression>
#include <algorithm>

#include "app/model/convert.h"

namespace assay::model {

namespace {

constexpr int several = 1 << 30;

}  // namespace

QJsonObject itemJson(const CourseLibrary& library, const Item& item) {
    return {{"kind", kindName(item.kind)}, {"id", item.id}, {"title", library.titleOf(item)}};
}

Item nextToDo(const CourseLibrary& library, const ProgressModel& progress, const Item& item) {
    const Item after = library.after(item);
    for (Item next = after; !next.isHome(); next = library.after(next))
        if (progress.state(next) != State::Done) return next;
    return after;
}

QJsonObject lessonFrame(const CourseLibrary& library, const ProgressModel& progress, const Item& item) {
    QJsonObject page = itemJson(library, item);
    if (item.kind == ItemKind::Exercise) page["kind"] = "task";
    const QString phase = library.phaseOf(item);
    page["phase"] = QJsonObject{{"id", phase}, {"title", library.phaseTitle(phase)}};
    page["marked"] = progress.isMarked(item);
    const Item previous = library.before(item), next = nextToDo(library, progress, item);
    if (!previous.isHome()) page["previous"] = itemJson(library, previous);
    if (!next.isHome()) page["next"] = itemJson(library, next);
    return page;
}

QJsonArray exerciseCards(const CourseLibrary& library, const ProgressModel& progress, const std::vector<std::string>& ids) {
    QJsonArray cards;
    for (const auto& id : ids) {
        const auto* exercise = library.exercise(qt(id));
        if (exercise == nullptr) continue;
        QJsonObject card{{"id", qt(id)}, {"title", qt(exercise->title)}, {"points", exercise->points},
                         {"state", stateName(progress.state({ItemKind::Exercise, qt(id)}))}};
        if (exercise->minutes > 0) card["minutes"] = exercise->minutes;
        cards.append(card);
    }
    return cards;
}

bool severalCorrect(const course::Quiz& quiz) {
    return std::count_if(quiz.options.begin(), quiz.options.end(), [](const auto& option) { return option.correct; }) > 1;
}

QJsonObject quizAnswer(const course::Quiz& quiz, const std::vector<int>& chosen) {
    QJsonArray picked, options;
    bool correct = true;
    for (std::size_t i = 0; i < quiz.options.size(); ++i) {
        const bool has = std::find(chosen.begin(), chosen.end(), static_cast<int>(i)) != chosen.end();
        if (has) picked.append(static_cast<int>(i));
        correct = correct && has == quiz.options[i].correct;
        options.append(QJsonObject{{"correct", quiz.options[i].correct},
                                   {"whyHtml", qt(course::inlineHtml(quiz.options[i].why))}});
    }
    return {{"chosen", picked}, {"correct", correct}, {"options", options}};
}

int encodeChoice(const std::vector<int>& chosen) {
    if (chosen.size() == 1) return chosen.front();
    int mask = several;
    for (const int option : chosen)
        if (option < 30) mask |= 1 << option;
    return mask;
}

std::vector<int> decodeChoice(int stored) {
    std::vector<int> chosen;
    if (stored < 0) return chosen;
    if ((stored & several) == 0) return {stored};
    for (int option = 0; option < 30; ++option)
        if ((stored & (1 << option)) != 0) chosen.push_back(option);
    return chosen;
}

QString pageHtml(QString html) {
    static const QRegularExpression link("<a href=\"#\" data-lesson=\"([^\"]*)\"( data-anchor=\"([^\"]*)\")?");
    for (auto match = link.match(html); match.hasMatch(); match = link.match(html)) {
        const QString anchor = match.captured(3).isEmpty() ? QString() : '#' + match.captured(3);
        html.replace(match.capturedStart(), match.capturedLength(), "<a href=\"lesson:" + match.captured(1) + anchor + '"');
    }
    return html.replace("<img src=\"asset/", "<img src=\"");
}

LinkTarget resolveLink(const CourseLibrary& library, const Item& from, const QString& href) {
    LinkTarget target;
    if (href.size() > 500) return target;
    const qsizetype hash = href.indexOf('#');
    QString path = hash < 0 ? href : href.left(hash);
    if (hash >= 0) target.anchor = href.mid(hash + 1);
    if (path.isEmpty()) {
        target.item = from;
        return target;
    }
    Item found;
    if (path.startsWith("exercise:")) {
        found = {ItemKind::Exercise, path.mid(9)};
    } else if (path.startsWith("lesson:")) {
        found = {ItemKind::Lesson, path.mid(7)};
    } else if (!path.contains(':') && !path.startsWith('/')) {
        if (path.endsWith("lesson.md")) path.chop(9);
        if (path.endsWith("task.md")) path.chop(7);
        const QString here = from.kind == ItemKind::Lesson ? from.id : library.phaseOf(from) + '/' + from.id;
        const QString full = QDir::cleanPath(here + '/' + path);
        found = {ItemKind::Lesson, full};
        if (!library.holds(found)) found = {ItemKind::Exercise, full.mid(full.lastIndexOf('/') + 1)};
    }
    if (!found.isHome() && library.holds(found)) target.item = found;
    if (target.item.isHome()) target.anchor.clear();
    return target;
}

}  // namespace assay::model
