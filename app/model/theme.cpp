#include "app/model/theme.h"

#include <QFile>
#include <QJsonDocument>
#include <algorithm>

#include "app/model/convert.h"

namespace assay::model {

base::Result<ThemeTokens> ThemeTokens::read(const QString& file) {
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly)) {
        return base::fail(base::ErrorCode::NotFound, "the pages of the app are not there: " + utf8(file),
                          "build the project again, or set ASSAY_WEB to the folder that holds theme.json");
    }
    const QJsonObject root = QJsonDocument::fromJson(source.readAll()).object();
    ThemeTokens tokens;
    const QJsonObject themes = root["themes"].toObject();
    for (auto theme = themes.begin(); theme != themes.end(); ++theme) {
        const QJsonObject colors = theme->toObject();
        for (auto color = colors.begin(); color != colors.end(); ++color)
            tokens.m_colors[theme.key()][color.key()] = QColor(color->toString());
    }
    for (const QString group : {"size", "font", "motion", "space", "radius"}) {
        const QJsonObject numbers = root[group].toObject();
        for (auto number = numbers.begin(); number != numbers.end(); ++number)
            if (number->isDouble()) tokens.m_numbers[group + '/' + number.key()] = number->toDouble();
    }
    for (const QString& name : Theme::names()) {
        if (!tokens.holds(name))
            return base::fail(base::ErrorCode::InvalidContent, "no theme '" + utf8(name) + "' in " + utf8(file));
    }
    return tokens;
}

QColor ThemeTokens::color(const QString& theme, const QString& token) const {
    return m_colors.value(theme).value(token, QColor(Qt::magenta));
}

int ThemeTokens::number(const QString& group, const QString& token, int fallback) const {
    return static_cast<int>(m_numbers.value(group + '/' + token, fallback));
}

Theme::Theme(ThemeTokens tokens, ProgressModel& progress, const QString& language, QObject* parent)
    : QObject(parent), m_tokens(std::move(tokens)), m_progress(progress), m_language(language) {
    m_choice = progress.setting("theme", "auto");
    if (!names().contains(m_choice)) m_choice = "auto";
    m_zoom = std::clamp(progress.setting("zoom", "1").toDouble(), 0.5, 3.0);
}

QString Theme::name() const {
    if (m_choice != "auto") return m_choice;
    if (m_desktop.contrast) return QStringLiteral("contrast");
    return m_desktop.dark ? QStringLiteral("dark") : QStringLiteral("light");
}

void Theme::choose(const QString& choice) {
    if (choice == m_choice || (choice != "auto" && !names().contains(choice))) return;
    m_choice = choice;
    m_progress.setSetting("theme", choice);
    emit changed();
}

void Theme::setDesktop(const DesktopLook& look) {
    if (look == m_desktop) return;
    m_desktop = look;
    emit changed();
}

QJsonObject Theme::appearance() const {
    return {{"theme", name()},
            {"lang", m_language},
            {"reducedMotion", m_desktop.reducedMotion},
            {"codeSize", m_tokens.number("size", "code", 14)}};
}

QString Theme::query() const { return "theme=" + name() + "&lang=" + m_language; }

void Theme::setZoom(double factor) {
    factor = std::clamp(factor, 0.5, 3.0);
    if (qFuzzyCompare(factor, m_zoom)) return;
    m_zoom = factor;
    m_progress.setSetting("zoom", QString::number(factor));
    emit zoomChanged(factor);
}

}  // namespace assay::model
