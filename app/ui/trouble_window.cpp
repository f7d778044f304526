#include "app/ui/trouble_window.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace assay::ui {

namespace {

QLabel* paragraph(const QString& text, const char* name = nullptr) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);  // sentences may quote a course file
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    if (name != nullptr) label->setObjectName(name);
    return label;
}

}  // namespace

TroubleWindow::TroubleWindow(const model::Trouble& trouble, const QStringList& faults, QWidget* parent)
    : QWidget(parent) {
    setObjectName("window");
    setWindowTitle(tr("Assay"));
    resize(720, faults.isEmpty() ? 320 : 560);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 32, 32, 24);
    layout->setSpacing(12);
    layout->addWidget(paragraph(trouble.what, "title"));
    if (!trouble.safe.isEmpty()) layout->addWidget(paragraph(trouble.safe, "safe"));
    if (!trouble.todo.isEmpty()) layout->addWidget(paragraph(trouble.todo));
    if (!faults.isEmpty()) {
        auto* scroll = new QScrollArea;
        auto* list = paragraph(faults.join("\n\n"), "faults");
        list->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        list->setAccessibleName(tr("Faults"));
        scroll->setWidget(list);
        scroll->setWidgetResizable(true);
        scroll->setAccessibleName(list->accessibleName());
        layout->addWidget(scroll, 1);
    } else {
        layout->addStretch();
    }
    auto* row = new QHBoxLayout;
    row->addStretch();
    auto* copy = new QPushButton(tr("Copy"));
    const QString all = QStringList{trouble.what, trouble.todo, faults.join('\n')}.join('\n');
    connect(copy, &QPushButton::clicked, this, [all] { QGuiApplication::clipboard()->setText(all); });
    auto* close = new QPushButton(tr("Close"));
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QWidget::close);
    row->addWidget(copy);
    row->addWidget(close);
    layout->addLayout(row);
}

}  // namespace assay::ui
