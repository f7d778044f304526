#include "app/web/editor_bridge.h"

#include <QRegularExpression>
#include <QTimer>

#include "app/model/convert.h"

namespace assay::web {

using model::jsonText;
using model::ResultsModel;
using model::Workbench;

namespace {

constexpr int flushWithinMs = 10'000;  // of a page that hangs; a busy machine may take its time

}  // namespace

EditorBridge::EditorBridge(Workbench& workbench, ResultsModel& results, jobs::LanguageServer& server,
                           jobs::GoTools& tools, QObject* parent)
    : Bridge(parent), m_workbench(workbench), m_results(results), m_server(server), m_tools(tools) {
    connect(&workbench, &Workbench::shown, this, [this] {
        if (!m_server.isOpenFor(m_workbench.exerciseId())) {
            m_server.close();
            m_lspState = jsonText(QJsonObject{{"available", true}});  // nothing is wrong, it is only not started
        }
        update();
    });
    connect(&server, &jobs::LanguageServer::stateChanged, this, [this](bool available, const QString& reason, const QString& root) {
        m_lspState = jsonText(QJsonObject{{"available", available}, {"reason", reason}, {"root", root}});
        if (isReady()) emit lspState(m_lspState);
    });
    connect(&server, &jobs::LanguageServer::received, this, [this](const QString& message) {
        if (isReady()) emit lspReceive(message);
    });
    connect(&workbench, &Workbench::followed, this, [this](const QString& file, const QString& text, int revision) {
        if (isReady()) emit content(jsonText(QJsonObject{{"file", file}, {"content", text}, {"revision", revision}, {"reason", "outside"}}));
    });
    connect(&workbench, &Workbench::resetPossible, this, [this](bool on) {
        if (isReady()) emit canReset(on);
    });
    connect(&workbench, &Workbench::settingsChanged, this, [this] { emit settings(jsonText(m_workbench.settings())); });
    connect(&results, &ResultsModel::marksChanged, this, [this] {
        if (isReady()) showMarks();
    });
}

void EditorBridge::showAll() {
    emit besideLesson(m_besideLesson);
    emit show(jsonText(m_workbench.show()));
    showMarks();
    if (!m_lspState.isEmpty()) emit lspState(m_lspState);
}

// The page that was asked is gone; what the new one shows is what was sent.
void EditorBridge::loaded() {
    const QList<int> unanswered = m_waiting.keys();
    for (const int token : unanswered) answer(token, true);
}

void EditorBridge::setBesideLesson(bool on) {
    m_besideLesson = on;
    if (isReady()) emit besideLesson(on);
}

void EditorBridge::showMarks() {
    emit diagnostics(jsonText(m_results.diagnostics()));
    emit failing(jsonText(m_results.failing()));
}

void EditorBridge::flushThen(std::function<void(bool)> then) {
    if (!isReady()) return then(true);
    const int token = ++m_token;
    m_waiting.insert(token, std::move(then));
    emit flush(token, marker());
    QTimer::singleShot(flushWithinMs, this, [this, token] { answer(token, false); });
}

void EditorBridge::flushed(int token) { answer(token, true); }

void EditorBridge::answer(int token, bool answered) {
    const auto waiting = m_waiting.find(token);
    if (waiting == m_waiting.end()) return;
    const auto then = std::move(*waiting);
    m_waiting.erase(waiting);
    then(answered);
}

// Not when the exercise is shown: who only reads needs no server.
void EditorBridge::wakeServer() {
    const auto* exercise = m_workbench.exercise();
    if (exercise == nullptr || m_server.isOpenFor(m_workbench.exerciseId())) return;
    jobs::ServerRoom room{m_workbench.exerciseId(), {}};
    for (const auto& file : m_workbench.moduleFiles()) room.files.push_back({file.name, file.content});
    m_server.open(room);
}

void EditorBridge::jumpTo(const QString& file, int line, int column) { emit jump(file, line, column); }

void EditorBridge::changed(const QString& file, int revision, const QString& content) {
    if (!isId(file) || !isText(content)) return;
    m_workbench.changed(file, revision, content);
    wakeServer();
}

void EditorBridge::late(const QString& exercise, const QString& file, int, const QString& content) {
    if (isId(exercise) && isId(file) && isText(content)) m_workbench.late(exercise, file, content);
}

void EditorBridge::caret(const QString& file, int anchor, int head, int top) {
    if (!isId(file)) return;
    m_workbench.setCaret(file, anchor, head, top);
    wakeServer();
}

void EditorBridge::activated(const QString& file) {
    if (isId(file)) m_workbench.setActive(file);
}

void EditorBridge::formatOnSave() {
    if (!isReady() || !m_workbench.settings()["formatOnSave"].toBool()) return;
    flushThen([this](bool answered) {
        if (answered) emit formatNow();
    });
}

void EditorBridge::format(const QString& file, int revision, const QString& content) {
    if (!isId(file) || !isText(content)) return;
    m_tools.format(this, content, [this, file, revision](const auto& result) { formatted(file, revision, result); });
}

void EditorBridge::formatted(const QString& file, int revision, const jobs::GoTools::Formatted& result) {
    if (result.ok) {
        emit content(jsonText(QJsonObject{{"file", file}, {"content", result.text}, {"revision", revision}, {"reason", "format"}}));
        return;
    }
    static const QRegularExpression place("^<standard input>:(\\d+):(\\d+): (.*)$", QRegularExpression::MultilineOption);
    QJsonArray found;
    for (auto matches = place.globalMatch(result.message); matches.hasNext();) {
        const auto match = matches.next();
        found.append(QJsonObject{{"file", file}, {"line", match.captured(1).toInt()}, {"column", match.captured(2).toInt()},
                                 {"severity", "error"}, {"code", "gofmt"}, {"message", match.captured(3)}});
    }
    if (found.isEmpty()) return failed("gofmt: " + result.message);
    emit diagnostics(jsonText(found));
}

void EditorBridge::ownEditor() { m_workbench.askOwnEditor(); }

void EditorBridge::reset() { m_workbench.askReset(); }

void EditorBridge::lspSend(const QString& message) { m_server.send(message); }

}  // namespace assay::web
