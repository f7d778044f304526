#include "app/model/convert.h"

#include <QJsonDocument>

namespace assay::model {

QString qt(std::string_view utf8) { return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())); }

QString qtPath(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

QStringList qt(const std::vector<std::string>& texts) {
    QStringList list;
    for (const auto& text : texts) list.append(qt(text));
    return list;
}

std::string utf8(const QString& text) { return text.toStdString(); }

std::filesystem::path toPath(const QString& path) { return path.toStdString(); }

QString jsonText(const QJsonObject& object) {
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString jsonText(const QJsonArray& array) {
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QJsonObject jsonObject(const QString& text) { return QJsonDocument::fromJson(text.toUtf8()).object(); }

QJsonArray jsonArray(const QString& text) { return QJsonDocument::fromJson(text.toUtf8()).array(); }

QJsonArray jsonTexts(const QStringList& texts) { return QJsonArray::fromStringList(texts); }

QJsonObject Trouble::json() const {
    QJsonObject object{{"what", what}, {"safe", safe}};
    if (!todo.isEmpty()) object["todo"] = todo;
    if (!command.isEmpty()) object["command"] = command;
    if (!more.isEmpty()) object["more"] = more;
    return object;
}

QString sentence(const base::Error& error) { return qt(base::describe(error)); }

Trouble trouble(const base::Error& error, const QString& safe) {
    Trouble trouble{qt(error.message), safe, qt(error.hint), {}, {}};
    if (!error.file.empty()) {
        trouble.more = qt(error.file) + (error.line > 0 ? ':' + QString::number(error.line) : QString());
    }
    const qsizetype begin = trouble.todo.indexOf('`');
    const qsizetype end = begin < 0 ? -1 : trouble.todo.indexOf('`', begin + 1);
    if (end > begin + 1) trouble.command = trouble.todo.mid(begin + 1, end - begin - 1);
    trouble.todo.remove('`');
    return trouble;
}

}  // namespace assay::model
