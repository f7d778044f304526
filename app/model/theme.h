// Role: which of the three themes is on, and its tokens. Reads theme.json, which the build makes from
// resources/theme/tokens.json: no colour or size is written anywhere else.
// Threads: the GUI thread.
#pragma once

#include <QColor>
#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

#include "app/model/progress_model.h"

namespace assay::model {

// What the desktop asks for; found by ui/desktop_look.
struct DesktopLook {
    bool dark = false, contrast = false, reducedMotion = false;
    bool operator==(const DesktopLook&) const = default;
};

class ThemeTokens {
  public:
    // InvalidContent where the file is not what the build makes.
    static base::Result<ThemeTokens> read(const QString& file);
    QColor color(const QString& theme, const QString& token) const;  // magenta where there is none: it is seen in tests
    int number(const QString& group, const QString& token, int fallback) const;
    bool holds(const QString& theme) const { return m_colors.contains(theme); }
    // The file of a control's picture: "down", "up", "check", "tick".
    QString picture(const QString& theme, const QString& name) const;

  private:
    QString m_folder;
    QHash<QString, QHash<QString, QColor>> m_colors;
    QHash<QString, double> m_numbers;  // "size/radius"
};

class Theme : public QObject {
    Q_OBJECT
  public:
    Theme(ThemeTokens tokens, ProgressModel& progress, const QString& language, QObject* parent = nullptr);

    static QStringList names() { return {"light", "dark", "contrast"}; }
    QString name() const;      // of the theme that is on
    QString choice() const;                 // "auto" or a name
    void choose(const QString& choice);          // kept; others than these are passed over
    void setDesktop(const DesktopLook& look);
    bool reducedMotion() const { return m_desktop.reducedMotion; }
    QString language() const { return m_language; }

    QColor color(const QString& token) const { return m_tokens.color(name(), token); }
    const ThemeTokens& tokens() const { return m_tokens; }
    QJsonObject appearance() const;  // CHANNEL.md
    QString query() const;           // "theme=dark&lang=en"

    double zoom() const { return m_zoom; }
    void setZoom(double factor);  // 0.5 … 3, kept

  signals:
    void changed();
    void zoomChanged(double factor);

  private:
    ThemeTokens m_tokens;
    ProgressModel& m_progress;
    QString m_language;
    DesktopLook m_desktop;
    double m_zoom = 1;
};

}  // namespace assay::model
