// Role: the diagrams' SVG files made ahead by `assay-app --render-diagrams`, found by hash and theme in a list of folders.
// Threads: the GUI thread. A file that is missing, too large or not SVG is no error: the lesson shows the source then.
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>
#include <string>
#include <utility>
#include <vector>

#include "course/lesson.h"

namespace assay::model {

class Diagrams {
  public:
    explicit Diagrams(QStringList folders) : m_folders(std::move(folders)) {}
    QString svg(const std::string& hash, const QString& theme) const;  // empty where there is none
    std::vector<std::pair<std::string, std::string>> of(const course::Lesson& lesson, const QString& theme) const;

    static QString fileName(const QString& hash, const QString& theme);
    // What a page may ask to be written: a hash is 64 hex digits, a theme one of three.
    static bool isHash(const QString& text);

  private:
    QStringList m_folders;
    mutable QHash<QString, QString> m_read;  // file name → SVG
};

}  // namespace assay::model
