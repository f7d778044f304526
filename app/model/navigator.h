// Role: where the learner is, and the way back. One current item; back and forward as in a reader.
// Threads: the GUI thread.
#pragma once

#include <QObject>
#include <vector>

#include "app/model/course_library.h"

namespace assay::model {

class Navigator : public QObject {
    Q_OBJECT
  public:
    explicit Navigator(const CourseLibrary& library, QObject* parent = nullptr);

    const Item& current() const { return m_current; }
    bool canGoBack() const { return !m_back.empty(); }
    bool canGoForward() const { return !m_forward.empty(); }
    // The titles on the way to the current item: phase, lesson, exercise; with what each opens.
    std::vector<Item> breadcrumb() const;

  public slots:
    bool open(const assay::model::Item& item);  // false, and nothing happens, where the course has no such thing
    void again();  // where one is, anew: the course is another. Home where it no longer has the place
    void back();
    void forward();

  signals:
    void moved(const assay::model::Item& item);

  private:
    void go(const Item& item);

    const CourseLibrary& m_library;
    Item m_current;
    std::vector<Item> m_back, m_forward;
};

}  // namespace assay::model
