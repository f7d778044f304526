// Role: the open course as the app asks for it: by item, in reading order, lessons parsed once and kept.
// Ownership: owns the course. Pointers that it returns live as long as it does. Threads: the GUI thread; exercises are
// copied into jobs.
#pragma once

#include <QHash>
#include <QStringList>
#include <memory>
#include <unordered_map>
#include <vector>

#include "app/model/item.h"
#include "base/result.h"
#include "course/files.h"
#include "course/lesson.h"
#include "course/model.h"

namespace assay::model {

class CourseLibrary {
  public:
    explicit CourseLibrary(course::LoadedCourse loaded);

    // Another state of the course. Everything that was returned before is gone.
    void replace(course::LoadedCourse loaded);
    const course::Course& course() const { return m_loaded.course; }
    QString id() const;
    QString title() const;
    QString folder() const;
    bool usable() const { return m_loaded.usable(); }
    QStringList faults() const;  // a sentence each, without advice

    const course::LessonInfo* lessonInfo(const QString& key) const;
    const course::Exercise* exercise(const QString& id) const;
    bool holds(const Item& item) const;
    // What a person named: an exercise's id; a lesson's as "phase/lesson" or, where that is enough, "lesson".
    // NotFound names the nearest there is.
    base::Result<Item> named(ItemKind kind, const QString& name) const;
    // Parsed at the first call. Faults of a lesson never keep it from being shown.
    base::Result<const course::Lesson*> lesson(const QString& key);
    // The Markdown of an exercise's task and hints, as page HTML.
    QString taskHtml(const course::Exercise& exercise) const;
    QStringList hintsHtml(const course::Exercise& exercise) const;

    QString titleOf(const Item& item) const;
    QString phaseOf(const Item& item) const;       // its id
    QString phaseTitle(const QString& id) const;
    // Everything that can be opened, in reading order: each lesson, then its exercises; then the phase's others.
    const std::vector<Item>& order() const { return m_order; }
    Item before(const Item& item) const;  // Home where there is none
    Item after(const Item& item) const;
    QStringList lessonsOf(const QString& exercise) const;  // keys of the lessons that name it

    static QString key(const course::LessonInfo& info);
    static QString key(const std::string& phase, const std::string& lesson);

  private:
    void buildOrder();
    qsizetype indexOf(const Item& item) const;

    course::LoadedCourse m_loaded;
    std::vector<Item> m_order;
    std::unordered_map<std::string, std::unique_ptr<course::Lesson>> m_lessons;
};

}  // namespace assay::model
