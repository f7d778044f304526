// Role: one sentence with what can be done about it, across the top of a pane; there only while there is something to say.
#pragma once

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace assay::ui {

class NoticeBar : public QWidget {
    Q_OBJECT
  public:
    explicit NoticeBar(QWidget* parent = nullptr);
    QPushButton* addButton(const QString& text);
    void say(const QString& sentence);  // nothing: it goes

  private:
    QHBoxLayout* m_row;
    QLabel* m_sentence;
};

}  // namespace assay::ui
