#include "app/ui/settings_window.h"

#include <QAbstractItemView>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDate>
#include <QDialogButtonBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSpinBox>

#include "app/model/convert.h"
#include "app/model/language.h"

namespace assay::ui {

using model::Setting;
using model::SettingKind;
using model::settingText;

namespace {

constexpr int controlWidth = 200;
constexpr int mostMissing = 64;  // px: two rows

// Qt reckons the list's height without what a style sheet puts around it: the last entry would be half hidden.
class ChoiceBox : public QComboBox {
  public:
    void showPopup() override {
        QComboBox::showPopup();
        const QModelIndex last = model()->index(count() - 1, 0);
        const auto isCut = [&] { return view()->visualRect(last).bottom() >= view()->viewport()->height(); };
        QWidget* list = view()->window();
        for (int more = 0; more < mostMissing && isCut(); ++more) list->resize(list->width(), list->height() + 1);
    }
};

QLabel* words(const QString& text, const char* name = "help") {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setObjectName(name);
    return label;
}

}  // namespace

SettingsWindow::SettingsWindow(model::ProgressModel& progress, const QString& language, QWidget* parent, model::MenuEntry menu)
    : QDialog(parent), m_progress(progress), m_menu(std::move(menu)), m_language(language), m_languageNote(words({}, "note")),
      m_dataNote(words({}, "note")) {
    setObjectName("settings");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Settings"));
    resize(640, 720);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(words(tr("Settings"), "title"));
    auto* scroll = new QScrollArea;
    scroll->setWidget(makeList());
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(scroll, 1);
    auto* buttons = new QDialogButtonBox;
    auto* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    showLanguageNote();
}

QWidget* SettingsWindow::makeList() {
    auto* list = new QWidget;
    auto* layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 16, 0);
    layout->setSpacing(12);
    QString group;
    for (const Setting& setting : model::settingsTable()) {
        if (settingText(setting.group) != group) addGroup(*layout, group = settingText(setting.group));
        layout->addWidget(makeRow(setting));
    }
    addGroup(*layout, tr("Desktop"));
    layout->addWidget(makeMenuEntry());
    addGroup(*layout, tr("Your data"));
    layout->addWidget(makeData());
    layout->addStretch();
    return list;
}

void SettingsWindow::addGroup(QVBoxLayout& list, const QString& title) {
    if (list.count() > 0) list.addSpacing(8);
    list.addWidget(words(title, "group"));
}

// What it is at the left, the control at the right; where choices have meanings, they stand below.
QWidget* SettingsWindow::makeRow(const Setting& setting) {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(24);
    auto* text = new QVBoxLayout;
    text->setSpacing(2);
    QLabel* title = words(settingText(setting.title), "settingTitle");
    text->addWidget(title);
    const QString help = settingText(setting.help);
    if (!help.isEmpty()) text->addWidget(words(help));
    layout->addLayout(text, 1);
    QWidget* control = makeControl(setting);
    control->setObjectName(setting.name);
    control->setAccessibleName(title->text());
    control->setAccessibleDescription(help);
    title->setBuddy(control);
    if (setting.kind == SettingKind::Folder || control->layout() != nullptr)
        text->addWidget(control);
    else
        layout->addWidget(control, 0, Qt::AlignTop);
    if (QString(setting.name) == "language") text->addWidget(m_languageNote);
    return row;
}

// A wheel that scrolls the list must not change what it passes over.
bool SettingsWindow::eventFilter(QObject* watched, QEvent* event) {
    const auto* control = qobject_cast<QWidget*>(watched);
    if (event->type() != QEvent::Wheel || control == nullptr || control->hasFocus()) return QDialog::eventFilter(watched, event);
    event->ignore();
    return true;
}

QWidget* SettingsWindow::makeControl(const Setting& setting) {
    switch (setting.kind) {
        case SettingKind::Number: return makeNumber(setting);
        case SettingKind::Switch: return makeSwitch(setting);
        case SettingKind::Folder: return makeFolder(setting);
        case SettingKind::Text: return makeText(setting);
        case SettingKind::Choice: break;
    }
    return *setting.choices.first().help == 0 ? makeChoice(setting) : makeMeanings(setting);
}

void SettingsWindow::choose(const Setting& setting, const QString& value) {
    model::choose(m_progress, setting.name, value);
    showLanguageNote();
}

QWidget* SettingsWindow::makeChoice(const Setting& setting) {
    auto* box = new ChoiceBox;
    box->setFixedWidth(controlWidth);
    box->setFocusPolicy(Qt::StrongFocus);
    box->installEventFilter(this);
    for (const auto& choice : setting.choices) box->addItem(settingText(choice.title), QString(choice.value));
    const auto show = [this, box, &setting] { box->setCurrentIndex(box->findData(model::settingValue(m_progress, setting.name))); };
    show();
    connect(box, &QComboBox::currentIndexChanged, this, [this, box, &setting](int index) {
        choose(setting, box->itemData(index).toString());
    });
    connect(&m_progress, &model::ProgressModel::settingChanged, box, show);  // the menu has the theme too
    return box;
}

QWidget* SettingsWindow::makeMeanings(const Setting& setting) {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(2);
    const QString now = model::settingValue(m_progress, setting.name);
    for (const auto& choice : setting.choices) {
        auto* button = new QRadioButton(settingText(choice.title));
        button->setObjectName(choice.value);
        button->setAccessibleDescription(settingText(choice.help));
        button->setChecked(now == choice.value);
        connect(button, &QRadioButton::toggled, this, [this, &setting, value = QString(choice.value)](bool on) {
            if (on) choose(setting, value);
        });
        layout->addWidget(button);
        QLabel* meaning = words(settingText(choice.help));
        meaning->setContentsMargins(24, 0, 0, 6);
        layout->addWidget(meaning);
    }
    return box;
}

QWidget* SettingsWindow::makeNumber(const Setting& setting) {
    auto* box = new QSpinBox;
    box->setFixedWidth(controlWidth);
    box->setFocusPolicy(Qt::StrongFocus);
    box->installEventFilter(this);
    box->setRange(setting.least, setting.most);
    if (*setting.unit != 0) box->setSuffix(QStringLiteral(" ") + setting.unit);
    box->setValue(model::settingNumber(m_progress, setting.name));
    connect(box, &QSpinBox::valueChanged, this, [this, &setting](int value) { choose(setting, QString::number(value)); });
    return box;
}

QWidget* SettingsWindow::makeSwitch(const Setting& setting) {
    auto* box = new QCheckBox;
    box->setChecked(model::settingIsOn(m_progress, setting.name));
    connect(box, &QCheckBox::toggled, this, [this, &setting](bool on) { choose(setting, on ? "on" : "off"); });
    return box;
}

QWidget* SettingsWindow::makeText(const Setting& setting) {
    auto* line = new QLineEdit(model::settingValue(m_progress, setting.name));
    line->setFixedWidth(controlWidth);
    line->setClearButtonEnabled(true);
    connect(line, &QLineEdit::textChanged, this, [this, &setting](const QString& text) { choose(setting, text.trimmed()); });
    return line;
}

QWidget* SettingsWindow::makeFolder(const Setting& setting) {
    auto* box = new QWidget;
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(8);
    auto* line = new QLineEdit;
    const auto show = [this, line, &setting] {
        const QString chosen = model::settingValue(m_progress, setting.name);
        line->setText(QDir::toNativeSeparators(chosen.isEmpty() ? QDir::homePath() + QStringLiteral("/assay") : chosen));
    };
    show();
    line->setReadOnly(true);
    line->setAccessibleName(settingText(setting.title));
    auto* pick = new QPushButton(tr("Choose…"));
    auto* standard = new QPushButton(tr("Default"));
    for (auto* button : {pick, standard}) button->setAutoDefault(false);
    const auto take = [this, show, &setting](const QString& folder) {
        choose(setting, folder);
        show();
    };
    connect(pick, &QPushButton::clicked, this, [this, line, take] {
        const QString begin = QDir(line->text()).exists() ? line->text() : QDir::homePath();
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for your files"), begin);
        if (!folder.isEmpty()) take(folder);
    });
    connect(standard, &QPushButton::clicked, this, [take] { take({}); });
    layout->addWidget(line, 1);
    layout->addWidget(pick);
    layout->addWidget(standard);
    return box;
}

QWidget* SettingsWindow::makeMenuEntry() {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto* menu = new QCheckBox(tr("Show Assay in the applications menu"));
    menu->setObjectName("menuEntry");
    menu->setChecked(m_menu.has());
    QLabel* help = words(tr("For you alone. Links that begin with assay:// and packed courses, *.assay, then open with it."));
    QLabel* note = words({}, "note");
    note->hide();
    menu->setAccessibleDescription(help->text());
    connect(menu, &QCheckBox::clicked, this, [this, menu, note](bool on) {
        const QString trouble = m_menu.put(on);
        menu->setChecked(m_menu.has());
        note->setText(trouble);
        note->setVisible(!trouble.isEmpty());
    });
    layout->addWidget(menu);
    layout->addWidget(help);
    layout->addWidget(note);
    return box;
}

QWidget* SettingsWindow::makeData() {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(words(tr("Attempts, drafts, notes, progress and settings as one file, for another computer or as a "
                               "copy. What is imported is added to what is here; nothing is replaced.")));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* out = new QPushButton(tr("Export…"));
    auto* in = new QPushButton(tr("Import…"));
    for (auto* button : {out, in}) button->setAutoDefault(false);
    const QString kinds = tr("Assay's data (*.json)");
    connect(out, &QPushButton::clicked, this, [this, kinds] {
        const QString name = QDir::home().filePath("assay-" + QDate::currentDate().toString(Qt::ISODate) + ".json");
        const QString file = QFileDialog::getSaveFileName(this, tr("Export"), name, kinds);
        if (!file.isEmpty()) exportTo(file);
    });
    connect(in, &QPushButton::clicked, this, [this, kinds] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Import"), QDir::homePath(), kinds);
        if (!file.isEmpty()) importFrom(file);
    });
    row->addWidget(out);
    row->addWidget(in);
    row->addStretch();
    layout->addLayout(row);
    layout->addWidget(m_dataNote);
    m_dataNote->hide();
    return box;
}

void SettingsWindow::exportTo(const QString& file) {
    const auto done = m_progress.exportTo(model::toPath(file));
    m_dataNote->setText(done ? tr("Written to %1.").arg(file) : model::sentence(done.error()));
    m_dataNote->show();
}

void SettingsWindow::importFrom(const QString& file) {
    const auto done = m_progress.importFrom(model::toPath(file));
    m_dataNote->setText(done ? tr("%n attempt(s) added.", nullptr, done->attempts) + ' ' +
                                   tr("%n draft(s) added.", nullptr, done->drafts) + ' ' +
                                   tr("%n attempt(s) were here already.", nullptr, done->known)
                             : tr("Nothing was changed.") + ' ' + model::sentence(done.error()));
    m_dataNote->show();
}

void SettingsWindow::showLanguageNote() {
    const QString chosen = model::languageFor(model::settingValue(m_progress, "language"));
    m_languageNote->setText(tr("The window changes its language when Assay is started again."));
    m_languageNote->setVisible(chosen != m_language);
}

}  // namespace assay::ui
