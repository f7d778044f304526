#include "app/model/progress_model.h"

#include <algorithm>

#include "app/model/convert.h"
#include "base/fs.h"

namespace assay::model {

namespace {

constexpr int patienceMs = 150;       // with another process's lock: the window waits meanwhile
constexpr int lastPatienceMs = 5000;  // when the window is gone
constexpr int retryMs = 3000;
constexpr std::size_t largestImport = std::size_t{1} << 30;

std::string markName(const Item& item) { return utf8(kindName(item.kind) + ':' + item.id); }

}  // namespace

ProgressModel::ProgressModel(progress::Store store, const CourseLibrary& library, QObject* parent)
    : QObject(parent), m_store(std::move(store)), m_library(library), m_course(library.course().id) {
    m_store.setPatience(patienceMs);
    m_retry.setInterval(retryMs);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ProgressModel::writeUnsaved);
    refresh();
}

ProgressModel::~ProgressModel() {
    m_store.setPatience(lastPatienceMs);
    (void)m_unsaved.write(m_store);  // nobody is left who could be told; the window asked before it closed
}

bool ProgressModel::writeUnsaved() {
    const bool written = note(m_unsaved.write(m_store));
    if (written)
        refresh();
    else
        m_retry.start();
    return written;
}

void ProgressModel::refresh() {
    m_course = m_library.course().id;
    if (auto states = m_store.exerciseStates(m_course)) m_exercises = std::move(*states);
    if (auto states = m_store.lessonStates(m_course)) m_lessons = std::move(*states);
    if (auto marks = m_store.marks(m_course)) m_marks = std::move(*marks);
    emit changed();
}

bool ProgressModel::note(const base::Result<void>& result) {
    if (!result) {
        m_failing = true;
        emit failed(qt(base::describe(result.error())) + ' ' +
                    tr("What you write in the editor and every Check are kept here, and saved as soon as that works."));
        return false;
    }
    if (m_failing) {
        m_failing = false;
        emit recovered();
    }
    return true;
}

progress::ExerciseState ProgressModel::exerciseState(const QString& id) const {
    const auto found = m_exercises.find(utf8(id));
    return found == m_exercises.end() ? progress::ExerciseState{} : found->second;
}

progress::LessonState ProgressModel::lessonState(const QString& key) const {
    const auto found = m_lessons.find(utf8(key));
    return found == m_lessons.end() ? progress::LessonState{} : found->second;
}

State ProgressModel::state(const Item& item) const {
    if (item.kind == ItemKind::Exercise) {
        const auto state = exerciseState(item.id);
        if (state.passed) return State::Done;
        return state.attempts > 0 || state.hasDraft ? State::Begun : State::New;
    }
    if (item.kind == ItemKind::Lesson) {
        const auto state = lessonState(item.id);
        const auto* info = m_library.lessonInfo(item.id);
        bool done = state.finished, begun = state.opened;
        for (const auto& exercise : info != nullptr ? info->exercises : std::vector<std::string>{}) {
            const State of = this->state({ItemKind::Exercise, qt(exercise)});
            done = done && of == State::Done;
            begun = begun || of != State::New;
        }
        return done ? State::Done : begun ? State::Begun : State::New;
    }
    std::size_t done = 0, begun = 0, all = 0;
    for (const auto& inside : m_library.order()) {
        if (item.kind == ItemKind::Phase && m_library.phaseOf(inside) != item.id) continue;
        const State of = state(inside);
        ++all;
        done += of == State::Done ? 1U : 0U;
        begun += of != State::New ? 1U : 0U;
    }
    return all > 0 && done == all ? State::Done : begun > 0 ? State::Begun : State::New;
}

int ProgressModel::percent() const {
    const auto& order = m_library.order();
    if (order.empty()) return 0;
    const auto done = std::count_if(order.begin(), order.end(), [&](const Item& item) { return state(item) == State::Done; });
    return static_cast<int>(100 * done / static_cast<std::ptrdiff_t>(order.size()));
}

bool ProgressModel::nothingDone() const {
    const auto& order = m_library.order();
    return std::all_of(order.begin(), order.end(), [&](const Item& item) { return state(item) == State::New; });
}

void ProgressModel::openLesson(const QString& key) {
    if (!note(m_store.openLesson(m_course, utf8(key)))) return;
    auto& state = m_lessons[utf8(key)];
    const bool first = !state.opened;
    state.opened = true;
    if (first) emit changed();
}

void ProgressModel::setPlace(const QString& key, double ratio, const QString& anchor) {
    auto& state = m_lessons[utf8(key)];
    state.place = ratio;
    state.anchor = utf8(anchor);
    note(m_store.setPlace(m_course, utf8(key), ratio, state.anchor));
}

void ProgressModel::finishLesson(const QString& key) {
    auto& state = m_lessons[utf8(key)];
    if (state.finished || !note(m_store.finishLesson(m_course, utf8(key)))) return;
    state.finished = true;
    emit changed();
}

void ProgressModel::setTick(const QString& key, const QString& item, bool on) {
    if (!note(m_store.setTick(m_course, utf8(key), utf8(item), on))) return;
    auto& ticks = m_lessons[utf8(key)].ticks;
    ticks.erase(std::remove(ticks.begin(), ticks.end(), utf8(item)), ticks.end());
    if (on) ticks.push_back(utf8(item));
}

void ProgressModel::answerQuiz(const QString& key, const QString& quiz, int option, bool correct) {
    if (!note(m_store.answerQuiz(m_course, utf8(key), utf8(quiz), option, correct))) return;
    if (auto state = m_store.lessonState(m_course, utf8(key))) m_lessons[utf8(key)] = std::move(*state);
}

void ProgressModel::openHint(const QString& exercise, int hint) {
    if (!note(m_store.openHint(m_course, utf8(exercise), hint))) return;
    auto& state = m_exercises[utf8(exercise)];
    state.hintsOpened = std::max(state.hintsOpened, hint);
}

bool ProgressModel::addAttempt(const progress::NewAttempt& attempt) {
    m_unsaved.keep(attempt);
    return writeUnsaved();
}

std::vector<progress::Attempt> ProgressModel::attempts(const QString& exercise, int limit) const {
    auto list = m_store.attempts(m_course, utf8(exercise), limit);
    return list ? std::move(*list) : std::vector<progress::Attempt>{};
}

std::string ProgressModel::attemptReport(std::int64_t id) const {
    auto report = m_store.attemptReport(id);
    return report ? std::move(*report) : std::string();
}

bool ProgressModel::saveDraft(const QString& exercise, const progress::Draft& draft) {
    if (!note(m_store.saveDraft(m_course, utf8(exercise), draft))) {
        m_unsaved.keep(m_course, utf8(exercise), draft);
        m_retry.start();
        return false;
    }
    m_unsaved.forget(m_course, utf8(exercise));
    auto& state = m_exercises[utf8(exercise)];
    if (!state.hasDraft) {
        state.hasDraft = true;
        emit changed();
    }
    return true;
}

std::optional<progress::Draft> ProgressModel::draft(const QString& exercise) const {
    if (const auto* unsaved = m_unsaved.draft(m_course, utf8(exercise))) return *unsaved;
    auto draft = m_store.draft(m_course, utf8(exercise));
    return draft ? std::move(*draft) : std::nullopt;
}

bool ProgressModel::dropDraft(const QString& exercise) {
    if (m_unsaved.draft(m_course, utf8(exercise)) != nullptr && !writeUnsaved()) return false;
    if (!note(m_store.dropDraft(m_course, utf8(exercise)))) return false;
    refresh();
    return true;
}

std::vector<progress::Draft> ProgressModel::keptDrafts(const QString& exercise) const {
    std::vector<progress::Draft> drafts;
    const auto kept = m_store.keptDrafts(m_course, utf8(exercise));
    if (!kept) return drafts;
    for (const auto& each : *kept)
        if (auto draft = m_store.keptDraft(each.id)) drafts.push_back(std::move(*draft));
    return drafts;
}

std::vector<progress::KeptDraft> ProgressModel::draftsKept(const QString& exercise) const {
    auto kept = m_store.keptDrafts(m_course, utf8(exercise));
    return kept ? std::move(*kept) : std::vector<progress::KeptDraft>();
}

std::optional<std::vector<progress::File>> ProgressModel::keptDraftFiles(std::int64_t id) const {
    auto draft = m_store.keptDraft(id);
    if (!draft) return std::nullopt;
    return std::move(draft->files);
}

std::optional<std::vector<progress::File>> ProgressModel::attemptFiles(std::int64_t id) const {
    auto files = m_store.attemptFiles(id);
    if (!files) return std::nullopt;
    return std::move(*files);
}

void ProgressModel::setNote(std::int64_t attempt, const QString& text) { note(m_store.setNote(attempt, utf8(text))); }

base::Result<std::map<std::string, progress::DayOfWork>> ProgressModel::activity() const {
    return m_store.activity(m_course);
}

std::map<std::string, int> ProgressModel::days() const {
    auto days = m_store.days(m_course);
    return days ? std::move(*days) : std::map<std::string, int>();
}

std::vector<progress::LessonNote> ProgressModel::notes(const QString& lesson) const {
    auto notes = m_store.notes(m_course, utf8(lesson));
    return notes ? std::move(*notes) : std::vector<progress::LessonNote>();
}

std::int64_t ProgressModel::addNote(const QString& lesson, const progress::NotePlace& place, const QString& text) {
    const auto added = m_store.addNote(m_course, utf8(lesson), place, utf8(text));
    return note(added ? base::Result<void>{} : base::Result<void>(base::propagate(added))) ? *added : 0;
}

void ProgressModel::changeNote(const QString& lesson, std::int64_t id, const QString& text) {
    note(m_store.changeNote(m_course, utf8(lesson), id, utf8(text)));
}

void ProgressModel::removeNote(const QString& lesson, std::int64_t id, bool removed) {
    note(m_store.removeNote(m_course, utf8(lesson), id, removed));
}

bool ProgressModel::isMarked(const Item& item) const {
    return std::find(m_marks.begin(), m_marks.end(), markName(item)) != m_marks.end();
}

void ProgressModel::setMarked(const Item& item, bool on) {
    if (!note(m_store.setMark(m_course, markName(item), on))) return;
    m_marks.erase(std::remove(m_marks.begin(), m_marks.end(), markName(item)), m_marks.end());
    if (on) m_marks.push_back(markName(item));
    emit changed();
}

std::vector<Item> ProgressModel::marks() const {
    std::vector<Item> items;
    for (const auto& mark : m_marks) {
        const QString name = qt(mark);
        Item item;
        if (!kindByName(name.left(name.indexOf(':')), item.kind)) continue;
        item.id = name.mid(name.indexOf(':') + 1);
        if (m_library.holds(item)) items.push_back(item);
    }
    return items;
}

Item ProgressModel::lastPlace() const {
    const auto last = m_store.lastPlace(m_course);
    if (!last || !*last) return {};
    const Item exercise{ItemKind::Exercise, qt((*last)->exercise)};
    const Item lesson{ItemKind::Lesson, CourseLibrary::key((*last)->phase, (*last)->lesson)};
    if (!(*last)->lesson.empty()) return m_library.holds(lesson) ? lesson : Item{};
    return !exercise.id.isEmpty() && m_library.holds(exercise) ? exercise : Item{};
}

QString ProgressModel::lastExercise() const {
    const auto last = m_store.lastPlace(m_course);
    return last && *last ? qt((*last)->exercise) : QString();
}

void ProgressModel::setLastPlace(const Item& item, const QString& exercise) {
    progress::LastPlace place;
    place.phase = utf8(m_library.phaseOf(item));
    if (item.kind == ItemKind::Lesson) place.lesson = utf8(item.id.mid(item.id.indexOf('/') + 1));
    place.exercise = utf8(exercise);
    note(m_store.setLastPlace(m_course, place));
}

QString ProgressModel::setting(const QString& name, const QString& fallback) const {
    const auto value = m_store.setting(utf8(name));
    return value && *value ? qt(**value) : fallback;
}

void ProgressModel::setSetting(const QString& name, const QString& value) {
    if (note(m_store.setSetting(utf8(name), utf8(value)))) emit settingChanged(name);
}

base::Result<void> ProgressModel::exportTo(const std::filesystem::path& file) const {
    const auto text = m_store.exportJson();
    if (!text) return base::propagate(text);
    return base::writeFileAtomic(file, *text);
}

base::Result<progress::Imported> ProgressModel::importFrom(const std::filesystem::path& file) {
    const auto text = base::readFile(file, largestImport);
    if (!text) return base::propagate(text);
    auto done = m_store.importJson(*text);
    if (done) refresh();
    return done;
}

QString ProgressModel::integrity() const {
    const auto words = m_store.integrityCheck();
    return words ? qt(*words) : qt(base::describe(words.error()));
}

}  // namespace assay::model
