// assay-app: finds its places, opens course and store, builds the app, shows it. What has to happen before Qt starts its
// web engine happens in prepareEnvironment.
#include <QApplication>
#include <QDesktopServices>
#include <QProcess>
#include <QTimer>
#include <cstdio>
#include <optional>

#include "app/assembly.h"
#include "app/bin/arguments.h"
#include "app/bin/render_diagrams.h"
#include "app/instance.h"
#include "app/model/convert.h"
#include "app/model/language.h"
#include "app/preview.h"
#include "app/translation.h"
#include "app/ui/style.h"
#include "app/ui/trouble_window.h"
#include "base/clock.h"
#include "base/paths.h"

namespace assay::app {
namespace {

// The course and the store may fail before the learner's own choice of a language is known: then the desktop's holds.
QString chosenLanguage(const progress::Store& store) {
    const auto chosen = store.setting("language");
    return model::languageFor(chosen && *chosen ? model::qt(**chosen) : QString());
}

int showTrouble(const model::Trouble& trouble, const QStringList& faults = {}) {
    std::fprintf(stderr, "assay-app: %s\n", qPrintable(trouble.what));
    for (const QString& fault : faults) std::fprintf(stderr, "  %s\n", qPrintable(fault));
    ui::TroubleWindow window(trouble, faults);
    window.show();
    QApplication::exec();
    return 3;
}

int showError(const base::Error& error) {
    return showTrouble(model::trouble(error, QObject::tr("Nothing was changed.")));
}

void tell(base::Log& log, const progress::OpenReport& report) {
    if (report.setAside.empty()) return;
    log.error("the progress database was damaged; it is kept as " + report.setAside.string() + ". " + report.recovered);
}

// Home where nothing is named: then the app opens where the learner was.
base::Result<model::Item> namedPlace(const Arguments& arguments, const model::CourseLibrary& library) {
    if (!arguments.exercise.isEmpty()) return library.named(model::ItemKind::Exercise, arguments.exercise);
    if (!arguments.lesson.isEmpty()) return library.named(model::ItemKind::Lesson, arguments.lesson);
    return model::Item{};
}

Wish wishOf(const Arguments& arguments) {
    const bool isLesson = !arguments.lesson.isEmpty();
    return {isLesson ? model::ItemKind::Lesson : model::ItemKind::Exercise,
            isLesson ? arguments.lesson : arguments.exercise, qEnvironmentVariable("XDG_ACTIVATION_TOKEN")};
}

// What ends this start: another app has what was asked for, or says why not. Nothing: this is the one.
std::optional<int> endOfSecondStart(Instance& instance, const Arguments& arguments) {
    if (arguments.preview || arguments.measureStart) return std::nullopt;
    const auto part = instance.claim(wishOf(arguments));
    if (part == Instance::Part::Handed) return 0;
    if (part != Instance::Part::Refused) return std::nullopt;
    std::fprintf(stderr, "assay-app: %s\n", qPrintable(instance.refusal()));
    return 2;
}

int runWindow(const Arguments& arguments, const Places& places, Instance& instance, std::shared_ptr<base::Log> log) {
    std::optional<Translation> texts(std::in_place, model::qtPath(places.texts), model::languageOfDesktop());
    const base::SystemClock clock;
    base::SystemRandom random;
    auto library = openCourse(places);
    if (!library) return showError(library.error());
    if (!library->usable() && !arguments.preview) {
        model::Trouble trouble{QObject::tr("The course in %1 cannot be opened.").arg(model::qtPath(places.course)),
                               QObject::tr("Your work is saved."),
                               QObject::tr("Mend what is listed here, then start again."), {}, {}};
        return showTrouble(trouble, library->faults());
    }
    const auto place = namedPlace(arguments, *library);
    if (!place) {
        std::fprintf(stderr, "assay-app: %s\n", base::describe(place.error()).c_str());
        return 2;
    }
    progress::OpenReport opened;
    auto store = openStore(places, clock, opened);
    if (!store) return showError(store.error());
    tell(*log, opened);
    if (arguments.preview) (void)store->setSetting("machine.work-folder", (places.data / "work").string());  // never the author's own
    auto tokens = model::ThemeTokens::read(model::qtPath(places.web / "theme.json"));
    if (!tokens) return showError(tokens.error());
    auto engine = makeEngine(places, log, clock, random);
    if (!engine) return showError(engine.error());
    const QString language = chosenLanguage(*store);
    if (language != model::languageOfDesktop()) texts.emplace(model::qtPath(places.texts), language);
    Assembly assembly({places, std::move(*library), std::move(*store), std::move(*tokens), std::move(*engine), log,
                       QApplication::palette(), language});
    QObject::connect(&assembly, &Assembly::closed, qApp, &QApplication::quit);
    QObject::connect(&assembly, &Assembly::courseRequested, qApp, [&](const QString& wanted) {
        const QStringList words{"--data", model::qtPath(places.data), "--course", wanted};
        if (!QProcess::startDetached(QCoreApplication::applicationFilePath(), words)) log->error("the app could not be started once more");
    });
    std::optional<Preview> preview;
    if (arguments.preview) {
        preview.emplace(assembly, places);
        QObject::connect(&*preview, &Preview::openRequested, qApp, [](const QString& file) {
            QDesktopServices::openUrl(QUrl::fromLocalFile(file));  // by xdg-open
        });
    }
    instance.onAsked = [&assembly](const Wish& wish) { return grant(assembly, wish); };
    assembly.start(*place);
    reportStart(arguments, assembly, *log);
    return QApplication::exec();
}

int run(int argc, char** argv) {
    const Arguments arguments = readArguments(argc, argv);
    if (arguments.exit) return *arguments.exit;
    if (arguments.renderDiagrams.isEmpty() && !base::hasDisplay()) {  // Qt would abort
        std::fputs("assay-app: there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set.\n  `assay learn` is the terminal mode.\n", stderr);
        return 3;
    }
    const QString notice = prepareEnvironment(arguments, argc, argv);
    web::registerScheme();
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);  // the engine wants it
    QApplication application(argc, argv);
    QApplication::setApplicationName("Assay");
    QGuiApplication::setDesktopFileName("assay");
    QApplication::setApplicationVersion(versionText());
    QApplication::setQuitOnLastWindowClosed(true);
    auto places = findPlaces(arguments.course, arguments.data);
    if (!places) return showError(places.error());
    std::optional<base::TempFolder> nothingKept;
    if (arguments.preview) {
        auto made = base::TempFolder::create("preview");
        if (!made) return showError(made.error());
        nothingKept.emplace(std::move(*made));
        places->data = nothingKept->path();
    }
    if (!arguments.renderDiagrams.isEmpty()) return renderDiagrams(*places, arguments.renderDiagrams);
    Instance instance(places->data, places->course);
    if (const auto end = endOfSecondStart(instance, arguments)) return *end;
    auto log = base::Log::open(places->data, false);
    if (!notice.isEmpty()) log->warn(model::utf8(notice));
    return runWindow(arguments, *places, instance, log);
}

}  // namespace
}  // namespace assay::app

int main(int argc, char** argv) { return assay::app::run(argc, argv); }
