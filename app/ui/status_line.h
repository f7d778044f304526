// Role: the quiet line below: is my work saved, what does the sandbox enforce, which Go, what is being prepared.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QTimer>
#include <QWidget>

namespace assay::ui {

class StatusLine : public QWidget {
    Q_OBJECT
  public:
    explicit StatusLine(QWidget* parent = nullptr);
    void setSaved(bool saved);
    void setTrouble(const QString& sentence);  // instead of "Saved", until it is empty again
    void setSandbox(const QString& words, const QString& details, bool good);
    void setLanguage(const QString& version);
    void setPreparing(const QString& text, int done, int total);  // total 0: nothing is being prepared
    void say(const QString& sentence);       // for some seconds, and to a screen reader
    void announce(const QString& sentence);  // to a screen reader

  private:
    void show(QLabel& label, const QString& text, bool good = true);

    QLabel *m_saved, *m_sandbox, *m_language, *m_preparing, *m_spoken, *m_said;
    QProgressBar* m_bar;
    QTimer m_silence;
    QString m_trouble;
    bool m_isSaved = true;
};

}  // namespace assay::ui
