#include "app/web/results_bridge.h"

#include "app/model/convert.h"

namespace assay::web {

using model::jsonText;
using model::ResultsModel;

ResultsBridge::ResultsBridge(ResultsModel& model, model::HistoryModel& history, Desk& desk, QObject* parent)
    : Bridge(parent), m_model(model), m_history(history), m_desk(desk) {
    connect(&history, &model::HistoryModel::changed, this, [this] { update(); });
    connect(&history, &model::HistoryModel::compared, this, [this](const QJsonObject& all) { emit difference(jsonText(all)); });
    connect(&history, &model::HistoryModel::saved, this, [this](const QJsonObject& outcome) { emit saved(jsonText(outcome)); });
    connect(&model, &ResultsModel::shown, this, [this] { update(); });
    connect(&model, &ResultsModel::staleChanged, this, [this](bool on) {
        if (isReady()) emit stale(on);
    });
    connect(&model, &ResultsModel::progressed, this, [this](const QJsonObject& step) { emit progress(jsonText(step)); });
    connect(&model, &ResultsModel::preparing, this,
            [this](const QJsonObject& step) { emit preparation(jsonText(step)); });
}

void ResultsBridge::showAll() {
    QJsonObject page = m_model.show();
    page["history"] = m_history.list();
    page["solution"] = m_history.solutionIsOpen() ? "open" : "locked";
    emit show(jsonText(page));
}

void ResultsBridge::compare(const QString& before, const QString& after) {
    if (isId(before) && isId(after)) m_history.compare(before, after);
}

void ResultsBridge::restore(const QString& id) {
    if (isId(id)) m_history.restore(id);
}

void ResultsBridge::setNote(const QString& id, const QString& text) {
    if (isId(id) && isText(text)) m_history.setNote(id, text);
}

void ResultsBridge::saveZip(const QString& id) {
    if (isId(id)) m_history.saveZip(id);
}

void ResultsBridge::jump(const QString& file, int line, int column) {
    if (isId(file) && line >= 0 && column >= 0) m_desk.jump(file, line, column);
}

}  // namespace assay::web
