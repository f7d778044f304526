// A course while it is written: the real window on a copy of the course, whose files are changed as an editor does.
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>
#include <filesystem>

#include "app/model/convert.h"
#include "app/preview.h"
#include "app/support/app_fixture.h"

using namespace assay;
using tests::AppFixture;

namespace {

constexpr const char* lesson = "warm-up/how-this-works";
constexpr const char* lessonFile = "lessons/warm-up/how-this-works/lesson.md";
constexpr int promised = 1000;  // ms from a save to the page

}  // namespace

class PreviewTest : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void changedLessonIsShownAtTheSamePlace();
    void renamedOverAsEditorsDoIsNoticed();
    void faultsAreListedWithTheirLineAndGoAgain();
    void courseThatCannotBeReadLeavesWhatWasShown();
    void exerciseThatChangedIsOnTheWorkbench();
    void lessonThatIsTakenOutLeadsHome();

  private:
    QString read(const QString& name) const;
    void write(const QString& name, const QString& text) const;
    void replace(const QString& name, const QString& before, const QString& after) const;
    void begin(AppFixture& fixture);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Preview> m_preview;
};

void PreviewTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    const auto places = app::findPlaces({}, m_folder->filePath("unused"));
    QVERIFY(places.has_value());
    for (const char* part : {"lessons", "exercises"})
        std::filesystem::copy(places->course / part, std::filesystem::path(m_folder->path().toStdString()) / part,
                              std::filesystem::copy_options::recursive);
}

QString PreviewTest::read(const QString& name) const {
    QFile file(m_folder->filePath(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void PreviewTest::write(const QString& name, const QString& text) const {
    QFile file(m_folder->filePath(name));
    QVERIFY2(file.open(QIODevice::WriteOnly | QIODevice::Truncate), qPrintable(name));
    file.write(text.toUtf8());
}

void PreviewTest::replace(const QString& name, const QString& before, const QString& after) const {
    QString text = read(name);
    QVERIFY2(text.contains(before), qPrintable(name + " has no " + before));
    write(name, text.replace(before, after));
}

void PreviewTest::begin(AppFixture& fixture) {
    fixture.useCourse(m_folder->path());
    fixture.start();
    m_preview = std::make_unique<app::Preview>(fixture.app(), fixture.places());
    fixture.app().window().resize(1280, 800);
}

void PreviewTest::changedLessonIsShownAtTheSamePlace() {
    AppFixture fixture;
    begin(fixture);
    fixture.open("lesson", lesson);
    auto& view = fixture.app().lessonView();
    QVERIFY(fixture.waitFor(view, "document.documentElement.scrollHeight > innerHeight + 400"));
    fixture.js(view, "window.same = true; scrollTo(0, 300)");
    QVERIFY(fixture.waitFor(view, "Math.abs(scrollY - 300) < 2"));
    QElapsedTimer since;
    since.start();
    write(lessonFile, read(lessonFile) + "\n## Written just now\n\nA zebra walks in.\n");
    QVERIFY(fixture.waitFor(view, "document.body.innerText.includes('A zebra walks in.')"));
    QVERIFY2(since.elapsed() < promised, qPrintable(QString::number(since.elapsed()) + " ms"));
    QVERIFY(fixture.waitFor(view, "window.same && Math.abs(scrollY - 300) < 4"));
    m_preview.reset();
}

void PreviewTest::renamedOverAsEditorsDoIsNoticed() {
    AppFixture fixture;
    begin(fixture);
    fixture.open("lesson", lesson);
    const QString beside = "lessons/warm-up/how-this-works/.lesson.md.tmp";
    write(beside, read(lessonFile) + "\nA giraffe too.\n");
    std::filesystem::rename(m_folder->filePath(beside).toStdString(), m_folder->filePath(lessonFile).toStdString());
    QVERIFY(fixture.waitFor(fixture.app().lessonView(), "document.body.innerText.includes('A giraffe too.')"));
    m_preview.reset();
}

void PreviewTest::faultsAreListedWithTheirLineAndGoAgain() {
    AppFixture fixture;
    begin(fixture);
    fixture.open("lesson", lesson);
    auto* list = m_preview->faults().findChild<QListWidget*>();
    const auto has = [&](const QString& words) {
        for (int i = 0; i < list->count(); ++i)
            if (list->item(i)->text().contains(words)) return true;
        return false;
    };
    const QString whole = read(lessonFile), course = read("lessons/course.toml");
    replace(lessonFile, "title = ", "titel = ");
    replace("lessons/course.toml", "version = ", "versoin = ");
    write("lessons/concurrency/worker-pools/lesson.md", read("lessons/concurrency/worker-pools/lesson.md") + "\n```quiz id=bad\nWhat?\n- [ ] no\n```\n");
    QVERIFY(fixture.waitUntil([&] { return has("titel") && has("versoin") && has("worker-pools/lesson.md"); }));  // all at once
    QVERIFY(m_preview->faults().isVisible());
    QSignalSpy opened(m_preview.get(), &app::Preview::openRequested);
    for (int i = 0; i < list->count(); ++i)
        if (list->item(i)->text().contains("versoin")) emit list->itemClicked(list->item(i));
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.first()[0].toString(), QDir(m_folder->path()).filePath("lessons/course.toml"));
    QVERIFY(opened.first()[1].toInt() > 0);
    write(lessonFile, whole);
    write("lessons/course.toml", course);
    QVERIFY(fixture.waitUntil([&] { return !has("titel") && !has("versoin"); }));
    m_preview.reset();
}

void PreviewTest::courseThatCannotBeReadLeavesWhatWasShown() {
    AppFixture fixture;
    begin(fixture);
    fixture.open("lesson", lesson);
    auto& view = fixture.app().lessonView();
    const QString course = read("lessons/course.toml");
    QVERIFY(QFile::remove(m_folder->filePath("lessons/course.toml")));
    QVERIFY(fixture.waitUntil([&] { return m_preview->faults().isVisible(); }));
    QVERIFY(fixture.waitFor(view, "document.querySelector('article.reading')"));
    QCOMPARE(fixture.app().navigator().current().id, QString(lesson));
    QSignalSpy reloaded(m_preview.get(), &app::Preview::reloaded);
    write("lessons/course.toml", course);
    QVERIFY(fixture.waitUntil([&] { return !reloaded.isEmpty(); }));
    m_preview.reset();
}

void PreviewTest::exerciseThatChangedIsOnTheWorkbench() {
    AppFixture fixture;
    begin(fixture);
    fixture.open("exercise", "hello-check");
    const auto* exercise = fixture.app().workbench().exercise();
    QVERIFY(exercise != nullptr);
    const QString starter = "exercises/warm-up/hello-check/starter/" + fixture.app().workbench().files().front().name;
    write(starter, read(starter) + "\n// an ostrich\n");
    QVERIFY(fixture.waitFor(fixture.app().editorView(), "document.body.innerText.includes('// an ostrich')"));
    replace("exercises/warm-up/hello-check/task.md", read("exercises/warm-up/hello-check/task.md"), "# Hello\n\nSay llama.\n");
    QVERIFY(fixture.waitFor(fixture.app().lessonView(), "document.body.innerText.includes('Say llama.')"));
    m_preview.reset();
}

void PreviewTest::lessonThatIsTakenOutLeadsHome() {
    AppFixture fixture;
    begin(fixture);
    fixture.open("lesson", lesson);
    replace("lessons/course.toml", "\"how-this-works\", ", "");
    QVERIFY(QDir(m_folder->filePath("lessons/warm-up/how-this-works")).removeRecursively());
    QVERIFY(fixture.waitUntil([&] { return fixture.app().navigator().current().isHome(); }));
    m_preview.reset();
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        PreviewTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "preview_test.moc"
