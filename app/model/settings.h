// Role: what a learner can choose, in one table: the settings window is made from it, a test holds its texts. Kept in the
// progress store; what is there and does not fit counts as not set. ProgressModel::settingChanged tells every change.
// Names that begin with "machine." belong to this computer: an import never brings them (grader/progress/import.cpp).
// Threads: the GUI thread.
#pragma once

#include <QList>
#include <QString>

#include "app/model/progress_model.h"

namespace assay::model {

enum class SettingKind { Choice, Number, Switch, Folder, Text };  // a switch holds "on" or "off"

struct SettingChoice {
    const char *value, *title;
    const char* help = "";  // what it means, where its title does not say it
};

struct Setting {
    const char* name;
    SettingKind kind;
    const char *group, *title, *help;  // translated, as the choices are, in context "Settings"
    const char* fallback;
    QList<SettingChoice> choices = {};
    int least = 0, most = 0;
    const char* unit = "";
};

const QList<Setting>& settingsTable();
const Setting* settingNamed(const QString& name);  // null where there is none
QString settingText(const char* text);             // translated

// A value of the table: the learner's, or what holds where nothing fitting was chosen.
QString settingValue(const ProgressModel& progress, const QString& name);
int settingNumber(const ProgressModel& progress, const QString& name);
bool settingIsOn(const ProgressModel& progress, const QString& name);
bool fits(const Setting& setting, const QString& value);
// False, and nothing happens, where the table has no such name or the value does not fit.
bool choose(ProgressModel& progress, const QString& name, const QString& value);

}  // namespace assay::model
