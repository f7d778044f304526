#include "app/bin/arguments.h"

#include <unistd.h>

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QTimer>
#include <QUrl>
#include <chrono>
#include <cstdio>

#include "app/assembly.h"
#include "app/instance.h"
#include "app/ui/desktop_look.h"

namespace assay::app {

namespace {

qint64 msSinceProcessStart() {
    std::FILE* stat = std::fopen("/proc/self/stat", "r");
    if (stat == nullptr) return 0;
    char text[2048] = {};
    const std::size_t length = std::fread(text, 1, sizeof text - 1, stat);
    std::fclose(stat);
    const QByteArray fields = QByteArray(text, static_cast<qsizetype>(length));
    const auto list = fields.mid(fields.lastIndexOf(')') + 2).split(' ');  // proc(5): starttime is field 22
    if (list.size() < 20) return 0;
    const qint64 startMs = list[19].toLongLong() * 1000 / ::sysconf(_SC_CLK_TCK);
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return qint64{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000 - startMs;
}

void takeLink(const QString& link, Arguments& arguments) {
    const auto wish = wishOfLink(link);
    if (wish) {
        (wish->kind == model::ItemKind::Exercise ? arguments.exercise : arguments.lesson) = wish->id;
        return;
    }
    std::fprintf(stderr, "assay-app: %s\n", base::describe(wish.error()).c_str());
    arguments.exit = 2;
}

// What stands on the command line without a name: a link, or a packed course as the desktop hands it over, by path or URL.
void takePlain(const QStringList& words, Arguments& arguments) {
    const QString word = words.first(), file = word.startsWith("file:") ? QUrl(word).toLocalFile() : word;
    if (words.size() == 1 && word.startsWith("assay:")) return takeLink(word, arguments);
    if (words.size() == 1 && file.endsWith(".assay")) {
        arguments.course = file;
        return;
    }
    std::fprintf(stderr, "assay-app: what is '%s'? assay-app --help shows what there is.\n", qPrintable(word));
    arguments.exit = 2;
}

}  // namespace

QString versionText() { return QStringLiteral(ASSAY_VERSION); }

Arguments readArguments(int argc, char** argv) {
    QStringList words;
    for (int i = 0; i < argc; ++i) words.append(QString::fromLocal8Bit(argv[i]));
    QCommandLineParser parser;
    parser.setApplicationDescription("Assay: lessons, exercises and a grader for Go, in one window.");
    const QCommandLineOption help({"h", "help"}, "Show this."), version("version", "Show the version.");
    const QCommandLineOption course("course", "The course: a folder with lessons/ and exercises/, or a file *.assay.", "DIR");
    const QCommandLineOption data("data", "Where progress and drafts are kept.", "DIR");
    const QCommandLineOption diagrams("render-diagrams", "Make the lessons' diagrams as SVG in DIR, then end.", "DIR");
    const QCommandLineOption measure("measure-start", "Say how long it took until the page was shown, then end.");
    const QCommandLineOption exercise("exercise", "Open this exercise.", "ID");
    const QCommandLineOption lesson("lesson", "Open this lesson.", "PHASE/LESSON");
    const QCommandLineOption preview("preview", "Show a course while it is written.", "DIR");
    parser.addOptions({help, version, course, data, exercise, lesson, preview, diagrams, measure});
    Arguments arguments;
    if (!parser.parse(words)) {
        std::fprintf(stderr, "assay-app: %s\nassay-app --help shows what there is.\n", qPrintable(parser.errorText()));
        arguments.exit = 2;
    } else if (!parser.positionalArguments().isEmpty()) {
        takePlain(parser.positionalArguments(), arguments);
    }
    if (arguments.exit) return arguments;
    if (!arguments.course.isEmpty() && (parser.isSet(course) || parser.isSet(preview))) {
        std::fputs("assay-app: a packed course and --course or --preview name two courses; give one of them\n", stderr);
        arguments.exit = 2;
    } else if (parser.isSet(preview) && parser.value(preview).endsWith(".assay")) {
        std::fputs("assay-app: --preview shows a folder while it is written; `assay unpack` makes one of a packed course\n", stderr);
        arguments.exit = 2;
    } else if (parser.isSet(exercise) && parser.isSet(lesson)) {
        std::fputs("assay-app: --exercise and --lesson name two places; give one of them\n", stderr);
        arguments.exit = 2;
    } else if (parser.isSet(preview) && (parser.isSet(course) || parser.isSet(data))) {
        std::fputs("assay-app: --preview names the course and keeps nothing; --course and --data do not go with it\n", stderr);
        arguments.exit = 2;
    } else if (parser.isSet(help)) {
        std::fputs("Usage: assay-app [FILE.assay | --course DIR] [--data DIR] [--exercise ID | --lesson PHASE/LESSON]\n"
                   "       assay-app --preview DIR [--exercise ID | --lesson PHASE/LESSON]\n"
                   "       assay-app assay://exercise/ID | assay://lesson/PHASE/LESSON\n\n"
                   "  FILE.assay             a packed course; it is unpacked once, into the data folder\n"
                   "  --course DIR           the course: a folder with lessons/ and exercises/, or a packed one\n"
                   "  --data DIR             where progress and drafts are kept\n"
                   "  --exercise ID          open this exercise\n"
                   "  --lesson PHASE/LESSON  open this lesson; its own id is enough where no other has it\n"
                   "  --preview DIR          show the course in DIR while it is written: what is saved there is shown\n"
                   "                         within a second, its faults are listed, nothing is kept\n"
                   "  --render-diagrams DIR  make the lessons' diagrams as SVG in DIR, then end\n"
                   "  --measure-start        say how long it took until the page was shown, then end\n"
                   "  --version, --help\n", stdout);
        arguments.exit = 0;
    } else if (parser.isSet(version)) {
        std::printf("assay-app %s\n", qPrintable(versionText()));
        arguments.exit = 0;
    }
    arguments.preview = parser.isSet(preview);
    if (arguments.course.isEmpty()) arguments.course = parser.value(arguments.preview ? preview : course);
    arguments.data = parser.value(data);
    if (parser.isSet(exercise)) arguments.exercise = parser.value(exercise);
    if (parser.isSet(lesson)) arguments.lesson = parser.value(lesson);
    arguments.renderDiagrams = parser.value(diagrams);
    arguments.measureStart = parser.isSet(measure);
    return arguments;
}

QString prepareEnvironment(const Arguments& arguments, int& argc, char** argv) {
    // Any build of the engine opens a debugging port, or drops its sandbox, when the environment says so.
    qunsetenv("QTWEBENGINE_REMOTE_DEBUGGING");
    qunsetenv("QTWEBENGINE_DISABLE_SANDBOX");
    const QByteArray port = qgetenv("ASSAY_TEST_DEBUG_PORT");
    if (!port.isEmpty()) qputenv("QTWEBENGINE_REMOTE_DEBUGGING", "127.0.0.1:" + QByteArray::number(port.toUShort()));
    // What would go out anyway is kept from even looking up a name; the gate blocks it all once more.
    QByteArray flags = "--disable-background-networking --disable-component-update --no-pings "
                       "--host-resolver-rules=\"MAP * ~NOTFOUND\"";
    if (!arguments.renderDiagrams.isEmpty()) {
        qputenv("QT_QPA_PLATFORM", "offscreen");  // a build has no display
    } else if (ui::assistiveTechnologyIsOn(argc, argv)) {
        flags += " --force-renderer-accessibility";
    }
    qputenv("QTWEBENGINE_CHROMIUM_FLAGS", flags);
    if (::geteuid() != 0) return {};
    qputenv("QTWEBENGINE_DISABLE_SANDBOX", "1");
    return QStringLiteral("started as root: the pages' own sandbox is off, since the web engine refuses to start otherwise");
}

void reportStart(const Arguments& arguments, Assembly& assembly, base::Log& log) {
    web::View* view = &assembly.readingView();
    // The page's own first frame after its content came: two animation frames later it has been drawn.
    const QString drawn = "(function f(n){document.querySelector('main,article,h1')&&n>1?document.title="
                          "'drawn':requestAnimationFrame(()=>f(document.querySelector('main *')?n+1:0))})(0)";
    const bool measure = arguments.measureStart;
    auto* guard = new QObject(view);
    QObject::connect(&view->page(), &QWebEnginePage::titleChanged, guard, [=, &log](const QString& title) {
        if (title != "drawn") return;
        const qint64 ms = msSinceProcessStart();
        log.info("the first page was shown after " + std::to_string(ms) + " ms");
        guard->deleteLater();
        if (!measure) return;
        std::printf("shown %lld ms\n", static_cast<long long>(ms));
        std::fflush(stdout);
        QApplication::quit();
    });
    if (!measure) return;
    QObject::connect(&view->page(), &QWebEnginePage::loadFinished, guard,
                     [view, drawn] { view->page().runJavaScript(drawn); });
}

}  // namespace assay::app
