#include "app/model/settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <algorithm>

namespace assay::model {

namespace {

constexpr const char* look = QT_TRANSLATE_NOOP("Settings", "Look");
constexpr const char* editor = QT_TRANSLATE_NOOP("Settings", "Editor");
constexpr const char* own = QT_TRANSLATE_NOOP("Settings", "Your own editor");
constexpr const char* checking = QT_TRANSLATE_NOOP("Settings", "Checking");

Setting theme() {
    return {"theme", SettingKind::Choice, look, QT_TRANSLATE_NOOP("Settings", "Theme"), "", "auto",
            {{"auto", QT_TRANSLATE_NOOP("Settings", "As the desktop")},
             {"light", QT_TRANSLATE_NOOP("Settings", "Light")},
             {"dark", QT_TRANSLATE_NOOP("Settings", "Dark")},
             {"contrast", QT_TRANSLATE_NOOP("Settings", "High contrast")}}};
}

Setting language() {
    return {"language", SettingKind::Choice, look, QT_TRANSLATE_NOOP("Settings", "Language"),
            QT_TRANSLATE_NOOP("Settings", "Of the window. Lessons are in the language that their authors wrote."), "auto",
            {{"auto", QT_TRANSLATE_NOOP("Settings", "As the desktop")}, {"en", "English"}, {"de", "Deutsch"}}};
}

Setting isolation() {
    return {"machine.isolation", SettingKind::Choice, checking, QT_TRANSLATE_NOOP("Settings", "Isolation"),
            QT_TRANSLATE_NOOP("Settings", "What locks in a program while Check and Run work. What a level promises and this "
                                          "computer cannot enforce is refused, never left out."),
            "full",
            {{"full", QT_TRANSLATE_NOOP("Settings", "Full"),
              QT_TRANSLATE_NOOP("Settings", "No network, no files of yours, no other program can be seen; time, memory and "
                                            "output are limited. The one to use.")},
             {"reduced", QT_TRANSLATE_NOOP("Settings", "Reduced"),
              QT_TRANSLATE_NOOP("Settings", "For computers that allow no namespaces, as many containers. No network and no "
                                            "files of yours, but other programs can be seen.")},
             {"none", QT_TRANSLATE_NOOP("Settings", "Off"),
              QT_TRANSLATE_NOOP("Settings", "Only time, memory and output are limited. The program can read and write what "
                                            "you can: for your own code only.")}}};
}

// One line of which something is left when it is taken apart.
bool isCommand(const QString& text) {
    const bool isLine = text.size() <= 300 && std::none_of(text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
    return isLine && (text.isEmpty() || !QProcess::splitCommand(text).isEmpty());
}

}  // namespace

const QList<Setting>& settingsTable() {
    static const QList<Setting> table{
        theme(),
        {"text.size", SettingKind::Number, look, QT_TRANSLATE_NOOP("Settings", "Text of the lessons"), "", "17", {}, 12, 32, "px"},
        {"code.size", SettingKind::Number, look, QT_TRANSLATE_NOOP("Settings", "Code"), "", "14", {}, 10, 32, "px"},
        language(),
        {"editor.tab", SettingKind::Number, editor, QT_TRANSLATE_NOOP("Settings", "Width of a tab"),
         QT_TRANSLATE_NOOP("Settings", "How it is shown; Go files hold tabs."), "4", {}, 1, 16},
        {"editor.lines", SettingKind::Switch, editor, QT_TRANSLATE_NOOP("Settings", "Line numbers"), "", "on"},
        {"editor.vim", SettingKind::Switch, editor, QT_TRANSLATE_NOOP("Settings", "Vim keys"), "", "off"},
        {"editor.format", SettingKind::Switch, editor, QT_TRANSLATE_NOOP("Settings", "Format on save"),
         QT_TRANSLATE_NOOP("Settings", "Ctrl+S formats the file; what you type is saved anyway."), "off"},
        {"machine.work-folder", SettingKind::Folder, own, QT_TRANSLATE_NOOP("Settings", "Folder for your files"),
         QT_TRANSLATE_NOOP("Settings", "Where an exercise is put for your own editor, by the app and by “assay learn”, in a "
                                       "folder for the course and one for the exercise."),
         ""},
        {"machine.editor-command", SettingKind::Text, own, QT_TRANSLATE_NOOP("Settings", "Command of your editor"),
         QT_TRANSLATE_NOOP("Settings", "Started with the exercise's folder, such as code or kate. Without one the desktop opens the "
                                       "folder."),
         ""},
        isolation(),
        {"notify", SettingKind::Switch, checking, QT_TRANSLATE_NOOP("Settings", "Tell me when Check is done"),
         QT_TRANSLATE_NOOP("Settings", "By a notice of the desktop, while another window has the keyboard."), "off"},
    };
    return table;
}

const Setting* settingNamed(const QString& name) {
    const auto& table = settingsTable();
    const auto found = std::find_if(table.begin(), table.end(), [&](const Setting& each) { return name == each.name; });
    return found == table.end() ? nullptr : &*found;
}

QString settingText(const char* text) { return *text == 0 ? QString() : QCoreApplication::translate("Settings", text); }

bool fits(const Setting& setting, const QString& value) {
    switch (setting.kind) {
        case SettingKind::Switch: return value == "on" || value == "off";
        case SettingKind::Folder: return value.isEmpty() || QDir::isAbsolutePath(value);
        case SettingKind::Text: return isCommand(value);
        case SettingKind::Choice:
            return std::any_of(setting.choices.begin(), setting.choices.end(), [&](const auto& each) { return value == each.value; });
        case SettingKind::Number: break;
    }
    bool isNumber = false;
    const int number = value.toInt(&isNumber);
    return isNumber && number >= setting.least && number <= setting.most;
}

QString settingValue(const ProgressModel& progress, const QString& name) {
    const Setting* setting = settingNamed(name);
    Q_ASSERT(setting != nullptr);
    const QString kept = progress.setting(name);
    return fits(*setting, kept) ? kept : QString::fromUtf8(setting->fallback);
}

int settingNumber(const ProgressModel& progress, const QString& name) { return settingValue(progress, name).toInt(); }

bool settingIsOn(const ProgressModel& progress, const QString& name) { return settingValue(progress, name) == "on"; }

bool choose(ProgressModel& progress, const QString& name, const QString& value) {
    const Setting* setting = settingNamed(name);
    if (setting == nullptr || !fits(*setting, value)) return false;
    if (settingValue(progress, name) != value) progress.setSetting(name, value);
    return true;
}

}  // namespace assay::model
