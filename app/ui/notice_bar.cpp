#include "app/ui/notice_bar.h"

namespace assay::ui {

NoticeBar::NoticeBar(QWidget* parent) : QWidget(parent), m_row(new QHBoxLayout(this)), m_sentence(new QLabel(this)) {
    setObjectName("notice");
    setAttribute(Qt::WA_StyledBackground);
    m_row->setContentsMargins(16, 8, 16, 8);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_row->addWidget(m_sentence, 1);
    hide();
}

QPushButton* NoticeBar::addButton(const QString& text) {
    auto* button = new QPushButton(text, this);
    m_row->addWidget(button);
    return button;
}

void NoticeBar::say(const QString& sentence) {
    m_sentence->setText(sentence);
    setVisible(!sentence.isEmpty());
}

}  // namespace assay::ui
