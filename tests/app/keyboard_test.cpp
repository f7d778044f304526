// The first lesson and its exercise by somebody who has no mouse: every step is a key sent to what has the keyboard.
#include <QApplication>
#include <QTest>

#include "app/support/app_fixture.h"

using namespace assay;
using tests::AppFixture;

namespace {

constexpr int preparation = 240'000;  // where the compiler cache has to be made first

}  // namespace

class KeyboardTest : public QObject {
    Q_OBJECT
  private slots:
    void firstLessonAndExerciseByKeysAlone();

  private:
    void key(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier);
    bool tabTo(AppFixture& fixture, web::View& view, const QString& condition);
    void typeLines(const QStringList& lines);
};

void KeyboardTest::key(Qt::Key key, Qt::KeyboardModifiers with) {
    QWidget* target = QApplication::focusWidget();
    QVERIFY(target != nullptr);
    QTest::keyClick(target, key, with);
}

// Tab until the page's focused element (`e`) is the one that is meant; a key is on its way for a moment.
bool KeyboardTest::tabTo(AppFixture& fixture, web::View& view, const QString& condition) {
    const QString there = "(e => !!e && (" + condition + "))(window.was = document.activeElement)";
    for (int presses = 0; presses < 80; ++presses) {
        if (fixture.js(view, there).toBool()) return true;
        if (!view.isAncestorOf(QApplication::focusWidget())) return false;  // it went past the page's end
        key(Qt::Key_Tab);
        fixture.waitUntil([&] { return fixture.js(view, "document.activeElement !== window.was").toBool(); }, 2000);
    }
    return false;
}

void KeyboardTest::typeLines(const QStringList& lines) {
    for (const QString& line : lines) {
        QTest::keyClicks(QApplication::focusWidget(), line);
        key(Qt::Key_Escape);  // whatever was offered
        key(Qt::Key_Return);
    }
}

// Home → first lesson: program, question, checkpoint → its exercise → a passed Check → what comes next.
void KeyboardTest::firstLessonAndExerciseByKeysAlone() {
    AppFixture fixture;
    fixture.useRealJudge();
    fixture.withoutLanguageServer();
    fixture.start();
    auto& app = fixture.app();
    auto& lesson = app.lessonView();
    app.window().activateWindow();
    QVERIFY(fixture.waitFor(app.homeView(), "document.querySelector('.primary')"));
    QVERIFY(tabTo(fixture, app.homeView(), "e.classList.contains('primary')"));
    key(Qt::Key_Return);
    QVERIFY(fixture.waitFor(lesson, "document.querySelector('section.snippet button.run')"));
    fixture.press("Ctrl+2");
    QVERIFY(tabTo(fixture, lesson, "e.classList.contains('run')"));
    key(Qt::Key_Return);
    QVERIFY(fixture.waitUntil([&] { return fixture.snippetAnswer()["state"] == "done"; }, preparation));
    QVERIFY(tabTo(fixture, lesson, "e.closest('[data-quiz]') && e.tagName === 'INPUT'"));
    key(Qt::Key_Space);
    QVERIFY(tabTo(fixture, lesson, "e.closest('[data-quiz]') && e.tagName === 'BUTTON'"));
    key(Qt::Key_Return);
    const auto state = [&] { return app.progress().lessonState("warm-up/how-this-works"); };
    QVERIFY(fixture.waitUntil([&] { return state().quizzes.size() == 1; }));
    QVERIFY(tabTo(fixture, lesson, "e.closest('li.task') && e.type === 'checkbox'"));
    key(Qt::Key_Space);
    QVERIFY(fixture.waitUntil([&] { return state().ticks.size() == 1; }));
    key(Qt::Key_End);
    QVERIFY(fixture.waitUntil([&] { return state().finished; }));
    QVERIFY(tabTo(fixture, lesson, "e.classList.contains('card')"));
    key(Qt::Key_Return);
    QVERIFY(fixture.waitUntil([&] { return app.navigator().current() == (model::Item{model::ItemKind::Exercise, "hello-check"}); }));
    QVERIFY(fixture.waitFor(app.editorView(), "document.querySelector('.cm-content')"));
    fixture.press("Ctrl+3");
    QVERIFY(fixture.waitFor(app.editorView(), "document.activeElement.closest('.cm-editor')"));
    key(Qt::Key_A, Qt::ControlModifier);
    key(Qt::Key_Delete);
    typeLines({"// Package hello greets people.", "package hello", "", "// Greet returns a greeting for name.",
               "func Greet(name string) string {", "return \"Hello, \" + name + \"!\""});
    const auto content = [&] { return app.workbench().files().front().content; };
    QVERIFY2(fixture.waitUntil([&] { return content().contains("+ name + \"!\""); }), qPrintable(content()));
    key(Qt::Key_F, Qt::ShiftModifier | Qt::AltModifier);  // gofmt sets what typing left
    QVERIFY2(fixture.waitUntil([&] { return !content().contains("\t\n"); }), qPrintable(content()));
    fixture.press("Ctrl+Return");
    QVERIFY(fixture.waitUntil([&] { return app.results().busy(); }));
    QVERIFY(fixture.waitUntil([&] { return !app.results().busy(); }, preparation));
    QVERIFY2(fixture.waitFor(app.resultsView(), "document.body.innerText.includes('Passed')"),
             qPrintable(content() + fixture.text(app.resultsView())));
    fixture.press("Ctrl+4");
    QVERIFY(tabTo(fixture, app.resultsView(), "e.dataset.action === 'next'"));
    key(Qt::Key_Return);
    QVERIFY(fixture.waitUntil([&] { return app.navigator().current().id != "hello-check"; }));
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        KeyboardTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "keyboard_test.moc"
