#include "app/assembly.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QtWebEngineCore/qtwebenginecoreglobal.h>

#include "app/model/convert.h"
#include "app/model/known_courses.h"
#include "app/own_editor.h"
#include "app/takeaway.h"
#include "app/ui/about_window.h"
#include "app/ui/notifier.h"
#include "app/ui/quick_open.h"
#include "app/ui/settings_window.h"
#include "app/ui/style.h"
#include "base/paths.h"

namespace assay::app {

using model::Item;

namespace {

sandbox::Level chosenLevel(const model::ProgressModel& progress) {
    return sandbox::levelByName(model::utf8(model::settingValue(progress, "machine.isolation"))).value_or(sandbox::Level::Full);
}

QString sandboxWords(sandbox::Level level) {
    switch (level) {
        case sandbox::Level::Full: break;
        case sandbox::Level::Reduced: return Assembly::tr("Sandbox: reduced");
        case sandbox::Level::None: return Assembly::tr("Sandbox: off");
    }
    return Assembly::tr("Sandbox: full");
}

QString iconFolder(const Places& places) { return model::qtPath(places.web / "icons"); }

web::Shelf shelf(const Places& places) {
    return web::Shelf(model::qtPath(places.web), model::qtPath(places.course / "lessons"));
}

}  // namespace

Assembly::Assembly(Parts parts)
    : m_log(parts.log),
      m_library(std::move(parts.library)),
      m_progress(std::move(parts.store), m_library),
      m_theme(std::move(parts.tokens), m_progress, parts.language),
      m_diagrams(parts.places.diagrams),
      m_navigator(m_library),
      m_map(m_library, m_progress),
      m_lesson(m_library, m_progress, m_diagrams),
      m_workbench(m_library, m_progress),
      m_results(m_library, m_progress, parts.language),
      m_history(m_library, m_progress, m_workbench),
      m_home(m_library, m_progress),
      m_overview(m_library, m_progress),
      m_grading(parts.engine.judge, parts.engine.sandbox, chosenLevel(m_progress)),
      m_session({m_library, m_progress, m_navigator, m_lesson, m_workbench, m_results, m_home}, m_grading),
      m_server(parts.places.gopls, parts.places.cache / "editor", m_tools),
      m_lessonBridge(m_lesson),
      m_editorBridge(m_workbench, m_results, m_server, m_tools),
      m_resultsBridge(m_results, m_history, m_session),
      m_homeBridge(m_home),
      m_overviewBridge(m_overview),
      m_search(m_library, m_progress),
      m_desktop(parts.desktopPalette),
      m_icons(iconFolder(parts.places)),
      m_profile(shelf(parts.places)) {
    m_theme.setDesktop(m_desktop.look());
    connect(&m_desktop, &ui::DesktopLook::changed, &m_theme, &model::Theme::setDesktop);
    m_lesson.setTheme(m_theme.name());
    connect(&m_theme, &model::Theme::changed, &m_lesson, [this] { m_lesson.setTheme(m_theme.name()); });
    ui::dress(m_theme);
    makeViews();
    connectWindow();
    connectStatus();
    connectProgressPage(parts.places);
    m_window->setCourses([packs = parts.places.data / "courses"] {
        const auto own = base::defaultCourseFolder();
        return model::knownCourses(packs, own ? *own : base::fs::path());
    });
}

Assembly::~Assembly() { m_window.reset(); }

void Assembly::makeViews() {
    m_homeView = new web::View("home", m_profile, m_homeBridge, m_theme);
    m_overviewView = new web::View("progress", m_profile, m_overviewBridge, m_theme);
    m_lessonView = new web::View("lesson", m_profile, m_lessonBridge, m_theme);
    m_editorView = new web::View("editor", m_profile, m_editorBridge, m_theme);
    m_resultsView = new web::View("results", m_profile, m_resultsBridge, m_theme);
    m_window = std::make_unique<ui::MainWindow>(
        ui::WindowModels{m_library, m_map, m_navigator, m_progress, m_theme, m_workbench},
        ui::WindowPages{m_homeView, m_lessonView, m_editorView, m_resultsView, m_overviewView}, m_icons);
    for (web::View* view : {m_homeView, m_overviewView, m_lessonView, m_editorView, m_resultsView}) {
        connect(&view->page(), &web::Page::said, this,
                [this](const QString& sentence) { m_log->warn(model::utf8(sentence)); });
        connect(view, &web::View::rendererDied, this,
                [this](int times) { m_log->error("a page's renderer ended, time " + std::to_string(times)); });
    }
}

void Assembly::connectWindow() {
    using ui::Command;
    const ui::Actions& actions = m_window->actions();
    // In a program of the lesson both run that program.
    const auto inSnippet = [this] { return m_lessonView->hasKeyboard() && m_lessonBridge.runSnippet(); };
    actions.on(Command::Check, &m_session, [this, inSnippet] {
        if (!inSnippet()) m_session.check();
    });
    actions.on(Command::Run, &m_session, [this, inSnippet] {
        if (!inSnippet()) m_session.run();
    });
    connect(&m_workbench, &model::Workbench::taskAsked, &m_navigator,
            [this](const QString& exercise) { m_navigator.open({model::ItemKind::Exercise, exercise}); });
    actions.on(Command::Cancel, &m_session, [this] { m_session.cancel(); });
    actions.on(Command::Hint, &m_results, [this] { m_results.openHint(); });
    actions.on(Command::Note, this, [this] {
        if (m_navigator.current().kind != model::ItemKind::Lesson) return;
        m_window->focusPane(ui::Pane::Lesson);
        emit m_lessonBridge.note();
    });
    actions.on(Command::QuickOpen, this, [this] { showQuickOpen(); });
    actions.on(Command::OpenCourse, this, [this] { askForCourse(); });
    connect(m_window.get(), &ui::MainWindow::courseWanted, this, &Assembly::courseRequested);
    actions.on(Command::Settings, this, [this] {
        (new ui::SettingsWindow(m_progress, m_theme.language(), m_window.get()))->open();
    });
    actions.on(Command::Save, &m_editorBridge, [this] { m_editorBridge.formatOnSave(); });
    connect(&m_window->workbench(), &ui::WorkbenchPane::versionsCompared, &m_history, [this] { m_history.compare("now", "starter"); });
    auto* own = new OwnEditor(*this);
    actions.on(Command::OwnEditor, own, &OwnEditor::open);
    connect(&m_workbench, &model::Workbench::ownEditorAsked, own, &OwnEditor::open);
    auto* takeaway = new Takeaway(*this);
    actions.on(Command::Print, takeaway, &Takeaway::askForPrinter);
    actions.on(Command::SavePdf, takeaway, &Takeaway::askForPdf);
    actions.on(Command::CopyLesson, takeaway, &Takeaway::copyLesson);
    actions.on(Command::CopyResults, takeaway, &Takeaway::copyResults);
    auto* notifier = new ui::Notifier(m_progress, *m_window);
    connect(&m_session, &Session::checked, notifier, [this, notifier] {
        notifier->tell(m_library.titleOf({model::ItemKind::Exercise, m_workbench.exerciseId()}), m_results.announcement());
    });
    connect(&m_session, &Session::placed, this, &Assembly::startViews);
    connect(&m_session, &Session::jumpRequested, this, [this](const QString& file, int line, int column) {
        m_window->focusPane(ui::Pane::Editor);
        m_editorBridge.jumpTo(file, line, column);
    });
    m_session.flush = [this](std::function<void(bool)> then) { m_editorBridge.flushThen(std::move(then)); };
    m_window->beforeClose = [this, own](const std::function<void()>& close) {
        m_editorBridge.flushThen([this, own, close](bool) {
            m_session.end();
            own->reconcile();
            const auto end = [this, close] {
                close();
                emit closed();
            };
            if (m_progress.isSaved()) return end();
            m_window->askToLose(end);
        });
    };
    connect(m_window.get(), &ui::MainWindow::pageFocused, this, &Assembly::focusPage);
    connect(m_window.get(), &ui::MainWindow::aboutRequested, this, &Assembly::showAbout);
}

void Assembly::connectStatus() {
    ui::StatusLine* status = &m_window->status();
    connect(&m_results, &model::ResultsModel::announced, status, &ui::StatusLine::announce);
    connect(&m_session, &Session::preparing, status, &ui::StatusLine::setPreparing);
    connect(&m_session, &Session::languageKnown, status, [status](const QString& version) {
        status->setLanguage(version.startsWith("go") ? "Go " + version.mid(2) : version);
    });
    connect(&m_grading, &jobs::Grading::isolationKnown, this, [this, status](const sandbox::Isolation& isolation) {
        QStringList items;
        for (const auto& item : isolation.items)
            items.append((item.enforced ? "✓ " : "✕ ") + model::qt(item.item) + ": " + model::qt(item.how));
        m_isolation = items.join('\n');
        status->setSandbox(sandboxWords(isolation.level), m_isolation, isolation.level == sandbox::Level::Full);
    });
    connect(&m_progress, &model::ProgressModel::settingChanged, &m_grading, [this](const QString& setting) {
        if (setting == "machine.isolation") m_grading.setLevel(chosenLevel(m_progress));
    });
    connect(&m_grading, &jobs::Grading::isolationFailed, this, [this, status](const base::Error& error) {
        m_isolation = model::qt(base::describe(error));
        status->setSandbox(tr("no sandbox: Check will not work"), m_isolation, false);
    });
}

void Assembly::connectProgressPage(const Places& places) {
    connect(&m_overview, &model::OverviewModel::openRequested, &m_navigator, &model::Navigator::open);
    m_exports = std::make_unique<ExportDesk>(*m_window, m_progress, m_overview, m_history, [places](const base::Clock& clock) {
        progress::OpenReport report;
        return openStore(places, clock, report);
    });
}

void Assembly::startViews(const Item& item, bool withWorkbench) {
    m_window->showItem(item, withWorkbench);
    readingView().start();
    if (!withWorkbench) return;
    m_editorBridge.setBesideLesson(item.kind == model::ItemKind::Lesson);
    m_editorView->start();
    m_resultsView->start();
}

web::View& Assembly::readingView() {
    const Item& item = m_navigator.current();
    if (item.isInCourse()) return *m_lessonView;
    return item.isHome() ? *m_homeView : *m_overviewView;
}

void Assembly::focusPage(ui::Pane pane) {
    web::Bridge* bridge = nullptr;
    if (pane == ui::Pane::Editor) bridge = &m_editorBridge;
    if (pane == ui::Pane::Results) bridge = &m_resultsBridge;
    if (pane == ui::Pane::Lesson) {
        bridge = &m_lessonBridge;
        if (m_navigator.current().isHome()) bridge = &m_homeBridge;
        if (m_navigator.current().kind == model::ItemKind::Progress) bridge = &m_overviewBridge;
    }
    if (bridge != nullptr && bridge->isReady()) emit bridge->focus();
}

void Assembly::replaceCourse(course::LoadedCourse loaded, std::function<void()> then) {
    auto shared = std::make_shared<course::LoadedCourse>(std::move(loaded));
    m_session.flush([this, shared, then = std::move(then)](bool) {
        m_lesson.leave();  // they hold parts of the course that is replaced
        m_workbench.leave();
        m_results.leave();
        m_library.replace(std::move(*shared));
        m_map.rebuild();
        m_search.forget();
        m_progress.refresh();
        m_navigator.again();
        then();
    });
}

void Assembly::showAbout() {
    const QString go = m_progress.setting("go.version"), unknown = tr("not known yet");
    const QString gopls = tr("gopls");
    auto* about = new ui::AboutWindow({{tr("Assay"), QCoreApplication::applicationVersion()},
                                       {m_library.title(), model::qt(m_library.course().version)},
                                       {tr("Qt"), QString::fromLatin1(qVersion())},
                                       {tr("Chromium"), QString::fromLatin1(qWebEngineChromiumVersion())},
                                       {tr("Go"), go.isEmpty() ? unknown : go},
                                       {gopls, m_server.isInstalled() ? unknown : tr("not installed")}},
                                      m_isolation, m_window.get());
    m_server.askVersion(about, [about, gopls](const QString& version) { about->setVersion(gopls, version); });
    about->open();
}

void Assembly::showQuickOpen() {
    auto* search = new ui::QuickOpen(m_search, m_workbench, m_window->actions(), m_window.get());
    connect(search, &ui::QuickOpen::placeChosen, &m_lesson, &model::LessonModel::openAt);
    connect(search, &ui::QuickOpen::fileChosen, this, [this](const QString& file) {
        m_window->focusPane(ui::Pane::Editor);
        m_editorBridge.jumpTo(file, 1, 1);
    });
    search->open();
}

void Assembly::askForCourse() {
    auto* dialog = new QFileDialog(m_window.get(), tr("Open a course"), QDir::homePath(), tr("Packed courses (*.assay)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &Assembly::courseRequested);
    dialog->open();
}

void Assembly::start(const Item& place) {
    m_session.begin(place);
    m_window->show();
}

}  // namespace assay::app
