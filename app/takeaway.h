// Role: what a learner takes out of the window: the page in the centre on paper, as PDF or Markdown, the results as Markdown.
// Ownership: borrows the app. Threads: the GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <memory>

class QPrinter;

namespace assay::app {

class Assembly;

class Takeaway : public QObject {
    Q_OBJECT
  public:
    explicit Takeaway(Assembly& app);
    ~Takeaway() override;
    void askForPdf();                      // asks where to
    void savePdf(const QString& file);     // in the light theme, whatever the window has; says how it went
    void askForPrinter();                  // the desktop's print dialog
    void print(std::unique_ptr<QPrinter> printer);
    void copyLesson();
    void copyResults();

  private:
    bool mayPrint() const;  // or says why not
    Assembly& m_app;
    std::unique_ptr<QPrinter> m_printer;  // while it prints
};

}  // namespace assay::app
