// The workbench under hands that do not wait: what is graded, what stands where, what stays. The real pages, a fake judge.
#include <QApplication>
#include <QTest>

#include "app/model/settings.h"
#include "app/support/app_fixture.h"

using namespace assay;
using tests::AppFixture;

class WorkbenchTest : public QObject {
    Q_OBJECT
  private slots:
    void checkGradesTheKeysPressedBeforeIt();
    void checkStaysWhereItIsAfterAPass();
    void secondClickOnCheckDoesNotCancel();
    void cancelLeavesTheMarksThatWereThere();
    void resultsOfOtherFilesAreMarked();
    void enterAfterAFinishedWordIsANewLine();
    void keysOfCheckAndRunRunTheProgramOfTheLesson();
    void undoAndPlaceSurviveAnotherExercise();
    void resetIsThereWithTheFirstChange();
    void completionSaysWhyItIsOff();
    void exerciseIsNamedAndLeadsToItsTask();
    void escapeThenTabLeavesWithVimKeys();
    void fileThatCannotBeFormattedIsToldInWords();

  private:
    static constexpr const char* exercise = "hello-check";
    static constexpr const char* lesson = "warm-up/how-this-works";

    // The keyboard in the editor, at the file's end.
    static bool toEditor(AppFixture& fixture) {
        fixture.app().window().activateWindow();
        fixture.app().window().focusPane(ui::Pane::Editor);
        const bool there = fixture.waitFor(fixture.app().editorView(), "document.activeElement.closest('.cm-editor')");
        fixture.press("Ctrl+End");
        return there;
    }
    static void type(const QString& text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    static QString content(AppFixture& fixture) { return fixture.app().workbench().files().front().content; }
    static bool check(AppFixture& fixture, const char* finds) {
        fixture.press("Ctrl+Return");
        return fixture.waitFor(fixture.app().resultsView(), QString("document.querySelector('.checks')?.textContent.includes('%1')").arg(finds)) &&
               fixture.waitUntil([&] { return !fixture.app().results().busy(); });
    }
};

void WorkbenchTest::checkGradesTheKeysPressedBeforeIt() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    fixture.pasteIntoEditor("package hello\n");
    QVERIFY(toEditor(fixture));
    fixture.js(app.editorView(), "window.addEventListener('keydown', () => { for (const end = performance.now() + 60; performance.now() < end;); }, true)");
    type("// it passes now");
    fixture.press("Ctrl+Return");  // the page has hardly begun to take the keys in
    QVERIFY(fixture.waitUntil([&] { return fixture.judge().graded == 1 && !app.results().busy(); }, 30000));
    const auto attempts = app.progress().attempts(exercise, 10);
    QCOMPARE(attempts.size(), std::size_t{1});
    const auto files = app.progress().attemptFiles(attempts.front().id);
    QVERIFY(files);
    QCOMPARE(QString::fromStdString(files->front().content), QString("package hello\n// it passes now"));
}

void WorkbenchTest::checkStaysWhereItIsAfterAPass() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& view = fixture.app().resultsView();
    const QString at = "(b => { const r = b.getBoundingClientRect(); return [b.innerText.trim(), Math.round(r.left), Math.round(r.top)].join(); })"
                       "(document.querySelector('[data-action=check]'))";
    fixture.pasteIntoEditor("package hello\n\n// passes\n");
    const QString before = fixture.js(view, at).toString();
    QVERIFY2(before.startsWith("Check,"), qPrintable(before));
    QVERIFY(check(fixture, "TestFirst"));
    QVERIFY(fixture.waitFor(view, "document.querySelector('.primary[data-action=next]')"));
    QCOMPARE(fixture.js(view, at).toString(), before);
    QVERIFY(fixture.js(view, "document.querySelectorAll('.actions .primary').length === 1").toBool());
}

void WorkbenchTest::secondClickOnCheckDoesNotCancel() {
    AppFixture fixture;
    fixture.judge().takesMs = 1500;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& view = fixture.app().resultsView();
    const QString click = "document.querySelector('[data-action=check]').click()";
    fixture.js(view, click);
    QVERIFY(fixture.waitFor(view, "document.querySelector('[data-action=check]').innerText.includes('Cancel')"));
    fixture.js(view, click);
    QVERIFY(fixture.waitUntil([&] { return fixture.judge().graded + fixture.judge().stopped == 1; }));
    QCOMPARE(fixture.judge().graded.load(), 1);
    QVERIFY(fixture.waitFor(view, "!document.querySelector('[data-action=check]').innerText.includes('Cancel')"));
    fixture.js(view, click);
    QVERIFY(fixture.waitUntil([&] { return fixture.judge().begun == 2; }));
    QTest::qWait(700);
    fixture.js(view, click);  // meant
    QVERIFY(fixture.waitUntil([&] { return fixture.judge().stopped == 1; }));
}

void WorkbenchTest::cancelLeavesTheMarksThatWereThere() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    QVERIFY(check(fixture, "TestFirst"));
    QVERIFY(fixture.waitFor(app.editorView(), "document.querySelector('.cm-failing')"));
    fixture.judge().takesMs = 60'000;
    app.session().check();
    QVERIFY(fixture.waitUntil([&] { return fixture.judge().begun == 2; }));
    app.session().cancel();
    QVERIFY(fixture.waitUntil([&] { return !app.results().busy(); }));
    QVERIFY(fixture.waitFor(app.resultsView(), "document.body.innerText.includes('Cancelled')"));
    QVERIFY(fixture.js(app.editorView(), "!!document.querySelector('.cm-failing')").toBool());
    QCOMPARE(app.results().failing().size(), 1);
}

void WorkbenchTest::resultsOfOtherFilesAreMarked() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    auto& view = app.resultsView();
    const QString marked = "!document.querySelector('.earlier').hidden && document.querySelector('.results-body.stale') && "
                           "document.querySelector('.primary').dataset.action === 'check'";
    fixture.pasteIntoEditor("package hello\n\n// passes\n");
    QVERIFY(check(fixture, "TestFirst"));
    QVERIFY(fixture.waitFor(view, "document.querySelector('.primary[data-action=next]') && document.querySelector('.earlier').hidden"));
    fixture.pasteIntoEditor("package hello\n\n// something else\n");
    QVERIFY(fixture.waitFor(view, marked));
    QVERIFY(fixture.text(view).contains("For an earlier version of your files. Check again."));
    fixture.pasteIntoEditor("package hello\n\n// passes\n");  // as it was checked
    QVERIFY(fixture.waitFor(view, "document.querySelector('.earlier').hidden && document.querySelector('.primary').dataset.action === 'next'"));
    fixture.pasteIntoEditor("package hello\n\n\n\nfunc wrong() {}\n");
    QVERIFY(check(fixture, "got"));
    QVERIFY(fixture.waitFor(app.editorView(), "document.querySelector('.cm-failing')"));
    QVERIFY(app.workbench().reset());
    QVERIFY(fixture.waitFor(view, marked));
    QVERIFY(fixture.waitFor(app.editorView(), "!document.querySelector('.cm-failing')"));
    fixture.stop();
    fixture.start();
    QVERIFY(fixture.waitFor(fixture.app().resultsView(), marked));  // the starter is not what was checked last
}

void WorkbenchTest::enterAfterAFinishedWordIsANewLine() {
    AppFixture fixture;
    fixture.withoutLanguageServer();
    fixture.start();
    fixture.open("exercise", exercise);
    auto& view = fixture.app().editorView();
    const auto offered = [&] { return fixture.waitFor(view, "document.querySelector('.cm-tooltip-autocomplete li[aria-selected]')"); };
    const QString start = "package hello\n\nvar internal, otherwise int\n\nfunc f() {\n\tvar a = ";
    const auto after = [&](const QString& word, const QStringList& keys, const QString& wanted) {
        fixture.pasteIntoEditor("package hello\n");  // what the call before left is gone
        fixture.waitUntil([&] { return !content(fixture).contains("otherwise"); });
        fixture.pasteIntoEditor(start);
        if (!toEditor(fixture)) return false;
        type(word);
        if (!offered()) return false;
        QTest::qWait(150);  // it takes nothing in the first moment, so that nobody takes by chance
        for (const QString& key : keys) fixture.press(key);
        const bool is = fixture.waitUntil([&] { return content(fixture).contains(wanted); }, 5000);
        if (!is) qWarning().noquote() << word << keys << content(fixture);
        return is;
    };
    QVERIFY(after("int", {"Return"}, "var a = int\n"));
    QVERIFY(after("int", {"Down", "Return"}, "var a = internal"));  // the second, chosen
    QVERIFY(after("othe", {"Return"}, "var a = otherwise"));        // only a beginning
    QVERIFY(after("int", {"Tab"}, "var a = interface"));
}

void WorkbenchTest::keysOfCheckAndRunRunTheProgramOfTheLesson() {
    AppFixture fixture;
    fixture.start();
    fixture.open("lesson", lesson);
    auto& app = fixture.app();
    auto& view = app.lessonView();
    app.window().activateWindow();
    app.window().focusPane(ui::Pane::Lesson);
    fixture.js(view, "document.querySelector('section.snippet .cm-content').focus()");
    QVERIFY(fixture.waitUntil([&] {  // the page has told who has the keyboard
        return fixture.js(view, "!!document.querySelector('section.snippet .cm-focused')").toBool();
    }));
    QTest::qWait(200);
    for (const char* keys : {"Ctrl+Return", "Ctrl+R"}) {
        fixture.js(view, "document.querySelector('section.snippet .output').replaceChildren()");
        fixture.press(keys);
        QVERIFY2(fixture.waitFor(view, "document.querySelector('section.snippet .output')?.innerText.includes('bytes')"), keys);
        QTest::qWait(100);
        QCOMPARE(fixture.judge().begun.load(), 0);
        QVERIFY(!app.results().busy());
    }
    app.window().focusPane(ui::Pane::Editor);
    QVERIFY(fixture.waitFor(app.editorView(), "document.activeElement.closest('.cm-editor')"));
    fixture.press("Ctrl+Return");
    QVERIFY(fixture.waitUntil([&] { return fixture.judge().begun == 1; }));
}

void WorkbenchTest::undoAndPlaceSurviveAnotherExercise() {
    AppFixture fixture;
    fixture.withoutLanguageServer();
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    auto& view = app.editorView();
    fixture.pasteIntoEditor("package hello\n" + QString("// line\n").repeated(200) + "// the end\n");
    QVERIFY(toEditor(fixture));
    type("zebra");
    const QString top = "Math.round(document.querySelector('.cm-scroller')?.scrollTop ?? 0)";
    QVERIFY(fixture.waitFor(view, top + " > 500"));
    QVERIFY(fixture.waitUntil([&] { return content(fixture).contains("zebra"); }));
    const int before = fixture.js(view, top).toInt();
    fixture.open("home", {});
    fixture.open("lesson", "concurrency/worker-pools");
    fixture.open("exercise", exercise);
    QVERIFY(fixture.waitFor(view, "document.body.innerText.includes('zebra')"));
    QVERIFY2(fixture.waitFor(view, QString("Math.abs(%1 - %2) < 60").arg(top).arg(before)), qPrintable(fixture.js(view, top).toString()));
    app.window().focusPane(ui::Pane::Editor);
    QVERIFY(fixture.waitFor(view, "document.activeElement.closest('.cm-editor')"));
    fixture.press("Ctrl+Z");
    QVERIFY(fixture.waitUntil([&] { return !content(fixture).contains("zebra"); }));
    QVERIFY(content(fixture).contains("// the end"));
    fixture.stop();
    fixture.start();
    QVERIFY(fixture.waitFor(fixture.app().editorView(), top + " > 500"));  // where it was worked at
}

void WorkbenchTest::resetIsThereWithTheFirstChange() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& view = fixture.app().editorView();
    const QString reset = "[...document.querySelectorAll('.editor-bar button')].some(b => b.innerText.includes('Reset'))";
    QVERIFY(!fixture.js(view, reset).toBool());
    QVERIFY(toEditor(fixture));
    type("z");
    QVERIFY(fixture.waitFor(view, reset));
    fixture.press("Backspace");
    QVERIFY(fixture.waitFor(view, "!" + reset));
}

void WorkbenchTest::completionSaysWhyItIsOff() {
    AppFixture fixture;
    fixture.withoutLanguageServer();
    fixture.start();
    fixture.open("exercise", exercise);
    auto& view = fixture.app().editorView();
    QVERIFY(toEditor(fixture));
    type("z");
    QVERIFY(fixture.waitFor(view, "document.querySelector('.editor-bar .off')"));
    QVERIFY(!fixture.text(view).contains("gopls"));
    fixture.js(view, "document.querySelector('.editor-bar .off').click()");
    QVERIFY(fixture.waitFor(view, "document.body.innerText.includes('Completion needs gopls')"));
}

void WorkbenchTest::exerciseIsNamedAndLeadsToItsTask() {
    AppFixture fixture;
    fixture.start();
    fixture.open("lesson", lesson);
    auto& app = fixture.app();
    auto& view = app.editorView();
    const QString id = app.workbench().exerciseId();
    const QString title = app.library().titleOf({model::ItemKind::Exercise, id});
    QVERIFY(fixture.waitFor(view, "document.querySelector('.exercise-name button')?.innerText === '" + title + "'"));
    fixture.js(view, "document.querySelector('.exercise-name button').click()");
    QVERIFY(fixture.waitUntil([&] { return app.navigator().current() == (model::Item{model::ItemKind::Exercise, id}); }));
    QVERIFY(fixture.waitFor(view, "!document.querySelector('.exercise-name button') && document.querySelector('.exercise-name').innerText.includes('" + title + "')"));
}

void WorkbenchTest::escapeThenTabLeavesWithVimKeys() {
    AppFixture fixture;
    fixture.withoutLanguageServer();
    fixture.start();
    QVERIFY(model::choose(fixture.app().progress(), "editor.vim", "on"));
    fixture.open("exercise", exercise);
    auto& view = fixture.app().editorView();
    fixture.pasteIntoEditor("package hello\n");
    for (const bool inserting : {true, false}) {
        fixture.app().window().focusPane(ui::Pane::Editor);
        QVERIFY(fixture.waitFor(view, "document.activeElement.closest('.cm-editor')"));
        if (inserting) {
            type("Gozebra");
            QVERIFY(fixture.waitUntil([&] { return content(fixture).contains("zebra"); }));
        }
        const QString before = content(fixture);
        fixture.press("Escape");
        fixture.press("Tab");
        QVERIFY2(fixture.waitUntil([&] { return !fixture.js(view, "!!document.activeElement.closest('.cm-editor')").toBool() || !view.hasKeyboard(); }),
                 inserting ? "from INSERT" : "from NORMAL");
        QTest::qWait(500);
        QCOMPARE(content(fixture), before);
    }
}

void WorkbenchTest::fileThatCannotBeFormattedIsToldInWords() {
    AppFixture fixture;
    fixture.withoutLanguageServer();
    fixture.start();
    fixture.open("exercise", exercise);
    auto& view = fixture.app().editorView();
    fixture.pasteIntoEditor("package hello\n\nfunc {\n");
    QVERIFY(toEditor(fixture));
    fixture.press("Shift+Alt+F");
    QVERIFY(fixture.waitFor(view, "document.body.innerText.includes('It could not be formatted, line 3: ')", 60000));
    type("z");
    QVERIFY(fixture.waitFor(view, "!document.body.innerText.includes('It could not be formatted')"));
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        WorkbenchTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "workbench_test.moc"
