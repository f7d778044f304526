// assay-app: finds its places, opens course and store, builds the app, shows it. What has to happen before Qt starts its
// web engine happens in prepareEnvironment.
#include <QApplication>
#include <QTimer>
#include <cstdio>

#include "app/assembly.h"
#include "app/bin/arguments.h"
#include "app/bin/render_diagrams.h"
#include "app/model/convert.h"
#include "app/ui/style.h"
#include "app/ui/trouble_window.h"
#include "base/clock.h"

namespace assay::app {
namespace {

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

int runWindow(const Arguments& arguments, const Places& places, std::shared_ptr<base::Log> log) {
    const base::SystemClock clock;
    base::SystemRandom random;
    auto library = openCourse(places);
    if (!library) return showError(library.error());
    if (!library->usable()) {
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
    auto tokens = model::ThemeTokens::read(model::qtPath(places.web / "theme.json"));
    if (!tokens) return showError(tokens.error());
    auto engine = makeEngine(places, log, clock, random);
    if (!engine) return showError(engine.error());
    Assembly assembly({places, std::move(*library), std::move(*store), std::move(*tokens), std::move(*engine), log,
                       QApplication::palette(), languageOfDesktop()});
    QObject::connect(&assembly, &Assembly::closed, qApp, &QApplication::quit);
    assembly.start(*place);
    reportStart(arguments, assembly, *log);
    return QApplication::exec();
}

int run(int argc, char** argv) {
    const Arguments arguments = readArguments(argc, argv);
    if (arguments.exit) return *arguments.exit;
    const QString notice = prepareEnvironment(arguments, argc, argv);
    web::registerScheme();
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);  // the engine wants it
    QApplication application(argc, argv);
    QApplication::setApplicationName("Assay");
    QApplication::setApplicationVersion(versionText());
    QApplication::setQuitOnLastWindowClosed(true);
    const auto places = findPlaces(arguments.course, arguments.data);
    if (!places) return showError(places.error());
    if (!arguments.renderDiagrams.isEmpty()) return renderDiagrams(*places, arguments.renderDiagrams);
    auto log = base::Log::open(places->data, false);
    if (!notice.isEmpty()) log->warn(model::utf8(notice));
    return runWindow(arguments, *places, log);
}

}  // namespace
}  // namespace assay::app

int main(int argc, char** argv) { return assay::app::run(argc, argv); }
