#include "cli/batch/cohort.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "judge/archive.h"

namespace assay::cli {

namespace fs = base::fs;
using base::ErrorCode;
using base::quote;

namespace {

// Names in a folder, sorted; links are kept: readSubmission says what is wrong with one.
base::Result<std::vector<fs::path>> entriesOf(const fs::path& folder, const fs::path& out) {
    std::error_code error;
    if (!fs::exists(folder, error)) return base::fail(ErrorCode::NotFound, "there is no folder " + quote(folder.string()));
    if (!fs::is_directory(folder, error))
        return base::fail(ErrorCode::InvalidContent, quote(folder.string()) + " is no folder",
                          "a batch takes a folder with one submission in each of its folders and archives; `assay grade` takes a single one");
    std::vector<fs::path> list;
    for (fs::directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
        const bool results = fs::equivalent(each->path(), out, error);
        error.clear();
        if (!results && each->path().filename().string().front() != '.') list.push_back(each->path());
    }
    if (error) return base::fail(ErrorCode::Io, "cannot read " + quote(folder.string()) + ": " + error.message());
    std::sort(list.begin(), list.end(), [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
    return list;
}

bool isSubmission(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::symlink_status(path, error);
    return fs::is_directory(status) || fs::is_symlink(status) || judge::isArchiveName(path);
}

// A name is any bytes to the system, and text in a report.
std::string textOf(const fs::path& name) { return base::safeText(name.string(), {.keepNewlines = false}); }

// Sorted by what reports are called. Two of one name would be one in every result.
base::Result<void> sortByName(Cohort& cohort) {
    std::ranges::sort(cohort.entries, {}, &CohortEntry::name);
    const auto same = std::ranges::adjacent_find(cohort.entries, {}, &CohortEntry::name);
    if (same == cohort.entries.end()) return {};
    return base::fail(ErrorCode::InvalidContent, "two submissions would both be called " + quote(same->name), "rename one: its name holds bytes that are no UTF-8 text, or a control character");
}

}  // namespace

base::Result<Cohort> cohortOf(const fs::path& folder, const course::Exercise& exercise, const fs::path& out) {
    auto paths = entriesOf(folder, out);
    if (!paths) return base::propagate(paths);
    Cohort cohort;
    for (const fs::path& path : *paths) {
        const std::string name = textOf(path.filename());
        if (isSubmission(path)) cohort.entries.push_back({name, path, &exercise});
        else cohort.passedOver.push_back(quote(name) + " is no folder and no archive");
    }
    if (auto sorted = sortByName(cohort); !sorted) return base::propagate(sorted);
    return cohort;
}

base::Result<Cohort> cohortOfAll(const fs::path& folder, const course::LoadedCourse& course, const fs::path& out) {
    auto learners = entriesOf(folder, out);
    if (!learners) return base::propagate(learners);
    std::vector<std::string> ids;
    for (const course::Exercise& exercise : course.course.exercises) ids.push_back(exercise.id);
    Cohort cohort;
    std::error_code error;
    for (const fs::path& learner : *learners) {
        const std::string who = textOf(learner.filename());
        if (!fs::is_directory(fs::symlink_status(learner, error))) {
            cohort.passedOver.push_back(quote(who) + " is no folder; with --all the folder holds LEARNER/EXERCISE/");
            continue;
        }
        auto exercises = entriesOf(learner, out);
        if (!exercises) return base::propagate(exercises);
        for (const fs::path& path : *exercises) {
            const std::string id = judge::isArchiveName(path) ? path.filename().string().substr(0, path.filename().string().find('.')) : path.filename().string();
            const course::Exercise* exercise = course.course.exercise(id);
            const std::string name = who + "/" + textOf(path.filename());
            if (!isSubmission(path)) {
                cohort.passedOver.push_back(quote(name) + " is no folder and no archive");
            } else if (exercise == nullptr) {
                const std::string near = base::nearest(id, ids);
                cohort.passedOver.push_back(quote(name) + ": no exercise " + quote(id) + (near.empty() ? "" : "; did you mean " + quote(near) + "?"));
                cohort.unknownExercises = true;
            } else {
                cohort.entries.push_back({name, path, exercise});
            }
        }
    }
    if (auto sorted = sortByName(cohort); !sorted) return base::propagate(sorted);
    return cohort;
}

base::Result<Shard> readShard(const std::string& text) {
    Shard shard;
    const char* end = text.data() + text.size();
    const auto part = std::from_chars(text.data(), end, shard.part);
    const bool slash = part.ec == std::errc() && part.ptr != end && *part.ptr == '/';
    const auto of = slash ? std::from_chars(part.ptr + 1, end, shard.of) : part;
    if (!slash || of.ec != std::errc() || of.ptr != end || shard.part < 1 || shard.part > shard.of)
        return base::fail(ErrorCode::Usage, "--shard " + quote(text) + " is no part", "write I/N with I from 1 to N: --shard 2/4 is the second quarter");
    return shard;
}

void keepShard(Cohort& cohort, const Shard& shard) {
    std::vector<CohortEntry> kept;
    for (std::size_t i = 0; i < cohort.entries.size(); ++i)
        if (i % shard.of == shard.part - 1) kept.push_back(std::move(cohort.entries[i]));
    cohort.entries = std::move(kept);
}

}  // namespace assay::cli
