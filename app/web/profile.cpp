#include "app/web/profile.h"

#include <QWebEngineCookieStore>
#include <QWebEngineDownloadRequest>
#include <QWebEngineSettings>

namespace assay::web {

void RequestGate::interceptRequest(QWebEngineUrlRequestInfo& info) {
    const QUrl url = info.requestUrl();
    if (url.scheme() == "assay") return;
    // The engine's own inspector, which exists only where a test opened the port.
    if (url.scheme() == "devtools") return;
    info.block(true);
    emit blocked(url);
}

Profile::Profile(Shelf shelf, QObject* parent) : QWebEngineProfile(parent), m_handler(std::move(shelf)) {
    setUrlRequestInterceptor(&m_gate);
    installUrlSchemeHandler("assay", &m_handler);
    setHttpCacheType(QWebEngineProfile::NoCache);
    setPersistentCookiesPolicy(QWebEngineProfile::NoPersistentCookies);
    setSpellCheckEnabled(false);
    cookieStore()->setCookieFilter([](const QWebEngineCookieStore::FilterRequest&) { return false; });
    connect(this, &QWebEngineProfile::downloadRequested, this,
            [](QWebEngineDownloadRequest* request) { request->cancel(); });
    QWebEngineSettings& to = *settings();
    using Attribute = QWebEngineSettings::WebAttribute;
    for (const Attribute off :
         {Attribute::JavascriptCanOpenWindows, Attribute::JavascriptCanAccessClipboard, Attribute::JavascriptCanPaste,
          Attribute::LocalStorageEnabled, Attribute::LocalContentCanAccessRemoteUrls,
          Attribute::LocalContentCanAccessFileUrls, Attribute::HyperlinkAuditingEnabled, Attribute::ErrorPageEnabled,
          Attribute::PluginsEnabled, Attribute::FullScreenSupportEnabled, Attribute::ScreenCaptureEnabled,
          Attribute::WebGLEnabled, Attribute::AutoLoadIconsForPage, Attribute::AllowRunningInsecureContent,
          Attribute::AllowGeolocationOnInsecureOrigins, Attribute::PdfViewerEnabled, Attribute::DnsPrefetchEnabled,
          Attribute::NavigateOnDropEnabled, Attribute::AllowWindowActivationFromJavaScript}) {
        to.setAttribute(off, false);
    }
    to.setAttribute(Attribute::WebRTCPublicInterfacesOnly, true);
    to.setAttribute(Attribute::PlaybackRequiresUserGesture, true);
    to.setAttribute(Attribute::ShowScrollBars, true);
    to.setUnknownUrlSchemePolicy(QWebEngineSettings::DisallowUnknownUrlSchemes);
}

}  // namespace assay::web
