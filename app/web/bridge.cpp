#include "app/web/bridge.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLoggingCategory>

#include "app/model/convert.h"

namespace assay::web {

namespace {

Q_LOGGING_CATEGORY(log, "assay.web.bridge")

}  // namespace

void Bridge::setAppearance(const QJsonObject& appearance) {
    m_appearance = appearance;
    if (m_ready) emit this->appearance(model::jsonText(m_appearance));
}

void Bridge::ready(int version) {
    if (version != this->version()) qCWarning(log) << "a page speaks version" << version;
    m_ready = true;
    m_markers = 0;
    loaded();
    emit appearance(model::jsonText(m_appearance));
    showAll();
}

void Bridge::copy(const QString& text) {
    if (isText(text)) QGuiApplication::clipboard()->setText(text);
}

void Bridge::failed(const QString& text) { qCWarning(log).noquote() << "a page failed:" << text.left(1000); }

void Bridge::update() {
    if (m_ready) showAll();
}

}  // namespace assay::web
