// Role: the courses that this user can go back to: the one that comes with Assay, and the packed ones that were opened
// (course/pack.h), each by its newest pack. Threads: any; it reads a course.toml each.
#pragma once

#include <QList>
#include <QString>
#include <filesystem>

namespace assay::model {

struct KnownCourse {
    QString title, folder;
};
QList<KnownCourse> knownCourses(const std::filesystem::path& packs, const std::filesystem::path& own);

}  // namespace assay::model
