// Role: the window: top bar, course map, lesson or home, workbench, status line. Lays out and moves the keyboard's focus;
// what is shown in the panes comes from the models, what is to be done goes out as signals.
// Ownership: its children; the pages' views are handed over. Models, theme and icons outlive it.
#pragma once

#include <QHash>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QWidget>
#include <functional>

#include "app/model/course_model.h"
#include "app/model/known_courses.h"
#include "app/model/navigator.h"
#include "app/model/theme.h"
#include "app/model/workbench.h"
#include "app/ui/actions.h"
#include "app/ui/icons.h"
#include "app/ui/map_pane.h"
#include "app/ui/status_line.h"
#include "app/ui/workbench_pane.h"

namespace assay::ui {

class FocusLine;
class TopBar;

enum class Pane { Map, Lesson, Editor, Results };

struct WindowModels {
    const model::CourseLibrary& library;
    model::CourseModel& map;
    model::Navigator& navigator;
    model::ProgressModel& progress;
    model::Theme& theme;
    model::Workbench& workbench;
};
struct WindowPages {
    QWidget *home, *lesson, *editor, *results, *progress;
};

// As large as the window is at first: with its frame it fits into what the desktop leaves free.
QSize firstSize(const QSize& available);

class MainWindow : public QWidget {
    Q_OBJECT
  public:
    MainWindow(const WindowModels& models, const WindowPages& pages, const Icons& icons, QWidget* parent = nullptr);
    ~MainWindow() override;

    const Actions& actions() const { return m_actions; }
    StatusLine& status() { return *m_status; }
    WorkbenchPane& workbench() { return *m_workbench; }
    void showItem(const model::Item& item, bool withWorkbench);
    void focusPane(Pane pane);
    void saveLayout();
    void comeForward(const QString& token);  // what the desktop gave the start that asked for it; may be empty
    void setCourses(std::function<QList<model::KnownCourse>()> courses);  // of the menu
    void addBelow(QWidget* pane);  // above the status line, as wide as the window
    void askToLose(std::function<void()> close);  // what could not be saved would be lost: stay, or close all the same
    // Asked before closing: what it is given is to be called when everything is saved.
    std::function<void(std::function<void()>)> beforeClose;

  signals:
    void pageFocused(assay::ui::Pane pane);  // the page's own natural place is to take the keyboard
    void aboutRequested();
    void courseWanted(const QString& place);  // a packed course, or a folder

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    QString droppedFile(const QMimeData& dragged) const;  // empty where it is none that we take
    void buildPanes(const WindowPages& pages);
    void connectActions();
    void restoreLayout();
    void followShape();
    void nextPane(int direction);
    void showActivePane();
    QWidget* widgetOf(Pane pane) const;
    bool isVisiblePane(Pane pane) const;
    QString shapeName() const;
    void saveSplitter();

    WindowModels m_models;
    Actions m_actions;
    WindowPages m_pages;
    TopBar* m_top;
    MapPane* m_map;
    QStackedWidget* m_centre;
    WorkbenchPane* m_workbench;
    QSplitter *m_outer, *m_content;
    StatusLine* m_status;
    FocusLine* m_focusLine;
    bool m_mayClose = false;
};

}  // namespace assay::ui
