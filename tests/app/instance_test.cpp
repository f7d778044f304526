// One app for a user, a data folder and a course: links, the hand-over, and the real program started twice, killed, started again.
#include <signal.h>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QProcess>
#include <QTest>
#include <QUrl>
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
    void everyDataFolderAndCourseHasItsOwn();
    void wishIsGrantedInTheWindow();
    void wishThatCannotBeGrantedSaysWhy();
    void nonsenseOnTheSocketIsHarmless();
    void programStartedTwiceIsOneAndSurvivesAKill();
    void packedCourseHasAWindowOfItsOwn();

  private:
    int listening() const;
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
    Instance first(data, "/some/course"), second(data, "/some/course");
    QCOMPARE(first.claim({}), Instance::Part::First);
    first.onAsked = [&](const Wish& wish) {
        taken = wish;
        return wish.id == "bad" ? QString("no such thing") : QString();
    };
    QCOMPARE(claimBeside(second, {ItemKind::Exercise, "hello-check", "token"}), Instance::Part::Handed);
    QCOMPARE(taken.id, QString("hello-check"));
    QCOMPARE(taken.kind, ItemKind::Exercise);
    QCOMPARE(taken.token, QString("token"));
    QCOMPARE(claimBeside(second, {ItemKind::Exercise, "bad", {}}), Instance::Part::Refused);
    QCOMPARE(second.refusal(), QString("no such thing"));
}

void InstanceTest::everyDataFolderAndCourseHasItsOwn() {
    const auto one = model::toPath(m_folder->filePath("one")), two = model::toPath(m_folder->filePath("two"));
    Instance first(one, "/a"), ofOtherData(two, "/a"), ofOtherCourse(one, "/b");
    for (Instance* each : {&first, &ofOtherData, &ofOtherCourse}) QCOMPARE(each->claim({}), Instance::Part::First);
}

void InstanceTest::wishIsGrantedInTheWindow() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    app.window().showMinimized();
    QCOMPARE(app::grant(app, {ItemKind::Exercise, "split-bill", {}}), QString());
    QCOMPARE(app.navigator().current().id, QString("split-bill"));
    QVERIFY(!app.window().isMinimized());
    QCOMPARE(app::grant(app, {ItemKind::Lesson, "worker-pools", {}}), QString());
    QCOMPARE(app.navigator().current().id, QString("concurrency/worker-pools"));
    QCOMPARE(app::grant(app, {ItemKind::Home, {}, {}}), QString());
    QCOMPARE(app.navigator().current().id, QString("concurrency/worker-pools"));  // only came forward
}

void InstanceTest::wishThatCannotBeGrantedSaysWhy() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    const QString slip = app::grant(app, {ItemKind::Exercise, "split-bil", {}});
    QVERIFY2(slip.contains("split-bill"), qPrintable(slip));
    QVERIFY(app.navigator().current().isHome());
}

void InstanceTest::nonsenseOnTheSocketIsHarmless() {
    const auto data = model::toPath(m_folder->path());
    Instance first(data, "/some/course"), second(data, "/some/course");
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
    QCOMPARE(claimBeside(second, {ItemKind::Lesson, "x", {}}), Instance::Part::Handed);
}

int InstanceTest::listening() const {
    int count = 0;
    QDir place(m_runtime->filePath("assay"));
    for (const QString& name : place.entryList({"*.socket"}, QDir::System)) {
        QLocalSocket socket;
        socket.connectToServer(place.filePath(name));
        count += socket.waitForConnected(100) ? 1 : 0;
    }
    return count;
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
    const auto listens = [&] { return listening() > 0; };
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

void InstanceTest::packedCourseHasAWindowOfItsOwn() {
    const QString bin = qEnvironmentVariable("ASSAY_BIN"), pack = m_folder->filePath("a course.assay");
    QCOMPARE(QProcess::execute(bin + "/assay", {"pack", "--quiet", "--out", pack}), 0);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PATH", "/nonexistent");
    QProcess usual, packed;
    for (QProcess* each : {&usual, &packed}) {
        each->setProcessEnvironment(environment);
        each->start(bin + "/assay-app", QStringList{"--data", m_folder->path()} + (each == &packed ? QStringList{pack} : QStringList{}));
    }
    QVERIFY(QTest::qWaitFor([&] { return listening() == 2; }, 30'000));
    QCOMPARE(QDir(m_folder->filePath("courses")).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden).size(), 1);
    QProcess again;  // as the desktop's file manager starts it
    again.setProcessEnvironment(environment);
    again.start(bin + "/assay-app", {"--data", m_folder->path(), QUrl::fromLocalFile(pack).toString(QUrl::FullyEncoded)});
    QVERIFY(again.waitForFinished(20'000));
    QCOMPARE(again.exitCode(), 0);
    QCOMPARE(usual.state(), QProcess::Running);
    QCOMPARE(packed.state(), QProcess::Running);
    for (QProcess* each : {&usual, &packed}) {
        each->kill();
        QVERIFY(each->waitForFinished(5000));
    }
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        InstanceTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "instance_test.moc"
