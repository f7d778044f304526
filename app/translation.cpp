#include "app/translation.h"

#include <QCoreApplication>
#include <QLibraryInfo>

namespace assay::app {

Translation::Translation(const QString& folder, const QString& language) {
    if (language != "en" && m_qt.load("qtbase_" + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_own.load("assay_" + language, folder)) QCoreApplication::installTranslator(&m_own);
}

Translation::~Translation() {
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
}

}  // namespace assay::app
