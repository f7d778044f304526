// Role: the real app on a data folder of its own, with a fake judge unless another is given, and ways to use it as a person
// does: keys to the focused page, looking at what a page shows. One at a time in a process.
#pragma once

#include <QTemporaryDir>
#include <QVariant>
#include <memory>

#include "app/assembly.h"
#include "app/support/fake_judge.h"
#include "app/translation.h"

namespace assay::tests {

class AppFixture {
  public:
    AppFixture();
    explicit AppFixture(const QString& dataFolder);  // kept by the caller
    ~AppFixture();

    void start();  // the app, as at its start
    void stop();   // as by its close button
    app::Assembly& app() { return *m_app; }
    FakeJudge& judge() { return *m_fake; }
    void useRealJudge() { m_real = true; }
    void useCourse(const QString& folder) { m_course = folder; }
    void useWorkFolder(const QString& folder) { m_work = folder; }  // for the own editor; else one in the data folder
    const app::Places& places() const { return m_places; }  // of the app that was started
    void speak(const QString& language) { m_language = language; }
    void withoutLanguageServer() { m_withoutServer = true; }
    QString dataFolder() const { return m_data; }

    void open(const QString& kind, const QString& id);  // and waits until its pages show it
    void press(const QString& keys);                    // to whatever has the focus
    void pasteIntoEditor(const QString& text);          // over the whole file
    QVariant js(web::View& view, const QString& expression);
    bool waitFor(web::View& view, const QString& condition, int milliseconds = 15000);
    static bool waitUntil(const std::function<bool()>& condition, int milliseconds = 15000);
    QString text(web::View& view);  // what the page shows
    const QJsonObject& snippetAnswer() const { return m_snippet; }  // the newest

  private:
    std::unique_ptr<QTemporaryDir> m_own;
    QString m_data;
    std::shared_ptr<FakeJudge> m_fake = std::make_shared<FakeJudge>();
    base::SystemClock m_clock;
    base::SystemRandom m_random;
    std::unique_ptr<app::Assembly> m_app;
    QJsonObject m_snippet;
    app::Places m_places;
    QString m_course, m_work, m_language = "en";
    std::unique_ptr<app::Translation> m_texts;
    bool m_real = false, m_withoutServer = false;
};

// QApplication, scheme and environment as the program has them; then the tests. `flags`: more for the web engine.
int runWithPages(int argc, char** argv, const std::function<int()>& tests, const QByteArray& flags = {});

}  // namespace assay::tests
