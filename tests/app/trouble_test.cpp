// What goes wrong around the app: another program that keeps the database locked, a disk without room, a folder that cannot be
// written. Each is told in words, the window goes on, and nothing that was written is lost.
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QTest>

#include "app/support/app_fixture.h"
#include "progress/database.h"

using namespace assay;
using tests::AppFixture;

namespace {

constexpr const char* exercise = "hello-check";

// Another program in the middle of a long change.
class Locked {
  public:
    explicit Locked(const QString& folder) : m_database(progress::Database::open(model::toPath(folder + "/progress.sqlite"))) {
        m_holds = m_database && m_database->exec("BEGIN IMMEDIATE");
    }
    bool holds() const { return m_holds; }
    void letGo() { m_holds = !m_database->exec("ROLLBACK"); }

  private:
    base::Result<progress::Database> m_database;
    bool m_holds = false;
};

// The longest time that the window stood still.
class Pulse : public QObject {
  public:
    Pulse() {
        m_since.start();
        connect(&m_beat, &QTimer::timeout, this, [this] { m_longest = std::max(m_longest, m_since.restart()); });
        m_beat.start(10);
    }
    qint64 longest() const { return m_longest; }

  private:
    QElapsedTimer m_since;
    QTimer m_beat;
    qint64 m_longest = 0;
};

bool statusSays(AppFixture& fixture, const QString& words) {
    const auto labels = fixture.app().window().status().findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->isVisible() && label->text().contains(words); });
}

}  // namespace

class TroubleTest : public QObject {
    Q_OBJECT
  private slots:
    void lockedDatabaseIsToldAndNothingIsLost();
    void noButtonLosesWhatCannotBeKept();
    void closingAsksWhereSomethingIsUnsaved();
    void folderThatCannotBeWrittenIsTold();
};

void TroubleTest::lockedDatabaseIsToldAndNothingIsLost() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    Locked other(fixture.dataFolder());
    QVERIFY(other.holds());
    const Pulse pulse;
    fixture.pasteIntoEditor("package hello\n\n// passes, written meanwhile\n");
    QVERIFY(fixture.waitUntil([&] { return statusSays(fixture, "Not saved") && statusSays(fixture, "locked"); }));
    fixture.press("Ctrl+Return");
    QVERIFY(fixture.waitFor(app.resultsView(), "document.body.innerText.includes('Passed')"));
    fixture.open("exercise", "split-bill");
    fixture.open("exercise", exercise);
    QVERIFY(fixture.waitFor(app.editorView(), "document.body.innerText.includes('written meanwhile')"));
    QVERIFY2(pulse.longest() < 1500, qPrintable(QString("the window stood still for %1 ms").arg(pulse.longest())));
    QVERIFY(app.progress().attempts(exercise, 10).empty());
    other.letGo();
    QVERIFY(fixture.waitUntil([&] { return app.progress().isSaved() && app.workbench().isSaved(); }));
    QVERIFY(fixture.waitUntil([&] { return statusSays(fixture, "Saved"); }));
    QCOMPARE(app.progress().attempts(exercise, 10).size(), std::size_t{1});
    QCOMPARE(app.progress().state({model::ItemKind::Exercise, exercise}), model::State::Done);
    fixture.stop();
    fixture.start();
    const auto draft = fixture.app().progress().draft(exercise);
    QVERIFY(draft && draft->files.front().content.find("written meanwhile") != std::string::npos);
}

void TroubleTest::noButtonLosesWhatCannotBeKept() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    fixture.pasteIntoEditor("package hello // first\n");
    QVERIFY(fixture.waitUntil([&] { return app.workbench().isSaved(); }));
    Locked other(fixture.dataFolder());
    fixture.pasteIntoEditor("package hello // second\n");
    QVERIFY(!app.workbench().reset());
    QVERIFY(fixture.waitUntil([] { return QApplication::activeModalWidget() != nullptr; }));  // it says so
    QApplication::activeModalWidget()->close();
    QVERIFY(!app.workbench().takeFile(app.workbench().files().front().name, "package other\n"));
    QVERIFY(app.workbench().files().front().content.contains("second"));
    other.letGo();
    QVERIFY(fixture.waitUntil([&] { return app.workbench().isSaved(); }));
    QVERIFY(app.workbench().reset());
    const auto kept = app.progress().keptDrafts(exercise);
    QCOMPARE(kept.size(), std::size_t{1});
    QVERIFY(kept.front().files.front().content.find("second") != std::string::npos);
}

void TroubleTest::closingAsksWhereSomethingIsUnsaved() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    Locked other(fixture.dataFolder());
    fixture.pasteIntoEditor("package hello // unsaved\n");
    app.window().close();
    const auto question = [&] { return app.window().findChild<QDialog*>("askToLose"); };
    QVERIFY(fixture.waitUntil([&] { return question() != nullptr; }));
    question()->reject();
    QVERIFY(app.window().isVisible());
    other.letGo();
    QVERIFY(fixture.waitUntil([&] { return app.workbench().isSaved() && app.progress().isSaved(); }));
    fixture.stop();
    fixture.start();
    QVERIFY(fixture.app().workbench().files().front().content.contains("unsaved"));
}

// The program itself: a home folder that is read-only, or on a disk that is mounted so.
void TroubleTest::folderThatCannotBeWrittenIsTold() {
    QTemporaryDir folder;
    QVERIFY(QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::ExeOwner));
    QVERIFY2(!QFileInfo(folder.path()).isWritable(), "run it as tests/app/as_user.sh does: root may write anywhere");
    QProcess program;
    program.start(qEnvironmentVariable("ASSAY_BIN") + "/assay-app", {"--data", folder.filePath("data")});
    QByteArray said;
    QVERIFY(AppFixture::waitUntil([&] {
        program.waitForReadyRead(100);
        said += program.readAllStandardError();
        return said.contains("data") && said.contains("ermission denied");
    }));
    QCOMPARE(program.state(), QProcess::Running);  // its window says the same
    program.terminate();
    QVERIFY(program.waitForFinished(10'000));
    QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        TroubleTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "trouble_test.moc"
