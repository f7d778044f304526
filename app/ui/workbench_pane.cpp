#include "app/ui/workbench_pane.h"

#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QVBoxLayout>

namespace assay::ui {

namespace {

constexpr qint64 largestDrop = 1 << 20;  // a submission's own limit

}  // namespace

WorkbenchPane::WorkbenchPane(model::Workbench& workbench, QWidget* editor, QWidget* results, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_versions(new NoticeBar(this)), m_outside(new NoticeBar(this)),
      m_splitter(new QSplitter(Qt::Vertical, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_versions);
    layout->addWidget(m_outside);
    layout->addWidget(m_splitter);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(editor);
    m_splitter->addWidget(results);
    m_splitter->setSizes({600, 400});
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    const auto onButton = [](NoticeBar* bar, const QString& text, const char* name, auto* receiver, auto slot) {
        QPushButton* button = bar->addButton(text);
        button->setObjectName(name);
        connect(button, &QPushButton::clicked, receiver, slot);
    };
    onButton(m_versions, tr("Compare"), "versionCompare", this, &WorkbenchPane::versionsCompared);
    onButton(m_versions, tr("Keep mine"), "versionMine", &workbench, &model::Workbench::keepMine);
    onButton(m_versions, tr("Take the new one"), "versionNew", &workbench, &model::Workbench::takeNew);
    onButton(m_outside, tr("Compare"), "outsideCompare", this, &WorkbenchPane::outsideCompared);
    onButton(m_outside, tr("Keep mine"), "outsideMine", this, &WorkbenchPane::mineKept);
    onButton(m_outside, tr("Take the editor's"), "outsideTheirs", this, &WorkbenchPane::theirsTaken);
    connect(&workbench, &model::Workbench::outsideChanged, this, &WorkbenchPane::showOutside);
    connect(&workbench, &model::Workbench::versionsDiffer, this, &WorkbenchPane::showVersions);
    connect(&workbench, &model::Workbench::refused, this, [this](const QString& sentence) { tell(tr("Nothing was changed"), sentence); });
    connect(&workbench, &model::Workbench::resetAsked, this, &WorkbenchPane::askReset);
}

void WorkbenchPane::showVersions(const QString& mine, const QString& course) {
    m_versions->say(mine.isEmpty() ? QString()
                                   : tr("What you have is for version %1 of this exercise; the course has %2. "
                                        "Whichever you choose, what you wrote is kept.")
                                         .arg(mine, course));
}

void WorkbenchPane::showOutside() {
    QStringList names;
    for (const auto& file : m_workbench.outside()) names.append(QString::fromStdString(file.name));
    m_outside->say(names.isEmpty() ? QString()
                                   : tr("Changed here and in your own editor: %1. Whichever you choose, the other one stays in the history.").arg(names.join(", ")));
}

void WorkbenchPane::tell(const QString& title, const QString& sentence) {
    auto* box = new QMessageBox(QMessageBox::NoIcon, title, sentence, QMessageBox::NoButton, this);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->addButton(tr("Close"), QMessageBox::RejectRole);
    box->open();
}

void WorkbenchPane::askTake(const QString& path) {
    const QString name = QFileInfo(path).fileName();
    if (!m_workbench.isEditable(name)) return tell(name, tr("This exercise has no file %1 that you may change.").arg(name));
    QFile file(path);
    if (file.size() > largestDrop || !file.open(QIODevice::ReadOnly)) return tell(name, tr("%1 could not be read. It has to be a file of at most 1 MiB.").arg(path));
    const QString content = QString::fromUtf8(file.readAll());
    auto* question = new QMessageBox(QMessageBox::NoIcon, name,
                                     tr("Put %1 into the editor, in place of what is there? What you wrote stays in the history.").arg(name),
                                     QMessageBox::NoButton, this);
    question->setObjectName("takeFile");
    question->setTextFormat(Qt::PlainText);
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* take = question->addButton(tr("Put it in"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(tr("Keep what I have"), QMessageBox::RejectRole));
    connect(take, &QPushButton::clicked, &m_workbench, [this, name, content] { m_workbench.takeFile(name, content); });
    question->open();
}

void WorkbenchPane::askReset() {
    auto* question = new QMessageBox(QMessageBox::NoIcon, tr("Reset"),
                                     tr("Put the starter back? What you wrote stays in the history."),
                                     QMessageBox::NoButton, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* reset = question->addButton(tr("Reset"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(tr("Keep what I have"), QMessageBox::RejectRole));
    connect(reset, &QPushButton::clicked, &m_workbench, &model::Workbench::reset);
    question->open();
}

}  // namespace assay::ui
