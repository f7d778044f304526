#include "app/ui/status_line.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QStyle>

namespace assay::ui {

namespace {

constexpr int saidMs = 8000;

}  // namespace

StatusLine::StatusLine(QWidget* parent)
    : QWidget(parent), m_saved(new QLabel(this)), m_sandbox(new QLabel(this)), m_language(new QLabel(this)),
      m_preparing(new QLabel(this)), m_spoken(new QLabel(this)), m_said(new QLabel(this)), m_bar(new QProgressBar(this)) {
    setObjectName("statusLine");
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 4, 16, 4);
    layout->setSpacing(16);
    for (QLabel* label : {m_saved, m_sandbox, m_language}) layout->addWidget(label);
    layout->addStretch();
    layout->addWidget(m_said);
    m_said->setTextFormat(Qt::PlainText);
    m_saved->setTextFormat(Qt::PlainText);
    m_saved->setMinimumWidth(1);  // a long fault is cut off, and whole in the tool tip; the window keeps its width
    m_said->hide();
    m_silence.setSingleShot(true);
    m_silence.setInterval(saidMs);
    connect(&m_silence, &QTimer::timeout, m_said, &QWidget::hide);
    layout->addWidget(m_preparing);
    m_bar->setFixedSize(96, 4);
    m_bar->setTextVisible(false);
    layout->addWidget(m_bar);
    m_spoken->setFixedSize(0, 0);
    m_spoken->setAccessibleName(tr("Last result"));
    setPreparing({}, 0, 0);
    setSaved(true);
}

void StatusLine::show(QLabel& label, const QString& text, bool good) {
    label.setText(text);
    label.setVisible(!text.isEmpty());
    label.setProperty("tone", good ? "" : "bad");
    label.style()->unpolish(&label);
    label.style()->polish(&label);
}

void StatusLine::setSaved(bool saved) {
    m_isSaved = saved;
    if (m_trouble.isEmpty()) show(*m_saved, saved ? tr("Saved") : tr("Saving"));
}

void StatusLine::setTrouble(const QString& sentence) {
    m_trouble = sentence;
    m_saved->setToolTip(sentence);
    if (sentence.isEmpty()) return setSaved(m_isSaved);
    show(*m_saved, tr("Not saved: %1").arg(sentence), false);
    announce(m_saved->text());
}

void StatusLine::setSandbox(const QString& words, const QString& details, bool good) {
    show(*m_sandbox, words, good);
    m_sandbox->setToolTip(details);
}

void StatusLine::setLanguage(const QString& version) { show(*m_language, version); }

void StatusLine::setPreparing(const QString& text, int done, int total) {
    show(*m_preparing, total > 0 ? text : QString());
    m_bar->setVisible(total > 0);
    m_bar->setRange(0, total);
    m_bar->setValue(done);
    m_bar->setAccessibleName(text);
}

void StatusLine::say(const QString& sentence) {
    show(*m_said, sentence);
    m_silence.start();
    announce(sentence);
}

void StatusLine::announce(const QString& sentence) {
    m_spoken->setText(sentence);
    QAccessibleEvent alert(m_spoken, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

}  // namespace assay::ui
