// A picture of every screen in every theme and two sizes, kept as an artefact: build/<preset>/screenshots. The results are
// the real grader's. What they must look like is a person's to judge; the test holds that each could be made, is not empty,
// and that no page is wider than its pane.
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

#include "app/support/app_fixture.h"
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

  private:
    void shoot(QWidget& widget, const QString& name);
    void shootApp(AppFixture& fixture, const QString& name);
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

// Two frames after the last change each visible page has drawn it; motions are over after 150 ms.
void ScreensTest::shootApp(AppFixture& fixture, const QString& name) {
    auto& app = fixture.app();
    for (assay::web::View* view : {&app.homeView(), &app.overviewView(), &app.lessonView(), &app.editorView(), &app.resultsView()}) {
        if (!view->isVisible()) continue;
        fixture.js(*view, "window.drawn=0;requestAnimationFrame(()=>requestAnimationFrame(()=>setTimeout(()=>window.drawn=1,200)))");
        QVERIFY(fixture.waitFor(*view, "window.drawn"));
        QVERIFY2(fixture.js(*view, "document.documentElement.scrollWidth <= innerWidth").toBool(), qPrintable(name));
    }
    QTest::qWait(50);  // the frame's way from the engine into the window
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
    for (const QSize& size : {QSize(1280, 800), QSize(1920, 1080)})
        for (const char* theme : {"light", "dark", "contrast"})
            QTest::addRow("%s-%d", theme, size.width()) << theme << size;
}

void ScreensTest::everyScreen() {
    QFETCH(QString, theme);
    QFETCH(QSize, size);
    m_prefix = theme + '-' + QString::number(size.width());
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
    fixture.js(fixture.app().lessonView(), "document.querySelector('figure[data-diagram]').scrollIntoView({block:'center'})");
    shootApp(fixture, "diagram");
    fixture.js(fixture.app().lessonView(), "document.querySelector('[data-quiz]')?.scrollIntoView({block:'center'})");
    shootApp(fixture, "quiz");
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
    m_prefix = theme;
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
    assay::ui::TroubleWindow trouble({"The course in /home/you/course cannot be opened.", "Your work is saved.",
                                      "Mend what is listed here, then start again.", {}, {}},
                                     {"lessons/course.toml:4: unknown field 'titel' (did you mean 'title'?)"});
    trouble.show();
    shoot(trouble, "trouble");
}

// Longer words: what was wide enough for English may not be.
void ScreensTest::german() {
    m_prefix = "german";
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

int main(int argc, char** argv) {
    return assay::tests::runWithPages(argc, argv, [&] {
        ScreensTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "screens_test.moc"
