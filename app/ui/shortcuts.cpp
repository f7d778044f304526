#include "app/ui/shortcuts.h"

#include <QCoreApplication>
#include <QHash>
#include <algorithm>

namespace assay::ui {

namespace {

QString words(const char* text) { return QCoreApplication::translate("Shortcuts", text); }

}  // namespace

const QList<Shortcut>& shortcuts() {
    static constexpr const char* work = QT_TRANSLATE_NOOP("Shortcuts", "Work");
    static constexpr const char* panes = QT_TRANSLATE_NOOP("Shortcuts", "Panes");
    static constexpr const char* places = QT_TRANSLATE_NOOP("Shortcuts", "Places");
    static constexpr const char* view = QT_TRANSLATE_NOOP("Shortcuts", "View");
    static constexpr const char* editor = QT_TRANSLATE_NOOP("Shortcuts", "In the editor");
    static const QList<Shortcut> table{
        {Command::Check, "Ctrl+Return, Ctrl+Enter", QT_TRANSLATE_NOOP("Shortcuts", "Check your work"), work},
        {Command::Run, "Ctrl+R", QT_TRANSLATE_NOOP("Shortcuts", "Run it without grading"), work},
        {Command::Cancel, "Ctrl+.", QT_TRANSLATE_NOOP("Shortcuts", "Cancel what runs"), work},
        {Command::Hint, "Ctrl+Shift+H", QT_TRANSLATE_NOOP("Shortcuts", "Open the next hint"), work},
        {Command::Reset, "", QT_TRANSLATE_NOOP("Shortcuts", "Put the starter back"), work},
        {Command::Save, "Ctrl+S", QT_TRANSLATE_NOOP("Shortcuts", "Save now (it is saved as you type)"), work},
        {Command::OwnEditor, "Ctrl+Shift+E", QT_TRANSLATE_NOOP("Shortcuts", "Open in your own editor"), work},
        {Command::Note, "Ctrl+Shift+N", QT_TRANSLATE_NOOP("Shortcuts", "Note on the paragraph being read"), work},
        {Command::NextPane, "F6", QT_TRANSLATE_NOOP("Shortcuts", "Next pane"), panes},
        {Command::PreviousPane, "Shift+F6", QT_TRANSLATE_NOOP("Shortcuts", "Previous pane"), panes},
        {Command::FocusMap, "Ctrl+1", QT_TRANSLATE_NOOP("Shortcuts", "Course map"), panes},
        {Command::FocusLesson, "Ctrl+2", QT_TRANSLATE_NOOP("Shortcuts", "Lesson"), panes},
        {Command::FocusEditor, "Ctrl+3", QT_TRANSLATE_NOOP("Shortcuts", "Editor"), panes},
        {Command::FocusResults, "Ctrl+4", QT_TRANSLATE_NOOP("Shortcuts", "Results"), panes},
        {Command::Back, "Alt+Left", QT_TRANSLATE_NOOP("Shortcuts", "Back"), places},
        {Command::Forward, "Alt+Right", QT_TRANSLATE_NOOP("Shortcuts", "Forward"), places},
        {Command::Home, "Alt+Home", QT_TRANSLATE_NOOP("Shortcuts", "Home"), places},
        {Command::Progress, "Alt+P", QT_TRANSLATE_NOOP("Shortcuts", "Progress"), places},
        {Command::QuickOpen, "Ctrl+P", QT_TRANSLATE_NOOP("Shortcuts", "Search and open"), places},
        {Command::OpenCourse, "", QT_TRANSLATE_NOOP("Shortcuts", "Open a packed course"), places},
        {Command::Print, "Ctrl+Shift+P", QT_TRANSLATE_NOOP("Shortcuts", "Print this page"), places},
        {Command::SavePdf, "", QT_TRANSLATE_NOOP("Shortcuts", "Save this page as PDF"), places},
        {Command::CopyLesson, "", QT_TRANSLATE_NOOP("Shortcuts", "Copy this page as Markdown"), places},
        {Command::CopyResults, "", QT_TRANSLATE_NOOP("Shortcuts", "Copy the results as Markdown"), places},
        {Command::Menu, "F10", QT_TRANSLATE_NOOP("Shortcuts", "Menu"), view},
        {Command::ToggleMap, "Ctrl+B", QT_TRANSLATE_NOOP("Shortcuts", "Show or hide the course map"), view},
        {Command::ZoomIn, "Ctrl++, Ctrl+=", QT_TRANSLATE_NOOP("Shortcuts", "Larger text"), view},
        {Command::ZoomOut, "Ctrl+-", QT_TRANSLATE_NOOP("Shortcuts", "Smaller text"), view},
        {Command::ZoomReset, "Ctrl+0", QT_TRANSLATE_NOOP("Shortcuts", "Text at its own size"), view},
        {Command::Settings, "Ctrl+,", QT_TRANSLATE_NOOP("Shortcuts", "Settings"), view},
        {Command::Help, "F1", QT_TRANSLATE_NOOP("Shortcuts", "Keys and help"), view},
        {Command::Quit, "Ctrl+Q", QT_TRANSLATE_NOOP("Shortcuts", "Quit"), view},
        {Command::EditorLeave, "Esc", QT_TRANSLATE_NOOP("Shortcuts", "Then Tab: leave the editor (with vim keys too)"), editor, true},
        {Command::EditorFind, "Ctrl+F", QT_TRANSLATE_NOOP("Shortcuts", "Find and replace"), editor, true},
        {Command::EditorFormat, "Shift+Alt+F", QT_TRANSLATE_NOOP("Shortcuts", "Format the file"), editor, true},
        {Command::EditorComplete, "Tab", QT_TRANSLATE_NOOP("Shortcuts", "Take the first completion; Enter takes one chosen with the arrows, or what completes a name just begun"), editor, true},
        {Command::SnippetRun, "Shift+Return", QT_TRANSLATE_NOOP("Shortcuts", "In a lesson's program: run it, as Ctrl+Return and Ctrl+R do there"), editor, true},
        {Command::EditorUndo, "Ctrl+Z", QT_TRANSLATE_NOOP("Shortcuts", "Undo"), editor, true},
    };
    return table;
}

const Shortcut& shortcut(Command command) {
    const auto& table = shortcuts();
    return *std::find_if(table.begin(), table.end(), [&](const Shortcut& each) { return each.command == command; });
}

QList<QKeySequence> Shortcut::sequences() const {
    return QKeySequence::listFromString(QString::fromLatin1(keys).replace(", ", "; "), QKeySequence::PortableText);
}

QString Shortcut::meaningText() const { return words(meaning); }

QString Shortcut::groupText() const { return words(group); }

QString Shortcut::keysText() const {
    const auto list = sequences();
    return list.isEmpty() || list.first().isEmpty() ? QString() : list.first().toString(QKeySequence::NativeText);
}

QStringList clashes(const QList<Shortcut>& table) {
    QHash<QKeySequence, const char*> taken;
    QStringList found;
    for (const auto& each : table) {
        for (const auto& keys : each.sequences()) {
            if (keys.isEmpty()) continue;
            if (taken.contains(keys))
                found.append(keys.toString() + ": " + taken[keys] + " / " + each.meaning);
            taken.insert(keys, each.meaning);
        }
    }
    return found;
}

}  // namespace assay::ui
