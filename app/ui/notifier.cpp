#include "app/ui/notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include "app/model/settings.h"

namespace assay::ui {

Notifier::Notifier(const model::ProgressModel& progress, QWidget& window) : QObject(&window), m_progress(progress), m_window(window) {}

bool Notifier::tell(const QString& title, const QString& text) {
    if (!model::settingIsOn(m_progress, "notify") || m_window.isActiveWindow()) return false;
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")) return true;
    const QString service = QStringLiteral("org.freedesktop.Notifications");
    QDBusMessage call = QDBusMessage::createMethodCall(service, QStringLiteral("/org/freedesktop/Notifications"), service,
                                                       QStringLiteral("Notify"));
    // name, replaces, icon, summary, body (as text: it may quote a program), actions, hints, time out
    call << QStringLiteral("Assay") << m_last << QStringLiteral("assay") << title << text.toHtmlEscaped() << QStringList() << QVariantMap() << -1;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<uint> reply = *done;
        if (reply.isValid()) m_last = reply.value();
        done->deleteLater();
    });
    return true;
}

}  // namespace assay::ui
