#include "cli/learn/learner.h"

#include <algorithm>

#include "base/paths.h"
#include "base/text.h"
#include "course/lesson.h"
#include "judge/submission.h"

namespace assay::cli {

using base::ErrorCode;
using base::quote;

Result<std::unique_ptr<Learner>> Learner::create(Workbench& bench, const std::string& wanted, const std::string& dir) {
    auto folder = bench.courseFolder();
    if (!folder) return propagate(folder);
    auto loaded = course::loadCourse(*folder, judge::kindSchemas());
    if (!loaded) return propagate(loaded);
    if (!wanted.empty() && loaded->course.exercise(wanted) == nullptr) {
        std::vector<std::string> ids;
        for (const course::Exercise& exercise : loaded->course.exercises) ids.push_back(exercise.id);
        const std::string near = base::nearest(wanted, ids);
        return base::fail(ErrorCode::NotFound, "no exercise " + quote(wanted), near.empty() ? "" : "did you mean " + quote(near) + "?");
    }
    auto store = bench.store();
    if (!store) return propagate(store);
    std::unique_ptr<Learner> learner(new Learner(bench, std::move(*loaded), std::move(*store)));
    const std::string id = wanted.empty() ? learner->firstOpen() : wanted;
    if (id.empty()) return base::fail(ErrorCode::InvalidContent, "this course has no exercise that can be graded", "`assay check` says why");
    if (auto opened = learner->open(id, dir); !opened) return propagate(opened);
    return learner;
}

std::string Learner::firstOpen() const {
    const auto usable = [&](const std::string& id) {
        const course::Exercise* exercise = course().exercise(id);
        return exercise != nullptr && m_loaded.usable(*exercise);
    };
    if (auto place = m_store.lastPlace(course().id); place && *place && usable((*place)->exercise)) return (*place)->exercise;
    const auto known = states();
    std::string first;
    for (const course::Exercise& exercise : course().exercises) {
        if (!usable(exercise.id)) continue;
        if (first.empty()) first = exercise.id;
        if (const auto state = known.find(exercise.id); state == known.end() || !state->second.passed) return exercise.id;
    }
    return first;
}

// What the learner had last: the draft or the newest attempt, whichever is later. Empty: nothing yet.
Result<std::vector<course::WorkFile>> Learner::mine(const course::Exercise& exercise) const {
    auto draft = m_store.draft(course().id, exercise.id);
    auto attempts = m_store.attempts(course().id, exercise.id, 1);
    if (!draft) return propagate(draft);
    if (!attempts) return propagate(attempts);
    std::vector<progress::File> files;
    if (*draft && (attempts->empty() || (*draft)->atMs >= attempts->front().atMs)) {
        files = (*draft)->files;
    } else if (!attempts->empty()) {
        // A damaged attempt is no reason not to go on: the starter is there.
        if (auto kept = m_store.attemptFiles(attempts->front().id); kept) files = *kept;
    }
    std::vector<course::WorkFile> mine;
    for (const progress::File& file : files) mine.push_back({file.name, file.content});
    return mine;
}

Result<std::unique_ptr<Session>> Learner::startSession(const course::Exercise& exercise, const fs::path& folder) const {
    auto judge = m_bench.judge();
    if (!judge) return propagate(judge);
    Session::Parts parts{*judge, &exercise, m_bench.level(), {}, {}};
    parts.read = [&exercise, folder] { return judge::readSubmission(exercise, folder); };
    // A store belongs to one thread: the session's opens its own when it has something to keep.
    parts.record = [this, &exercise, store = std::make_shared<std::optional<progress::Store>>()](
                       const judge::Submission& submission, const judge::Report& report) -> Result<void> {
        if (!*store) {
            auto opened = m_bench.store();
            if (!opened) return propagate(opened);
            store->emplace(std::move(*opened));
        }
        progress::NewAttempt attempt{course().id, exercise.id, exercise.version, report.exercise.contentHash, report.submission.hash,
                                     {}, std::string(checks::name(report.verdict)), report.points.value(), report.max.value(),
                                     report.verdict == checks::Verdict::Passed, report::toJson(report, -1), "learn"};
        for (const judge::SubmittedFile& file : submission.files) attempt.files.push_back({file.name, file.content});
        auto added = (*store)->addAttempt(attempt);
        if (!added) return propagate(added);
        return {};
    };
    return Session::start(std::move(parts));
}

// The app's setting; where none was chosen, ~/assay.
fs::path Learner::folderOf(const std::string& exercise) const {
    const auto chosen = m_store.setting("machine.work-folder");
    return course::workFolder(chosen && *chosen ? **chosen : "", course().id, exercise);
}

Result<void> Learner::open(const std::string& id, const fs::path& dir) {
    const course::Exercise* exercise = course().exercise(id);
    if (exercise == nullptr || !m_loaded.usable(*exercise))
        return base::fail(ErrorCode::InvalidContent, "exercise " + quote(id) + " cannot be graded", "`assay check " + id + "` says why");
    std::error_code error;
    const fs::path folder = dir.empty() ? folderOf(id) : fs::absolute(dir, error);
    auto begun = mine(*exercise);
    if (!begun) return propagate(begun);
    auto files = course::workFiles(course(), *exercise, *begun);
    if (!files) return propagate(files);
    auto wrote = course::writeFolder(folder, course().id, *exercise, *files);
    if (!wrote) return propagate(wrote);
    auto watcher = base::Watcher::create(folder, [exercise](const std::string& name) { return course::isEditable(*exercise, name); });
    if (!watcher) return propagate(watcher);
    auto session = startSession(*exercise, folder);
    if (!session) return propagate(session);
    m_session = std::move(*session);
    m_watcher.emplace(std::move(*watcher));
    m_wrote = std::move(*wrote);
    m_exercise = exercise;
    m_folder = folder;
    m_last.reset();
    if (auto attempts = m_store.attempts(course().id, id, 1); attempts && !attempts->empty())
        if (auto text = m_store.attemptReport(attempts->front().id); text)
            if (auto report = report::fromJson(*text); report) m_last = std::move(*report);
    auto hints = course::readHints(*exercise);
    m_hints = hints ? std::move(*hints) : std::vector<course::Hint>();
    const auto known = states();
    const auto state = known.find(id);
    m_hintsOpened = state == known.end() ? 0 : std::min(state->second.hintsOpened, static_cast<int>(m_hints.size()));
    const course::LessonInfo* lesson = lessonOf(id);
    return m_store.setLastPlace(course().id, {exercise->phase, lesson != nullptr ? lesson->id : "", id, 0});
}

std::optional<report::Change> Learner::reported(const judge::Report& now) {
    std::optional<report::Change> change;
    if (m_last) change = report::compare(*m_last, now);
    m_last = now;
    return change;
}

bool Learner::ungraded() const {
    auto now = judge::readSubmission(*m_exercise, m_folder);
    auto starter = course::starterFiles(*m_exercise);
    if (!now || !starter) return false;
    const std::string hash = judge::submissionHash(*now);
    if (m_last) return hash != m_last->submission.hash || m_last->exercise.version != m_exercise->version;
    std::vector<judge::SubmittedFile> files;
    for (const course::SourceFile& file : *starter) files.push_back({file.name, file.content});
    return hash != judge::submissionHash(judge::submissionFromBuffers(*m_exercise, std::move(files)));
}

std::map<std::string, progress::ExerciseState> Learner::states() const {
    auto states = m_store.exerciseStates(course().id);
    return states ? std::move(*states) : std::map<std::string, progress::ExerciseState>();
}

Result<void> Learner::openHint() {
    if (m_hintsOpened >= static_cast<int>(m_hints.size())) return {};
    if (auto kept = m_store.openHint(course().id, m_exercise->id, m_hintsOpened + 1); !kept) return propagate(kept);
    ++m_hintsOpened;
    return {};
}

std::string Learner::neighbour(int step) const {
    const auto& all = course().exercises;
    auto at = std::find_if(all.begin(), all.end(), [&](const course::Exercise& one) { return one.id == m_exercise->id; }) - all.begin();
    for (at += step; at >= 0 && at < static_cast<std::ptrdiff_t>(all.size()); at += step)
        if (m_loaded.usable(all[static_cast<std::size_t>(at)])) return all[static_cast<std::size_t>(at)].id;
    return {};
}

std::string Learner::task() const {
    auto text = course::readTask(*m_exercise);
    return text ? *text : text.error().message;
}

const course::LessonInfo* Learner::lessonOf(const std::string& exercise) const {
    for (const course::LessonInfo& lesson : course().lessons)
        if (std::find(lesson.exercises.begin(), lesson.exercises.end(), exercise) != lesson.exercises.end()) return &lesson;
    return nullptr;
}

std::string Learner::lesson() const {
    const course::LessonInfo* info = lessonOf(m_exercise->id);
    if (info == nullptr) return {};
    std::vector<course::Fault> faults;
    auto lesson = course::readLesson(*info, course(), faults);
    return lesson ? lesson->body : lesson.error().message;
}

}  // namespace assay::cli
