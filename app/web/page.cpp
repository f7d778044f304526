#include "app/web/page.h"

#include <QApplication>
#include <QChildEvent>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QTimer>
#include <QWebEngineCertificateError>
#include <QWebEngineContextMenuRequest>
#include <QWebEngineFullScreenRequest>
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
#include <QWebEnginePermission>
#else
#include <QWebEngineQuotaRequest>
#endif
#include <QWebEngineRegisterProtocolHandlerRequest>

namespace assay::web {

namespace {

constexpr int mostReloads = 5;       // a page that kills its renderer at once must not keep us busy for ever
constexpr int forgetDeathsMs = 60'000;

}  // namespace

Page::Page(const QString& name, Profile& profile, Bridge& bridge, QObject* parent)
    : QWebEnginePage(&profile, parent), m_name(name) {
    m_channel.registerObject(name, &bridge);
    setWebChannel(&m_channel);
    refuseWishes();
}

void Page::start(const QString& query) { setUrl(QUrl("assay://app/" + m_name + ".html?" + query)); }

void Page::refuseWishes() {
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    connect(this, &QWebEnginePage::permissionRequested, this, [](QWebEnginePermission wish) { wish.deny(); });
#else
    connect(this, &QWebEnginePage::featurePermissionRequested, this, [this](const QUrl& origin, Feature feature) {
        setFeaturePermission(origin, feature, PermissionDeniedByUser);
    });
    connect(this, &QWebEnginePage::quotaRequested, this, [](QWebEngineQuotaRequest request) { request.reject(); });
#endif
    connect(this, &QWebEnginePage::fullScreenRequested, this,
            [](QWebEngineFullScreenRequest request) { request.reject(); });
    connect(this, &QWebEnginePage::registerProtocolHandlerRequested, this,
            [](QWebEngineRegisterProtocolHandlerRequest request) { request.reject(); });
    connect(this, &QWebEnginePage::certificateError, this,
            [](QWebEngineCertificateError error) { error.rejectCertificate(); });
}

bool Page::acceptNavigationRequest(const QUrl& url, NavigationType, bool isMainFrame) {
    const bool ours = url.scheme() == "assay" && url.host() == "app" && url.path() == '/' + m_name + ".html";
    if (isMainFrame && ours) return true;
    emit refused(url);
    return false;
}

void Page::javaScriptConsoleMessage(JavaScriptConsoleMessageLevel level, const QString& message, int line,
                                    const QString& source) {
    if (level == InfoMessageLevel) return;
    emit said(m_name + " page, " + source.section('/', -1) + ':' + QString::number(line) + ": " + message.left(500));
}

View::View(const QString& name, Profile& profile, Bridge& bridge, const model::Theme& theme, QWidget* parent)
    : QWebEngineView(parent), m_theme(theme), m_page(new Page(name, profile, bridge, this)) {
    setPage(m_page);
    bridge.sendMarker = [this] { return sendMarker(); };
    setAcceptDrops(false);
    const auto look = [this, &bridge] {
        m_page->setBackgroundColor(m_theme.color("bg"));
        bridge.setAppearance(m_theme.appearance());
    };
    look();
    connect(&theme, &model::Theme::changed, this, look);
    connect(&theme, &model::Theme::zoomChanged, this, [this](double factor) { setZoomFactor(factor); });
    connect(m_page, &QWebEnginePage::renderProcessTerminated, this, [this] { reloadAfterDeath(); });
    // The engine forgets the factor when it loads.
    connect(m_page, &QWebEnginePage::loadFinished, this, [this] { setZoomFactor(m_theme.zoom()); });
}

View::~View() {
    setPage(nullptr);
    delete m_page;  // before the profile
}

// What is dropped is the window's to take: neither the view nor the engine's own widget in it does.
void View::childEvent(QChildEvent* event) {
    QWebEngineView::childEvent(event);
    if (event->type() != QEvent::ChildPolished && event->type() != QEvent::ChildAdded) return;
    if (auto* widget = qobject_cast<QWidget*>(event->child())) widget->setAcceptDrops(false);
}

void View::start() {
    if (m_started) return;
    m_started = true;
    m_page->start(m_theme.query());
}

bool View::hasKeyboard() const {
    const QWidget* focused = QApplication::focusWidget();
    return focused != nullptr && (focused == this || isAncestorOf(focused));
}

bool View::sendMarker() {
    if (!hasKeyboard()) return false;
    QWidget* target = QApplication::focusWidget();
    for (const auto type : {QEvent::KeyPress, QEvent::KeyRelease}) {
        QKeyEvent key(type, Qt::Key_F24, Qt::NoModifier);
        QCoreApplication::sendEvent(target, &key);
    }
    return true;
}

void View::reloadAfterDeath() {
    if (++m_deaths > mostReloads) return;
    emit rendererDied(m_deaths);
    QTimer::singleShot(0, this, [this] { m_page->start(m_theme.query()); });
    QTimer::singleShot(forgetDeathsMs, this, [this] { m_deaths = 0; });
}

// The page does it as by its key: the editor keeps its own history, of which the engine's "undo" knows nothing.
void View::addKey(QMenu& menu, const QString& text, int key, Qt::KeyboardModifiers with) {
    QAction* entry = menu.addAction(text);
    connect(entry, &QAction::triggered, this, [this, key, with] {
        QWidget* to = focusProxy() != nullptr ? focusProxy() : this;
        for (const auto type : {QEvent::KeyPress, QEvent::KeyRelease})
            QCoreApplication::postEvent(to, new QKeyEvent(type, key, with));
    });
}

void View::contextMenuEvent(QContextMenuEvent* event) {
    // The engine's own menu offers reload, source and saving: of a page of ours only the editing part makes sense.
    const auto* asked = lastContextMenuRequest();
    const bool writable = asked != nullptr && asked->isContentEditable();
    const bool selected = asked != nullptr && !asked->selectedText().isEmpty();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (writable) {
        addKey(*menu, tr("Undo"), Qt::Key_Z, Qt::ControlModifier);
        addKey(*menu, tr("Redo"), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        menu->addSeparator();
    }
    const auto add = [&](QWebEnginePage::WebAction action, const QString& text) {
        connect(menu->addAction(text), &QAction::triggered, m_page, [this, action] { m_page->triggerAction(action); });
    };
    if (writable && selected) add(QWebEnginePage::Cut, tr("Cut"));
    if (selected) add(QWebEnginePage::Copy, tr("Copy"));
    if (writable) add(QWebEnginePage::Paste, tr("Paste"));
    add(QWebEnginePage::SelectAll, tr("Select all"));
    menu->popup(event->globalPos());
}

}  // namespace assay::web
