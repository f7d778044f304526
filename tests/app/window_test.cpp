// The whole app as a learner meets it: the real window, the real pages, a fake judge. (real_judge_test has the real one.)
#include <signal.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRadioButton>
#include <QSpinBox>
#include <QTest>

#include "app/support/app_fixture.h"
#include "app/ui/quick_open.h"

using namespace assay;
using tests::AppFixture;

class WindowTest : public QObject {
    Q_OBJECT
  private slots:
    void firstStartIsHomeAndOneActionFromTheLesson();
    void solutionPassesAndIsThereAfterARestart();
    void typedKeysBecomeADraft();
    void tenChecksAreOneAttempt();
    void cancelEndsACheckAtOnce();
    void hintsOpenOneByOne();
    void resetAsksAndKeeps();
    void solutionIsComparedAfterAPassAndAnAttemptPutBack();
    void diagnosticJumpsToItsLine();
    void panesAreReachedByKeys();
    void backAndForwardByKeys();
    void quickOpenLeadsToTheLesson();
    void searchListsEachThingOnceAndSaysWhatItIs();
    void progressIsReachedFromEverywhere();
    void progressFollowsAndIsExported();
    void noteIsSavedAsItIsTypedAndFoundAgain();
    void searchOpensAtThePlaceInAnotherLesson();
    void snippetRunsInTheLesson();
    void lessonThatFitsIsReadToItsEnd();
    void quizAnswerIsKept();
    void graderThatCannotWorkSaysWhatToDo();
    void tenQuickPressesGradeTheLastText();
    void rendererThatDiesComesBack();
    void everyPageComesBackAfterItsRendererDied();
    void themeChangesEverywhere();
    void settingsHoldAtOnceAndAfterARestart();

  private:
    static constexpr const char* exercise = "hello-check";
};

void WindowTest::firstStartIsHomeAndOneActionFromTheLesson() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    QVERIFY(fixture.waitFor(app.homeView(), "document.querySelector('h1')"));
    QVERIFY(fixture.text(app.homeView()).contains("Start"));
    fixture.js(app.homeView(), "[...document.querySelectorAll('button,a')].find(e => e.innerText.includes('Start')).click()");
    QVERIFY(fixture.waitUntil([&] { return !app.navigator().current().isHome(); }));
    QVERIFY(fixture.waitFor(app.editorView(), "document.querySelector('.cm-content')"));
    fixture.press("Ctrl+Return");  // the second action; the third would be typing
    QVERIFY(fixture.waitFor(app.resultsView(), "document.body.innerText.includes('TestFirst')"));
}

void WindowTest::solutionPassesAndIsThereAfterARestart() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    fixture.pasteIntoEditor("package hello\n\n// passes\n");
    fixture.press("Ctrl+Return");
    QVERIFY(fixture.waitFor(fixture.app().resultsView(), "document.body.innerText.includes('Passed')"));
    QCOMPARE(fixture.app().progress().state({model::ItemKind::Exercise, exercise}), model::State::Done);
    fixture.stop();
    fixture.start();
    auto& app = fixture.app();
    QCOMPARE(app.navigator().current().id, QString(exercise));
    QVERIFY(fixture.waitFor(app.editorView(), "document.body.innerText.includes('// passes')"));
    QVERIFY(fixture.waitFor(app.resultsView(), "document.body.innerText.includes('Passed')"));
    QVERIFY(fixture.waitFor(app.lessonView(), "document.querySelector('h1')"));
}

void WindowTest::typedKeysBecomeADraft() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    app.window().activateWindow();
    app.window().focusPane(ui::Pane::Editor);
    QVERIFY(fixture.waitFor(app.editorView(), "document.activeElement.closest('.cm-editor')"));
    QTest::keyClicks(app.editorView().focusProxy(), "zebra");
    QVERIFY(fixture.waitUntil([&] { return app.workbench().files().front().content.contains("zebra"); }));
    QVERIFY(fixture.waitUntil([&] { return app.workbench().isSaved(); }));
    const auto draft = app.progress().draft(exercise);
    QVERIFY(draft && draft->files.front().content.find("zebra") != std::string::npos);
}

void WindowTest::tenChecksAreOneAttempt() {
    AppFixture fixture;
    fixture.judge().takesMs = 60'000;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& judge = fixture.judge();
    for (int begun = 1; begun <= 10; ++begun) {  // each while the one before is still at it
        if (begun == 10) judge.takesMs = 0;
        fixture.app().session().check();
        QVERIFY(fixture.waitUntil([&] { return judge.begun >= begun; }));
    }
    QVERIFY(fixture.waitFor(fixture.app().resultsView(), "document.body.innerText.includes('TestFirst')"));
    QCOMPARE(judge.stopped + judge.graded, 10);
    fixture.stop();
    fixture.start();
    QCOMPARE(fixture.app().progress().attempts(exercise, 100).size(), std::size_t{1});
}

void WindowTest::cancelEndsACheckAtOnce() {
    AppFixture fixture;
    fixture.judge().takesMs = 60'000;
    fixture.start();
    fixture.open("exercise", exercise);
    fixture.app().session().check();
    QVERIFY(fixture.waitFor(fixture.app().resultsView(), "document.body.innerText.includes('Cancel')"));
    QElapsedTimer since;
    since.start();
    fixture.press("Ctrl+.");
    QVERIFY(fixture.waitUntil([&] { return !fixture.app().results().busy(); }));
    QVERIFY(fixture.waitFor(fixture.app().resultsView(), "document.body.innerText.toLowerCase().includes('cancel')"));
    QVERIFY(since.elapsed() < fixture.judge().takesMs / 4);
    QCOMPARE(fixture.app().progress().attempts(exercise, 100).size(), std::size_t{0});
}

void WindowTest::hintsOpenOneByOne() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    fixture.press("Ctrl+Shift+H");
    QVERIFY(fixture.waitUntil([&] { return app.progress().exerciseState(exercise).hintsOpened == 1; }));
    QCOMPARE(app.results().show()["hints"].toObject()["opened"].toArray().size(), 1);
    fixture.press("Ctrl+Shift+H");
    QVERIFY(fixture.waitUntil([&] { return app.progress().exerciseState(exercise).hintsOpened == 2; }));
    fixture.stop();
    fixture.start();
    QCOMPARE(fixture.app().results().show()["hints"].toObject()["opened"].toArray().size(), 2);
}

void WindowTest::resetAsksAndKeeps() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    const QString starter = app.workbench().files().front().content;
    fixture.pasteIntoEditor("package hello // mine\n");
    app.workbench().askReset();
    QVERIFY(fixture.waitUntil([&] { return QApplication::activeModalWidget() != nullptr; }));
    QVERIFY(app.workbench().files().front().content.contains("mine"));  // nothing yet
    app.workbench().reset();
    QApplication::activeModalWidget()->close();
    QVERIFY(fixture.waitFor(app.editorView(), "!document.body.innerText.includes('// mine')"));
    QCOMPARE(app.workbench().files().front().content, starter);
    QCOMPARE(app.progress().keptDrafts(exercise).size(), std::size_t{1});
}

void WindowTest::solutionIsComparedAfterAPassAndAnAttemptPutBack() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    auto& view = app.resultsView();
    QVERIFY(fixture.js(view, "!document.querySelector('[data-action=solution]')").toBool());
    fixture.pasteIntoEditor("package hello\n\n// passes\n");
    fixture.press("Ctrl+Return");
    QVERIFY(fixture.waitFor(view, "document.querySelector('[data-action=solution]')"));
    fixture.js(view, "document.querySelector('[data-action=solution]').click()");
    QVERIFY(fixture.waitFor(view, "document.querySelector('.difference .row.removed') && document.querySelector('.difference .row.added')"));
    QVERIFY(app.workbench().files().front().content.contains("// passes"));  // shown, never pasted in
    fixture.pasteIntoEditor("package hello // another way\n");
    fixture.js(view, "document.querySelector('details.history').open = true");
    QVERIFY(fixture.waitFor(view, "document.querySelector('.timeline button')"));
    fixture.js(view, "[...document.querySelectorAll('.timeline button')].find(b => b.innerText === 'Put back').click()");
    QVERIFY(fixture.waitFor(app.editorView(), "document.body.innerText.includes('// passes')"));
    QVERIFY(fixture.waitFor(view, "document.querySelectorAll('.timeline > li').length === 2"));  // what was there is kept
}

void WindowTest::diagnosticJumpsToItsLine() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    fixture.press("Ctrl+Return");
    QVERIFY(fixture.waitFor(app.resultsView(), "[...document.querySelectorAll('a,button')].some(e => e.innerText.includes('line 3'))"));
    fixture.js(app.resultsView(), "[...document.querySelectorAll('a,button')].find(e => e.innerText.includes('line 3')).click()");
    QVERIFY(fixture.waitFor(app.editorView(), "document.querySelector('.cm-lineNumbers .cm-activeLineGutter')?.innerText.trim() === '3'"));
    QVERIFY(app.editorView().isAncestorOf(QApplication::focusWidget()) || app.editorView().hasFocus());
}

void WindowTest::panesAreReachedByKeys() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& window = fixture.app().window();
    window.activateWindow();
    const auto focused = [&](web::View& view) {
        return fixture.waitUntil([&] { return view.isAncestorOf(QApplication::focusWidget()); });
    };
    fixture.press("Ctrl+1");
    QVERIFY(fixture.waitUntil([&] { return QApplication::focusWidget()->accessibleName() == "Course map"; }));
    fixture.press("F6");
    QVERIFY(focused(fixture.app().lessonView()));
    fixture.press("Ctrl+3");
    QVERIFY(focused(fixture.app().editorView()));
    fixture.press("F6");
    QVERIFY(focused(fixture.app().resultsView()));
    fixture.press("Shift+F6");
    QVERIFY(focused(fixture.app().editorView()));
    fixture.press("Ctrl+4");
    QVERIFY(focused(fixture.app().resultsView()));
    fixture.press("Ctrl+2");
    QVERIFY(focused(fixture.app().lessonView()));
}

void WindowTest::backAndForwardByKeys() {
    AppFixture fixture;
    fixture.start();
    fixture.open("lesson", "warm-up/how-this-works");
    fixture.open("exercise", exercise);
    fixture.app().window().activateWindow();
    fixture.press("Alt+Left");
    QVERIFY(fixture.waitUntil([&] { return fixture.app().navigator().current().kind == model::ItemKind::Lesson; }));
    fixture.press("Alt+Right");
    QVERIFY(fixture.waitUntil([&] { return fixture.app().navigator().current().id == exercise; }));
}

void WindowTest::quickOpenLeadsToTheLesson() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    app.window().activateWindow();
    const auto dialog = [&] { return app.window().findChild<QDialog*>("quickOpen"); };
    fixture.press("Ctrl+P");
    QVERIFY(fixture.waitUntil([&] { return dialog() != nullptr; }));
    QTest::keyClicks(dialog()->findChild<QLineEdit*>(), "worker pools");
    QTest::keyClick(dialog()->findChild<QLineEdit*>(), Qt::Key_Return);
    QVERIFY(fixture.waitUntil([&] { return app.navigator().current().id == "concurrency/worker-pools"; }));
    QVERIFY(fixture.waitUntil([&] { return dialog() == nullptr || !dialog()->isVisible(); }));
}

void WindowTest::searchListsEachThingOnceAndSaysWhatItIs() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    app.window().activateWindow();
    app.lesson().open({model::ItemKind::Lesson, "warm-up/how-this-works"});
    QVERIFY(!app.lesson().addNote({{"anchor", "the-shape"}, {"position", 1}, {"hash", "0011223344556677"}, {"quote", "It is"}, {"text", "hello to myself"}}).isEmpty());
    fixture.press("Ctrl+P");
    const auto dialog = [&] { return app.window().findChild<QDialog*>("quickOpen"); };
    QVERIFY(fixture.waitUntil([&] { return dialog() != nullptr; }));
    QTest::keyClicks(dialog()->findChild<QLineEdit*>(), "hello");
    const auto* list = dialog()->findChild<QListWidget*>();
    QStringList heads;
    for (int row = 0; row < list->count(); ++row) {
        QStringList words;
        for (const QLabel* label : list->itemWidget(list->item(row))->findChildren<QLabel*>()) words.append(label->text());
        heads.append(words.mid(0, 2).join(" | "));
    }
    QCOMPARE(heads.removeDuplicates(), 0);
    const QString all = heads.join('\n');
    for (const char* kind : {" | Exercise · ", " | Lesson · ", " | Note · "}) QVERIFY2(all.contains(kind), qPrintable(all));
    dialog()->close();
}

void WindowTest::progressIsReachedFromEverywhere() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    app.window().activateWindow();
    const model::Item progress{model::ItemKind::Progress, {}};
    const auto arrived = [&] {
        const bool there = fixture.waitUntil([&] { return app.navigator().current() == progress; }) &&
                           fixture.waitFor(app.overviewView(), "document.querySelectorAll('.area').length === 13");
        fixture.open("home", {});
        return there;
    };
    fixture.open("home", {});
    fixture.js(app.homeView(), "document.querySelector('[data-target=\"progress:\"]').click()");
    QVERIFY(arrived());
    fixture.press("Alt+P");
    QVERIFY(arrived());
    fixture.press("Ctrl+P");
    auto* search = app.window().findChild<QDialog*>("quickOpen");
    QVERIFY(search != nullptr);
    QTest::keyClicks(search->findChild<QLineEdit*>(), "progress");
    QTest::keyClick(search->findChild<QLineEdit*>(), Qt::Key_Return);
    QVERIFY(arrived());
    app.window().activateWindow();  // as a desktop does when a dialog is closed; the offscreen platform of newer Qt does not
    QVERIFY(fixture.waitUntil([&] { return app.window().isActiveWindow(); }));
    fixture.press("Ctrl+1");
    auto* map = app.window().findChild<QWidget*>("mapPane")->findChild<QAbstractItemView*>();
    QVERIFY(fixture.waitUntil([&] { return QApplication::focusWidget() == map; }));
    for (const auto key : {Qt::Key_Home, Qt::Key_Down, Qt::Key_Return}) QTest::keyClick(map, key);
    QVERIFY(arrived());
    app.navigator().back();
    QCOMPARE(app.navigator().current(), progress);  // a place like any other
    fixture.stop();
    fixture.start();
    QVERIFY(fixture.app().navigator().current().isHome());
}

void WindowTest::progressFollowsAndIsExported() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    auto& view = app.overviewView();
    fixture.open("progress", {});
    QVERIFY(fixture.text(view).contains("Nothing is done yet"));
    QVERIFY(fixture.js(view, "!document.querySelector('.chart')").toBool());
    fixture.open("exercise", exercise);
    fixture.pasteIntoEditor("package hello\n\n// passes\n");
    fixture.press("Ctrl+Return");
    QVERIFY(fixture.waitFor(app.resultsView(), "document.body.innerText.includes('Passed')"));
    fixture.open("progress", {});
    QVERIFY(fixture.waitFor(view, "document.querySelector('.chart rect.passed') && document.querySelector('.square.proved')"));
    const QString file = fixture.dataFolder() + "/out.csv";
    fixture.js(view, "document.querySelector('[data-target=\"save:csv\"]').click()");
    const auto dialog = [&] { return app.window().findChild<QFileDialog*>("saveDialog"); };
    QVERIFY(fixture.waitUntil([&] { return dialog() != nullptr; }));
    dialog()->reject();
    QVERIFY(fixture.waitFor(view, "document.body.innerText.includes('Nothing was exported')"));
    QVERIFY(fixture.waitUntil([&] { return dialog() == nullptr; }));
    fixture.js(view, "document.querySelector('[data-target=\"save:csv\"]').click()");
    QVERIFY(fixture.waitUntil([&] { return dialog() != nullptr; }));
    dialog()->findChild<QLineEdit*>()->setText(file);
    QMetaObject::invokeMethod(dialog(), "accept");
    QVERIFY(fixture.waitFor(view, "document.body.innerText.includes('out.csv')"));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray text = written.readAll();
    QVERIFY(text.startsWith("id,time,day"));
    QVERIFY(text.contains("hello-check"));
    fixture.js(view, "document.querySelector('details summary').click(); document.querySelector('.skills .place').click()");
    QVERIFY(fixture.waitUntil([&] { return app.navigator().current().isInCourse(); }));
}

void WindowTest::noteIsSavedAsItIsTypedAndFoundAgain() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    app.window().activateWindow();
    const char* lesson = "warm-up/how-this-works";
    const auto notes = [&] { return fixture.app().progress().notes(lesson); };
    fixture.open("lesson", lesson);
    fixture.press("Ctrl+Shift+N");
    QVERIFY(fixture.waitFor(app.lessonView(), "document.activeElement.closest('.note') && document.activeElement.tagName === 'TEXTAREA'"));
    QTest::keyClicks(app.lessonView().focusProxy(), "quokka");
    QVERIFY(fixture.waitUntil([&] { return notes().size() == 1 && notes()[0].text == "quokka"; }));
    QTest::keyClicks(app.lessonView().focusProxy(), " again");
    QTest::keyClick(app.lessonView().focusProxy(), Qt::Key_Escape);
    QVERIFY(fixture.waitFor(app.lessonView(), "document.querySelector('.note-text')?.innerText === 'quokka again'"));
    QVERIFY(fixture.waitUntil([&] { return notes()[0].text == "quokka again"; }));
    const auto quote = QString::fromStdString(notes()[0].place.quote);
    QVERIFY(!quote.isEmpty());
    fixture.stop();
    fixture.start();
    auto& again = fixture.app().lessonView();
    QVERIFY(fixture.waitFor(again, "document.querySelector('.note-text')"));
    // Below its paragraph: the note, before it the mark, before that the text.
    QVERIFY(fixture.js(again, "document.querySelector('.note').previousElementSibling.previousElementSibling.innerText").toString().simplified().startsWith(quote.left(20)));
    fixture.open("exercise", exercise);
    fixture.app().window().activateWindow();
    fixture.press("Ctrl+P");
    auto* search = fixture.app().window().findChild<QDialog*>("quickOpen");
    QVERIFY(search != nullptr);
    QTest::keyClicks(search->findChild<QLineEdit*>(), "quokka");
    QTest::keyClick(search->findChild<QLineEdit*>(), Qt::Key_Return);
    QVERIFY(fixture.waitFor(again, "document.activeElement.closest('.note') && (r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector('.note').getBoundingClientRect())"));
    fixture.js(again, "[...document.querySelectorAll('.note button')].find(b => b.innerText === 'Remove').click()");
    QVERIFY(fixture.waitUntil([&] { return notes().empty(); }));
    fixture.js(again, "[...document.querySelectorAll('.note button')].find(b => b.innerText === 'Undo').click()");
    QVERIFY(fixture.waitUntil([&] { return notes().size() == 1; }));
    // The lesson changed: the note is told, not lost.
    progress::NotePlace gone{"no-such-heading", 3, "0123456789abcdef", "What once stood here"};
    QVERIFY(fixture.app().progress().addNote(lesson, gone, "still mine") > 0);
    fixture.open("exercise", exercise);
    fixture.open("lesson", lesson);
    QVERIFY(fixture.waitFor(again, "document.querySelector('.lost-notes')?.innerText.includes('still mine')"));
    QVERIFY(fixture.js(again, "document.querySelector('.lost-notes').innerText.includes('What once stood here')").toBool());
}

void WindowTest::searchOpensAtThePlaceInAnotherLesson() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    app.window().activateWindow();
    app.progress().setPlace("concurrency/worker-pools", 0.9, {});  // read before, to its end
    fixture.open("home", {});                                      // and the lesson's page has not been loaded yet
    for (const char* id : {"concurrency/worker-pools", "errors/retry", "concurrency/worker-pools"}) {
        const model::Item item{model::ItemKind::Lesson, id};
        auto course = assay::app::openCourse(*assay::app::findPlaces({}, fixture.dataFolder()));
        const auto headings = (*course->lesson(id))->headings;
        const QString anchor = QString::fromStdString(headings[headings.size() / 2].anchor);
        app.window().actions()[ui::Command::QuickOpen].trigger();
        auto* search = app.window().findChild<QDialog*>("quickOpen");
        QVERIFY(search != nullptr);
        emit static_cast<ui::QuickOpen*>(search)->placeChosen(item, anchor);
        search->close();
        QVERIFY(fixture.waitUntil([&] { return app.navigator().current() == item; }));
        const QString top = "document.getElementById('" + anchor + "')?.getBoundingClientRect().top";
        const QString there = top + " >= 0 && " + top + " < 120 && document.activeElement.id === '" + anchor + "'";
        QVERIFY2(fixture.waitFor(app.lessonView(), there), qPrintable(anchor));
        QTest::qWait(700);  // a place that is told late, or pictures that arrive, must not move it
        QVERIFY2(fixture.js(app.lessonView(), there).toBool(), qPrintable(anchor));
        QVERIFY(fixture.waitUntil([&] { return QString::fromStdString(app.progress().lessonState(id).anchor) == anchor; }));
    }
}

void WindowTest::snippetRunsInTheLesson() {
    AppFixture fixture;
    fixture.start();
    fixture.open("lesson", "warm-up/how-this-works");
    auto& view = fixture.app().lessonView();
    QVERIFY(fixture.waitFor(view, "document.querySelector('[data-snippet] button')"));
    fixture.js(view, "[...document.querySelectorAll('[data-snippet] button')].find(b => b.innerText.includes('Run')).click()");
    QVERIFY(fixture.waitFor(view, "/ran \\d+ bytes/.test(document.body.innerText)"));
}

void WindowTest::lessonThatFitsIsReadToItsEnd() {
    AppFixture fixture;
    fixture.start();
    fixture.open("lesson", "warm-up/how-this-works");
    auto& app = fixture.app();
    const auto isRead = [&] { return app.progress().lessonState("warm-up/how-this-works").finished; };
    QTest::mouseClick(app.lessonView().focusProxy(), Qt::LeftButton, {}, QPoint(200, 60));
    QTest::qWait(800);  // longer than the page waits before it tells its place
    QVERIFY(!isRead());
    fixture.js(app.lessonView(), "document.querySelectorAll('h2, h2 ~ *').forEach(e => e.remove())");
    QVERIFY(fixture.waitFor(app.lessonView(), "document.documentElement.scrollHeight <= document.documentElement.clientHeight"));
    QTest::mouseClick(app.lessonView().focusProxy(), Qt::LeftButton, {}, QPoint(200, 60));
    QVERIFY(fixture.waitUntil(isRead));
}

void WindowTest::quizAnswerIsKept() {
    AppFixture fixture;
    fixture.start();
    fixture.open("lesson", "warm-up/how-this-works");
    auto& view = fixture.app().lessonView();
    QVERIFY(fixture.waitFor(view, "document.querySelector('[data-quiz] input')"));
    fixture.js(view, "document.querySelector('[data-quiz] input').click(); [...document.querySelectorAll('[data-quiz] button')][0]?.click()");
    QVERIFY(fixture.waitUntil([&] { return !fixture.app().progress().lessonState("warm-up/how-this-works").quizzes.empty(); }));
}

void WindowTest::graderThatCannotWorkSaysWhatToDo() {
    AppFixture fixture;
    fixture.judge().cannotSandbox = true;
    fixture.start();
    fixture.open("exercise", exercise);
    fixture.app().session().check();
    auto& view = fixture.app().resultsView();
    QVERIFY(fixture.waitFor(view, "document.body.innerText.includes('Your work is saved')"));
    QVERIFY(fixture.text(view).contains("sysctl"));
    QCOMPARE(fixture.app().progress().attempts(exercise, 10).size(), std::size_t{0});
}

void WindowTest::rendererThatDiesComesBack() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& view = fixture.app().editorView();
    fixture.pasteIntoEditor("package hello // survives\n");
    bool died = false;
    connect(&view, &web::View::rendererDied, this, [&] { died = true; });
    const qint64 process = view.page().renderProcessPid();
    QVERIFY(process > 0);
    ::kill(static_cast<pid_t>(process), SIGKILL);
    QVERIFY(fixture.waitUntil([&] { return died; }));
    QVERIFY(fixture.waitFor(view, "document.body && document.body.innerText.includes('// survives')"));
}

void WindowTest::tenQuickPressesGradeTheLastText() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    for (int press = 1; press <= 10; ++press) {
        fixture.pasteIntoEditor(QString("package hello\n\n// passes, text %1%2\n").arg(press).arg(press < 10 ? ", endless" : ""));
        fixture.press("Ctrl+Return");  // at once after the text, without waiting for anything
    }
    QVERIFY(fixture.waitFor(app.resultsView(), "document.body.innerText.includes('Passed')"));
    QVERIFY(fixture.waitUntil([&] { return !app.results().busy(); }));
    const auto attempts = app.progress().attempts(exercise, 100);
    QCOMPARE(attempts.size(), std::size_t{1});
    const auto files = app.progress().attemptFiles(attempts.front().id);
    QVERIFY(files && files->front().content.find("text 10\n") != std::string::npos);
}

// What was being read, tried and written is there again, and goes on.
void WindowTest::everyPageComesBackAfterItsRendererDied() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    fixture.open("progress", {});
    fixture.open("lesson", "warm-up/how-this-works");
    app.window().activateWindow();
    fixture.press("Ctrl+Shift+N");
    QVERIFY(fixture.waitFor(app.lessonView(), "document.activeElement.tagName === 'TEXTAREA'"));
    QTest::keyClicks(app.lessonView().focusProxy(), "wombat");
    QVERIFY(fixture.waitUntil([&] { return !app.progress().notes("warm-up/how-this-works").empty(); }));
    fixture.press("Ctrl+Return");
    QVERIFY(fixture.waitFor(app.resultsView(), "document.body.innerText.includes('TestFirst')"));
    const QList<std::pair<web::View*, QString>> pages{{&app.lessonView(), "document.querySelector('.note-text')?.innerText === 'wombat'"},
                                                      {&app.resultsView(), "document.body.innerText.includes('TestFirst')"},
                                                      {&app.editorView(), "document.querySelector('.cm-content')"}};
    for (const auto& [view, there] : pages) {
        int deaths = 0;
        connect(view, &web::View::rendererDied, this, [&] { ++deaths; });
        ::kill(static_cast<pid_t>(view->page().renderProcessPid()), SIGKILL);
        QVERIFY(fixture.waitUntil([&] { return deaths > 0; }));
        QVERIFY2(fixture.waitFor(*view, there), qPrintable(there));
        view->disconnect(this);
    }
    fixture.press("Ctrl+Return");
    QVERIFY(fixture.waitUntil([&] { return fixture.judge().graded == 2; }));
    fixture.open("progress", {});
    QVERIFY(fixture.waitFor(app.overviewView(), "document.querySelector('.chart')"));
}

void WindowTest::themeChangesEverywhere() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    for (const char* theme : {"dark", "contrast", "light"}) {
        app.theme().choose(theme);
        const QString is = QString("document.documentElement.dataset.theme === '%1'").arg(theme);
        for (web::View* view : {&app.lessonView(), &app.editorView(), &app.resultsView()}) QVERIFY(fixture.waitFor(*view, is));
        QCOMPARE(app.window().palette().color(QPalette::Window), app.theme().color("bg"));
    }
    fixture.stop();
    fixture.start();
    QCOMPARE(fixture.app().theme().choice(), QString("light"));
}

void WindowTest::settingsHoldAtOnceAndAfterARestart() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    app.window().activateWindow();
    const QString text = "getComputedStyle(document.querySelector('article.reading')).fontSize === '%1px'";
    QVERIFY(fixture.waitFor(app.lessonView(), text.arg(17)));
    fixture.press("Ctrl+,");
    const auto dialog = [&] { return fixture.app().window().findChild<QDialog*>("settings"); };
    QVERIFY(fixture.waitUntil([&] { return dialog() != nullptr; }));
    dialog()->findChild<QSpinBox*>("text.size")->setValue(22);
    dialog()->findChild<QCheckBox*>("editor.lines")->click();
    dialog()->findChild<QRadioButton*>("reduced")->click();
    QVERIFY(fixture.waitFor(app.lessonView(), text.arg(22)));
    QVERIFY(fixture.waitFor(app.editorView(), "!document.querySelector('.cm-lineNumbers')"));
    dialog()->close();
    app.session().check();
    QVERIFY(fixture.waitUntil([&] { return fixture.judge().graded == 1; }));
    QVERIFY(fixture.judge().level == sandbox::Level::Reduced);
    fixture.stop();
    fixture.start();
    QVERIFY(fixture.waitFor(fixture.app().lessonView(), text.arg(22)));
    fixture.app().session().check();
    QVERIFY(fixture.waitUntil([&] { return fixture.judge().graded == 2; }));
    QVERIFY(fixture.judge().level == sandbox::Level::Reduced);
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        WindowTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "window_test.moc"
