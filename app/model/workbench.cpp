#include "app/model/workbench.h"

#include <algorithm>
#include <utility>

#include "app/model/convert.h"
#include "app/model/settings.h"
#include "base/fs.h"
#include "base/text.h"
#include "judge/submission.h"

namespace assay::model {

namespace {

constexpr int largestFile = 1 << 20;   // a submission's own limit
constexpr int saveAfterMs = 400;       // with the page's 300 ms below the second that is promised
constexpr int largestRevision = 1 << 30;

}  // namespace

Workbench::Workbench(const CourseLibrary& library, ProgressModel& progress, QObject* parent)
    : QObject(parent), m_library(library), m_progress(progress) {
    m_save.setSingleShot(true);
    m_save.setInterval(saveAfterMs);
    connect(&m_save, &QTimer::timeout, this, &Workbench::save);
    connect(&progress, &ProgressModel::settingChanged, this, [this](const QString& setting) {
        if (setting.startsWith("editor.")) emit settingsChanged();
    });
}

Workbench::~Workbench() { save(); }

void Workbench::open(const QString& exercise) {
    if (exercise == m_id && m_exercise != nullptr) return;
    save();
    keepPlace();
    m_exercise = m_library.exercise(exercise);
    m_id = m_exercise != nullptr ? exercise : QString();
    load();
    emit shown();
    tellEdited();
    emit versionsDiffer(m_draftVersion, m_draftVersion.isEmpty() ? QString() : qt(m_exercise->version));
}

void Workbench::leave() {
    save();
    keepPlace();
    m_exercise = nullptr;
}

void Workbench::load() {
    m_files.clear();
    m_starter.clear();
    m_unreadable.reset();
    m_active.clear();
    m_draftVersion.clear();
    m_caret = m_anchor = m_top = 0;
    setDirty(false);
    if (m_exercise == nullptr) return;
    const auto starter = course::starterFiles(*m_exercise);
    if (!starter) m_unreadable = starter.error();
    if (starter)
        for (const auto& source : *starter) m_starter.push_back({source.name, source.content});
    loadStarter();
    loadDraft();
    const auto add = [&](const course::SourceFiles& sources, const QString& why) {
        for (const auto& source : sources)
            if (file(qt(source.name)) == nullptr)
                m_files.push_back({qt(source.name), qt(source.content), 1, true, why});
    };
    if (const auto given = course::readonlyFiles(*m_exercise)) add(*given, "given");
    if (const auto tests = course::readSet(*m_exercise, "tests")) add(*tests, "test");
    if (const auto place = m_places.constFind(m_id); place != m_places.constEnd() && file(place->file) != nullptr) {
        const int end = static_cast<int>(file(place->file)->content.size());
        m_active = place->file;
        m_caret = std::min(place->caret, end);
        m_anchor = std::min(place->anchor, end);
        m_top = place->top;
    }
    if (file(m_active) == nullptr && !m_files.empty()) m_active = m_files.front().name;
}

void Workbench::keepPlace() {
    if (m_exercise != nullptr) m_places[m_id] = {m_active, m_caret, m_anchor, m_top};
}

void Workbench::tellEdited() {
    if (m_exercise == nullptr) return;
    emit edited();
    emit resetPossible(!isStarter());
}

void Workbench::loadStarter() {
    for (const auto& source : m_starter) m_files.push_back({qt(source.name), qt(source.content), 1, false, {}});
    if (!m_files.empty()) m_active = m_files.front().name;
}

bool Workbench::loadDraft() {
    const auto draft = m_progress.draft(m_id);
    if (!draft) return false;
    for (const auto& kept : draft->files) {
        if (WorkFile* known = file(qt(kept.name)))
            known->content = qt(kept.content);
        else if (course::isEditable(*m_exercise, kept.name))
            m_files.push_back({qt(kept.name), qt(kept.content), 1, false, {}});
    }
    m_active = qt(draft->activeFile);
    m_caret = m_anchor = std::max(0, draft->caret);
    if (!draft->exerciseVersion.empty() && draft->exerciseVersion != m_exercise->version)
        m_draftVersion = qt(draft->exerciseVersion);
    return true;
}

WorkFile* Workbench::file(const QString& name) {
    const auto found = std::find_if(m_files.begin(), m_files.end(), [&](const auto& each) { return each.name == name; });
    return found == m_files.end() ? nullptr : &*found;
}

QJsonObject Workbench::settings() const {
    return {{"tabSize", settingNumber(m_progress, "editor.tab")},
            {"vim", settingIsOn(m_progress, "editor.vim")},
            {"lineNumbers", settingIsOn(m_progress, "editor.lines")},
            {"formatOnSave", settingIsOn(m_progress, "editor.format")}};
}

QJsonObject Workbench::show() const {
    QJsonArray files;
    for (const auto& each : m_files) {
        QJsonObject entry{{"name", each.name}, {"content", each.content}, {"revision", each.revision},
                          {"readonly", each.readonly}};
        if (each.readonly) entry["why"] = each.why;
        files.append(entry);
    }
    QJsonObject page{{"files", files}, {"active", m_active}, {"settings", settings()},
                     {"canReset", m_exercise != nullptr && !isStarter()}};
    page["exercise"] = m_exercise == nullptr
                           ? QJsonValue(QJsonValue::Null)
                           : QJsonValue(QJsonObject{{"id", m_id}, {"title", qt(m_exercise->title)}});
    if (!m_active.isEmpty())
        page["carets"] = QJsonObject{
            {m_active, QJsonObject{{"anchor", m_anchor}, {"head", m_caret}, {"top", m_top}}}};
    return page;
}

std::vector<progress::File> Workbench::editableFiles() const {
    std::vector<progress::File> files;
    for (const auto& each : m_files)
        if (!each.readonly) files.push_back({utf8(each.name), utf8(each.content)});
    return files;
}

std::vector<progress::File> Workbench::moduleFiles() const {
    if (m_exercise == nullptr) return {};
    std::vector<progress::File> files;
    for (const auto& each : m_files) files.push_back({utf8(each.name), utf8(each.content)});
    const auto folder = m_library.course().folder / "exercises";
    const auto module = base::readFile(folder / "go.mod");
    std::string text = "module " + m_exercise->importPath() + '\n';
    for (const std::string& line : base::splitLines(module ? *module : "\ngo 1.26\n"))
        if (!line.starts_with("module ")) text += line + '\n';
    files.push_back({"go.mod", text});
    if (const auto sums = base::readFile(folder / "go.sum")) files.push_back({"go.sum", *sums});
    return files;
}

bool Workbench::isStarter() const {
    const auto mine = editableFiles();
    return std::equal(mine.begin(), mine.end(), m_starter.begin(), m_starter.end(),
                      [](const auto& a, const auto& b) { return a.name == b.name && a.content == b.content; });
}

judge::Submission Workbench::submission() const {
    if (m_exercise == nullptr) return {};
    std::vector<judge::SubmittedFile> files;
    for (const auto& each : editableFiles()) files.push_back({each.name, each.content});
    return judge::submissionFromBuffers(*m_exercise, std::move(files));
}

bool Workbench::changed(const QString& name, int revision, const QString& content) {
    WorkFile* known = file(name);
    if (known == nullptr || known->readonly || revision < 0 || revision > largestRevision) return false;
    if (content.size() > largestFile || utf8(content).size() > largestFile) return false;
    known->revision = std::max(known->revision, revision);
    if (content == known->content) return true;
    known->content = content;
    setDirty(true);
    tellEdited();
    if (!m_save.isActive()) m_save.start();  // not restarted: a fast typist is saved too
    return true;
}

bool Workbench::late(const QString& exercise, const QString& name, const QString& content) {
    if (exercise == m_id) return changed(name, 0, content);
    const auto* left = m_library.exercise(exercise);
    if (left == nullptr || !course::isEditable(*left, utf8(name)) || utf8(content).size() > largestFile) return false;
    auto draft = m_progress.draft(exercise);
    if (!draft) {
        draft.emplace();
        draft->exerciseVersion = left->version;
        draft->activeFile = utf8(name);
        if (const auto starter = course::starterFiles(*left))
            for (const auto& source : *starter) draft->files.push_back({source.name, source.content});
    }
    const auto known = std::find_if(draft->files.begin(), draft->files.end(),
                                    [&](const auto& each) { return each.name == utf8(name); });
    if (known == draft->files.end()) return false;
    known->content = utf8(content);
    return m_progress.saveDraft(exercise, *draft);
}

void Workbench::setCaret(const QString& name, int anchor, int head, int top) {
    const WorkFile* known = file(name);
    if (known == nullptr || anchor < 0 || head < 0 || top < 0) return;
    const int end = static_cast<int>(known->content.size());
    m_active = name;
    m_anchor = std::min(anchor, end);
    m_caret = std::min(head, end);
    m_top = top;
    if (m_dirty || m_progress.exerciseState(m_id).hasDraft) {
        setDirty(true);
        if (!m_save.isActive()) m_save.start();
    }
}

void Workbench::setActive(const QString& name) {
    if (file(name) == nullptr || name == m_active) return;
    m_active = name;
    m_caret = m_anchor = m_top = 0;
}

void Workbench::setDirty(bool dirty) {
    if (dirty == m_dirty) return;
    m_dirty = dirty;
    emit savedChanged(!dirty);
}

bool Workbench::save() {
    m_save.stop();
    if (m_exercise == nullptr || !m_dirty) return true;
    progress::Draft draft;
    draft.files = editableFiles();
    draft.activeFile = utf8(m_active);
    draft.caret = m_caret;
    draft.exerciseVersion = m_draftVersion.isEmpty() ? m_exercise->version : utf8(m_draftVersion);
    if (!m_progress.saveDraft(m_id, draft)) {
        m_save.start(3000);  // the disk may have room again, the other process may be done
        return false;
    }
    m_save.setInterval(saveAfterMs);
    setDirty(false);
    return true;
}

// False: what is there must stay, since nothing else holds it.
bool Workbench::keepInHistory() {
    if (!isStarter()) setDirty(true);
    if (!save() || !m_progress.dropDraft(m_id)) {
        emit refused(tr("What is in the editor could not be kept in the history, so it stays where it is. What is wrong stands at "
                        "the bottom of the window."));
        return false;
    }
    setDirty(false);
    emit kept();
    return true;
}

void Workbench::askOwnEditor() {
    if (m_exercise != nullptr) emit ownEditorAsked();
}

void Workbench::askTask() {
    if (m_exercise != nullptr) emit taskAsked(m_id);
}

void Workbench::askReset() {
    if (m_exercise != nullptr && !isStarter()) emit resetAsked();
}

bool Workbench::reset() {
    if (m_exercise == nullptr || !keepInHistory()) return false;
    replaceWith(m_starter);
    tellEdited();  // first: what was found before no longer marks these files
    emit shown();
    return true;
}

bool Workbench::restore(const std::vector<progress::File>& files) {
    if (m_exercise == nullptr || !keepInHistory()) return false;
    std::vector<progress::File> whole = files;  // what they do not name is as the starter has it
    for (const auto& source : m_starter)
        if (std::none_of(files.begin(), files.end(), [&](const auto& each) { return each.name == source.name; }))
            whole.push_back(source);
    replaceWith(whole);
    setDirty(true);
    save();
    tellEdited();  // first: what was found before no longer marks these files
    emit shown();
    return true;
}

bool Workbench::isEditable(const QString& name) const {
    return m_exercise != nullptr && course::isEditable(*m_exercise, utf8(name));
}

bool Workbench::takeFile(const QString& name, const QString& content) {
    if (!isEditable(name) || utf8(content).size() > largestFile) return false;
    auto files = editableFiles();
    const auto known = std::find_if(files.begin(), files.end(), [&](const auto& each) { return qt(each.name) == name; });
    if (known == files.end()) files.push_back({utf8(name), {}});
    (known == files.end() ? files.back() : *known).content = utf8(content);
    const QString before = std::exchange(m_active, name);
    if (restore(files)) return true;
    m_active = before;
    return false;
}

bool Workbench::follow(const QString& name, const QString& content) {
    if (!isEditable(name) || utf8(content).size() > largestFile) return false;
    WorkFile* known = file(name);
    if (known == nullptr) return takeFile(name, content);
    if (known->readonly) return false;
    if (content.size() * 2 < known->content.size()) keepInHistory();
    known->content = content;
    ++known->revision;
    setDirty(true);
    save();
    emit followed(name, content, known->revision);
    tellEdited();
    return true;
}

void Workbench::setOutside(std::vector<progress::File> files) {
    const auto same = [](const auto& a, const auto& b) { return a.name == b.name && a.content == b.content; };
    if (std::equal(files.begin(), files.end(), m_outside.begin(), m_outside.end(), same)) return;
    m_outside = std::move(files);
    emit outsideChanged();
}

// Mine goes into the history as well: between the two there is a moment in which the draft is the other one's.
bool Workbench::keepOther(const std::vector<progress::File>& files) {
    if (m_exercise == nullptr || !keepInHistory()) return false;
    progress::Draft draft;
    draft.files = editableFiles();
    draft.activeFile = utf8(m_active);
    draft.exerciseVersion = m_exercise->version;
    for (auto& mine : draft.files)
        for (const auto& other : files)
            if (mine.name == other.name) mine.content = other.content;
    const bool isKept = m_progress.saveDraft(m_id, draft);
    if (isKept) m_progress.dropDraft(m_id);
    setDirty(true);
    save();
    emit kept();
    return isKept;
}

// All that may be edited becomes these files, no more and no less.
void Workbench::replaceWith(const std::vector<progress::File>& files) {
    const auto isGone = [&](const WorkFile& each) {
        return !each.readonly && std::none_of(files.begin(), files.end(),
                                              [&](const auto& file) { return qt(file.name) == each.name; });
    };
    m_files.erase(std::remove_if(m_files.begin(), m_files.end(), isGone), m_files.end());
    for (const auto& file : files) {
        WorkFile* known = this->file(qt(file.name));
        if (known == nullptr) {
            if (course::isEditable(*m_exercise, file.name)) m_files.push_back({qt(file.name), qt(file.content), 1, false, {}});
        } else if (!known->readonly) {
            known->content = qt(file.content);
            ++known->revision;
        }
    }
    if (file(m_active) == nullptr && !m_files.empty()) m_active = m_files.front().name;
    m_caret = m_anchor = m_top = 0;
}

void Workbench::takeNew() {
    if (m_draftVersion.isEmpty() || !reset()) return;
    m_draftVersion.clear();
    emit versionsDiffer({}, {});
}

void Workbench::keepMine() {
    if (m_draftVersion.isEmpty()) return;
    m_draftVersion.clear();
    setDirty(true);
    save();
    emit versionsDiffer({}, {});
}

}  // namespace assay::model
