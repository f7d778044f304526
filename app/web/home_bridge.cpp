#include "app/web/home_bridge.h"

#include "app/model/convert.h"

namespace assay::web {

HomeBridge::HomeBridge(model::HomeModel& model, QObject* parent) : Bridge(parent), m_model(model) {
    connect(&model, &model::HomeModel::shown, this, [this] { update(); });
}

void HomeBridge::showAll() { emit show(model::jsonText(m_model.show())); }

void HomeBridge::open(const QString& kind, const QString& id) {
    if (isId(kind) && isId(id)) m_model.open(kind, id);
}

void HomeBridge::unmark(const QString& kind, const QString& id) {
    if (isId(kind) && isId(id)) m_model.unmark(kind, id);
}

void HomeBridge::snooze(const QString& kind, const QString& id) {
    if (isId(kind) && isId(id)) m_model.snooze(kind, id);
}

}  // namespace assay::web
