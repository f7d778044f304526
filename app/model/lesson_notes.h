// Role: the reader's notes on a lesson's paragraphs, in CHANNEL.md's words. What the page sends is checked here: sizes, and
// that a note belongs to the open lesson. Threads: the GUI thread.
#pragma once

#include <QJsonArray>
#include <QJsonObject>

#include "app/model/progress_model.h"

namespace assay::model {

QJsonArray notesJson(const ProgressModel& progress, const QString& lesson);
// {"id": …}, or an empty object where it was refused or could not be written.
QJsonObject addNote(ProgressModel& progress, const QString& lesson, const QJsonObject& note);
void changeNote(ProgressModel& progress, const QString& lesson, int id, const QString& text);

}  // namespace assay::model
