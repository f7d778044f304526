// One app for a user and a data folder: links, the hand-over, and the real program started twice, killed, started again.
#include <signal.h>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QProcess>
#include <QTest>
#include <thread>

#include "app/instance.h"
#include "app/model/convert.h"
#include "app/support/app_fixture.h"

using namespace assay;
using app::Instance;
using app::Wish;
using model::ItemKind;
using tests::AppFixture;

class InstanceTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void linksAreReadStrictly_data();
    void linksAreReadStrictly();
    void secondHandsOverToTheFirst();
    void everyDataFolderHasItsOwn();
    void wishIsGrantedInTheWindow();
    void wishThatCannotBeGrantedSaysWhy();
    void nonsenseOnTheSocketIsHarmless();
    void programStartedTwiceIsOneAndSurvivesAKill();

  private:
    // claim() waits for the other's answer, so it is called beside the event loop that gives it.
    Instance::Part claimBeside(Instance& second, const Wish& wish);
    std::unique_ptr<QTemporaryDir> m_folder, m_runtime = std::make_unique<QTemporaryDir>();
};

void InstanceTest::initTestCase() { qputenv("XDG_RUNTIME_DIR", m_runtime->path().toUtf8()); }

Instance::Part InstanceTest::claimBeside(Instance& second, const Wish& wish) {
    std::atomic<bool> done{false};
    Instance::Part part = Instance::Part::Alone;
    std::jthread beside([&] {
        part = second.claim(wish);
        done = true;
    });
    while (!done) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    return part;
}

void InstanceTest::linksAreReadStrictly_data() {
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("id");
    QTest::newRow("exercise") << "assay://exercise/hello-check" << "hello-check";
    QTest::newRow("lesson") << "assay://lesson/warm-up/how-this-works" << "warm-up/how-this-works";
    for (const char* wrong : {"assay://app/lesson.html", "assay://course/x.png", "https://exercise/x", "assay:exercise/x", "assay://exercise/",
                              "assay://exercise/x?data=/tmp", "assay://exercise/x#y", "assay://me@exercise/x", "assay://exercise:80/x", "assay://settings/isolation"})
        QTest::newRow(wrong) << wrong << "";
}

void InstanceTest::linksAreReadStrictly() {
    QFETCH(QString, link);
    QFETCH(QString, id);
    const auto wish = app::wishOfLink(link);
    QCOMPARE(wish.has_value(), !id.isEmpty());
    if (wish) QCOMPARE(wish->id, id);
}

void InstanceTest::secondHandsOverToTheFirst() {
    const auto data = model::toPath(m_folder->path());
    Wish taken;
    Instance first(data), second(data);
    QCOMPARE(first.claim({}), Instance::Part::First);
    first.onAsked = [&](const Wish& wish) {
        taken = wish;
        return wish.id == "bad" ? QString("no such thing") : QString();
    };
    QCOMPARE(claimBeside(second, {"/some/course", ItemKind::Exercise, "hello-check", "token"}), Instance::Part::Handed);
    QCOMPARE(taken.id, QString("hello-check"));
    QCOMPARE(taken.kind, ItemKind::Exercise);
    QCOMPARE(taken.course, QString("/some/course"));
    QCOMPARE(taken.token, QString("token"));
    QCOMPARE(claimBeside(second, {{}, ItemKind::Exercise, "bad", {}}), Instance::Part::Refused);
    QCOMPARE(second.refusal(), QString("no such thing"));
}

void InstanceTest::everyDataFolderHasItsOwn() {
    Instance one(model::toPath(m_folder->filePath("one"))), other(model::toPath(m_folder->filePath("other")));
    QCOMPARE(one.claim({}), Instance::Part::First);
    QCOMPARE(other.claim({}), Instance::Part::First);
}

void InstanceTest::wishIsGrantedInTheWindow() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    const QString course = model::qtPath(fixture.places().course);
    app.window().showMinimized();
    QCOMPARE(app::grant(app, {course, ItemKind::Exercise, "split-bill", {}}), QString());
    QCOMPARE(app.navigator().current().id, QString("split-bill"));
    QVERIFY(!app.window().isMinimized());
    QCOMPARE(app::grant(app, {course, ItemKind::Lesson, "worker-pools", {}}), QString());
    QCOMPARE(app.navigator().current().id, QString("concurrency/worker-pools"));
    QCOMPARE(app::grant(app, {course, ItemKind::Home, {}, {}}), QString());
    QCOMPARE(app.navigator().current().id, QString("concurrency/worker-pools"));  // only came forward
}

void InstanceTest::wishThatCannotBeGrantedSaysWhy() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    const QString slip = app::grant(app, {model::qtPath(fixture.places().course), ItemKind::Exercise, "split-bil", {}});
    QVERIFY2(slip.contains("split-bill"), qPrintable(slip));
    QVERIFY(app::grant(app, {m_folder->path(), ItemKind::Home, {}, {}}).contains("--data"));
    QVERIFY(app.navigator().current().isHome());
}

void InstanceTest::nonsenseOnTheSocketIsHarmless() {
    const auto data = model::toPath(m_folder->path());
    Instance first(data), second(data);
    QCOMPARE(first.claim({}), Instance::Part::First);
    int asked = 0;
    first.onAsked = [&](const Wish& wish) {
        asked += wish.id.isEmpty() ? 1 : 0;
        return QString();
    };
    QDir place(m_runtime->filePath("assay"));
    const QStringList sockets = place.entryList({"*.socket"}, QDir::System);
    QVERIFY(!sockets.isEmpty());
    for (const QString& name : sockets) {
        QLocalSocket socket;
        socket.connectToServer(place.filePath(name));
        if (!socket.waitForConnected(1000)) continue;
        socket.write(QByteArray("\0\xff{{{[[\n", 8) + QByteArray(100'000, 'x'));
        socket.flush();
        QTest::qWait(50);
    }
    QVERIFY(asked <= 1);
    QCOMPARE(claimBeside(second, {{}, ItemKind::Lesson, "x", {}}), Instance::Part::Handed);
}

void InstanceTest::programStartedTwiceIsOneAndSurvivesAKill() {
    const QString program = qEnvironmentVariable("ASSAY_BIN") + "/assay-app";
    QVERIFY2(QFile::exists(program), qPrintable("ASSAY_BIN does not name the folder of the built programs: " + program));
    const QStringList arguments{"--data", m_folder->path()};
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PATH", "/nonexistent");  // no go command: what it had begun would outlive the kill
    const auto end = [&](const QStringList& more) {  // of a start that is expected to end by itself
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(program, arguments + more);
        return process.waitForFinished(20'000) ? process.exitCode() : -1;
    };
    const auto listens = [&] {
        QDir place(m_runtime->filePath("assay"));
        for (const QString& name : place.entryList({"*.socket"}, QDir::System)) {
            QLocalSocket socket;
            socket.connectToServer(place.filePath(name));
            if (socket.waitForConnected(100)) return true;
        }
        return false;
    };
    for (int round = 0; round < 2; ++round) {  // the second one after a kill, beside the dead one's socket
        QProcess first;
        first.setProcessEnvironment(environment);
        first.start(program, arguments);
        QVERIFY(QTest::qWaitFor(listens, 20'000));
        QCOMPARE(end({"--exercise", "hello-check"}), 0);
        QCOMPARE(end({"assay://lesson/warm-up/how-this-works"}), 0);
        QCOMPARE(end({"--exercise", "hello-chek"}), 2);
        QCOMPARE(first.state(), QProcess::Running);
        ::kill(static_cast<pid_t>(first.processId()), SIGKILL);
        QVERIFY(first.waitForFinished(5000));
    }
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        InstanceTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "instance_test.moc"
