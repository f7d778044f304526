// A picture of every screen in every theme and two sizes, kept as an artefact: build/<preset>/screenshots. The results are
// the real grader's. What they must look like is a person's to judge; the test holds that each could be made, is not empty,
// and that no page is wider than its pane.
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

#include "app/support/app_fixture.h"
#include "app/ui/about_window.h"
#include "app/ui/help_window.h"
#include "app/ui/trouble_window.h"

namespace {

using assay::tests::AppFixture;

constexpr int preparation = 240'000;  // where the compiler cache has to be made first

QString folder() {
    const QString named = qEnvironmentVariable("ASSAY_SCREENSHOTS");
    return named.isEmpty() ? QDir::tempPath() + "/assay-screenshots" : named;
}

bool hasContent(const QImage& image) {
    QSet<QRgb> colors;
    for (int y = 0; y < image.height(); y += 7)
        for (int x = 0; x < image.width(); x += 7) colors.insert(image.pixel(x, y));
    return colors.size() > 4;
}

QString courseFile(AppFixture& fixture, const char* name) {
    QFile file(QString::fromStdString((fixture.app().workbench().exercise()->folder / name).string()));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

class ScreensTest : public QObject {
    Q_OBJECT
  private slots:
    void everyScreen_data();
    void everyScreen();
    void windowsBesides_data();
    void windowsBesides();
    void german();
    void contactSheet();

  private:
    void shoot(QWidget& widget, const QString& name);
    void shootApp(AppFixture& fixture, const QString& name);
    bool arrived(AppFixture& fixture, assay::web::View& view);
    void bring(AppFixture& fixture, assay::web::View& view, const QString& selector);
    void write(AppFixture& fixture, const QString& text);
    void check(AppFixture& fixture);
    void readingScreens(AppFixture& fixture);
    void workScreens(AppFixture& fixture);
    QString m_prefix;
};

void ScreensTest::shoot(QWidget& widget, const QString& name) {
    const QImage image = widget.grab().toImage();
    QVERIFY2(hasContent(image), qPrintable(name + " is empty"));
    QVERIFY(image.save(folder() + '/' + m_prefix + '-' + name + ".png"));
}

// A frame needs its time from the engine into the window. A mark in the page's corner that is seen in the window, and then
// is no longer: what the page looked like before is there too. Its middle is asked for: at 150 % its edge is a neighbour's.
bool ScreensTest::arrived(AppFixture& fixture, assay::web::View& view) {
    QWidget& window = fixture.app().window();
    const QColor mark(255, 0, 254);
    const auto shows = [&] {
        const QPixmap seen = window.grab(QRect(view.mapTo(&window, QPoint(4, 4)), QSize(2, 2)));
        return seen.toImage().pixelColor(1, 1) == mark;
    };
    fixture.js(view, "{const m=document.createElement('i');m.id='assay-mark';document.body.append(m);Object.assign(m.style,"
                     "{position:'fixed',top:0,left:0,width:'8px',height:'8px',zIndex:99999,background:'rgb(255,0,254)'})}");
    const bool came = fixture.waitUntil(shows);
    fixture.js(view, "document.getElementById('assay-mark').remove()");
    return came && fixture.waitUntil([&] { return !shows(); });
}

// Into the middle of its pane: asked again until it stays, since a page that is still being laid out goes back to its place.
void ScreensTest::bring(AppFixture& fixture, assay::web::View& view, const QString& selector) {
    const QString there = "(() => { const e = document.querySelector('" + selector + "'); if (!e) return false; const r = e.getBoundingClientRect();"
                          "window.stays = r.bottom > 40 && r.top < innerHeight - 40 ? (window.stays ?? 0) + 1 : 0;"
                          "if (window.stays < 1) e.scrollIntoView({block:'center'}); return window.stays > 20; })()";
    fixture.js(view, "window.stays = undefined");
    QVERIFY2(fixture.waitFor(view, there), qPrintable(selector));
}

// Two frames after the last change each visible page has drawn it; motions are over after 150 ms.
void ScreensTest::shootApp(AppFixture& fixture, const QString& name) {
    auto& app = fixture.app();
    for (assay::web::View* view : {&app.homeView(), &app.overviewView(), &app.lessonView(), &app.editorView(), &app.resultsView()}) {
        if (!view->isVisible()) continue;
        fixture.js(*view, "document.fonts.ready.then(()=>window.fonted=1);0");
        QVERIFY(fixture.waitFor(*view, "window.fonted"));
        fixture.js(*view, "window.drawn=0;requestAnimationFrame(()=>requestAnimationFrame(()=>setTimeout(()=>window.drawn=1,200)))");
        QVERIFY(fixture.waitFor(*view, "window.drawn"));
        QVERIFY2(fixture.js(*view, "document.documentElement.scrollWidth <= innerWidth").toBool(), qPrintable(name));
        QVERIFY2(arrived(fixture, *view), qPrintable(name + ": the page's frame never came into the window"));
    }
    shoot(app.window(), name);
}

void ScreensTest::write(AppFixture& fixture, const QString& text) {
    auto& workbench = fixture.app().workbench();
    QVERIFY(workbench.changed(workbench.files().front().name, workbench.files().front().revision + 1, text));
    QVERIFY(workbench.save());
    emit workbench.shown();
}

void ScreensTest::check(AppFixture& fixture) {
    auto& results = fixture.app().results();
    fixture.app().session().check();
    QVERIFY(fixture.waitUntil([&] { return results.busy(); }));
    QVERIFY(fixture.waitUntil([&] { return !results.busy(); }, preparation));
}

void ScreensTest::everyScreen_data() {
    QTest::addColumn<QString>("theme");
    QTest::addColumn<QSize>("size");
    // A screen of 1920 × 1080 at 150 % has room for this much. QT_SCALE_FACTOR=1.5 asks for it: tests/app/screens does.
    const bool scaled = qApp->devicePixelRatio() > 1;
    const QList<QSize> sizes = scaled ? QList<QSize>{QSize(1280, 720)} : QList<QSize>{QSize(1280, 800), QSize(1920, 1080)};
    for (const QSize& size : sizes)
        for (const char* theme : {"light", "dark", "contrast"})
            QTest::addRow("%s-%s", theme, scaled ? "150" : qPrintable(QString::number(size.width()))) << theme << size;
}

void ScreensTest::everyScreen() {
    QFETCH(QString, theme);
    QFETCH(QSize, size);
    m_prefix = QTest::currentDataTag();
    QVERIFY(QDir().mkpath(folder()));
    AppFixture fixture;
    fixture.useRealJudge();
    fixture.start();
    fixture.app().theme().choose(theme);
    fixture.app().window().resize(size);
    readingScreens(fixture);
    if (!QTest::currentTestFailed()) workScreens(fixture);
}

void ScreensTest::readingScreens(AppFixture& fixture) {
    fixture.open("home", {});
    shootApp(fixture, "home-first");
    fixture.open("lesson", "warm-up/how-this-works");
    shootApp(fixture, "lesson");
    fixture.open("lesson", "concurrency/worker-pools");
    QVERIFY(fixture.waitFor(fixture.app().lessonView(), "document.querySelector('figure[data-diagram] svg')"));
    bring(fixture, fixture.app().lessonView(), "figure[data-diagram]");
    shootApp(fixture, "diagram");
    bring(fixture, fixture.app().lessonView(), "[data-quiz]");
    shootApp(fixture, "quiz");
    const auto& lesson = fixture.app().lesson();
    assay::progress::NotePlace place{"", 0, "0123456789abcdef", "What once stood here"};
    QVERIFY(fixture.app().progress().addNote(lesson.item().id, place, "Ask why the sender closes, not the receiver.") > 0);
    emit fixture.app().lesson().shown();
    QVERIFY(fixture.waitFor(fixture.app().lessonView(), "document.querySelector('.note-text')"));
    bring(fixture, fixture.app().lessonView(), ".note");
    shootApp(fixture, "note");
}

void ScreensTest::workScreens(AppFixture& fixture) {
    fixture.open("exercise", "split-bill");
    shootApp(fixture, "task");
    fixture.app().window().actions()[assay::ui::Command::QuickOpen].trigger();
    auto* search = fixture.app().window().findChild<QDialog*>("quickOpen");
    QVERIFY(search != nullptr);
    search->findChild<QLineEdit*>()->setText("worker");
    shoot(*search, "search");
    search->close();
    check(fixture);
    shootApp(fixture, "failed");
    write(fixture, courseFile(fixture, "starter/split.go") + "\nfunc broken() int { return nmae }\n");
    check(fixture);
    shootApp(fixture, "compile-error");
    fixture.app().results().openHint();
    write(fixture, courseFile(fixture, "solution/split.go"));
    check(fixture);
    shootApp(fixture, "passed");
    const char* rows = "new Set([...document.querySelectorAll('.actions > button')].map(b => Math.round(b.getBoundingClientRect().top))).size";
    QCOMPARE(fixture.js(fixture.app().resultsView(), rows).toInt(), 1);  // a second one would take the room of the results
    fixture.app().history().compare("starter", "solution");
    QVERIFY(fixture.waitFor(fixture.app().resultsView(), "document.querySelector('.difference .row.added')"));
    shootApp(fixture, "difference");
    fixture.js(fixture.app().resultsView(), "document.querySelector('[data-action=close-difference]').click();"
                                            "document.querySelector('details.history').open=true");
    fixture.js(fixture.app().resultsView(), "document.querySelector('details.history').scrollIntoView({block:'start'})");
    shootApp(fixture, "history");
    fixture.app().results().fail({assay::base::ErrorCode::Unsupported,
                                  "The grader could not start its sandbox: user namespaces are off on this system.",
                                  "`sudo sysctl kernel.unprivileged_userns_clone=1` turns them on", {}, 0});
    shootApp(fixture, "no-sandbox");
    fixture.open("home", {});
    shootApp(fixture, "home");
    fixture.open("progress", {});
    shootApp(fixture, "progress");
    fixture.js(fixture.app().overviewView(), "document.querySelector('.area details').open = true");
    shootApp(fixture, "progress-skills");
    fixture.js(fixture.app().overviewView(), "scrollTo(0, 1e6)");
    shootApp(fixture, "progress-weeks");
}

void ScreensTest::windowsBesides_data() {
    QTest::addColumn<QString>("theme");
    for (const char* theme : {"light", "dark", "contrast"}) QTest::newRow(theme) << theme;
}

void ScreensTest::windowsBesides() {
    QFETCH(QString, theme);
    m_prefix = qApp->devicePixelRatio() > 1 ? theme + "-150" : theme;
    AppFixture fixture;
    fixture.start();
    fixture.app().theme().choose(theme);
    fixture.app().window().resize(900, 1100);
    fixture.open("lesson", "concurrency/worker-pools");
    shootApp(fixture, "narrow");
    assay::ui::HelpWindow help;
    help.show();
    shoot(help, "help");
    fixture.app().window().actions()[assay::ui::Command::Settings].trigger();
    auto* settings = fixture.app().window().findChild<QDialog*>("settings");
    QVERIFY(settings != nullptr);
    shoot(*settings, "settings");
    auto* bar = settings->findChild<QScrollArea*>()->verticalScrollBar();
    bar->setValue(bar->maximum());
    shoot(*settings, "settings-end");
    settings->close();
    assay::ui::AboutWindow about({{"Assay", "0.1.0"}, {"Go", "1.26.8"}, {"Qt", qVersion()}},
                                 "✓ network namespace: in force\n✓ system call filter: in force\n✕ Landlock: not in this kernel");
    about.show();
    shoot(about, "about");
    assay::ui::TroubleWindow trouble({"The course in /home/you/course cannot be opened.", "Your work is saved.",
                                      "Mend what is listed here, then start again.", {}, {}},
                                     {"lessons/course.toml:4: unknown field 'titel' (did you mean 'title'?)"});
    trouble.show();
    shoot(trouble, "trouble");
}

// Longer words: what was wide enough for English may not be.
void ScreensTest::german() {
    m_prefix = qApp->devicePixelRatio() > 1 ? "german-150" : "german";
    AppFixture fixture;
    fixture.speak("de");
    fixture.start();
    fixture.app().theme().choose("light");
    fixture.app().window().resize(1280, 800);
    fixture.open("home", {});
    shootApp(fixture, "home");
    fixture.open("exercise", "split-bill");
    fixture.app().session().check();
    QVERIFY(fixture.waitFor(fixture.app().resultsView(), "document.body.innerText.includes('TestFirst')"));
    shootApp(fixture, "results");
    fixture.app().window().actions()[assay::ui::Command::Settings].trigger();
    auto* settings = fixture.app().window().findChild<QDialog*>("settings");
    shoot(*settings, "settings");
    settings->close();
    assay::ui::HelpWindow help;
    help.show();
    shoot(help, "help");
}

// What README shows: each screen once, the themes in turn.
void ScreensTest::contactSheet() {
    const QStringList names{"light-1280-home",     "dark-1280-lesson",      "light-1280-diagram",   "contrast-1280-quiz",
                            "light-1280-task",     "dark-1280-failed",      "light-1280-passed",    "contrast-1280-compile-error",
                            "dark-1280-difference", "light-1280-history",   "dark-1280-progress",   "light-1280-progress-weeks"};
    constexpr int across = 3, width = 416, height = 260, gap = 8;
    const int rows = static_cast<int>(names.size()) / across;
    QImage sheet(across * (width + gap) + gap, rows * (height + gap) + gap, QImage::Format_RGB32);
    sheet.fill(QColor("#D6D8DB"));
    QPainter painter(&sheet);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (int i = 0; i < names.size(); ++i) {
        const QImage picture(folder() + '/' + names[i] + ".png");
        QVERIFY2(!picture.isNull(), "it is made of all screens: run the whole test");
        const QImage small = picture.scaled(width, height, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        painter.drawImage(gap + i % across * (width + gap), gap + i / across * (height + gap), small);
    }
    painter.end();
    QVERIFY(sheet.save(folder() + "/contact-sheet.png"));
}

int main(int argc, char** argv) {
    return assay::tests::runWithPages(argc, argv, [&] {
        ScreensTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "screens_test.moc"
