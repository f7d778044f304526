#include "app/model/lesson_notes.h"

#include <QRegularExpression>

#include "app/model/convert.h"

namespace assay::model {

namespace {

constexpr qsizetype longestNote = 4000, longestAnchor = 200, longestQuote = 200;
constexpr int lastPosition = 100'000;
constexpr std::size_t mostNotes = 500;  // in a lesson: a page that adds them by itself must end

bool isText(const QString& text) { return !text.trimmed().isEmpty() && text.size() <= longestNote; }

}  // namespace

QJsonArray notesJson(const ProgressModel& progress, const QString& lesson) {
    QJsonArray list;
    for (const auto& note : progress.notes(lesson))
        list.append(QJsonObject{{"id", static_cast<qint64>(note.id)},
                                {"anchor", qt(note.place.anchor)},
                                {"position", note.place.position},
                                {"hash", qt(note.place.hash)},
                                {"quote", qt(note.place.quote)},
                                {"text", qt(note.text)},
                                {"at", static_cast<qint64>(note.changedMs)}});
    return list;
}

QJsonObject addNote(ProgressModel& progress, const QString& lesson, const QJsonObject& note) {
    static const QRegularExpression hash("^[0-9a-f]{8,32}$");
    progress::NotePlace place{utf8(note["anchor"].toString()), note["position"].toInt(-1), utf8(note["hash"].toString()),
                              utf8(note["quote"].toString())};
    const QString text = note["text"].toString();
    const bool sound = place.position >= 0 && place.position <= lastPosition &&
                       note["anchor"].toString().size() <= longestAnchor && note["quote"].toString().size() <= longestQuote &&
                       hash.match(note["hash"].toString()).hasMatch() && isText(text);
    if (!sound || progress.notes(lesson).size() >= mostNotes) return {};
    const std::int64_t id = progress.addNote(lesson, place, text);
    return id > 0 ? QJsonObject{{"id", static_cast<qint64>(id)}} : QJsonObject();
}

void changeNote(ProgressModel& progress, const QString& lesson, int id, const QString& text) {
    if (isText(text)) progress.changeNote(lesson, id, text);
}

}  // namespace assay::model
