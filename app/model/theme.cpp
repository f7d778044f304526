#include "app/model/theme.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <algorithm>

#include "app/model/convert.h"
#include "app/model/settings.h"

namespace assay::model {

base::Result<ThemeTokens> ThemeTokens::read(const QString& file) {
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly)) {
        return base::fail(base::ErrorCode::NotFound, "the pages of the app are not there: " + utf8(file),
                          "build the project again, or set ASSAY_WEB to the folder that holds theme.json");
    }
    const QJsonObject root = QJsonDocument::fromJson(source.readAll()).object();
    ThemeTokens tokens;
    tokens.m_folder = QFileInfo(file).absolutePath();
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

QString ThemeTokens::picture(const QString& theme, const QString& name) const {
    return m_folder + "/controls/" + theme + '-' + name + ".svg";
}

int ThemeTokens::number(const QString& group, const QString& token, int fallback) const {
    return static_cast<int>(m_numbers.value(group + '/' + token, fallback));
}

Theme::Theme(ThemeTokens tokens, ProgressModel& progress, const QString& language, QObject* parent)
    : QObject(parent), m_tokens(std::move(tokens)), m_progress(progress), m_language(language) {
    connect(&progress, &ProgressModel::settingChanged, this, [this](const QString& setting) {
        if (setting == "theme" || setting == "text.size" || setting == "code.size") emit changed();
    });
    m_zoom = std::clamp(progress.setting("zoom", "1").toDouble(), 0.5, 3.0);
}

QString Theme::name() const {
    if (const QString chosen = choice(); chosen != "auto") return chosen;
    if (m_desktop.contrast) return QStringLiteral("contrast");
    return m_desktop.dark ? QStringLiteral("dark") : QStringLiteral("light");
}

QString Theme::choice() const { return settingValue(m_progress, "theme"); }

void Theme::choose(const QString& choice) { model::choose(m_progress, "theme", choice); }

void Theme::setDesktop(const DesktopLook& look) {
    if (look == m_desktop) return;
    m_desktop = look;
    emit changed();
}

QJsonObject Theme::appearance() const {
    return {{"theme", name()},
            {"lang", m_language},
            {"reducedMotion", m_desktop.reducedMotion},
            {"textSize", settingNumber(m_progress, "text.size")},
            {"codeSize", settingNumber(m_progress, "code.size")}};
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
