// Finding and opening what the app works on. Nothing here is compiled in: everything is found from the executable, the
// environment or the command line.
#include <unistd.h>

#include "app/assembly.h"
#include "app/model/convert.h"
#include "base/fs.h"
#include "base/paths.h"
#include "course/pack.h"

namespace assay::app {

namespace {

base::fs::path webFolder() {
    const QByteArray named = qgetenv("ASSAY_WEB");
    if (!named.isEmpty()) return named.toStdString();
    return (base::executableFolder() / ".." / "share" / "assay" / "web").lexically_normal();
}

// Only the one that was built with us, whose version is known; never one that PATH happens to have.
base::fs::path goplsProgram() {
    const auto here = base::executableFolder();
    for (const auto& place : {here / "gopls", here / "../bin/gopls", here / "../libexec/assay/gopls"})
        if (::access(place.c_str(), X_OK) == 0) return place.lexically_normal();
    return {};
}

// A packed course is unpacked below the data folder: the file that it came in may be gone tomorrow.
base::Result<base::fs::path> findCourse(const QString& named, const base::fs::path& data) {
    if (named.isEmpty()) return base::defaultCourseFolder();
    std::error_code error;
    const auto path = base::fs::absolute(model::toPath(named), error).lexically_normal();
    if (base::fs::is_regular_file(path, error) || course::isPackName(path)) return course::openPack(path, data / "courses");
    return path;
}

}  // namespace

base::Result<Places> findPlaces(const QString& course, const QString& data) {
    Places places;
    places.data = data.isEmpty() ? base::defaultDataFolder() : base::fs::absolute(model::toPath(data));
    const auto courseFolder = findCourse(course, places.data);
    if (!courseFolder) return base::propagate(courseFolder);
    const auto resources = base::resourceFolder();
    if (!resources) return base::propagate(resources);
    places.course = *courseFolder;
    places.resources = *resources;
    places.cache = base::defaultCacheFolder();
    places.web = webFolder();
    places.texts = (places.web / ".." / "translations").lexically_normal();
    places.gopls = goplsProgram();
    places.diagrams = {model::qtPath(places.cache / "diagrams"), model::qtPath((places.web / ".." / "diagrams").lexically_normal())};
    return places;
}

base::Result<Engine> makeEngine(const Places& places, std::shared_ptr<base::Log> log, const base::Clock& clock,
                                base::RandomSource& random) {
    base::sweepStaleTempFolders();  // of an app that was killed while it graded
    Engine engine;
    sandbox::SandboxConfig limits;
    limits.log = log;
    engine.sandbox = sandbox::makeLinuxSandbox(std::move(limits));
    judge::Config config;
    config.cacheFolder = places.cache;
    config.resources = places.resources;
    config.sandbox = engine.sandbox;
    config.log = log;
    config.clock = &clock;
    config.random = &random;
    auto judge = judge::makeJudge(std::move(config));
    if (!judge) return base::propagate(judge);
    engine.judge = std::move(*judge);
    return engine;
}

base::Result<model::CourseLibrary> openCourse(const Places& places) {
    auto loaded = course::loadCourse(places.course, judge::kindSchemas());
    if (!loaded) return base::propagate(loaded);
    return model::CourseLibrary(std::move(*loaded));
}

base::Result<progress::Store> openStore(const Places& places, const base::Clock& clock, progress::OpenReport& report) {
    if (auto made = base::ensureFolder(places.data, 0700); !made) return base::propagate(made);
    return progress::Store::open(places.data / "progress.sqlite", places.resources / "sql", clock, &report);
}

}  // namespace assay::app
