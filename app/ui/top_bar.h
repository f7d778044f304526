// Role: the bar above all panes: back and forward, where one is, how far one is, the menu.
#pragma once

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QWidget>
#include <functional>

#include "app/model/known_courses.h"
#include "app/model/navigator.h"
#include "app/model/progress_model.h"
#include "app/model/theme.h"
#include "app/ui/actions.h"
#include "app/ui/icons.h"

namespace assay::ui {

// How much of the course is done, as a ring and a number.
class ProgressRing : public QWidget {
    Q_OBJECT
  public:
    ProgressRing(const model::Theme& theme, QWidget* parent = nullptr);
    void setPercent(int percent);

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    const model::Theme& m_theme;
    int m_percent = 0;
};

class TopBar : public QWidget {
    Q_OBJECT
  public:
    TopBar(const model::CourseLibrary& library, model::Navigator& navigator, model::ProgressModel& progress,
           model::Theme& theme, const Icons& icons, const Actions& actions, QWidget* parent = nullptr);

    // What the menu offers; asked each time that it is opened.
    void setCourses(std::function<QList<model::KnownCourse>()> courses);

  signals:
    void aboutRequested();
    void courseChosen(const QString& folder);

  private:
    QToolButton* button(const QString& icon, QAction& action);
    void paintIcons();
    void showPlace();
    void showPercent();
    void fillMenu();
    void addThemes(QMenu& menu);
    void fillCourses();

    const model::CourseLibrary& m_library;
    model::Navigator& m_navigator;
    model::ProgressModel& m_progress;
    model::Theme& m_theme;
    const Icons& m_icons;
    const Actions& m_actions;
    QHash<QToolButton*, QString> m_iconOf;
    QHBoxLayout* m_crumbs;
    ProgressRing* m_ring;
    QToolButton* m_percent;
    QMenu *m_menu, *m_courseMenu = nullptr;
    std::function<QList<model::KnownCourse>()> m_courses;
};

}  // namespace assay::ui
