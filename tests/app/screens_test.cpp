// A picture of every pane in every theme, kept as an artefact: build/<preset>/screenshots. What they must look like is a
// person's to judge; the test holds that each could be made and is not empty.
#include <QDir>
#include <QTest>

#include "app/support/app_fixture.h"
#include "app/ui/help_window.h"
#include "app/ui/trouble_window.h"

namespace {

using assay::tests::AppFixture;

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

}  // namespace

class ScreensTest : public QObject {
    Q_OBJECT
  private slots:
    void everyPaneInEveryTheme_data();
    void everyPaneInEveryTheme();

  private:
    void shoot(QWidget& widget, const QString& name);
    QString m_theme;
};

void ScreensTest::shoot(QWidget& widget, const QString& name) {
    QTest::qWait(350);  // the engine's next frame, and calm motions' end
    const QImage image = widget.grab().toImage();
    QVERIFY2(hasContent(image), qPrintable(name + " is empty"));
    QVERIFY(image.save(folder() + '/' + m_theme + '-' + name + ".png"));
}

void ScreensTest::everyPaneInEveryTheme_data() {
    QTest::addColumn<QString>("theme");
    for (const char* theme : {"light", "dark", "contrast"}) QTest::newRow(theme) << theme;
}

void ScreensTest::everyPaneInEveryTheme() {
    QFETCH(QString, theme);
    m_theme = theme;
    QVERIFY(QDir().mkpath(folder()));
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    app.theme().choose(theme);
    app.window().resize(1280, 800);
    fixture.open("home", {});
    shoot(app.window(), "home");
    fixture.open("lesson", "warm-up/how-this-works");
    shoot(app.window(), "lesson");
    fixture.open("exercise", "split-bill");
    shoot(app.window(), "task");
    app.session().check();
    QVERIFY(fixture.waitFor(app.resultsView(), "document.body.innerText.includes('TestFirst')"));
    shoot(app.window(), "failed");
    fixture.judge().cannotSandbox = true;
    app.session().check();
    QVERIFY(fixture.waitFor(app.resultsView(), "document.body.innerText.includes('sandbox')"));
    shoot(app.window(), "no-sandbox");
    fixture.judge().cannotSandbox = false;
    app.window().resize(900, 1100);
    fixture.open("lesson", "concurrency/worker-pools");
    shoot(app.window(), "narrow");
    assay::ui::HelpWindow help;
    help.show();
    shoot(help, "help");
    assay::ui::TroubleWindow trouble({"The course in /home/you/course cannot be opened.", "Your work is saved.",
                                      "Mend what is listed here, then start again.", {}, {}},
                                     {"lessons/course.toml:4: unknown field 'titel' (did you mean 'title'?)"});
    trouble.show();
    shoot(trouble, "trouble");
}

int main(int argc, char** argv) {
    return assay::tests::runWithPages(argc, argv, [&] {
        ScreensTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "screens_test.moc"
