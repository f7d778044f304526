// The settings without a page: what fits, what is kept, what is told; and the window made from their table.
#include <QApplication>
#include <QCheckBox>
#include <QAbstractItemView>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/assembly.h"
#include "app/model/convert.h"
#include "app/model/headline.h"
#include "app/model/language.h"
#include "app/translation.h"
#include "app/ui/settings_window.h"
#include "app/ui/style.h"
#include "support/desk.h"

using namespace assay;
using namespace assay::support;

class SettingsTest : public QObject {
    Q_OBJECT
  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void everySettingHasAFittingFallback();
    void whatDoesNotFitIsNotTaken();
    void aChangeIsToldOnceAndKept();
    void spoiltValuesCountAsNotSet();
    void everySettingHasAControlWithAName();
    void dropDownsShowAllTheirEntries();
    void focusIsSeenOnTickedBoxesToo();
    void isolationSaysWhatEachLevelMeans();
    void restartIsSaidOnlyWhereItIsNeeded();
    void dataGoesOutAndComesIn();
    void importNeverWeakensThisComputer();
    void importOfSomethingElseChangesNothing();
    void menuEntryFollowsTheDesktop();
    void settingsAreKept();
    void windowSpeaksGerman();
    void pluralsAreFormed();
    void headlineIsInTheWindowsLanguage();
    void desktopsLanguageIsTaken();

  private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

void SettingsTest::everySettingHasAFittingFallback() {
    QSet<QString> names;
    for (const auto& setting : model::settingsTable()) {
        QVERIFY2(model::fits(setting, setting.fallback), setting.name);
        QVERIFY2(!names.contains(setting.name), setting.name);
        names.insert(setting.name);
        QVERIFY(!model::settingText(setting.title).isEmpty() && !model::settingText(setting.group).isEmpty());
    }
    QCOMPARE(model::settingNamed("no such thing"), nullptr);
}

void SettingsTest::whatDoesNotFitIsNotTaken() {
    Desk desk(m_folder->path());
    QVERIFY(!model::choose(desk.progress, "theme", "pink"));
    QVERIFY(!model::choose(desk.progress, "text.size", "900"));
    QVERIFY(!model::choose(desk.progress, "text.size", "large"));
    QVERIFY(!model::choose(desk.progress, "editor.vim", "yes"));
    QVERIFY(!model::choose(desk.progress, "machine.work-folder", "relative/place"));
    QVERIFY(!model::choose(desk.progress, "machine.isolation", "weak"));
    QVERIFY(!model::choose(desk.progress, "unknown", "on"));
    QCOMPARE(model::settingValue(desk.progress, "machine.isolation"), QString("full"));
}

void SettingsTest::aChangeIsToldOnceAndKept() {
    {
        Desk desk(m_folder->path());
        QSignalSpy told(&desk.progress, &model::ProgressModel::settingChanged);
        QVERIFY(model::choose(desk.progress, "editor.tab", "8"));
        QVERIFY(model::choose(desk.progress, "editor.tab", "8"));
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().first().toString(), QString("editor.tab"));
    }
    Desk again(m_folder->path());
    QCOMPARE(model::settingNumber(again.progress, "editor.tab"), 8);
    model::Workbench workbench(again.library, again.progress);
    QCOMPARE(workbench.settings()["tabSize"].toInt(), 8);
}

void SettingsTest::spoiltValuesCountAsNotSet() {
    Desk desk(m_folder->path());
    desk.progress.setSetting("machine.isolation", "nothing at all");
    desk.progress.setSetting("code.size", "-4");
    QCOMPARE(model::settingValue(desk.progress, "machine.isolation"), QString("full"));
    QCOMPARE(model::settingNumber(desk.progress, "code.size"), 14);
}

void SettingsTest::everySettingHasAControlWithAName() {
    Desk desk(m_folder->path());
    auto* window = new ui::SettingsWindow(desk.progress, "en");
    for (const auto& setting : model::settingsTable()) {
        const auto* control = window->findChild<QWidget*>(setting.name);
        QVERIFY2(control != nullptr, setting.name);
        QCOMPARE(control->accessibleName(), model::settingText(setting.title));
    }
    auto* theme = window->findChild<QComboBox*>("theme");
    theme->setCurrentIndex(theme->findData("dark"));
    QCOMPARE(model::settingValue(desk.progress, "theme"), QString("dark"));
    model::choose(desk.progress, "theme", "contrast");  // from the menu
    QCOMPARE(theme->currentData().toString(), QString("contrast"));
    delete window;
}

void SettingsTest::dropDownsShowAllTheirEntries() {
    Desk desk(m_folder->path());
    model::Theme theme(must(model::ThemeTokens::read(model::qtPath(desk.places.web / "theme.json"))), desk.progress, "en");
    ui::dress(theme);
    const std::unique_ptr<ui::SettingsWindow> window(new ui::SettingsWindow(desk.progress, "en"));
    window->show();
    QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    for (const char* name : {"theme", "language"}) {
        auto* box = window->findChild<QComboBox*>(name);
        box->showPopup();
        QTRY_VERIFY(box->view()->isVisible());
        const QModelIndex last = box->model()->index(box->count() - 1, 0);
        const auto lacks = [&] { return box->view()->visualRect(last).bottom() + 1 - box->view()->viewport()->height(); };
        QVERIFY2(lacks() <= 0, qPrintable(QString("%1: %2 px").arg(name).arg(lacks())));
        QCOMPARE(box->view()->visualRect(box->model()->index(0, 0)).top(), 0);
        box->hidePopup();
    }
    qApp->setStyleSheet({});
}

void SettingsTest::focusIsSeenOnTickedBoxesToo() {
    Desk desk(m_folder->path());
    for (const char* name : {"light", "dark", "contrast"}) {
        desk.progress.setSetting("theme", name);
        model::Theme theme(must(model::ThemeTokens::read(model::qtPath(desk.places.web / "theme.json"))), desk.progress, "en");
        ui::dress(theme);
        const std::unique_ptr<ui::SettingsWindow> window(new ui::SettingsWindow(desk.progress, "en"));
        window->show();
        window->activateWindow();
        auto* box = window->findChild<QCheckBox*>("editor.lines");
        const auto ring = [&] {  // at the edge, outside what a tick fills
            const QImage shown = box->grab().toImage();
            return shown.pixelColor(shown.width() / 2, 0);
        };
        for (const bool on : {true, false}) {
            box->setChecked(on);
            box->setFocus();
            QTRY_VERIFY(box->hasFocus());
            QCOMPARE(ring(), theme.color("focus"));
            box->clearFocus();
            QVERIFY(ring() != theme.color("focus"));
        }
        qApp->setStyleSheet({});
    }
}

void SettingsTest::isolationSaysWhatEachLevelMeans() {
    Desk desk(m_folder->path());
    const std::unique_ptr<ui::SettingsWindow> window(new ui::SettingsWindow(desk.progress, "en"));
    for (const char* level : {"full", "reduced", "none"}) {
        auto* button = window->findChild<QRadioButton*>(level);
        QVERIFY(button != nullptr);
        QVERIFY(button->accessibleDescription().size() > 40);
        button->click();
        QCOMPARE(model::settingValue(desk.progress, "machine.isolation"), QString(level));
    }
}

void SettingsTest::restartIsSaidOnlyWhereItIsNeeded() {
    Desk desk(m_folder->path());
    const QString runs = model::languageOfDesktop(), other = runs == "de" ? "en" : "de";
    const std::unique_ptr<ui::SettingsWindow> window(new ui::SettingsWindow(desk.progress, runs));
    const auto isSaid = [&] {
        for (const auto* label : window->findChildren<QLabel*>("note"))
            if (!label->isHidden() && label->text().contains("started again")) return true;
        return false;
    };
    auto* language = window->findChild<QComboBox*>("language");
    QVERIFY(!isSaid());
    language->setCurrentIndex(language->findData(other));
    QVERIFY(isSaid());
    language->setCurrentIndex(language->findData(runs));  // what "as the desktop" was anyway
    QVERIFY(!isSaid());
}

void SettingsTest::dataGoesOutAndComesIn() {
    const QString file = m_folder->filePath("all of it.json");
    {
        Desk desk(m_folder->filePath("here"));
        desk.progress.openHint("hello-check", 1);
        desk.progress.setMarked({model::ItemKind::Exercise, "hello-check"}, true);
        const std::unique_ptr<ui::SettingsWindow> window(new ui::SettingsWindow(desk.progress, "en"));
        window->exportTo(file);
        QVERIFY(QFile::exists(file));
    }
    Desk there(m_folder->filePath("there"));
    const std::unique_ptr<ui::SettingsWindow> window(new ui::SettingsWindow(there.progress, "en"));
    window->importFrom(file);
    QCOMPARE(there.progress.exerciseState("hello-check").hintsOpened, 1);
    QVERIFY(there.progress.isMarked({model::ItemKind::Exercise, "hello-check"}));
}

void SettingsTest::importNeverWeakensThisComputer() {
    const QString file = m_folder->filePath("other.json");
    {
        Desk desk(m_folder->filePath("other"));
        model::choose(desk.progress, "machine.isolation", "none");
        model::choose(desk.progress, "editor.vim", "on");
        QVERIFY(desk.progress.exportTo(model::toPath(file)));
    }
    Desk desk(m_folder->filePath("mine"));
    QVERIFY(desk.progress.importFrom(model::toPath(file)));
    QCOMPARE(model::settingValue(desk.progress, "machine.isolation"), QString("full"));
    QVERIFY(model::settingIsOn(desk.progress, "editor.vim"));
}

void SettingsTest::importOfSomethingElseChangesNothing() {
    const QString file = m_folder->filePath("picture.json");
    QFile picture(file);
    QVERIFY(picture.open(QIODevice::WriteOnly) && picture.write("{\"schema\": \"holiday\"}") > 0);
    picture.close();
    Desk desk(m_folder->filePath("mine"));
    const std::unique_ptr<ui::SettingsWindow> window(new ui::SettingsWindow(desk.progress, "en"));
    window->importFrom(file);
    bool isTold = false;
    for (const auto* label : window->findChildren<QLabel*>("note")) isTold = isTold || label->text().contains("Nothing was changed");
    QVERIFY(isTold);
}

void SettingsTest::menuEntryFollowsTheDesktop() {
    Desk desk(m_folder->path());
    bool there = false, refuses = false;
    ui::SettingsWindow window(desk.progress, "en", nullptr, {[&] { return there; }, [&](bool in) {
        if (refuses) return QString("no room");
        there = in;
        return QString();
    }});
    auto* box = window.findChild<QCheckBox*>("menuEntry");
    QVERIFY(box != nullptr && !box->isChecked());
    box->click();
    QVERIFY(there && box->isChecked());
    refuses = true;
    box->click();
    QVERIFY(there && box->isChecked());  // as it is, not as it was asked for
    const auto labels = window.findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) { return label->text() == "no room" && !label->isHidden(); }));
}

void SettingsTest::settingsAreKept() {
    {
        Desk desk(m_folder->path());
        desk.progress.setSetting("theme", "dark");
        desk.progress.setMarked(firstExercise, true);
        desk.progress.setLastPlace(firstLesson, "hello-check");
    }
    Desk desk(m_folder->path());
    QCOMPARE(desk.progress.setting("theme"), QString("dark"));
    QVERIFY(desk.progress.isMarked(firstExercise));
    QCOMPARE(desk.progress.lastPlace(), firstLesson);
}

void SettingsTest::windowSpeaksGerman() {
    Desk desk(m_folder->path());
    const app::Translation german(model::qtPath(desk.places.texts), "de");
    const std::unique_ptr<ui::SettingsWindow> window(new ui::SettingsWindow(desk.progress, "de"));
    QCOMPARE(window->windowTitle(), QString("Einstellungen"));
    QCOMPARE(window->findChild<QWidget*>("editor.vim")->accessibleName(), QString("Vim-Tasten"));
    QCOMPARE(ui::shortcut(ui::Command::Check).meaningText(), QString("Deine Arbeit prüfen"));
    model::CourseModel map(desk.library, desk.progress);
    QCOMPARE(map.index(0, 0).data().toString(), QString("Startseite"));
}

void SettingsTest::pluralsAreFormed() {
    Desk desk(m_folder->path());
    const auto days = [](int n) { return model::HomeModel::tr("%n day(s) ago", nullptr, n); };
    {
        const app::Translation english(model::qtPath(desk.places.texts), "en");
        QCOMPARE(days(1), QString("1 day ago"));
        QCOMPARE(days(3), QString("3 days ago"));
    }
    const app::Translation german(model::qtPath(desk.places.texts), "de");
    QCOMPARE(days(1), QString("vor 1 Tag"));
    QCOMPARE(days(3), QString("vor 3 Tagen"));
}

void SettingsTest::headlineIsInTheWindowsLanguage() {
    Desk desk(m_folder->path());
    const app::Translation german(model::qtPath(desk.places.texts), "de");
    judge::Report report;
    report.points = report.max = checks::Points(10);
    report.verdict = checks::Verdict::Passed;
    QCOMPARE(model::Headline::of(report, "de"), QString("Bestanden. 10 von 10 Punkten."));
    QCOMPARE(model::Headline::of(report, "en"), QString("Passed. 10 of 10 points."));
    checks::CheckResult check;
    check.id = check.title = "Tests";
    check.kind = "tests";
    for (const char* name : {"TestA", "TestB", "TestC"}) {
        checks::TestResult test;
        test.name = name;
        test.verdict = QString(name) == "TestB" ? checks::Verdict::TimeLimit : checks::Verdict::Passed;
        test.message = "Stopped: it was not done within 10 s.";
        check.tests.push_back(test);
    }
    check.verdict = report.verdict = checks::Verdict::TimeLimit;
    report.checks = {check};
    QCOMPARE(model::Headline::of(report, "de"), QString("Am Zeitlimit angehalten in TestB."));
    report.checks[0].tests[1].verdict = report.checks[0].verdict = report.verdict = checks::Verdict::Failed;
    QCOMPARE(model::Headline::of(report, "de"), QString("Tests: 1 von 3 nicht bestanden. Zuerst: TestB."));
    report.checks[0].tests.clear();
    report.checks[0].verdict = report.verdict = checks::Verdict::CompileError;
    report.checks[0].diagnostics = {{"pool.go", 14, 2, "error", "", "undefined: x"}};
    QCOMPARE(model::Headline::of(report, "de"), QString("Es kompiliert nicht: 1 Fehler, der erste in pool.go, Zeile 14."));
    QVERIFY(model::Headline::of(report, "en").contains("pool.go") || model::Headline::of(report, "en").contains("undefined"));
    report.message = "Hidden characters are in the file.";
    QCOMPARE(model::Headline::of(report, "de"), QString::fromStdString(report.message));
}

// Run a second time with the environment of a German desktop (CMakeLists.txt).
void SettingsTest::desktopsLanguageIsTaken() {
    const bool german = qEnvironmentVariable("LC_ALL").startsWith("de");
    QCOMPARE(model::languageFor("auto"), german ? QString("de") : QString("en"));
    QCOMPARE(model::languageFor("en"), QString("en"));
    QCOMPARE(model::languageFor("de"), QString("de"));
    QCOMPARE(model::languageFor("fr"), model::languageFor("auto"));
}

QTEST_MAIN(SettingsTest)
#include "settings_test.moc"
