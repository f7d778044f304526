#include "app/model/language.h"

#include <QLocale>

namespace assay::model {

QStringList languages() { return {QStringLiteral("en"), QStringLiteral("de")}; }

QString languageOfDesktop() {
    for (const QString& wanted : QLocale::system().uiLanguages()) {
        const QString language = wanted.section('-', 0, 0).section('_', 0, 0);
        if (languages().contains(language)) return language;
        if (language == "C") break;
    }
    return languages().first();
}

QString languageFor(const QString& choice) { return languages().contains(choice) ? choice : languageOfDesktop(); }

}  // namespace assay::model
