// kill -9 while somebody types, and while something is graded: what the app had saved is there at the next start, the
// database is whole, and no process and no temporary folder stays behind. The program starts itself again as the one that
// is killed.
#include <signal.h>
#include <unistd.h>

#include <QApplication>
#include <QDir>
#include <QProcess>
#include <QTest>
#include <cstdio>

#include "app/support/app_fixture.h"

using namespace assay;
using tests::AppFixture;

namespace {

constexpr const char* exercise = "hello-check";
constexpr int preparation = 240'000;  // where the compiler cache has to be made first

void tell(const char* word) {
    std::puts(word);
    std::fflush(stdout);
}

bool focusEditor(AppFixture& fixture) {
    fixture.open("exercise", exercise);
    fixture.app().window().activateWindow();
    fixture.app().window().focusPane(ui::Pane::Editor);
    return fixture.waitFor(fixture.app().editorView(), "document.activeElement.closest('.cm-editor')");
}

int typeUntilKilled(const QString& folder) {
    AppFixture fixture(folder);
    fixture.start();
    if (!focusEditor(fixture)) return 1;
    auto& workbench = fixture.app().workbench();
    QTest::keyClicks(fixture.app().editorView().focusProxy(), "zebra");
    const auto isSaved = [&] { return workbench.isSaved() && workbench.files().front().content.contains("zebra"); };
    if (!fixture.waitUntil(isSaved)) return 1;
    tell("saved");
    for (;;) {  // somebody goes on typing: what is not saved yet may be lost
        QTest::keyClicks(fixture.app().editorView().focusProxy(), "x");
        fixture.waitUntil([] { return false; }, 50);
    }
}

int gradeUntilKilled(const QString& folder) {
    AppFixture fixture(folder);
    fixture.useRealJudge();
    fixture.start();
    fixture.open("exercise", exercise);
    fixture.pasteIntoEditor("package hello\n\nfunc Greet(name string) string {\n\tfor {\n\t}\n}\n");
    bool runs = false;
    QObject::connect(&fixture.app().results(), &model::ResultsModel::progressed, &fixture.app(),
                     [&](const QJsonObject& step) { runs = runs || step["step"] == "running"; });
    fixture.app().session().check();
    auto& results = fixture.app().results();
    if (!fixture.waitUntil([&] { return results.busy(); })) return 1;
    if (!fixture.waitUntil([&] { return runs || !results.busy(); }, preparation) || !runs) return 1;
    tell("running");
    fixture.waitUntil([] { return false; }, preparation);
    return 1;
}

QList<pid_t> childrenOf(pid_t parent) {
    QList<pid_t> found;
    for (const QString& entry : QDir("/proc").entryList(QDir::Dirs)) {
        QFile stat("/proc/" + entry + "/stat");
        if (entry.toInt() <= 0 || !stat.open(QIODevice::ReadOnly)) continue;
        const QByteArray text = stat.readAll();
        const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
        if (fields.size() < 2 || fields[1].toInt() != parent) continue;
        found.append(entry.toInt());
        found.append(childrenOf(entry.toInt()));
    }
    return found;
}

bool isAlive(pid_t process) {
    QFile stat("/proc/" + QString::number(process) + "/stat");
    if (!stat.open(QIODevice::ReadOnly)) return false;
    const QByteArray text = stat.readAll();
    return !text.mid(text.lastIndexOf(')') + 2).startsWith('Z');
}

// The engine's folders of this user, wherever it may put them.
QStringList tempFolders() {
    QStringList found;
    for (const QString& root : {QString("/dev/shm"), QDir::tempPath(), QString("/tmp")})
        for (const QString& name : QDir(root).entryList({"assay-" + QString::number(::getuid()) + "-*"}, QDir::Dirs))
            found.append(root + '/' + name);
    found.removeDuplicates();
    return found;
}

}  // namespace

class KillTest : public QObject {
    Q_OBJECT
  private slots:
    void whatWasSavedSurvives();
    void gradingLeavesNothing();

  private:
    // Starts the program in that way, kills it once it says the word, and waits until all that it had started is gone.
    void killAt(const QString& way, const QString& folder, const QByteArray& word);
    QStringList m_left;  // temporary folders that were there when it was killed, and not before
};

void KillTest::killAt(const QString& way, const QString& folder, const QByteArray& word) {
    const QStringList before = tempFolders();
    QProcess killed;
    killed.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    killed.start(QCoreApplication::applicationFilePath(), {way, folder});
    QVERIFY(killed.waitForStarted());
    QVERIFY(killed.waitForReadyRead(preparation));
    QCOMPARE(killed.readAllStandardOutput().trimmed(), word);
    const QList<pid_t> children = childrenOf(static_cast<pid_t>(killed.processId()));
    QVERIFY(!children.isEmpty());
    m_left = tempFolders();
    for (const QString& old : before) m_left.removeAll(old);
    ::kill(static_cast<pid_t>(killed.processId()), SIGKILL);
    QVERIFY(killed.waitForFinished());
    const auto anyAlive = [&] { return std::any_of(children.begin(), children.end(), isAlive); };
    QTRY_VERIFY_WITH_TIMEOUT(!anyAlive(), 30'000);
}

void KillTest::whatWasSavedSurvives() {
    QTemporaryDir folder;
    killAt("--type", folder.path(), "saved");
    if (QTest::currentTestFailed()) return;
    AppFixture fixture(folder.path());
    fixture.start();
    auto& app = fixture.app();
    QCOMPARE(app.progress().integrity(), QString("ok"));
    QCOMPARE(app.navigator().current().id, QString(exercise));
    QVERIFY(app.workbench().files().front().content.contains("zebra"));
    QVERIFY(fixture.waitFor(app.editorView(), "document.body.innerText.includes('zebra')"));
}

void KillTest::gradingLeavesNothing() {
    QTemporaryDir folder;
    killAt("--grade", folder.path(), "running");
    if (QTest::currentTestFailed()) return;
    QVERIFY(!m_left.isEmpty());  // else the sweep below would prove nothing
    AppFixture fixture(folder.path());
    fixture.useRealJudge();
    fixture.start();
    QCOMPARE(fixture.app().progress().integrity(), QString("ok"));
    QVERIFY(fixture.app().workbench().files().front().content.contains("for {"));
    QVERIFY(fixture.app().progress().attempts(exercise, 9).empty());
    const QStringList now = tempFolders();
    for (const QString& left : m_left) QVERIFY2(!now.contains(left), qPrintable(left));
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        if (argc == 3 && QString(argv[1]) == "--type") return typeUntilKilled(argv[2]);
        if (argc == 3 && QString(argv[1]) == "--grade") return gradeUntilKilled(argv[2]);
        KillTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "kill_test.moc"
