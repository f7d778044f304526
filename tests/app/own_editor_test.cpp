// The learner's own editor beside the app: what goes out, what comes in, and that nothing is lost where both changed.
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTest>

#include "app/model/settings.h"
#include "app/own_editor.h"
#include "app/support/app_fixture.h"

using namespace assay;
using tests::AppFixture;

namespace {

constexpr const char* exercise = "hello-check";

// An app with the exercise open, and what its own editor would be started with.
struct Desk {
    AppFixture fixture;
    QString folder, name, command, opened;
    bool starts = true;
    decltype(app::OwnEditor::launch) launcher;  // the real one

    explicit Desk(const QString& work = {}) {
        if (!work.isEmpty()) fixture.useWorkFolder(work);
        begin();
    }
    void begin() {
        fixture.start();
        launcher = own().launch;
        own().launch = [this](const QString& with, const QString& what, const app::OwnEditor::Told& told) {
            command = with;
            opened = what;
            told(starts);
        };
        fixture.open("exercise", exercise);
        name = fixture.app().workbench().files().front().name;
        const QString root = model::settingValue(fixture.app().progress(), "machine.work-folder");
        folder = root + '/' + fixture.app().library().id() + '/' + exercise;
    }
    app::OwnEditor& own() { return *fixture.app().findChild<app::OwnEditor*>(); }
    void openOutside() {
        fixture.app().window().actions()[ui::Command::OwnEditor].trigger();
        QVERIFY(fixture.waitUntil([&] { return !opened.isEmpty(); }));
    }
    QString here() { return fixture.app().workbench().files().front().content; }
    QString there() const {
        QFile file(folder + '/' + name);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString("(none)");
    }
    void saveOutside(const QString& text) const {
        QFile file(folder + '/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(text.toUtf8());
    }
    bool isHere(const QString& words) {
        return fixture.waitUntil([&] { return here().contains(words); });
    }
    bool isThere(const QString& words) {
        return fixture.waitUntil([&] { return there().contains(words); });
    }
    bool isAsked() {
        return fixture.waitUntil([&] { return button("outsideMine")->isVisible(); });
    }
    QPushButton* button(const char* called) { return fixture.app().window().findChild<QPushButton*>(called); }
    bool historyHolds(const std::string& words) {
        const auto kept = fixture.app().progress().keptDrafts(exercise);
        return std::any_of(kept.begin(), kept.end(), [&](const auto& draft) {
            return std::any_of(draft.files.begin(), draft.files.end(), [&](const auto& file) { return file.content.find(words) != std::string::npos; });
        });
    }
    // Both sides differ from what they had in common.
    void disagree() {
        openOutside();
        fixture.pasteIntoEditor("package hello // mine\n");
        saveOutside("package hello // theirs\n");
        QVERIFY(isAsked());
    }
    bool said(const QString& words, int milliseconds = 15000) {
        return fixture.waitUntil([&] {
            const auto labels = fixture.app().window().status().findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text().contains(words); });
        }, milliseconds);
    }
};

}  // namespace

class OwnEditorTest : public QObject {
    Q_OBJECT
  private slots:
    void exerciseOpensOutsideWithAllItNeeds();
    void editorThatDoesNotStartIsTold();
    void commandThatEndsAtOnceIsTold();
    void savesOutsideAreTakenOver();
    void typingGoesOut();
    void whatIsSavedWhileTheAppIsClosedIsTakenOver();
    void bothChangedIsAskedAndCompared();
    void keepingMineKeepsTheirsInTheHistory();
    void takingTheirsKeepsMineInTheHistory();
    void fileEmptiedOutsideLosesNothing();
    void whatWasOnlyFoundIsNotWrittenOut();
    void folderOfOthersIsRefused();
    void folderThatGoesAwayIsLetGo();
};

void OwnEditorTest::exerciseOpensOutsideWithAllItNeeds() {
    Desk desk;
    QVERIFY(model::choose(desk.fixture.app().progress(), "machine.editor-command", "code --new-window"));
    desk.openOutside();
    QCOMPARE(desk.command, QString("code --new-window"));
    QCOMPARE(desk.opened, desk.folder);
    for (const char* file : {"go.mod", "TASK.md", "hello_test.go"}) QVERIFY2(QFile::exists(desk.folder + '/' + file), file);
    QCOMPARE(desk.there(), desk.here());
    QVERIFY(desk.said("is open in your editor"));
}

void OwnEditorTest::editorThatDoesNotStartIsTold() {
    Desk desk;
    desk.starts = false;
    desk.openOutside();
    QVERIFY(desk.said("Nothing on this desktop opens"));
    QVERIFY(desk.said("“Command of your editor”"));
    desk.fixture.app().navigator().open({});
    desk.fixture.app().workbench().open({});
    desk.own().open();
    QVERIFY(desk.said("Open an exercise first"));
}

void OwnEditorTest::commandThatEndsAtOnceIsTold() {
    Desk desk;
    desk.own().launch = desk.launcher;
    auto& progress = desk.fixture.app().progress();
    for (const QString command : {"assay-no-such-editor --new", "false"}) {
        QVERIFY(model::choose(progress, "machine.editor-command", command));
        desk.own().open();
        QVERIFY(desk.said("“" + command + "” could not be started or ended with an error. Change it in Settings"));
        QVERIFY(!desk.said("is open in your editor", 0));
    }
    QVERIFY(model::choose(progress, "machine.editor-command", "sh -c \"sleep 3\""));
    desk.own().open();
    QVERIFY(desk.said("is open in your editor"));
    QVERIFY(model::choose(progress, "machine.editor-command", "true"));  // one that hands over to a window that is there
    desk.fixture.app().window().status().say("nothing yet");
    desk.own().open();
    QVERIFY(desk.said("is open in your editor"));
}

void OwnEditorTest::savesOutsideAreTakenOver() {
    Desk desk;
    desk.openOutside();
    for (const QString text : {"package hello // first\n", "package hello // second save\n"}) {
        desk.saveOutside(text);
        QVERIFY(desk.isHere(text));
        QVERIFY(desk.fixture.waitFor(desk.fixture.app().editorView(), "document.querySelector('.cm-content').innerText.includes('" + text.trimmed() + "')"));
    }
    QVERIFY(desk.said("Taken over from your editor"));
    QVERIFY(!desk.button("outsideMine")->isVisible());
    desk.fixture.stop();
    desk.begin();
    QVERIFY(desk.isHere("second save"));  // it is a draft like any other
}

void OwnEditorTest::typingGoesOut() {
    Desk desk;
    desk.openOutside();
    desk.fixture.pasteIntoEditor("package hello // typed here\n");
    QVERIFY(desk.isThere("typed here"));
    desk.fixture.pasteIntoEditor("package hello // typed and closed\n");
    desk.fixture.stop();  // at once
    QVERIFY(desk.there().contains("typed and closed"));
}

void OwnEditorTest::whatIsSavedWhileTheAppIsClosedIsTakenOver() {
    Desk desk;
    desk.openOutside();
    desk.fixture.stop();
    desk.saveOutside("package hello // in the night\n");
    desk.begin();
    QVERIFY(desk.isHere("in the night"));
}

void OwnEditorTest::bothChangedIsAskedAndCompared() {
    Desk desk;
    desk.disagree();
    QVERIFY(desk.here().contains("mine"));
    QVERIFY(desk.there().contains("theirs"));
    desk.button("outsideCompare")->click();
    auto& results = desk.fixture.app().resultsView();
    QVERIFY(desk.fixture.waitFor(results, "document.querySelector('.difference') && document.querySelector('.difference').innerText.includes('theirs')"));
    QVERIFY(desk.fixture.waitFor(results, "document.querySelector('.difference h2').innerText.includes('in your own editor')"));
    QVERIFY(desk.here().contains("mine") && desk.there().contains("theirs"));  // nothing happens by itself
}

void OwnEditorTest::keepingMineKeepsTheirsInTheHistory() {
    Desk desk;
    desk.disagree();
    desk.button("outsideMine")->click();
    QVERIFY(desk.there().contains("mine") && desk.here().contains("mine"));
    QVERIFY(desk.historyHolds("theirs"));
    QVERIFY(!desk.button("outsideMine")->isVisible());
    desk.saveOutside("package hello // after\n");
    QVERIFY(desk.isHere("after"));
}

void OwnEditorTest::takingTheirsKeepsMineInTheHistory() {
    Desk desk;
    desk.disagree();
    desk.button("outsideTheirs")->click();
    QVERIFY(desk.there().contains("theirs") && desk.here().contains("theirs"));
    QVERIFY(desk.historyHolds("mine"));
    QVERIFY(!desk.button("outsideMine")->isVisible());
}

void OwnEditorTest::fileEmptiedOutsideLosesNothing() {
    Desk desk;
    desk.fixture.pasteIntoEditor("package hello // a long evening's work\n");
    desk.openOutside();
    desk.saveOutside("");
    QVERIFY(desk.fixture.waitUntil([&] { return desk.here().isEmpty(); }));
    QVERIFY(desk.historyHolds("evening"));
}

void OwnEditorTest::whatWasOnlyFoundIsNotWrittenOut() {
    QTemporaryDir work;
    {
        Desk first(work.path());
        first.fixture.pasteIntoEditor("package hello // of the first data folder\n");
        first.openOutside();
    }
    Desk second(work.path());  // its own data folder: here the exercise is as the starter has it
    second.own().reconcile();
    QVERIFY(second.there().contains("of the first"));
    QVERIFY(!second.here().contains("of the first"));
    second.fixture.pasteIntoEditor("package hello // of the second\n");
    QVERIFY(second.isThere("of the second"));
}

void OwnEditorTest::folderOfOthersIsRefused() {
    Desk desk;
    QVERIFY(QDir().mkpath(desk.folder));
    desk.saveOutside("precious");
    desk.own().open();
    QVERIFY(desk.said("is not empty"));
    QCOMPARE(desk.there(), QString("precious"));
    QVERIFY(desk.opened.isEmpty());
}

void OwnEditorTest::folderThatGoesAwayIsLetGo() {
    Desk desk;
    desk.openOutside();
    QVERIFY(QDir(desk.folder).removeRecursively());
    desk.fixture.pasteIntoEditor("package hello // goes on\n");
    QVERIFY(desk.isHere("goes on"));
    QTest::qWait(2000);  // longer than typing waits before it goes out
    QVERIFY(!QFile::exists(desk.folder));
    desk.opened.clear();
    desk.openOutside();
    QVERIFY(desk.isThere("goes on"));
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        OwnEditorTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "own_editor_test.moc"
