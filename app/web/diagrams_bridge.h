// Role: the build tool's page, diagrams.html: sends mermaid sources, gets SVG back, writes HASH.THEME.svg whole or not at
// all. Only hashes that were sent are taken, and only what looks like an SVG without references.
#pragma once

#include <QSet>
#include <QStringList>
#include <functional>
#include <vector>

#include "app/web/bridge.h"

namespace assay::web {

struct DiagramSource {
    QString hash, source;
};

class DiagramsBridge : public Bridge {
    Q_OBJECT
  public:
    DiagramsBridge(std::vector<DiagramSource> sources, QString outFolder, QObject* parent = nullptr);
    const QStringList& refusals() const { return m_refusals; }
    int written() const { return m_written; }

  public slots:
    void rendered(const QString& hash, const QString& theme, const QString& svg);
    void refused(const QString& hash, const QString& message);
    void done(int count);

  signals:
    void render(const QString& json);

  public:
    std::function<void()> onDone;

  protected:
    void showAll() override;

  private:
    std::vector<DiagramSource> m_sources;
    QSet<QString> m_asked;
    QString m_out;
    QStringList m_refusals;
    int m_written = 0;
};

}  // namespace assay::web
