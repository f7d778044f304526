#include "app/web/editor_bridge.h"

#include <QTimer>

#include "app/model/convert.h"

namespace assay::web {

using model::jsonText;
using model::ResultsModel;
using model::Workbench;

namespace {

constexpr int flushWithinMs = 500;

}  // namespace

EditorBridge::EditorBridge(Workbench& workbench, ResultsModel& results, QObject* parent)
    : Bridge(parent), m_workbench(workbench), m_results(results) {
    connect(&workbench, &Workbench::shown, this, [this] { update(); });
    connect(&workbench, &Workbench::settingsChanged, this, [this] { emit settings(jsonText(m_workbench.settings())); });
    connect(&results, &ResultsModel::marksChanged, this, [this] {
        if (isReady()) showMarks();
    });
}

void EditorBridge::showAll() {
    emit show(jsonText(m_workbench.show()));
    showMarks();
}

void EditorBridge::showMarks() {
    emit diagnostics(jsonText(m_results.diagnostics()));
    emit failing(jsonText(m_results.failing()));
}

void EditorBridge::flushThen(std::function<void()> then) {
    if (!isReady()) return then();
    const int token = ++m_token;
    m_waiting.insert(token, std::move(then));
    emit flush(token);
    QTimer::singleShot(flushWithinMs, this, [this, token] { flushed(token); });
}

void EditorBridge::flushed(int token) {
    const auto waiting = m_waiting.find(token);
    if (waiting == m_waiting.end()) return;
    const auto then = std::move(*waiting);
    m_waiting.erase(waiting);
    then();
}

void EditorBridge::jumpTo(const QString& file, int line, int column) { emit jump(file, line, column); }

void EditorBridge::changed(const QString& file, int revision, const QString& content) {
    if (isId(file) && isText(content)) m_workbench.changed(file, revision, content);
}

void EditorBridge::late(const QString& exercise, const QString& file, int, const QString& content) {
    if (isId(exercise) && isId(file) && isText(content)) m_workbench.late(exercise, file, content);
}

void EditorBridge::caret(const QString& file, int anchor, int head, int top) {
    if (isId(file)) m_workbench.setCaret(file, anchor, head, top);
}

void EditorBridge::activated(const QString& file) {
    if (isId(file)) m_workbench.setActive(file);
}

void EditorBridge::format(const QString&, int, const QString&) {}

void EditorBridge::reset() { m_workbench.askReset(); }

void EditorBridge::lspSend(const QString&) {}

}  // namespace assay::web
