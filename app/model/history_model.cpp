#include "app/model/history_model.h"

#include <algorithm>
#include <map>

#include "app/model/convert.h"
#include "judge/archive.h"

namespace assay::model {

namespace {

constexpr std::size_t longest = 50;
constexpr int honestAttempts = 5;
constexpr qsizetype longestNote = 2000;

// "attempt:7" → 7; nothing where it is another kind of id.
std::optional<std::int64_t> numberOf(const QString& id, const char* kind) {
    const QString prefix = QString(kind) + ':';
    bool isNumber = false;
    const qlonglong number = id.mid(prefix.size()).toLongLong(&isNumber);
    if (!id.startsWith(prefix) || !isNumber) return std::nullopt;
    return number;
}

std::vector<progress::File> plain(const base::Result<course::SourceFiles>& sources) {
    std::vector<progress::File> files;
    if (sources)
        for (const auto& source : *sources) files.push_back({source.name, source.content});
    return files;
}

}  // namespace

HistoryModel::HistoryModel(const CourseLibrary& library, ProgressModel& progress, Workbench& workbench, QObject* parent)
    : QObject(parent), m_library(library), m_progress(progress), m_workbench(workbench) {
    connect(&workbench, &Workbench::kept, this, &HistoryModel::changed, Qt::QueuedConnection);  // once it is done
}

QJsonArray HistoryModel::list() const {
    std::vector<QJsonObject> entries;
    const QString exercise = m_workbench.exerciseId();
    for (const auto& attempt : m_progress.attempts(exercise, static_cast<int>(longest)))
        entries.push_back({{"id", "attempt:" + QString::number(attempt.id)},
                           {"kind", "attempt"},
                           {"at", static_cast<qint64>(attempt.atMs)},
                           {"verdict", qt(attempt.verdict)},
                           {"points", attempt.points},
                           {"max", attempt.maxPoints},
                           {"note", qt(attempt.note)}});
    for (const auto& draft : m_progress.draftsKept(exercise))
        entries.push_back({{"id", "draft:" + QString::number(draft.id)},
                           {"kind", "draft"},
                           {"at", static_cast<qint64>(draft.keptMs)}});
    std::stable_sort(entries.begin(), entries.end(), [](const QJsonObject& a, const QJsonObject& b) {
        return a["at"].toDouble() > b["at"].toDouble();
    });
    QJsonArray newest;
    for (std::size_t i = 0; i < std::min(entries.size(), longest); ++i) newest.append(entries[i]);
    return newest;
}

bool HistoryModel::solutionIsOpen() const {
    const auto* exercise = m_workbench.exercise();
    if (exercise == nullptr) return false;
    const auto state = m_progress.exerciseState(m_workbench.exerciseId());
    const auto hints = m_library.hintsHtml(*exercise).size();
    return state.passed || (state.attempts >= honestAttempts && state.hintsOpened >= hints);
}

std::optional<std::vector<progress::File>> HistoryModel::filesOf(const QString& id) const {
    const auto* exercise = m_workbench.exercise();
    if (exercise == nullptr) return std::nullopt;
    if (id == "now") return m_workbench.editableFiles();
    if (id == "outside" && !m_workbench.outside().empty()) return withOutside();
    if (id == "starter") return plain(course::starterFiles(*exercise));
    if (id == "solution" && solutionIsOpen()) {
        auto files = plain(course::readSet(*exercise, "solution"));
        std::erase_if(files, [&](const auto& file) { return !course::isEditable(*exercise, file.name); });
        return files;
    }
    // Only what the list names: ids of other exercises are none of this page's business.
    const auto listed = list();
    if (std::none_of(listed.begin(), listed.end(), [&](const auto& each) { return each.toObject()["id"] == id; }))
        return std::nullopt;
    if (const auto attempt = numberOf(id, "attempt")) return m_progress.attemptFiles(*attempt);
    if (const auto draft = numberOf(id, "draft")) return m_progress.keptDraftFiles(*draft);
    return std::nullopt;
}

// Mine, but for the files that the learner's own editor has otherwise.
std::vector<progress::File> HistoryModel::withOutside() const {
    auto files = m_workbench.editableFiles();
    for (auto& file : files)
        for (const auto& other : m_workbench.outside())
            if (file.name == other.name) file.content = other.content;
    return files;
}

void HistoryModel::compare(const QString& before, const QString& after) {
    const auto old = filesOf(before), young = filesOf(after);
    if (!old || !young) return;
    std::map<std::string, QJsonObject> files;
    for (const auto& file : *old) files[file.name] = {{"name", qt(file.name)}, {"before", qt(file.content)}};
    for (const auto& file : *young) {
        files[file.name]["name"] = qt(file.name);
        files[file.name]["after"] = qt(file.content);
    }
    QJsonArray list;
    for (const auto& [name, file] : files) list.append(file);
    emit compared({{"before", before}, {"after", after}, {"files", list}});
}

bool HistoryModel::restore(const QString& id) {
    if (id == "now" || id == "solution" || id == "outside") return false;
    const auto files = filesOf(id);
    if (!files) return false;
    m_workbench.restore(*files);
    return true;
}

void HistoryModel::saveZip(const QString& id) {
    if (id == "solution" || id == "starter" || id == "outside") return;
    const auto files = filesOf(id);
    if (!files) return tellSaved("failed", tr("It is no longer in the history."));
    std::vector<judge::SubmittedFile> submitted;
    for (const auto& file : *files) submitted.push_back({file.name, file.content});
    const auto zip = judge::zipOf(submitted);
    if (!zip) return tellSaved("failed", qt(base::describe(zip.error())));
    const QString number = id.section(':', 1);
    emit saveRequested(m_workbench.exerciseId() + (number.isEmpty() ? QString() : '-' + number) + ".zip", *zip);
}

void HistoryModel::tellSaved(const QString& state, const QString& text) {
    emit saved({{"state", state}, {"text", text}});
}

void HistoryModel::setNote(const QString& id, const QString& text) {
    const auto attempt = numberOf(id, "attempt");
    if (attempt && filesOf(id)) m_progress.setNote(*attempt, text.left(longestNote).trimmed());
}

}  // namespace assay::model
