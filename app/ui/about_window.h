// Role: what runs here: versions, and what locks in a learner's program on this machine. All of it can be copied.
// Ownership: deletes itself when it is closed. Threads: the GUI thread.
#pragma once

#include <QDialog>
#include <QGridLayout>
#include <QList>

namespace assay::ui {

struct AboutLine {
    QString name, value;
};

class AboutWindow : public QDialog {
    Q_OBJECT
  public:
    // `isolation`: a line each, "✓ network namespace: …"; empty where it has not been looked at yet.
    AboutWindow(const QList<AboutLine>& versions, const QString& isolation, QWidget* parent = nullptr);
    void setVersion(const QString& name, const QString& value);  // one that was asked for meanwhile
    QString text() const;                                        // what Copy copies

  private:
    QList<AboutLine> m_lines;
    QString m_isolation;
    QGridLayout* m_grid;
};

}  // namespace assay::ui
