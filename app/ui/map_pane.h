// Role: the course map: a tree of phases, lessons and exercises with their states, by keyboard and mouse.
// Opening is the navigator's; this only asks.
#pragma once

#include <QTreeView>
#include <QWidget>

#include "app/model/course_model.h"
#include "app/model/theme.h"
#include "app/ui/icons.h"

namespace assay::ui {

class MapPane : public QWidget {
    Q_OBJECT
  public:
    MapPane(model::CourseModel& map, const model::Theme& theme, const Icons& icons, QWidget* parent = nullptr);
    void showCurrent(const model::Item& item);  // marks it and makes it visible
    void takeFocus();

  signals:
    void openRequested(const assay::model::Item& item);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void activate(const QModelIndex& index);

    model::CourseModel& m_map;
    QTreeView* m_tree;
};

}  // namespace assay::ui
