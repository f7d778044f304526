// What both sides had last is remembered in the folder by hash (course/work_folder.h), so a side that differs from it is the
// one that changed. Another data folder may share the folder, so what the app only found there is never written out; what is
// typed is. Saves outside count at once, once a tenth of a second is quiet; what is typed here goes out when the
// draft has been quiet for a while: editors ask about files that change under them.
#include "app/own_editor.h"

#include <unistd.h>

#include <QDesktopServices>
#include <QElapsedTimer>
#include <QPointer>
#include <QProcess>
#include <QStandardPaths>
#include <QUrl>
#include <algorithm>

#include "app/assembly.h"
#include "app/model/convert.h"
#include "app/model/settings.h"
#include "base/text.h"
#include "course/files.h"

namespace assay::app {

namespace {

constexpr int quietMs = 100, typedMs = 1500;
constexpr int settledMs = 1500;    // a command that runs as long has not failed at its start
constexpr int startingMs = 15'000;  // an error code until then is of the start, not of the editor's work

// The desktop's own opener says by its code whether it found anything; the platform's call does not.
QStringList commandFor(const QString& command) {
    if (!command.isEmpty()) return QProcess::splitCommand(command);
    const QString opener = QStandardPaths::findExecutable("xdg-open");
    return opener.isEmpty() ? QStringList() : QStringList{opener};
}

void launchEditor(const QString& command, const QString& folder, const OwnEditor::Told& told) {
    QStringList words = commandFor(command);
    if (words.isEmpty()) return told(QDesktopServices::openUrl(QUrl::fromLocalFile(folder)));
    auto* editor = new QProcess;  // of nobody: it outlives the app, and a QProcess that is deleted would end it
    editor->setProgram(words.takeFirst());
    editor->setArguments(words + QStringList{folder});
    editor->setWorkingDirectory(folder);
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char* ours : {"QTWEBENGINE_CHROMIUM_FLAGS", "QTWEBENGINE_DISABLE_SANDBOX"}) environment.remove(ours);
    editor->setProcessEnvironment(environment);
    editor->setStandardInputFile(QProcess::nullDevice());
    editor->setStandardOutputFile(QProcess::nullDevice());
    editor->setStandardErrorFile(QProcess::nullDevice());
    editor->setChildProcessModifier([] { ::setsid(); });  // a signal to our terminal is not for it
    QElapsedTimer since;
    since.start();
    QObject::connect(editor, &QProcess::errorOccurred, editor, [editor, told](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart) return;
        editor->deleteLater();
        told(false);
    });
    QObject::connect(editor, &QProcess::finished, editor, [editor, told, since](int code, QProcess::ExitStatus status) {
        editor->deleteLater();
        const bool failed = code != 0 || status != QProcess::NormalExit;
        if (since.elapsed() < settledMs || (failed && since.elapsed() < startingMs)) told(!failed);
    });
    QTimer::singleShot(settledMs, editor, [editor, told] {
        if (editor->state() == QProcess::Running) told(true);
    });
    editor->start();
}

std::vector<progress::File> plain(const std::vector<course::WorkFile>& files) {
    std::vector<progress::File> all;
    for (const auto& file : files) all.push_back({file.name, file.content});
    return all;
}

}  // namespace

OwnEditor::OwnEditor(Assembly& app) : QObject(&app), launch(launchEditor), m_app(app) {
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        m_app.session().flush([self = QPointer(this)](bool) {
            if (self != nullptr) self->reconcile();
        });
    });
    connect(&app.session(), &Session::placed, this, &OwnEditor::attach);
    connect(&app.progress(), &model::ProgressModel::settingChanged, this, [this](const QString& setting) {
        if (setting == "machine.work-folder") attach();
    });
    connect(&app.workbench(), &model::Workbench::savedChanged, this, [this](bool saved) {
        m_typed = true;
        if (saved && !m_folder.empty() && !m_soon.isActive()) m_soon.start(typedMs);
    });
    auto& pane = app.window().workbench();
    connect(&pane, &ui::WorkbenchPane::outsideCompared, this, [this] { m_app.history().compare("outside", "now"); });
    connect(&pane, &ui::WorkbenchPane::mineKept, this, &OwnEditor::keepMine);
    connect(&pane, &ui::WorkbenchPane::theirsTaken, this, &OwnEditor::takeTheirs);
}

base::fs::path OwnEditor::folder() const {
    const auto chosen = model::toPath(model::settingValue(m_app.progress(), "machine.work-folder"));
    return course::workFolder(chosen, m_app.library().course().id, model::utf8(m_app.workbench().exerciseId()));
}

std::vector<course::WorkFile> OwnEditor::mine() const {
    std::vector<course::WorkFile> files;
    for (const auto& file : m_app.workbench().editableFiles()) files.push_back({file.name, file.content});
    return files;
}

// Where the exercise has a folder of ours already, it is followed from the moment the exercise is open.
void OwnEditor::attach() {
    const auto* exercise = m_app.workbench().exercise();
    const bool has = exercise != nullptr && course::isFolderOf(folder(), m_app.library().id().toStdString(), *exercise);
    const auto now = has ? folder() : base::fs::path();
    if (now == m_folder && (now.empty() || m_watcher)) return;
    m_notifier.reset();
    m_watcher.reset();
    m_soon.stop();
    m_folder = now;
    m_typed = false;
    m_app.workbench().setOutside({});
    if (m_folder.empty()) return;
    watch();
    m_soon.start(0);
}

void OwnEditor::watch() {
    const auto matters = [exercise = *m_app.workbench().exercise()](const std::string& name) { return course::isEditable(exercise, name); };
    auto watcher = base::Watcher::create(m_folder, matters);
    if (!watcher) return m_app.window().status().say(model::sentence(watcher.error()));
    m_watcher.emplace(std::move(*watcher));
    m_notifier = std::make_unique<QSocketNotifier>(m_watcher->fd(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        if (m_watcher->read()) m_soon.start(quietMs);
        if (!m_watcher->gone()) return;
        m_folder.clear();
        m_app.workbench().setOutside({});
        m_notifier->setEnabled(false);
        m_notifier.release()->deleteLater();  // it is the one that calls
        m_watcher.reset();
    });
}

void OwnEditor::reconcile() {
    const auto* exercise = m_app.workbench().exercise();
    if (exercise == nullptr || m_folder.empty() || m_folder != folder()) return;
    const std::string course = m_app.library().course().id;
    const auto all = course::standings(m_folder, course, *exercise, mine());
    if (!all) return m_app.window().status().say(model::sentence(all.error()));
    std::vector<course::WorkFile> agreed, out;
    std::vector<progress::File> theirs;
    QStringList taken;
    const auto own = mine();
    const bool typed = m_typed;
    for (const auto& file : *all) {
        const QString name = model::qt(file.name);
        if (file.changed == course::Changed::Both) theirs.push_back({file.name, file.outside});
        if (file.changed == course::Changed::Folder && m_app.workbench().follow(name, model::qt(file.outside))) taken.append(name);
        if (file.changed == course::Changed::Neither || taken.contains(name)) agreed.push_back({file.name, file.outside});
        if (file.changed == course::Changed::Mine && typed)
            out.push_back(*std::find_if(own.begin(), own.end(), [&](const auto& each) { return each.name == file.name; }));
    }
    m_typed = typed;  // what is taken over is not typed
    base::Result<void> done = course::agree(m_folder, agreed);
    if (done && !out.empty())
        if (const auto wrote = course::writeFolder(m_folder, course, *exercise, out); !wrote) done = base::propagate(wrote);
    if (!done) m_app.window().status().say(model::qt(done.error().message));
    else if (!taken.isEmpty()) m_app.window().status().say(tr("Taken over from your editor: %1").arg(taken.join(", ")));
    m_app.workbench().setOutside(std::move(theirs));
}

void OwnEditor::open() {
    if (m_app.workbench().exercise() == nullptr) return m_app.window().status().say(tr("Open an exercise first."));
    m_app.session().flush([self = QPointer(this)](bool) {
        if (self != nullptr) self->openFolder();
    });
}

void OwnEditor::openFolder() {
    const auto* exercise = m_app.workbench().exercise();
    if (exercise == nullptr) return;
    m_app.workbench().save();
    const auto& course = m_app.library().course();
    const auto files = course::workFiles(course, *exercise, mine());
    if (!files) return m_app.window().status().say(model::sentence(files.error()));
    const auto wrote = course::writeFolder(folder(), course.id, *exercise, *files);
    if (!wrote) return m_app.window().status().say(model::qt(wrote.error().message));
    attach();
    m_soon.start(0);
    const QString command = model::settingValue(m_app.progress(), "machine.editor-command"), shown = model::qtPath(folder());
    launch(command, shown, [self = QPointer(this), command, shown](bool isOpen) {
        if (self != nullptr) self->tell(command, shown, isOpen);
    });
}

void OwnEditor::tell(const QString& command, const QString& folder, bool isOpen) {
    auto& status = m_app.window().status();
    if (isOpen) return status.say(tr("%1 is open in your editor. What you save there is taken over here.").arg(folder));
    const QString where = tr("Settings → “Command of your editor”");
    status.say(command.isEmpty() ? tr("Nothing on this desktop opens %1. Set what does in %2.").arg(folder, where)
                                 : tr("“%1” could not be started or ended with an error. Change it in %2.").arg(command, where));
}

// Theirs stays in the history before mine is written over it.
void OwnEditor::keepMine() {
    const auto theirs = m_app.workbench().outside();
    if (theirs.empty() || m_folder.empty() || !m_app.workbench().keepOther(theirs)) return;
    std::vector<course::WorkFile> out;
    for (const auto& file : mine())
        if (std::any_of(theirs.begin(), theirs.end(), [&](const auto& each) { return each.name == file.name; })) out.push_back(file);
    if (const auto done = course::replaceInFolder(m_folder, out); !done) return m_app.window().status().say(model::qt(done.error().message));
    m_app.workbench().setOutside({});
}

// Mine stays in the history before theirs takes its place.
void OwnEditor::takeTheirs() {
    const auto theirs = m_app.workbench().outside();
    if (theirs.empty() || m_folder.empty()) return;
    std::vector<course::WorkFile> files = mine(), agreed;
    for (const auto& file : theirs) {
        const auto known = std::find_if(files.begin(), files.end(), [&](const auto& each) { return each.name == file.name; });
        if (known != files.end()) known->content = file.content;
        agreed.push_back({file.name, file.content});
    }
    if (!m_app.workbench().restore(plain(files))) return;
    if (const auto done = course::agree(m_folder, agreed); !done) m_app.window().status().say(model::qt(done.error().message));
    m_app.workbench().setOutside({});
    m_soon.start(0);  // it may have changed once more since
}

}  // namespace assay::app
