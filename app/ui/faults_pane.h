// Role: what is wrong with a course that is being written, a line each with its place; choosing one asks to open its file.
// Nothing wrong: it is hidden. Threads: the GUI thread.
#pragma once

#include <QLabel>
#include <QListWidget>
#include <QWidget>

namespace assay::ui {

struct CourseFault {
    QString file;  // relative to the course; empty where it has no place
    int line = 0;
    QString words;  // "lessons/course.toml:4: unknown field …"
    bool advice = false;
};

class FaultsPane : public QWidget {
    Q_OBJECT
  public:
    explicit FaultsPane(QWidget* parent = nullptr);
    void show(const QList<CourseFault>& faults);

  signals:
    void openRequested(const QString& file, int line);

  private:
    QLabel* m_title;
    QListWidget* m_list;
};

}  // namespace assay::ui
