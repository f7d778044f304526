// What a learner expects of any program on the desktop: taking a page along, dropping a file in, asking what runs here.
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QTest>
#include <filesystem>

#include "app/support/app_fixture.h"
#include "app/takeaway.h"
#include "app/ui/about_window.h"
#include "app/ui/notifier.h"
#include "app/model/settings.h"

using namespace assay;
using tests::AppFixture;

class HabitsTest : public QObject {
    Q_OBJECT
  private slots:
    void lessonBecomesAPdf();
    void pdfThatCannotBeWrittenIsTold();
    void lessonIsPrinted();
    void homeIsNotPrinted();
    void pagesAreCopiedWithoutAnswers();
    void droppedFileIsTakenAfterAskingAndNothingIsLost();
    void droppedFileOfAnotherNameIsRefused();
    void droppedCourseIsAskedForAndNothingElseHappens();
    void coursesThatWereOpenedAreInTheMenu();
    void anyTwoStatesAreComparedInBothWays();
    void draftForAnotherVersionIsCompared();
    void aboutNamesWhatRuns();
    void noticesComeOnlyWhereTheyAreWanted();
    void courseThatIsGoneIsToldInWords();
    void windowComesBackAsItWas();

  private:
    static constexpr const char* exercise = "hello-check";
    static bool said(AppFixture& fixture, const QString& words);
    static void drop(AppFixture& fixture, const QString& file);
};

bool HabitsTest::said(AppFixture& fixture, const QString& words) {
    return fixture.waitUntil([&] {
        const auto labels = fixture.app().window().status().findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text().contains(words); });
    });
}

void HabitsTest::drop(AppFixture& fixture, const QString& file) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QWidget* over = fixture.app().editorView().focusProxy();  // the page itself takes no drops
    QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(over, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(over, &event);
}

void HabitsTest::lessonBecomesAPdf() {
    AppFixture fixture;
    fixture.start();
    fixture.open("lesson", "warm-up/how-this-works");
    const QString name = fixture.dataFolder() + "/lesson.pdf";
    auto* takeaway = fixture.app().findChild<app::Takeaway*>();
    QVERIFY(takeaway != nullptr);
    takeaway->savePdf(name);
    QVERIFY(said(fixture, "Written to"));
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.size() > 10'000);
    QCOMPARE(file.read(5), QByteArray("%PDF-"));
}

void HabitsTest::pdfThatCannotBeWrittenIsTold() {
    AppFixture fixture;
    fixture.start();
    fixture.open("lesson", "warm-up/how-this-works");
    fixture.app().findChild<app::Takeaway*>()->savePdf(fixture.dataFolder() + "/no/such/folder/lesson.pdf");
    QVERIFY(said(fixture, "could not be written"));
}

void HabitsTest::lessonIsPrinted() {
    AppFixture fixture;
    fixture.start();
    fixture.open("lesson", "warm-up/how-this-works");
    fixture.app().window().actions()[ui::Command::Print].trigger();
    auto* dialog = fixture.app().window().findChild<QPrintDialog*>();
    QVERIFY(dialog != nullptr);
    QCOMPARE(dialog->printer()->docName(), QString("How this course works"));
    const QString name = fixture.dataFolder() + "/printed.pdf";
    dialog->printer()->setOutputFormat(QPrinter::PdfFormat);  // a printer that every machine has
    dialog->printer()->setOutputFileName(name);
    emit dialog->accepted();
    dialog->close();
    QVERIFY(said(fixture, "Printed."));
    QVERIFY(QFileInfo(name).size() > 10'000);
}

void HabitsTest::homeIsNotPrinted() {
    AppFixture fixture;
    fixture.start();
    fixture.app().window().actions()[ui::Command::Print].trigger();
    QVERIFY(said(fixture, "Open a lesson or an exercise first"));
    QVERIFY(fixture.app().window().findChild<QPrintDialog*>() == nullptr);
}

void HabitsTest::pagesAreCopiedWithoutAnswers() {
    AppFixture fixture;
    fixture.start();
    fixture.open("lesson", "warm-up/how-this-works");
    auto& app = fixture.app();
    auto& actions = app.window().actions();
    actions[ui::Command::CopyLesson].trigger();
    const QString lesson = QApplication::clipboard()->text();
    QVERIFY(lesson.startsWith("# How this course works"));
    QVERIFY(lesson.contains("> What") || lesson.contains("> Your code passes"));
    QVERIFY(!lesson.contains("correct = ") && !lesson.contains("```quiz"));
    fixture.open("exercise", exercise);
    actions[ui::Command::CopyResults].trigger();
    QVERIFY(said(fixture, "no result yet"));
    app.session().check();
    QVERIFY(fixture.waitUntil([&] { return !app.results().markdown().isEmpty(); }));
    actions[ui::Command::CopyResults].trigger();
    QVERIFY(QApplication::clipboard()->text().contains("TestFirst"));
}

void HabitsTest::droppedFileIsTakenAfterAskingAndNothingIsLost() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    fixture.pasteIntoEditor("package hello // mine\n");
    const QString name = app.workbench().files().front().name, path = fixture.dataFolder() + '/' + name;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("package hello // dropped\n") > 0);
    file.close();
    drop(fixture, path);
    auto* question = app.window().findChild<QMessageBox*>("takeFile");
    QVERIFY(question != nullptr);
    QVERIFY(app.workbench().files().front().content.contains("// mine"));  // nothing yet
    for (QAbstractButton* button : question->buttons())
        if (question->buttonRole(button) == QMessageBox::AcceptRole) button->click();
    QVERIFY(fixture.waitFor(app.editorView(), "document.body.innerText.includes('// dropped')"));
    const auto kept = app.progress().keptDrafts(exercise);
    QCOMPARE(kept.size(), std::size_t{1});
    QVERIFY(kept.front().files.front().content.find("// mine") != std::string::npos);
}

void HabitsTest::droppedFileOfAnotherNameIsRefused() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    const QString path = fixture.dataFolder() + "/hello_test.go", before = fixture.app().workbench().files().front().content;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("package x\n") > 0);
    file.close();
    drop(fixture, path);
    auto* box = fixture.app().window().findChild<QMessageBox*>();
    QVERIFY(box != nullptr && box->text().contains("no file hello_test.go"));
    box->close();
    QCOMPARE(fixture.app().workbench().files().front().content, before);
}

void HabitsTest::droppedCourseIsAskedForAndNothingElseHappens() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    QStringList asked;
    QObject::connect(&fixture.app(), &app::Assembly::courseRequested, &fixture.app(), [&](const QString& file) { asked.append(file); });
    drop(fixture, "/some where/go.assay");
    QCOMPARE(asked, QStringList{"/some where/go.assay"});
    QVERIFY(fixture.app().window().findChild<QMessageBox*>() == nullptr);
}

void HabitsTest::coursesThatWereOpenedAreInTheMenu() {
    AppFixture fixture;
    const auto place = [&](const QString& folder, const QString& id, const QString& title, const QString& version) {
        const QString lessons = fixture.dataFolder() + "/courses/" + folder + "/lessons";
        QDir().mkpath(lessons);
        QFile file(lessons + "/course.toml");
        if (file.open(QIODevice::WriteOnly))
            file.write(QString("id = \"%1\"\ntitle = \"%2\"\nversion = \"%3\"\nlanguage = \"go\"\n\n[[phase]]\nid = \"p\"\n").arg(id, title, version).toUtf8());
        return lessons.chopped(8);
    };
    const QString old = place("aa", "maps", "Maps & more", "1"), newer = place("bb", "maps", "Maps & more", "2");
    place(".new-x", "young", "Young", "1");
    QDir().mkpath(fixture.dataFolder() + "/courses/broken");
    std::filesystem::last_write_time(old.toStdString(), std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
    fixture.start();
    QStringList asked;
    QObject::connect(&fixture.app(), &app::Assembly::courseRequested, &fixture.app(), [&](const QString& folder) { asked.append(folder); });
    QMenu* courses = nullptr;
    for (auto* menu : fixture.app().window().findChildren<QMenu*>())
        if (menu->title() == "Courses") courses = menu;
    QVERIFY(courses != nullptr);
    emit courses->aboutToShow();
    QList<QAction*> offered;
    for (auto* action : courses->actions())
        if (action->isCheckable()) offered.append(action);
    QCOMPARE(offered.size(), 2);
    QVERIFY(offered[0]->text().startsWith("Production Go") && offered[0]->isChecked() && !offered[0]->isEnabled());
    QCOMPARE(offered[1]->text(), QString("Maps && more 2"));
    offered[1]->trigger();
    QCOMPARE(asked, QStringList{newer});
}

void HabitsTest::anyTwoStatesAreComparedInBothWays() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    for (const QString text : {"package hello // one\n", "package hello // two\n", "package hello // three\n"}) {
        fixture.pasteIntoEditor(text);
        const auto before = app.history().list().size();
        app.session().check();
        QVERIFY(fixture.waitUntil([&] { return app.history().list().size() == before + 1 && !app.results().busy(); }));
    }
    auto& view = app.resultsView();
    QVERIFY(fixture.waitFor(view, "document.querySelector('details.history') && !document.querySelector('.timeline > li')"));  // folded
    fixture.js(view, "document.querySelector('details.history').open = true");
    QVERIFY(fixture.waitFor(view, "document.querySelectorAll('.timeline > li').length === 3"));
    const auto click = [&](int entry, const QString& words) {
        const QString buttons = QString("[...document.querySelectorAll('.timeline > li')[%1].querySelectorAll('button')]").arg(entry);
        return fixture.waitFor(view, buttons + QString(".some((one) => one.textContent === '%1' && (one.click(), true))").arg(words));
    };
    QVERIFY(click(0, "Compare with…"));  // the newest, three
    QVERIFY(click(2, "With this one"));         // the oldest, one
    const QString shown = "document.querySelector('.difference .rows')";
    QVERIFY(fixture.waitFor(view, shown + " && " + shown + ".innerText.includes('one') && " + shown + ".innerText.includes('three')"));
    QVERIFY(fixture.js(view, shown + ".querySelector('.removed').innerText.includes('one')").toBool());  // older to newer, whichever was taken first
    QVERIFY(fixture.js(view, "!document.querySelector('.beside')").toBool());
    QVERIFY(fixture.waitFor(view, "document.querySelector('[data-action=turn-difference]').click() || document.querySelector('.rows.beside .row.left.removed')"));
    QVERIFY(fixture.js(view, "document.querySelector('.beside .added').getBoundingClientRect().left > document.querySelector('.beside .removed').getBoundingClientRect().left").toBool());
}

void HabitsTest::draftForAnotherVersionIsCompared() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    progress::Draft old;
    old.files = {{"hello.go", "package hello // of long ago\n"}};
    old.exerciseVersion = "0.0.1";
    QVERIFY(app.progress().saveDraft(exercise, old));
    fixture.open("exercise", exercise);
    auto* compare = app.window().findChild<QPushButton*>("versionCompare");
    QVERIFY(compare != nullptr && compare->isVisible());
    compare->click();
    QVERIFY(fixture.waitFor(app.resultsView(), "document.querySelector('.difference') && document.querySelector('.difference').innerText.includes('of long ago')"));
    QVERIFY(compare->isVisible());  // nothing happened by itself
}

void HabitsTest::aboutNamesWhatRuns() {
    AppFixture fixture;
    fixture.start();
    emit fixture.app().window().aboutRequested();
    auto* about = fixture.app().window().findChild<ui::AboutWindow*>("about");
    QVERIFY(about != nullptr);
    QVERIFY(about->text().contains(QString("Qt: ") + qVersion()));
    QVERIFY(about->text().contains("Chromium: "));
    if (fixture.app().hasLanguageServer()) QVERIFY(fixture.waitUntil([&] { return about->text().contains("gopls: v"); }));
    about->close();
}

void HabitsTest::noticesComeOnlyWhereTheyAreWanted() {
    AppFixture fixture;
    fixture.start();
    QWidget elsewhere;
    ui::Notifier notifier(fixture.app().progress(), elsewhere);  // a window that has not the keyboard
    QVERIFY(!notifier.tell("Split a bill", "Passed."));           // off by default
    QVERIFY(model::choose(fixture.app().progress(), "notify", "on"));
    QVERIFY(notifier.tell("Split a bill", "Passed."));
}

void HabitsTest::courseThatIsGoneIsToldInWords() {
    QTemporaryDir folder;
    AppFixture fixture;
    const auto places = app::findPlaces({}, fixture.dataFolder());
    QVERIFY(places.has_value());
    const std::filesystem::path copy = folder.path().toStdString();
    for (const char* part : {"lessons", "exercises"})
        std::filesystem::copy(places->course / part, copy / part, std::filesystem::copy_options::recursive);
    fixture.useCourse(folder.path());
    fixture.start();
    fixture.open("exercise", exercise);
    fixture.pasteIntoEditor("package hello // mine\n");
    std::filesystem::rename(copy / "exercises", copy / "moved");
    fixture.app().navigator().open({model::ItemKind::Exercise, "split-bill"});
    QVERIFY(fixture.waitFor(fixture.app().resultsView(), "document.body.innerText.includes('Your work is saved')"));
    std::filesystem::rename(copy / "moved", copy / "exercises");
    fixture.app().navigator().open({model::ItemKind::Exercise, exercise});
    QVERIFY(fixture.waitFor(fixture.app().editorView(), "document.body.innerText.includes('// mine')"));
}

void HabitsTest::windowComesBackAsItWas() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    const QSize size(780, 640);  // one that the screen of the offscreen platform has room for: newer Qt makes a restored window fit
    fixture.app().window().resize(size);
    fixture.app().window().actions()[ui::Command::ToggleMap].trigger();
    fixture.stop();
    fixture.start();
    QCOMPARE(fixture.app().window().size(), size);
    QVERIFY(fixture.waitUntil([&] { return fixture.app().navigator().current().id == exercise; }));
    QVERIFY(!fixture.app().window().findChild<QWidget*>("mapPane")->isVisible());
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        HabitsTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "habits_test.moc"
