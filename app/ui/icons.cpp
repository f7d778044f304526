#include "app/ui/icons.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace assay::ui {

QPixmap Icons::pixmap(const QString& name, const QColor& color, int size, double scale) const {
    const QString key = name + color.name() + QString::number(size) + '@' + QString::number(scale);
    if (const QPixmap* drawn = m_drawn.object(key)) return *drawn;
    QFile file(m_folder + '/' + name + ".svg");
    if (!file.open(QIODevice::ReadOnly)) return {};
    QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
    const int pixels = qRound(size * scale);
    auto* drawn = new QPixmap(pixels, pixels);
    drawn->fill(Qt::transparent);
    QPainter painter(drawn);
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    drawn->setDevicePixelRatio(scale);
    m_drawn.insert(key, drawn);
    return *m_drawn.object(key);
}

QIcon Icons::icon(const QString& name, const QColor& color, const QColor& disabled, int size) const {
    QIcon icon;
    for (const double scale : {1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0}) {  // a scaled one loses its fine lines
        icon.addPixmap(pixmap(name, color, size, scale));
        icon.addPixmap(pixmap(name, disabled, size, scale), QIcon::Disabled);
    }
    return icon;
}

}  // namespace assay::ui
