// Role: one web page of the app and the view that shows it. The page navigates nowhere but to itself, opens no window,
// asks nothing and is given nothing; its one way out is the object on its channel.
// Ownership: the view owns its page; the profile must outlive both. Threads: the GUI thread.
#pragma once

#include <QWebChannel>
#include <QWebEnginePage>
#include <QWebEngineView>

#include "app/model/theme.h"
#include "app/web/bridge.h"
#include "app/web/profile.h"

namespace assay::web {

class Page : public QWebEnginePage {
    Q_OBJECT
  public:
    Page(const QString& name, Profile& profile, Bridge& bridge, QObject* parent = nullptr);
    void start(const QString& query);  // loads assay://app/NAME.html?query

  signals:
    void refused(const QUrl& url);       // a navigation
    void said(const QString& sentence);  // for the log: console, faults

  protected:
    bool acceptNavigationRequest(const QUrl& url, NavigationType type, bool isMainFrame) override;
    QWebEnginePage* createWindow(WebWindowType) override { return nullptr; }
    QStringList chooseFiles(FileSelectionMode, const QStringList&, const QStringList&) override { return {}; }
    void javaScriptAlert(const QUrl&, const QString&) override {}
    bool javaScriptConfirm(const QUrl&, const QString&) override { return false; }
    bool javaScriptPrompt(const QUrl&, const QString&, const QString&, QString*) override { return false; }
    void javaScriptConsoleMessage(JavaScriptConsoleMessageLevel level, const QString& message, int line,
                                  const QString& source) override;

  private:
    void refuseWishes();

    QString m_name;
    QWebChannel m_channel;
};

// Shows a page, follows theme and zoom, comes back after its renderer died.
class View : public QWebEngineView {
    Q_OBJECT
  public:
    View(const QString& name, Profile& profile, Bridge& bridge, const model::Theme& theme, QWidget* parent = nullptr);
    ~View() override;
    bool hasKeyboard() const;
    // Behind the keys that the page was sent: a key that no keyboard here has. False where the page has not got the keyboard.
    bool sendMarker();
    void start();  // at the first time it is needed; later calls do nothing
    Page& page() { return *m_page; }

  signals:
    void rendererDied(int times);

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void childEvent(QChildEvent* event) override;

  private:
    void reloadAfterDeath();
    void addKey(QMenu& menu, const QString& text, int key, Qt::KeyboardModifiers with);

    const model::Theme& m_theme;
    Page* m_page;
    bool m_started = false;
    int m_deaths = 0;
};

}  // namespace assay::web
