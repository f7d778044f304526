// Role: which of the languages that the app speaks. Threads: any.
#pragma once

#include <QString>
#include <QStringList>

namespace assay::model {

QStringList languages();         // "en", "de": what window and pages have texts in
QString languageOfDesktop();     // the first of them that the desktop asks for, else "en"
QString languageFor(const QString& choice);  // of the setting: "auto" or one of them

}  // namespace assay::model
