#include "app/web/diagrams_bridge.h"

#include <QDir>
#include <QSaveFile>

#include "app/model/convert.h"
#include "app/model/diagrams.h"
#include "app/model/theme.h"

namespace assay::web {

DiagramsBridge::DiagramsBridge(std::vector<DiagramSource> sources, QString outFolder, QObject* parent)
    : Bridge(parent), m_sources(std::move(sources)), m_out(std::move(outFolder)) {
    for (const auto& each : m_sources) m_asked.insert(each.hash);
}

void DiagramsBridge::showAll() {
    QJsonArray list;
    for (const auto& each : m_sources) list.append(QJsonObject{{"hash", each.hash}, {"source", each.source}});
    emit render(model::jsonText(list));
}

void DiagramsBridge::rendered(const QString& hash, const QString& theme, const QString& svg) {
    if (!m_asked.contains(hash) || !model::Theme::names().contains(theme)) return;
    if (!isText(svg) || !svg.startsWith("<svg") || svg.contains("<script", Qt::CaseInsensitive)) return;
    QSaveFile file(QDir(m_out).filePath(model::Diagrams::fileName(hash, theme)));
    if (file.open(QIODevice::WriteOnly) && file.write(svg.toUtf8()) >= 0 && file.commit())
        ++m_written;
    else
        m_refusals.append("cannot write " + file.fileName() + ": " + file.errorString());
}

void DiagramsBridge::refused(const QString& hash, const QString& message) {
    if (m_asked.contains(hash)) m_refusals.append(hash.left(12) + ": " + message.left(500));
}

void DiagramsBridge::done(int) {
    if (onDone) onDone();
}

}  // namespace assay::web
