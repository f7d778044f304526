// Role: builds the app and wires it: course, store, judge, models, jobs, pages, window. The one place that knows them all.
// Ownership: owns everything, destroyed in the reverse order of use. Threads: the GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QPalette>
#include <QString>
#include <memory>

#include "app/export_desk.h"
#include "app/model/search_index.h"
#include "app/session.h"
#include "app/ui/desktop_look.h"
#include "app/ui/main_window.h"
#include "app/web/editor_bridge.h"
#include "app/web/home_bridge.h"
#include "app/web/lesson_bridge.h"
#include "app/web/overview_bridge.h"
#include "app/web/page.h"
#include "base/clock.h"
#include "base/log.h"

namespace assay::app {

struct Places {
    base::fs::path course, data, cache, resources, web;  // absolute
    base::fs::path gopls;                                 // empty: not installed
    base::fs::path texts;                                 // the window's, by language
    QStringList diagrams;                                 // folders, the first that has a file wins
};
// From the command line's words (may be empty) and base/paths.h. NotFound, Unsupported.
base::Result<Places> findPlaces(const QString& course, const QString& data);

struct Engine {  // tests bring a fake judge
    std::shared_ptr<judge::Judge> judge;
    std::shared_ptr<sandbox::Sandbox> sandbox;
};
base::Result<Engine> makeEngine(const Places& places, std::shared_ptr<base::Log> log, const base::Clock& clock,
                                base::RandomSource& random);
// NotFound where there is no course; its faults are in the library.
base::Result<model::CourseLibrary> openCourse(const Places& places);
base::Result<progress::Store> openStore(const Places& places, const base::Clock& clock, progress::OpenReport& report);

class Assembly : public QObject {
    Q_OBJECT
  public:
    struct Parts {
        Places places;
        model::CourseLibrary library;
        progress::Store store;
        model::ThemeTokens tokens;
        Engine engine;
        std::shared_ptr<base::Log> log;
        QPalette desktopPalette;
        QString language = "en";
    };
    explicit Assembly(Parts parts);
    ~Assembly() override;

    // The course as it is now, shown at the same place; `then` is called when that is done.
    void replaceCourse(course::LoadedCourse loaded, std::function<void()> then);
    void start(const model::Item& place = {});  // shows the window there; Home: where the learner was

    const model::CourseLibrary& library() const { return m_library; }
    ui::MainWindow& window() { return *m_window; }
    Session& session() { return m_session; }
    model::Navigator& navigator() { return m_navigator; }
    model::LessonModel& lesson() { return m_lesson; }
    model::Workbench& workbench() { return m_workbench; }
    jobs::LanguageServer& languageServer() { return m_server; }
    bool hasLanguageServer() const { return m_server.isInstalled(); }
    model::ResultsModel& results() { return m_results; }
    model::HistoryModel& history() { return m_history; }
    model::ProgressModel& progress() { return m_progress; }
    model::Theme& theme() { return m_theme; }
    web::Profile& profile() { return m_profile; }
    web::View& lessonView() { return *m_lessonView; }
    web::View& editorView() { return *m_editorView; }
    web::View& resultsView() { return *m_resultsView; }
    web::View& homeView() { return *m_homeView; }
    web::View& overviewView() { return *m_overviewView; }
    web::View& readingView();  // the one in the centre now

  signals:
    void closed();
    void courseRequested(const QString& place);  // a packed course or a folder, to be opened in a window of its own

  private:
    void makeViews();
    void connectWindow();
    void connectStatus();
    void connectProgressPage(const Places& places);
    void startViews(const model::Item& item, bool withWorkbench);
    void focusPage(ui::Pane pane);
    void showAbout();
    void showQuickOpen();
    void askForCourse();

    std::shared_ptr<base::Log> m_log;
    model::CourseLibrary m_library;
    model::ProgressModel m_progress;
    model::Theme m_theme;
    model::Diagrams m_diagrams;
    model::Navigator m_navigator;
    model::CourseModel m_map;
    model::LessonModel m_lesson;
    model::Workbench m_workbench;
    model::ResultsModel m_results;
    model::HistoryModel m_history;
    model::HomeModel m_home;
    model::OverviewModel m_overview;
    jobs::Grading m_grading;
    Session m_session;
    jobs::GoTools m_tools;
    jobs::LanguageServer m_server;
    web::LessonBridge m_lessonBridge;
    web::EditorBridge m_editorBridge;
    web::ResultsBridge m_resultsBridge;
    web::HomeBridge m_homeBridge;
    web::OverviewBridge m_overviewBridge;
    model::SearchIndex m_search;
    ui::DesktopLook m_desktop;
    ui::Icons m_icons;
    web::Profile m_profile;
    std::unique_ptr<ui::MainWindow> m_window;  // after the profile: pages go first
    std::unique_ptr<ExportDesk> m_exports;  // before the window: its dialogs are the window's
    web::View *m_lessonView = nullptr, *m_editorView = nullptr, *m_resultsView = nullptr, *m_homeView = nullptr,
              *m_overviewView = nullptr;
    QString m_isolation;
};

}  // namespace assay::app
