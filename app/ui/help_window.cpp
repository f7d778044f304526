#include "app/ui/help_window.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/ui/shortcuts.h"

namespace assay::ui {

namespace {

QLabel* named(const QString& text, const char* name) {
    auto* label = new QLabel(text);
    label->setObjectName(name);
    return label;
}

QWidget* keysTable() {
    auto* table = new QWidget;
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 16, 0);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(6);
    QString group;
    int row = 0;
    for (const Shortcut& each : shortcuts()) {
        if (each.keysText().isEmpty()) continue;
        if (each.groupText() != group) {
            group = each.groupText();
            if (row > 0) grid->setRowMinimumHeight(row++, 10);
            grid->addWidget(named(group, "group"), row++, 0, 1, 2);
        }
        auto* meaning = new QLabel(each.meaningText());
        meaning->setWordWrap(true);
        grid->addWidget(meaning, row, 0);
        grid->addWidget(named(each.keysText(), "keys"), row++, 1, Qt::AlignLeft);
    }
    grid->setColumnStretch(0, 1);
    grid->setRowStretch(row, 1);
    return table;
}

}  // namespace

HelpWindow::HelpWindow(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Keys and help"));
    resize(560, 720);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(named(tr("Keys and help"), "title"));
    auto* words = new QLabel(tr("Everything you type is saved as you type. Check grades your work in a sandbox on this "
                                "computer; nothing leaves it. In the editor, Tab indents: press Escape, then Tab, to "
                                "leave it."));
    words->setWordWrap(true);
    layout->addWidget(words);
    auto* scroll = new QScrollArea;
    scroll->setWidget(keysTable());
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Keys"));
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(scroll, 1);
    auto* buttons = new QDialogButtonBox;
    auto* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

}  // namespace assay::ui
