#include "app/ui/faults_pane.h"

#include <QVBoxLayout>
#include <algorithm>

namespace assay::ui {

namespace {

constexpr int mostRows = 6;  // to be seen at once; more are scrolled to

}  // namespace

FaultsPane::FaultsPane(QWidget* parent) : QWidget(parent), m_title(new QLabel(this)), m_list(new QListWidget(this)) {
    setObjectName("faultsPane");
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_list);
    m_title->setObjectName("group");
    m_list->setAccessibleName(tr("Faults of the course"));
    m_list->setWordWrap(true);
    m_list->setUniformItemSizes(false);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const auto open = [this](const QListWidgetItem* row) {
        const QString file = row->data(Qt::UserRole).toString();
        if (!file.isEmpty()) emit openRequested(file, row->data(Qt::UserRole + 1).toInt());
    };
    connect(m_list, &QListWidget::itemClicked, this, open);
    connect(m_list, &QListWidget::itemActivated, this, open);
    hide();
}

void FaultsPane::show(const QList<CourseFault>& faults) {
    m_list->clear();
    const auto grave = std::count_if(faults.begin(), faults.end(), [](const auto& fault) { return !fault.advice; });
    const int others = static_cast<int>(faults.size() - grave);
    QStringList title;
    if (grave > 0) title.append(tr("%n fault(s)", nullptr, static_cast<int>(grave)));
    if (others > 0) title.append(tr("%n piece(s) of advice", nullptr, others));
    m_title->setText(title.join(QStringLiteral(" · ")));
    for (const auto& fault : faults) {
        auto* row = new QListWidgetItem((fault.advice ? QStringLiteral("○  ") : QStringLiteral("✕  ")) + fault.words, m_list);
        row->setData(Qt::UserRole, fault.file);
        row->setData(Qt::UserRole + 1, fault.line);
        if (!fault.file.isEmpty()) row->setToolTip(tr("Open %1").arg(fault.file));
    }
    const int height = m_list->sizeHintForRow(0) * std::min<int>(mostRows, static_cast<int>(faults.size()));
    m_list->setFixedHeight(std::max(0, height) + 2 * m_list->frameWidth());
    setVisible(!faults.isEmpty());
}

}  // namespace assay::ui
