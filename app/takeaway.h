// Role: what a learner takes out of the window: the page in the centre as PDF or Markdown, the results as Markdown.
// Ownership: borrows the app. Threads: the GUI thread.
#pragma once

#include <QObject>
#include <QString>

namespace assay::app {

class Assembly;

class Takeaway : public QObject {
    Q_OBJECT
  public:
    explicit Takeaway(Assembly& app);
    void askForPdf();                      // asks where to
    void savePdf(const QString& file);     // in the light theme, whatever the window has; says how it went
    void copyLesson();
    void copyResults();

  private:
    Assembly& m_app;
};

}  // namespace assay::app
