// The language server without any page: its protocol, its bounds, its deaths; with the real gopls of the build.
#include <signal.h>

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "app/assembly.h"
#include "app/jobs/language_server.h"

using namespace assay;
using jobs::GoTools;
using jobs::LanguageServer;
using jobs::LspReader;

namespace {

constexpr int patience = 120'000;  // the first start reads the standard library's packages
const char* const broken = "package hello\n\nimport \"fmt\"\n\nfunc Greet(name string) string {\nreturn fmt.Sprint(nmae)\n}\n";

jobs::ServerRoom room(const QString& exercise = "hello-check") {
    return {exercise, {{"go.mod", "module course/warm-up/hello-check\n\ngo 1.26\n"}, {"hello.go", broken},
                       {"../escaped.go", "package out\n"}}};
}

// An editor's side of the conversation.
class Client : public QObject {
  public:
    explicit Client(const base::fs::path& program)
        : server(program, base::fs::path(m_cache.path().toStdString()), m_tools) {
        connect(&server, &LanguageServer::stateChanged, this, [this](bool isAvailable, const QString& why, const QString& where) {
            available = isAvailable;
            reason = why;
            root = where;
            if (isAvailable) ++starts;
        });
        connect(&server, &LanguageServer::received, this, [this](const QString& text) {
            const auto message = QJsonDocument::fromJson(text.toUtf8()).object();
            if (message.contains("id") && !message.contains("method")) answers[message["id"].toInt()] = message;
            if (message["method"] == "textDocument/publishDiagnostics") {
                const auto params = message["params"].toObject();
                diagnostics[params["uri"].toString()] = params["diagnostics"].toArray();
            }
        });
    }
    void notify(const QString& method, const QJsonObject& params) { write({{"method", method}, {"params", params}}); }
    int ask(const QString& method, const QJsonObject& params) {
        write({{"id", ++m_last}, {"method", method}, {"params", params}});
        return m_last;
    }
    QJsonObject answer(int id) {
        return QTest::qWaitFor([&] { return answers.contains(id); }, patience) ? answers[id] : QJsonObject();
    }
    bool greet() {
        if (!QTest::qWaitFor([&] { return available; }, patience)) return false;
        const auto hello = answer(ask("initialize", {{"rootUri", root}, {"capabilities", QJsonObject()}}));
        notify("initialized", {});
        notify("textDocument/didOpen", {{"textDocument", QJsonObject{{"uri", uri()}, {"languageId", "go"}, {"version", 1}, {"text", broken}}}});
        return hello.contains("result");
    }
    QString uri() const { return root + "/hello.go"; }
    QJsonObject at(int line, int character) const {
        return {{"textDocument", QJsonObject{{"uri", uri()}}}, {"position", QJsonObject{{"line", line}, {"character", character}}}};
    }

  private:
    void write(QJsonObject message) {
        message["jsonrpc"] = "2.0";
        server.send(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
    }
    QTemporaryDir m_cache;
    GoTools m_tools;
    int m_last = 0;

  public:
    bool available = false;
    int starts = 0;
    QString reason, root;
    QHash<int, QJsonObject> answers;
    QHash<QString, QJsonArray> diagnostics;
    LanguageServer server;  // last: it goes first
};

base::fs::path gopls() {
    const auto places = app::findPlaces({}, QDir::tempPath());
    return places ? places->gopls : base::fs::path();
}

}  // namespace

class LanguageServerTest : public QObject {
    Q_OBJECT
  private slots:
    void framesAreCutAtAnyByte();
    void serverThatBreaksTheProtocolIsNotBelieved();
    void missingServerIsToldInWords();
    void serverThatDiesAgainAndAgainIsGivenUp();
    void diagnosticsCompletionHoverAndFormat();
    void methodsThatRunThingsAreDropped();
    void serverThatDiesIsStartedAgain();
    void anotherExerciseHasAnotherRoom();
    void nothingStays();
    void gofmtFormatsAndNamesTheLine();
};

void LanguageServerTest::framesAreCutAtAnyByte() {
    const QByteArray all = jobs::lspFrame("{\"a\":1}") + jobs::lspFrame("{\"b\":\"ü\"}");
    for (qsizetype cut = 0; cut <= all.size(); ++cut) {
        LspReader reader;
        QList<QByteArray> messages;
        for (const QByteArray& part : {all.left(cut), all.mid(cut)}) {
            reader.add(part);
            while (auto message = reader.next()) messages.append(*message);
        }
        QCOMPARE(messages, (QList<QByteArray>{"{\"a\":1}", "{\"b\":\"ü\"}"}));
        QVERIFY(!reader.isBroken());
    }
}

void LanguageServerTest::serverThatBreaksTheProtocolIsNotBelieved() {
    for (const QByteArray& nonsense : {QByteArray("Content-Length: -1\r\n\r\n"), QByteArray("Content-Length: x\r\n\r\n"),
                                       QByteArray("Content-Length: 99999999999\r\n\r\n"), QByteArray("Hello: 1\r\n\r\n"),
                                       QByteArray(5000, 'x')}) {
        LspReader reader;
        reader.add(nonsense);
        QVERIFY(!reader.next());
        QVERIFY(reader.isBroken());
        reader.add(jobs::lspFrame("{}"));
        QVERIFY(!reader.next());
    }
}

void LanguageServerTest::missingServerIsToldInWords() {
    Client client{{}};
    client.server.open(room());
    QVERIFY(!client.available);
    QVERIFY(client.reason.contains("./run installs it"));
}

void LanguageServerTest::serverThatDiesAgainAndAgainIsGivenUp() {
    Client client("/bin/false");
    client.server.open(room());
    QVERIFY(QTest::qWaitFor([&] { return client.reason.contains("6 times"); }, patience));
    QVERIFY(!client.available);
    client.reason.clear();
    client.server.close();
    client.server.open(room());  // asked for again, tried again
    QVERIFY(QTest::qWaitFor([&] { return client.reason.contains("started again"); }, patience));
}

void LanguageServerTest::diagnosticsCompletionHoverAndFormat() {
    if (gopls().empty()) QSKIP("gopls is not built here: ./run builds it");
    Client client(gopls());
    client.server.open(room());
    QVERIFY(client.greet());
    const auto found = [&] { return !client.diagnostics.value(client.uri()).isEmpty(); };
    QVERIFY(QTest::qWaitFor(found, patience));
    const auto fault = client.diagnostics[client.uri()][0].toObject();
    QVERIFY2(fault["message"].toString().contains("nmae"), qPrintable(fault["message"].toString()));
    QCOMPARE(fault["range"].toObject()["start"].toObject()["line"].toInt(), 5);

    const auto completion = client.answer(client.ask("textDocument/completion", client.at(5, 11)))["result"].toObject();
    QStringList labels;
    for (const auto& item : completion["items"].toArray()) labels.append(item.toObject()["label"].toString());
    QVERIFY2(labels.contains("Sprintf"), qPrintable(labels.join(' ')));

    const auto hover = client.answer(client.ask("textDocument/hover", client.at(5, 13)))["result"].toObject();
    QVERIFY(hover["contents"].toObject()["value"].toString().contains("func fmt.Sprint"));
    QVERIFY(!hover["contents"].toObject()["value"].toString().contains("http"));

    const auto edits = client.answer(client.ask("textDocument/formatting", {{"textDocument", QJsonObject{{"uri", client.uri()}}},
                                                {"options", QJsonObject{{"tabSize", 4}, {"insertSpaces", false}}}}));
    QCOMPARE(edits["result"].toArray().size(), 1);
    const QString folder = QUrl(client.root).toLocalFile();
    QVERIFY(QFileInfo::exists(folder + "/hello.go"));
    QVERIFY(!QFileInfo::exists(folder + "/../escaped.go"));
}

void LanguageServerTest::methodsThatRunThingsAreDropped() {
    if (gopls().empty()) QSKIP("gopls is not built here: ./run builds it");
    Client client(gopls());
    client.server.open(room());
    QVERIFY(client.greet());
    const int command = client.ask("workspace/executeCommand", {{"command", "gopls.run_tests"}, {"arguments", QJsonArray()}});
    QVERIFY(!client.answer(client.ask("textDocument/hover", client.at(5, 13))).isEmpty());
    QVERIFY(!client.answers.contains(command));
}

void LanguageServerTest::serverThatDiesIsStartedAgain() {
    if (gopls().empty()) QSKIP("gopls is not built here: ./run builds it");
    Client client(gopls());
    client.server.open(room());
    QVERIFY(client.greet());
    const qint64 first = client.server.processId();
    ::kill(static_cast<pid_t>(first), SIGKILL);
    QVERIFY(QTest::qWaitFor([&] { return client.starts == 2; }, patience));
    QVERIFY(client.server.processId() != first);
    QVERIFY(client.greet());
}

void LanguageServerTest::anotherExerciseHasAnotherRoom() {
    if (gopls().empty()) QSKIP("gopls is not built here: ./run builds it");
    Client client(gopls());
    client.server.open(room("one"));
    QVERIFY(client.greet());
    const QString root = client.root;
    const qint64 first = client.server.processId();
    client.server.open(room("one"));
    QCOMPARE(client.server.processId(), first);
    client.server.open(room("two"));
    QVERIFY(QTest::qWaitFor([&] { return client.starts == 2; }, patience));
    QVERIFY(client.root != root);
    QVERIFY(::kill(static_cast<pid_t>(first), 0) != 0);  // one at a time
}

void LanguageServerTest::nothingStays() {
    if (gopls().empty()) QSKIP("gopls is not built here: ./run builds it");
    qint64 process = 0;
    QString folder;
    {
        Client client(gopls());
        client.server.open(room());
        QVERIFY(client.greet());
        process = client.server.processId();
        folder = QUrl(client.root).toLocalFile();
    }
    QVERIFY(::kill(static_cast<pid_t>(process), 0) != 0);
    QVERIFY(!QFileInfo::exists(folder));
}

void LanguageServerTest::gofmtFormatsAndNamesTheLine() {
    GoTools tools;
    std::optional<GoTools::Formatted> result;
    tools.format(this, "package a\nfunc  F( ){}\n", [&](const auto& answer) { result = answer; });
    QVERIFY(QTest::qWaitFor([&] { return result.has_value(); }, patience));
    QVERIFY2(result->ok, qPrintable(result->message));
    QCOMPARE(result->text, QString("package a\n\nfunc F() {}\n"));
    result.reset();
    tools.format(this, "package a\n\nfunc {\n", [&](const auto& answer) { result = answer; });
    QVERIFY(QTest::qWaitFor([&] { return result.has_value(); }, patience));
    QVERIFY(!result->ok);
    QVERIFY2(result->message.contains("<standard input>:3:6:"), qPrintable(result->message));
}

QTEST_GUILESS_MAIN(LanguageServerTest)

#include "language_server_test.moc"
