// Role: what files.cpp and variants.cpp share: reading below one exercise's folder, with paths as the author
// knows them.
#pragma once

#include "course/files.h"
#include "course/tree.h"

namespace assay::course {

// "exercises/<phase>/<folder>/<path>".
std::string shownPath(const Exercise& exercise, std::string_view path);

// Every file below `folder` of the exercise, with names relative to it.
Result<SourceFiles> readFolder(const Tree& tree, const Exercise& exercise, const std::string& folder);

// An error whose file is relative to the exercise, told from the course folder on.
template <class T>
Result<T> located(Result<T> result, const Exercise& exercise) {
    if (result || result.error().file.empty()) return result;
    result.error().file = shownPath(exercise, result.error().file);
    return result;
}

}  // namespace assay::course
