// Role: what the desktop asks for: dark, high contrast, less motion. From the settings portal
// (org.freedesktop.portal.Settings, the freedesktop appearance namespace) where there is one, else from the palette that Qt
// began with. Never waits: the answers come as signals.
// Threads: the GUI thread.
#pragma once

#include <QObject>
#include <QPalette>
#include <QVariant>

#include "app/model/theme.h"

class QDBusPendingCallWatcher;
class QDBusVariant;

namespace assay::ui {

class DesktopLook : public QObject {
    Q_OBJECT
  public:
    // `began`: the application's palette before the app changed it.
    explicit DesktopLook(const QPalette& began, QObject* parent = nullptr);
    const model::DesktopLook& look() const { return m_look; }

  signals:
    void changed(const assay::model::DesktopLook& look);

  private slots:
    void settingChanged(const QString& space, const QString& key, const QDBusVariant& value);

  private:
    void ask(const QString& space, const QString& key);
    void take(const QString& space, const QString& key, const QVariant& value);

    model::DesktopLook m_look;
};

// Is a screen reader or another assistive technology on? Asks the accessibility bus once, briefly; before QApplication.
bool assistiveTechnologyIsOn(int& argc, char** argv);

}  // namespace assay::ui
