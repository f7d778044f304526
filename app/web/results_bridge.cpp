#include "app/web/results_bridge.h"

#include "app/model/convert.h"

namespace assay::web {

using model::jsonText;
using model::ResultsModel;

ResultsBridge::ResultsBridge(ResultsModel& model, Desk& desk, QObject* parent)
    : Bridge(parent), m_model(model), m_desk(desk) {
    connect(&model, &ResultsModel::shown, this, [this] { update(); });
    connect(&model, &ResultsModel::progressed, this, [this](const QJsonObject& step) { emit progress(jsonText(step)); });
    connect(&model, &ResultsModel::preparing, this,
            [this](const QJsonObject& step) { emit preparation(jsonText(step)); });
}

void ResultsBridge::showAll() { emit show(jsonText(m_model.show())); }

void ResultsBridge::jump(const QString& file, int line, int column) {
    if (isId(file) && line >= 0 && column >= 0) m_desk.jump(file, line, column);
}

}  // namespace assay::web
