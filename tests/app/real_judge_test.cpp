// The way that counts, with nothing replaced: open, type a solution, Check, passed, close, open: still there. The compiler,
// the sandbox, the database and the pages are the real ones.
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include "app/support/app_fixture.h"

using namespace assay;
using tests::AppFixture;

namespace {

constexpr int preparation = 240'000;  // where the compiler cache has to be made first

QString courseFile(AppFixture& fixture, const QString& name) {
    const auto* exercise = fixture.app().workbench().exercise();
    QFile file(QString::fromStdString((exercise->folder / name.toStdString()).string()));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// Presses Check and waits for the verdict (or for a grader that cannot work).
bool check(AppFixture& fixture) {
    auto& results = fixture.app().results();
    fixture.press("Ctrl+Return");
    return fixture.waitUntil([&] { return results.busy(); }) &&
           fixture.waitUntil([&] { return !results.busy(); }, preparation);
}

bool says(AppFixture& fixture, const QString& pattern) {
    return fixture.waitFor(fixture.app().resultsView(), '/' + pattern + "/.test(document.body.innerText)");
}

}  // namespace

class RealJudgeTest : public QObject {
    Q_OBJECT
  private slots:
    void solutionPassesAndIsThereAfterARestart();
    void attemptSavedAsZipIsGradedByTheCommand();
    void wrongAnswerNamesTheTest();
    void compileErrorStandsInTheEditor();
    void endlessLoopIsCancelledAtOnce();
    void snippetOfTheFirstLessonRuns();
};

void RealJudgeTest::solutionPassesAndIsThereAfterARestart() {
    AppFixture fixture;
    fixture.useRealJudge();
    fixture.start();
    fixture.open("exercise", "hello-check");
    const QString solution = courseFile(fixture, "solution/hello.go");
    QVERIFY(!solution.isEmpty());
    fixture.pasteIntoEditor(solution);
    QVERIFY(check(fixture));
    QVERIFY2(says(fixture, "Passed"), qPrintable(fixture.text(fixture.app().resultsView())));
    fixture.stop();
    fixture.start();
    QCOMPARE(fixture.app().navigator().current().id, QString("hello-check"));
    QVERIFY(says(fixture, "Passed"));
    QCOMPARE(fixture.app().workbench().files().front().content.trimmed(), solution.trimmed());
    QCOMPARE(fixture.app().progress().state({model::ItemKind::Exercise, "hello-check"}), model::State::Done);
}

void RealJudgeTest::attemptSavedAsZipIsGradedByTheCommand() {
    AppFixture fixture;
    fixture.useRealJudge();
    fixture.start();
    auto& app = fixture.app();
    fixture.open("exercise", "hello-check");
    QVERIFY(check(fixture));  // the starter, which fails
    fixture.pasteIntoEditor(courseFile(fixture, "solution/hello.go"));
    QVERIFY(check(fixture));
    const auto save = [&](const QString& id, const QString& file) {
        app.history().saveZip(id);
        auto* dialog = app.window().findChild<QFileDialog*>("saveDialog");
        if (dialog == nullptr) return false;
        dialog->findChild<QLineEdit*>()->setText(file);
        QMetaObject::invokeMethod(dialog, "accept");
        return fixture.waitUntil([&] { return QFile::exists(file) && app.window().findChild<QFileDialog*>("saveDialog") == nullptr; });
    };
    const auto graded = [&](const QString& file) {
        QProcess assay;
        assay.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", {"grade", "hello-check", file, "--data", fixture.dataFolder() + "/other"});
        assay.waitForFinished(preparation);
        return assay.exitStatus() == QProcess::NormalExit ? assay.exitCode() : -1;
    };
    const auto attempts = app.progress().attempts("hello-check", 9);
    QCOMPARE(attempts.size(), std::size_t{2});
    const QString passed = fixture.dataFolder() + "/passed.zip", failed = fixture.dataFolder() + "/failed.zip";
    QVERIFY(save("attempt:" + QString::number(attempts[0].id), passed));
    QVERIFY(save("attempt:" + QString::number(attempts[1].id), failed));
    QCOMPARE(graded(passed), 0);
    QCOMPARE(graded(failed), 1);
    QSignalSpy asked(&app.history(), &model::HistoryModel::saveRequested), told(&app.history(), &model::HistoryModel::saved);
    for (const char* id : {"solution", "starter", "attempt:999", "nonsense"}) app.history().saveZip(id);
    QVERIFY(asked.isEmpty());
    QCOMPARE(told.size(), 2);  // of the two that are no word of the history's
}

void RealJudgeTest::wrongAnswerNamesTheTest() {
    AppFixture fixture;
    fixture.useRealJudge();
    fixture.start();
    fixture.open("exercise", "hello-check");
    QVERIFY(check(fixture));  // the starter
    const QString seen = "waiting for a test's name, found: ";
    QVERIFY2(says(fixture, "Test[A-Z]"), qPrintable(seen + fixture.text(fixture.app().resultsView())));
    QVERIFY(!fixture.text(fixture.app().resultsView()).contains("Passed."));
    QVERIFY2(says(fixture, "What to do: .*pass, and grade again") && says(fixture, "By hand:.?go test"), qPrintable(fixture.text(fixture.app().resultsView())));
    QCOMPARE(fixture.app().progress().attempts("hello-check", 9).size(), std::size_t{1});
}

void RealJudgeTest::compileErrorStandsInTheEditor() {
    AppFixture fixture;
    fixture.useRealJudge();
    fixture.start();
    fixture.open("exercise", "hello-check");
    fixture.pasteIntoEditor("package hello\n\nfunc Greet(name string) string {\n\treturn nmae\n}\n");
    QVERIFY(check(fixture));
    QVERIFY2(says(fixture, "does not compile"), qPrintable(fixture.text(fixture.app().resultsView())));
    QVERIFY(fixture.waitFor(fixture.app().editorView(), "document.querySelector('.cm-lint-marker-error, .cm-lintRange-error')"));
}

void RealJudgeTest::endlessLoopIsCancelledAtOnce() {
    AppFixture fixture;
    fixture.useRealJudge();
    fixture.start();
    fixture.open("exercise", "hello-check");
    fixture.pasteIntoEditor("package hello\n\nfunc Greet(name string) string {\n\tfor {\n\t}\n}\n");
    auto& results = fixture.app().results();
    bool runs = false;
    connect(&results, &model::ResultsModel::progressed, this,
            [&](const QJsonObject& step) { runs = runs || step["step"] == "running"; });
    fixture.press("Ctrl+Return");
    QVERIFY(fixture.waitUntil([&] { return results.busy(); }));
    QVERIFY(fixture.waitUntil([&] { return runs || !results.busy(); }, preparation));
    QVERIFY(runs);
    QElapsedTimer since;
    since.start();
    fixture.press("Ctrl+.");
    QVERIFY(fixture.waitUntil([&] { return !results.busy(); }));
    fixture.stop();  // waits for what still runs: without the cancel until its CPU limit of 10 s
    QVERIFY2(since.elapsed() < 8000, qPrintable(QString::number(since.elapsed())));
}

void RealJudgeTest::snippetOfTheFirstLessonRuns() {
    AppFixture fixture;
    fixture.useRealJudge();
    fixture.start();
    fixture.open("lesson", "warm-up/how-this-works");
    auto& view = fixture.app().lessonView();
    QVERIFY(fixture.waitFor(view, "document.querySelector('[data-snippet] button')"));
    fixture.js(view, "[...document.querySelectorAll('[data-snippet] button')].find(b => b.innerText.includes('Run')).click()");
    const auto state = [&] { return fixture.snippetAnswer()["state"].toString(); };
    QVERIFY(fixture.waitUntil([&] { return state() == "done" || state() == "error"; }, preparation));
    QCOMPARE(state(), QString("done"));
    QVERIFY(fixture.snippetAnswer().contains("verdict"));
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        RealJudgeTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "real_judge_test.moc"
