#include "app/model/diagrams.h"

#include <QDir>
#include <QFile>
#include <algorithm>

#include "app/model/convert.h"

namespace assay::model {

namespace {

constexpr qint64 largestSvg = 2 << 20;

}  // namespace

QString Diagrams::fileName(const QString& hash, const QString& theme) { return hash + '.' + theme + ".svg"; }

bool Diagrams::isHash(const QString& text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

QString Diagrams::svg(const std::string& hash, const QString& theme) const {
    if (!isHash(qt(hash))) return {};
    const QString name = fileName(qt(hash), theme);
    const auto kept = m_read.constFind(name);
    if (kept != m_read.constEnd()) return *kept;
    for (const QString& folder : m_folders) {
        QFile file(QDir(folder).filePath(name));
        if (!file.open(QIODevice::ReadOnly) || file.size() > largestSvg) continue;
        const QString text = QString::fromUtf8(file.readAll());
        if (!text.startsWith("<svg")) continue;
        m_read.insert(name, text);
        return text;
    }
    return {};
}

std::vector<std::pair<std::string, std::string>> Diagrams::of(const course::Lesson& lesson, const QString& theme) const {
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto& diagram : lesson.diagrams) {
        const QString text = svg(diagram.hash, theme);
        if (!text.isEmpty()) found.emplace_back(diagram.hash, utf8(text));
    }
    return found;
}

}  // namespace assay::model
