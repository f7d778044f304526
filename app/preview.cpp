// A save of an editor is several events, and an author saves several files at once: what is noticed waits for a tenth of a
// second of quiet, then the whole course is read again. A course that cannot be read leaves what was shown before.
#include "app/preview.h"

#include <QPointer>

#include "app/model/convert.h"

namespace assay::app {

namespace {

constexpr int quietMs = 100;
constexpr int againMs = 1000;  // to look for a folder that was moved away

bool matters(const std::string& name) {
    const bool isPart = name.rfind("lessons/", 0) == 0 || name.rfind("exercises/", 0) == 0;
    return isPart && !name.ends_with('~') && !name.ends_with(".swp") && name.find("/.") == std::string::npos;
}

ui::CourseFault shown(const course::Fault& fault) {
    return {model::qt(fault.file), fault.line, model::qt(course::describe(fault)), fault.advice};
}

}  // namespace

Preview::Preview(Assembly& app, const Places& places, QObject* parent)
    : QObject(parent), m_app(app), m_places(places), m_pane(new ui::FaultsPane) {
    app.window().addBelow(m_pane);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &Preview::read);
    connect(m_pane, &ui::FaultsPane::openRequested, this, [this](const QString& file, int line) {
        emit openRequested(model::qtPath(m_places.course / model::toPath(file)), line);
    });
    watch();
    if (auto loaded = course::loadCourse(m_places.course, judge::kindSchemas())) showFaults(*loaded);
}

void Preview::watch() {
    auto watcher = base::Watcher::create(m_places.course, matters, base::Watcher::What::SavesAndRemovals);
    if (!watcher) return showTrouble(watcher.error());
    m_watcher.emplace(std::move(*watcher));
    m_notifier = std::make_unique<QSocketNotifier>(m_watcher->fd(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        if (m_watcher->read() || m_watcher->gone()) m_soon.start(quietMs);
    });
}

void Preview::read() {
    if (!m_watcher || m_watcher->gone()) {
        m_notifier.reset();
        m_watcher.reset();
        watch();
    }
    auto loaded = course::loadCourse(m_places.course, judge::kindSchemas());
    if (!loaded) {
        m_soon.start(againMs);
        return showTrouble(loaded.error());
    }
    showFaults(*loaded);
    if (loaded->course.phases.empty()) return;  // nothing of it could be read
    m_app.replaceCourse(std::move(*loaded), [self = QPointer(this)] {  // the editor answers when it likes
        if (self != nullptr) emit self->reloaded();
    });
}

void Preview::showFaults(const course::LoadedCourse& loaded) {
    std::vector<course::Fault> faults = loaded.faults;
    for (const auto& info : loaded.course.lessons) (void)course::readLesson(info, loaded.course, faults);
    QList<ui::CourseFault> list;
    for (const bool advice : {false, true})
        for (const auto& fault : faults)
            if (fault.advice == advice) list.append(shown(fault));
    m_pane->show(list);
}

void Preview::showTrouble(const base::Error& error) { m_pane->show({{{}, 0, model::sentence(error)}}); }

}  // namespace assay::app
