// Measures the app's window as a person has it: its start, a key in the editor until its frame is drawn, memory with a lesson
// and an editor open, and whether that grows over hundreds of lesson changes and of checks. Beside it a bare Qt WebEngine
// window with a text box, in a process of its own, in turns. Memory is PSS: shared pages count by share, of the window and
// all its helper processes.
// Usage: app_bench [keys] [changes]. Run as root or with the pages' sandbox off: a sandboxed page's memory cannot be read by
// its owner. Ends with 1 where a bar is missed.
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTest>
#include <QWebEnginePage>
#include <QWebEngineProfile>
#include <QWebEngineView>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <unistd.h>

#include "app/support/app_fixture.h"

using namespace assay;
using tests::AppFixture;

namespace {

double epochMs() {
    return std::chrono::duration<double, std::milli>(std::chrono::system_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values) {
    if (values.empty()) return -1;
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

QByteArray procFile(const QString& name) {
    QFile file("/proc/" + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// MiB of this process and those below it: the language server, which is a program of its own with a bound of its own, or all
// others. Negative where one of them cannot be read.
double memory(bool languageServer = false) {
    std::map<qint64, qint64> parents;
    for (const QString& name : QDir("/proc").entryList(QDir::Dirs)) {
        const QByteArray stat = procFile(name + "/stat");
        if (name.toLongLong() > 0 && !stat.isEmpty())
            parents[name.toLongLong()] = stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(1).toLongLong();
    }
    double kib = 0;
    for (const auto& [process, parent] : parents) {
        qint64 up = process;
        while (up > 1 && up != ::getpid()) up = parents.contains(up) ? parents[up] : 0;
        if (up != ::getpid() || languageServer != procFile(QString::number(process) + "/cmdline").split('\0').front().endsWith("/gopls")) continue;
        const QByteArray rollup = procFile(QString::number(process) + "/smaps_rollup");
        const qsizetype at = rollup.indexOf("\nPss:");
        if (at < 0 && parents.contains(process) && !procFile(QString::number(process) + "/cmdline").isEmpty()) return -1;
        if (at >= 0) kib += rollup.mid(at + 5, 24).trimmed().split(' ').front().toDouble();
    }
    return kib / 1024;
}

using Run = std::function<QVariant(const QString&)>;

// From the key's event to the end of the frame that shows it. The page notes when that was; both clocks are the system's.
std::vector<double> keysToFrames(QWidget& target, const Run& run, int keys) {
    run("window.drawn = []; document.addEventListener('input', () => requestAnimationFrame(() => setTimeout(() => "
        "window.drawn.push(performance.timeOrigin + performance.now()), 0)), true); 0");
    std::vector<double> times;
    for (int i = 0; i < keys; ++i) {
        const double pressed = epochMs();
        QTest::keyClick(&target, Qt::Key_X);
        if (!AppFixture::waitUntil([&] { return run("window.drawn.length").toInt() > i; }, 3000)) break;
        times.push_back(run("window.drawn[" + QString::number(i) + "]").toDouble() - pressed);
    }
    return times;
}

// A window with a page, and then keys into it where any are asked for.
int bareWindow(int keys) {
    QWebEngineProfile profile;
    QWebEngineView view;
    auto page = std::make_unique<QWebEnginePage>(&profile);
    view.setPage(page.get());
    view.resize(1280, 800);
    view.show();
    bool loaded = false;
    QObject::connect(page.get(), &QWebEnginePage::loadFinished, &view, [&] { loaded = true; });
    page->setHtml("<textarea autofocus style='width:90%;height:90%'></textarea>");
    AppFixture::waitUntil([&] { return loaded; });
    const Run run = [&](const QString& script) {
        QVariant value;
        bool done = false;
        page->runJavaScript(script, [&](const QVariant& answer) {
            value = answer;
            done = true;
        });
        AppFixture::waitUntil([&] { return done; });
        return value;
    };
    run("requestAnimationFrame(() => requestAnimationFrame(() => window.shown = 1)); 0");
    AppFixture::waitUntil([&] { return run("window.shown").toInt() == 1; });
    std::printf("shown\n");
    std::fflush(stdout);
    view.activateWindow();
    view.setFocus();
    run("document.querySelector('textarea').focus()");
    const double key = median(keysToFrames(*view.focusProxy(), run, keys));
    if (keys > 0) std::printf("bare %.2f %.2f\n", key, memory());
    std::fflush(stdout);
    view.setPage(nullptr);
    return 0;
}

bool tell(const char* what, double value, const char* unit, double beside, double bar, double aim) {
    std::printf("%-58s %7.1f %-3s", what, value, unit);
    if (beside > 0) std::printf("  bare window %6.1f, ratio %.2f", beside, value / beside);
    const bool good = value >= -1e6 && value <= bar;
    std::printf("  bar %g, aim %g: %s\n", bar, aim, value <= aim ? "aim met" : good ? "ok" : "MISSED");
    std::fflush(stdout);
    return good;
}

// From the start of the process until it says that its page is drawn.
double startTime(const QString& program, const QStringList& arguments) {
    QElapsedTimer since;
    since.start();
    QProcess process;
    process.start(program, arguments);
    while (process.waitForReadyRead(30'000))
        if (process.readAllStandardOutput().contains("shown")) break;
    const double took = static_cast<double>(since.elapsed());
    if (!process.waitForFinished(5000)) process.kill();
    process.waitForFinished();
    return took;
}

bool measureStart(int rounds) {
    const QString here = QCoreApplication::applicationDirPath();
    const QTemporaryDir data;
    const QStringList lesson{"--measure-start", "--lesson", "warm-up/how-this-works", "--data", data.path()};
    std::vector<double> app, bare;
    startTime(here + "/assay-app", lesson);  // warm
    for (int i = 0; i < rounds; ++i) {
        bare.push_back(startTime(QCoreApplication::applicationFilePath(), {"bare", "0"}));
        app.push_back(startTime(here + "/assay-app", lesson));
    }
    return tell("lesson shown after a warm start", median(app), "ms", median(bare), 1500, 500);
}

// What is still held when the pages' garbage was collected: a person leaves them the time for that, a loop does not.
double heldMemory(AppFixture& fixture) {
    auto& app = fixture.app();
    for (int round = 0; round < 3; ++round) {
        for (web::View* view : {&app.homeView(), &app.overviewView(), &app.lessonView(), &app.editorView(), &app.resultsView()})
            fixture.js(*view, "gc(); 0");
        AppFixture::waitUntil([] { return false; }, 1000);
    }
    return memory();
}

// Growth per hundred, from the hundredth on: before that caches fill. It is the median of the slopes between any two of the
// looks, one at each hundredth, as the allocators give back by tens of MiB when it suits them.
double growthOver(AppFixture& fixture, int times, const std::function<void(int)>& once) {
    std::vector<double> held, slopes;
    for (int i = 1; i <= times; ++i) {
        once(i);
        if (i % 100 != 0) continue;
        held.push_back(heldMemory(fixture));
        for (std::size_t before = 0; before + 1 < held.size(); ++before)
            slopes.push_back((held.back() - held[before]) / static_cast<double>(held.size() - 1 - before));
    }
    return median(slopes);
}

double growthOfChecks(AppFixture& fixture, int checks) {
    fixture.open("exercise", "hello-check");
    auto& app = fixture.app();
    return growthOver(fixture, checks, [&](int i) {
        auto& workbench = app.workbench();
        const auto& file = workbench.files().front();
        workbench.changed(file.name, file.revision + 1, QString("package hello // %1\n").arg(i));
        const int before = fixture.judge().graded;
        app.session().check();
        AppFixture::waitUntil([&] { return fixture.judge().graded > before && !app.results().busy(); });
        fixture.waitFor(app.resultsView(), "document.body.innerText.includes('TestFirst')");
    });
}

double growthOfChanges(AppFixture& fixture, int changes) {
    std::vector<model::Item> lessons;
    auto course = app::openCourse(*app::findPlaces({}, fixture.dataFolder()));
    for (const auto& item : course->order())
        if (item.kind == model::ItemKind::Lesson) lessons.push_back(item);
    return growthOver(fixture, changes, [&](int i) {
        const auto& item = lessons[static_cast<std::size_t>(i) % lessons.size()];
        fixture.app().navigator().open(item);
        const QString title = model::qt(course->lessonInfo(item.id)->title);
        AppFixture::waitUntil([&] { return fixture.js(fixture.app().lessonView(), "document.title").toString() == title; });
    });
}

int measureApp(int keys, int changes) {
    bool good = measureStart(5);
    QProcess bare;
    bare.start(QCoreApplication::applicationFilePath(), {"bare", QString::number(keys)});
    bare.waitForFinished(120'000);
    double bareKey = 0, bareMemory = 0;
    const QByteArray said = bare.readAllStandardOutput();
    std::sscanf(said.mid(said.indexOf("bare ")).constData(), "bare %lf %lf", &bareKey, &bareMemory);
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    app.window().resize(1280, 800);
    fixture.open("lesson", "concurrency/worker-pools");
    app.window().activateWindow();
    app.window().focusPane(ui::Pane::Editor);
    fixture.waitFor(app.editorView(), "document.activeElement.closest('.cm-editor')");
    const Run run = [&](const QString& script) { return fixture.js(app.editorView(), script); };
    const double key = median(keysToFrames(*app.editorView().focusProxy(), run, keys));
    const double pss = memory();
    good = tell("key to frame in the editor", key, "ms", bareKey, 50, 20) && good;
    good = tell("memory with lesson and editor open (PSS)", pss, "MiB", bareMemory, 300, 300) && good;
    std::printf("%-58s %8.1f MiB\n", "beside it the language server, gopls (PSS)", memory(true));
    if (changes >= 200) {
        good = tell("growth per 100 lesson changes (PSS)", growthOfChanges(fixture, changes), "MiB", 0, 3, 1) && good;
        std::printf("%-58s %8.1f MiB\n", "gopls after that many changes (PSS)", memory(true));
        good = tell("growth per 100 checks (PSS)", growthOfChecks(fixture, changes), "MiB", 0, 3, 1) && good;
        std::printf("%-58s %8.1f MiB\n", "gopls after that many checks (PSS)", memory(true));
    }
    if (pss < 0) std::printf("memory could not be read: run it as root\n");
    return good && pss > 0 && key > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const bool bare = argc > 1 && std::string(argv[1]) == "bare";
    const int keys = argc > (bare ? 2 : 1) ? std::atoi(argv[bare ? 2 : 1]) : 60;
    const int changes = !bare && argc > 2 ? std::atoi(argv[2]) : 500;
    return tests::runWithPages(argc, argv, [&] { return bare ? bareWindow(keys) : measureApp(std::max(5, keys), changes); }, "--js-flags=--expose-gc");
}
