#include "app/bin/render_diagrams.h"

#include <QApplication>
#include <QDir>
#include <QTimer>
#include <cstdio>

#include "app/model/convert.h"
#include "app/web/diagrams_bridge.h"

namespace assay::app {

namespace {

constexpr int atMostMs = 120'000;

bool isThere(const QDir& folder, const QString& hash) {
    for (const QString& theme : model::Theme::names())
        if (!folder.exists(model::Diagrams::fileName(hash, theme))) return false;
    return true;
}

std::vector<web::DiagramSource> missing(model::CourseLibrary& library, const QDir& folder) {
    std::vector<web::DiagramSource> sources;
    for (const auto& info : library.course().lessons) {
        const auto lesson = library.lesson(model::CourseLibrary::key(info));
        if (!lesson) continue;
        for (const auto& diagram : (*lesson)->diagrams)
            if (!isThere(folder, model::qt(diagram.hash)))
                sources.push_back({model::qt(diagram.hash), model::qt(diagram.source)});
    }
    return sources;
}

int fail(const QString& sentence) {
    std::fprintf(stderr, "assay-app: %s\n", qPrintable(sentence));
    return 3;
}

}  // namespace

int renderDiagrams(const Places& places, const QString& outFolder) {
    auto library = openCourse(places);
    if (!library) return fail(model::qt(base::describe(library.error())));
    const QDir folder(outFolder);
    if (!folder.mkpath(".")) return fail("cannot make the folder " + outFolder);
    const auto sources = missing(*library, folder);
    if (sources.empty()) return 0;
    web::DiagramsBridge bridge(sources, folder.absolutePath());
    web::Profile profile(web::Shelf(model::qtPath(places.web), model::qtPath(places.course / "lessons")));
    int exit = 3;
    {
        QWebEngineView view;
        auto* page = new web::Page("diagrams", profile, bridge, &view);
        view.setPage(page);
        view.resize(1280, 800);
        view.show();
        bridge.onDone = [&] {
            exit = bridge.refusals().isEmpty() ? 0 : 2;
            QApplication::quit();
        };
        QTimer::singleShot(atMostMs, &view, [] { QApplication::quit(); });
        page->start("theme=light&lang=en");
        QApplication::exec();
        view.setPage(nullptr);
        delete page;
    }
    for (const QString& refusal : bridge.refusals()) std::fprintf(stderr, "%s\n", qPrintable(refusal));
    std::printf("%d diagrams drawn\n", bridge.written() / 3);
    return exit == 3 ? fail("the diagrams' page did not answer") : exit;
}

}  // namespace assay::app
