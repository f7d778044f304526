// Role: the one border between std and Qt types. Nothing outside app/model and app/jobs speaks std to the grader.
// Threads: pure functions.
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace assay::model {

QString qt(std::string_view utf8);
QString qtPath(const std::filesystem::path& path);
QStringList qt(const std::vector<std::string>& texts);
std::string utf8(const QString& text);  // lone surrogates become U+FFFD
std::filesystem::path toPath(const QString& path);

QString jsonText(const QJsonObject& object);  // compact
QString jsonText(const QJsonArray& array);
// What a page sent. An empty object or array where it is not one.
QJsonObject jsonObject(const QString& text);
QJsonArray jsonArray(const QString& text);
QJsonArray jsonTexts(const QStringList& texts);

// A fault of ours in the four parts that every error view shows. `command` is what stands between back quotes in the
// hint: the learner can copy it.
struct Trouble {
    QString what, safe, todo, command, more;
    QJsonObject json() const;
};
Trouble trouble(const base::Error& error, const QString& safe);
QString sentence(const base::Error& error);

}  // namespace assay::model
