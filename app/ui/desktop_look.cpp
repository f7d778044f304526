#include "app/ui/desktop_look.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusReply>
#include <QDBusVariant>

namespace assay::ui {

namespace {

constexpr const char* portal = "org.freedesktop.portal.Desktop";
constexpr const char* portalPath = "/org/freedesktop/portal/desktop";
constexpr const char* portalSettings = "org.freedesktop.portal.Settings";
constexpr const char* appearance = "org.freedesktop.appearance";
constexpr const char* gnome = "org.gnome.desktop.interface";
constexpr int briefly = 150;  // ms that an answer may take before the window is there

QVariant unwrapped(QVariant value) {
    while (value.userType() == qMetaTypeId<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
    return value;
}

bool hasBus() { return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"); }

}  // namespace

DesktopLook::DesktopLook(const QPalette& began, QObject* parent) : QObject(parent) {
    m_look.dark = began.color(QPalette::Window).lightness() < began.color(QPalette::WindowText).lightness();
    if (!hasBus()) return;
    QDBusConnection::sessionBus().connect(portal, portalPath, portalSettings, "SettingChanged", this,
                                          SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask(appearance, "color-scheme");
    ask(appearance, "contrast");
    ask(gnome, "enable-animations");
}

void DesktopLook::ask(const QString& space, const QString& key) {
    QDBusMessage call = QDBusMessage::createMethodCall(portal, portalPath, portalSettings, "Read");
    call << space << key;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, space, key](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<QVariant> reply = *done;
        if (reply.isValid()) take(space, key, reply.value());
        done->deleteLater();
    });
}

void DesktopLook::settingChanged(const QString& space, const QString& key, const QDBusVariant& value) {
    take(space, key, value.variant());
}

void DesktopLook::take(const QString& space, const QString& key, const QVariant& wrapped) {
    const QVariant value = unwrapped(wrapped);
    model::DesktopLook look = m_look;
    if (space == appearance && key == "color-scheme" && value.toUInt() != 0) look.dark = value.toUInt() == 1;
    if (space == appearance && key == "contrast") look.contrast = value.toUInt() == 1;
    if (space == gnome && key == "enable-animations") look.reducedMotion = !value.toBool();
    if (look == m_look) return;
    m_look = look;
    emit changed(m_look);
}

bool assistiveTechnologyIsOn(int& argc, char** argv) {
    if (qEnvironmentVariableIsSet("QT_LINUX_ACCESSIBILITY_ALWAYS_ON")) return true;
    if (!hasBus()) return false;
    const QCoreApplication forTheBus(argc, argv);
    QDBusMessage call = QDBusMessage::createMethodCall("org.a11y.Bus", "/org/a11y/bus",
                                                       "org.freedesktop.DBus.Properties", "Get");
    call << "org.a11y.Status" << "ScreenReaderEnabled";
    const QDBusReply<QVariant> reply = QDBusConnection::sessionBus().call(call, QDBus::Block, briefly);
    return reply.isValid() && unwrapped(reply.value()).toBool();
}

}  // namespace assay::ui
