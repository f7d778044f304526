#include "app/model/known_courses.h"

#include <algorithm>
#include <set>

#include "app/model/convert.h"
#include "base/fs.h"
#include "base/text.h"
#include "judge/judge.h"

namespace assay::model {

namespace fs = base::fs;

QList<KnownCourse> knownCourses(const fs::path& packs, const fs::path& own) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (fs::directory_iterator at(packs, error), end; !error && at != end; at.increment(error))
        if (at->path().filename().string().front() != '.') folders.push_back(at->path());
    const auto age = [](const fs::path& folder) {
        std::error_code unknown;
        return fs::last_write_time(folder, unknown);
    };
    std::sort(folders.begin(), folders.end(), [&](const auto& a, const auto& b) { return age(a) > age(b); });
    folders.insert(folders.begin(), own);
    QList<KnownCourse> known;
    std::set<std::string> seen;
    for (const fs::path& folder : folders) {
        const auto loaded = course::loadExercises(folder, judge::kindSchemas(), {});  // course.toml alone
        if (!loaded || loaded->course.title.empty()) continue;
        const bool isOwn = folder == own;
        if (!isOwn && !seen.insert(loaded->course.id).second) continue;
        const std::string title = base::safeText(loaded->course.title + " " + loaded->course.version, {.keepNewlines = false, .maxBytes = 80});
        known.append({qt(title), qtPath(folder)});
    }
    return known;
}

}  // namespace assay::model
