// Role: the one browser profile of the app. Off the record (nothing on disk), with the scheme handler and the gate that
// lets nothing but assay: pass; downloads are refused.
// Ownership: must outlive every page that uses it. Threads: the GUI thread.
#pragma once

#include <QWebEngineProfile>
#include <QWebEngineUrlRequestInterceptor>

#include "app/web/scheme.h"

namespace assay::web {

// Blocks every request that is not for our own scheme, and those whose first party is not ours.
class RequestGate : public QWebEngineUrlRequestInterceptor {
    Q_OBJECT
  public:
    explicit RequestGate(QObject* parent = nullptr) : QWebEngineUrlRequestInterceptor(parent) {}
    void interceptRequest(QWebEngineUrlRequestInfo& info) override;

  signals:
    void blocked(const QUrl& url);
};

class Profile : public QWebEngineProfile {
    Q_OBJECT
  public:
    explicit Profile(Shelf shelf, QObject* parent = nullptr);
    RequestGate& gate() { return m_gate; }

  private:
    RequestGate m_gate;
    SchemeHandler m_handler;
};

}  // namespace assay::web
