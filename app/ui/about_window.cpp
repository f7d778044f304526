#include "app/ui/about_window.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace assay::ui {

namespace {

QLabel* plain(const QString& text, const char* name) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

}  // namespace

AboutWindow::AboutWindow(const QList<AboutLine>& versions, const QString& isolation, QWidget* parent)
    : QDialog(parent), m_isolation(isolation), m_grid(new QGridLayout) {
    setObjectName("about");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Assay"));
    resize(560, 560);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(plain(tr("About Assay"), "title"));
    m_grid->setHorizontalSpacing(24);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(1, 1);
    layout->addLayout(m_grid);
    for (const AboutLine& line : versions) setVersion(line.name, line.value);
    layout->addSpacing(8);
    layout->addWidget(plain(tr("What locks in your program here"), "group"));
    auto* scroll = new QScrollArea;
    auto* list = plain(isolation.isEmpty() ? tr("The sandbox has not been looked at yet.") : isolation, "isolation");
    list->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    scroll->setWidget(list);
    scroll->setWidgetResizable(true);
    layout->addWidget(scroll, 1);
    auto* buttons = new QDialogButtonBox;
    auto* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    auto* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    copy->setAutoDefault(false);
    close->setDefault(true);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

void AboutWindow::setVersion(const QString& name, const QString& value) {
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].name != name) continue;
        m_lines[i].value = value;
        static_cast<QLabel*>(m_grid->itemAtPosition(static_cast<int>(i), 1)->widget())->setText(value);
        return;
    }
    const int row = static_cast<int>(m_lines.size());
    m_lines.append({name, value});
    m_grid->addWidget(plain(name, "settingTitle"), row, 0);
    m_grid->addWidget(plain(value, "aboutValue"), row, 1);
}

QString AboutWindow::text() const {
    QStringList lines;
    for (const AboutLine& line : m_lines) lines.append(line.name + ": " + line.value);
    return (lines + QStringList{QString(), m_isolation}).join('\n');
}

}  // namespace assay::ui
