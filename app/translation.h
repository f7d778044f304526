// Role: the window in the learner's language: our texts, and Qt's own (file dialogs, names of keys) where the system has them.
// English has a file too: its plural forms. Ownership: the texts hold as long as this object. Threads: the GUI thread.
#pragma once

#include <QString>
#include <QTranslator>

namespace assay::app {

class Translation {
  public:
    // `folder` holds assay_<language>.qm. A file that is not there leaves the texts as they are written in the code.
    Translation(const QString& folder, const QString& language);
    ~Translation();
    Translation(const Translation&) = delete;
    Translation& operator=(const Translation&) = delete;

  private:
    QTranslator m_qt, m_own;
};

}  // namespace assay::app
