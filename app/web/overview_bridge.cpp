#include "app/web/overview_bridge.h"

#include "app/model/convert.h"

namespace assay::web {

OverviewBridge::OverviewBridge(model::OverviewModel& model, QObject* parent) : Bridge(parent), m_model(model) {
    connect(&model, &model::OverviewModel::shown, this, [this] { update(); });
    connect(&model, &model::OverviewModel::saved, this,
            [this](const QJsonObject& outcome) { emit saved(model::jsonText(outcome)); });
}

void OverviewBridge::showAll() { emit show(model::jsonText(m_model.show())); }

void OverviewBridge::open(const QString& kind, const QString& id) {
    if (isId(kind) && isId(id)) m_model.open(kind, id);
}

void OverviewBridge::save(const QString& format) {
    if (isId(format)) m_model.save(format);
}

}  // namespace assay::web
