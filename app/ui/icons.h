// Role: the app's icons (resources/icons, one stroke weight), drawn in a colour of the theme, sharp at any scale.
// Threads: the GUI thread.
#pragma once

#include <QCache>
#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace assay::ui {

class Icons {
  public:
    explicit Icons(QString folder) : m_folder(std::move(folder)) {}
    QPixmap pixmap(const QString& name, const QColor& color, int size, double scale) const;  // empty where not there
    QIcon icon(const QString& name, const QColor& color, const QColor& disabled, int size = 16) const;

  private:
    QString m_folder;
    mutable QCache<QString, QPixmap> m_drawn{200};
};

}  // namespace assay::ui
