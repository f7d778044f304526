// Role: every key of the window, in one table: the actions are made from it, help shows it, a test looks for clashes.
// The editor's own keys are listed too (shown in help), without an action.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

namespace assay::ui {

enum class Command {
    Check, Run, Cancel, Hint, Reset, Note,
    NextPane, PreviousPane, FocusMap, FocusLesson, FocusEditor, FocusResults,
    Back, Forward, Home, Progress, QuickOpen, ToggleMap,
    ZoomIn, ZoomOut, ZoomReset,
    Settings, Help, Save, Quit,
    OpenCourse, OwnEditor, Print, SavePdf, CopyLesson, CopyResults, Menu,
    EditorLeave, EditorFind, EditorFormat, EditorUndo, EditorComplete, SnippetRun,  // the pages' own
};

struct Shortcut {
    Command command;
    const char* keys;     // portable text, several separated by ", "
    const char* meaning;  // translated in context "Shortcuts"
    const char* group;
    bool inPage = false;  // bound by a page, not by the window

    QList<QKeySequence> sequences() const;
    QString meaningText() const;
    QString groupText() const;
    QString keysText() const;  // as this desktop writes keys
};

const QList<Shortcut>& shortcuts();
const Shortcut& shortcut(Command command);
// Pairs of commands that want the same keys; empty in a table that is right.
QStringList clashes(const QList<Shortcut>& table);

}  // namespace assay::ui
