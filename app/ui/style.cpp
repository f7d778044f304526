#include "app/ui/style.h"

#include <QApplication>
#include <QRegularExpression>
#include <QStyleFactory>
#include <QToolTip>

namespace assay::ui {

namespace {

// "@name" is a colour token, "#name#" a size token in pixels, "~name~" the file of a picture.
const char* const sheet = R"(
QWidget#window, QWidget#centre { background: @bg; color: @ink; }
QWidget#topBar, QWidget#statusLine { background: @surface; }
QWidget#topBar { border-bottom: #hairline# solid @line; }
QWidget#statusLine { border-top: #hairline# solid @line; }
QWidget#statusLine QLabel { color: @muted; font-size: #text-small#; }
QWidget#statusLine QLabel[tone="bad"] { color: @bad; }
QWidget#mapPane { background: @sunken; }
QTreeView { background: @sunken; border: none; outline: none; color: @ink; }
QTreeView::item { border: none; background: transparent; }
QTreeView::branch { background: transparent; border: none; }
QSplitter::handle { background: @line; }
QSplitter::handle:hover { background: @accent; }
QToolButton { border: none; border-radius: #radius#; padding: 6px; color: @ink; background: transparent; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @accent-soft; }
QToolButton:focus { border: #focus-ring# solid @focus; padding: 4px; }
QToolButton:disabled { color: @muted; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton#crumb { padding: 4px 6px; color: @muted; }
QToolButton#crumb:hover { color: @ink; }
QToolButton#crumb:focus { padding: 2px 4px; }
QLabel#crumbHere { color: @ink; font-weight: 600; padding: 4px 6px; }
QLabel#crumbMark { color: @muted; padding: 0; }
QToolButton#percent { color: @muted; }
QPushButton { border: #hairline# solid @line-strong; border-radius: #radius#; padding: 6px 14px; color: @ink;
  background: @surface; min-height: 18px; }
QPushButton:hover { background: @hover; }
QPushButton:default { background: @accent; color: @accent-ink; border-color: @accent; }
QPushButton:default:hover { background: @accent-hover; }
QPushButton:focus { border: #focus-ring# solid @focus; padding: 5px 13px; }
QPushButton:default:focus { border-color: @ink; }
QMenu { background: @surface; color: @ink; border: #hairline# solid @line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 28px; border-radius: #radius#; }
QMenu::item:selected { background: @accent-soft; color: @ink; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; left: 6px; }
QToolTip { background: @surface; color: @ink; border: #hairline# solid @line-strong; padding: 4px 6px; }
QDialog, QMessageBox { background: @bg; color: @ink; }
QWidget#notice { background: @info-soft; border-bottom: #hairline# solid @line; }
QWidget#notice QLabel { color: @ink; }
QProgressBar { background: @line; border: none; border-radius: 2px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line-strong; border-radius: 2px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent;
  width: 0; height: 0; border: none; }
QDialog#quickOpen { background: @surface; border: #hairline# solid @line-strong; }
QLineEdit { background: @surface; color: @ink; border: #hairline# solid @line-strong; border-radius: #radius#;
  padding: 8px 10px; selection-background-color: @selection; selection-color: @ink; }
QLineEdit:focus { border: #focus-ring# solid @focus; padding: 7px 9px; }
QListWidget { background: @surface; border: none; outline: none; }
QListWidget::item { border-radius: #radius#; }
QListWidget::item:hover { background: @hover; }
QListWidget::item:selected { background: @accent-soft; }
QComboBox, QSpinBox { background: @surface; color: @ink; border: #hairline# solid @line-strong; border-radius: #radius#;
  padding: 5px 10px; min-height: 18px; selection-background-color: @accent-soft; selection-color: @ink; }
QComboBox:focus, QSpinBox:focus { border: #focus-ring# solid @focus; padding: 4px 9px; }
QComboBox QAbstractItemView { background: @surface; color: @ink; border: #hairline# solid @line-strong;
  selection-background-color: @accent-soft; selection-color: @ink; outline: none; }
QComboBox::drop-down { border: none; width: 26px; subcontrol-origin: border; subcontrol-position: center right; }
QComboBox::down-arrow { image: ~down~; width: 14px; height: 14px; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: 26px; background: transparent; subcontrol-origin: border; }
QSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button { subcontrol-position: bottom right; }
QSpinBox::up-arrow { image: ~up~; width: 12px; height: 12px; }
QSpinBox::down-arrow { image: ~down~; width: 12px; height: 12px; }
QCheckBox, QRadioButton { spacing: 8px; color: @ink; }
QCheckBox { border: #focus-ring# solid transparent; border-radius: #radius#; padding: 2px; }
QCheckBox:focus { border-color: @focus; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; border: #hairline# solid @line-strong;
  border-radius: 4px; background: @surface; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: ~check~; }
QRadioButton::indicator:checked { border: 5px solid @accent; width: 8px; height: 8px; background: @accent-ink; }
QRadioButton::indicator:focus { border: #focus-ring# solid @focus; width: 14px; height: 14px; }
QRadioButton::indicator:checked:focus { border: 5px solid @focus; width: 8px; height: 8px; background: @ink; }
QMenu::indicator:checked { image: ~tick~; }
QLabel#settingTitle, QLabel#aboutValue, QLabel#isolation { font-size: #text-ui#; }
QDialog#settings QComboBox, QDialog#settings QSpinBox, QDialog#settings QLineEdit, QDialog#settings QRadioButton,
QDialog#settings QPushButton { font-size: #text-ui#; }
QDialog#settings QCheckBox { spacing: 0; font-size: #text-ui#; }
QDialog#settings QCheckBox#menuEntry { spacing: 8px; }
QDialog#settings QLabel#group { color: @ink; font-size: #text-h3#; font-weight: 600; }
QLabel#help, QLabel#note { color: @muted; font-size: #text-small#; }
QLabel#note { color: @ink; background: @info-soft; border-radius: #radius#; padding: 6px 10px; }
QLabel#hitTitle { color: @ink; font-weight: 600; }
QLabel#hitPlace { color: @muted; }
QLabel#title { font-size: #text-h2#; font-weight: 600; }
QLabel#group { color: @muted; font-weight: 600; }
QLabel#keys { background: @sunken; border: #hairline# solid @line; border-radius: 4px; padding: 2px 6px; }
QLabel#faults { background: @surface; border: #hairline# solid @line; border-radius: #radius-card#; padding: 16px; }
QWidget#faultsPane { background: @surface; border-top: #hairline# solid @line; }
QLabel#safe { color: @good; }
)";

}  // namespace

QPalette palette(const model::Theme& theme) {
    using Role = QPalette::ColorRole;
    const std::pair<Role, const char*> roles[] = {
        {Role::Window, "bg"},         {Role::WindowText, "ink"},      {Role::Base, "surface"},
        {Role::AlternateBase, "sunken"}, {Role::Text, "ink"},         {Role::Button, "surface"},
        {Role::ButtonText, "ink"},    {Role::BrightText, "bad"},      {Role::Highlight, "accent"},
        {Role::HighlightedText, "accent-ink"}, {Role::Link, "accent"}, {Role::LinkVisited, "accent"},
        {Role::ToolTipBase, "surface"}, {Role::ToolTipText, "ink"},   {Role::PlaceholderText, "muted"},
        {Role::Light, "surface"},     {Role::Midlight, "hover"},      {Role::Mid, "line"},
        {Role::Dark, "line-strong"},  {Role::Shadow, "shadow"}};
    QPalette palette;
    for (const auto& [role, token] : roles) palette.setColor(role, theme.color(token));
    for (const Role role : {Role::WindowText, Role::Text, Role::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.color("muted"));
    return palette;
}

QString styleSheet(const model::Theme& theme) {
    static const QRegularExpression color("@([a-z-]+)"), size("#([a-z0-9-]+)#"), picture("~([a-z]+)~");
    QString text = QString::fromLatin1(sheet);
    for (auto match = size.match(text); match.hasMatch(); match = size.match(text)) {
        const int pixels = theme.tokens().number("size", match.captured(1), 0);
        text.replace(match.capturedStart(), match.capturedLength(), QString::number(pixels) + "px");
    }
    for (auto match = picture.match(text); match.hasMatch(); match = picture.match(text)) {
        const QString file = theme.tokens().picture(theme.name(), match.captured(1));
        text.replace(match.capturedStart(), match.capturedLength(), "url(\"" + file + "\")");
    }
    for (auto match = color.match(text); match.hasMatch(); match = color.match(text))
        text.replace(match.capturedStart(), match.capturedLength(), theme.color(match.captured(1)).name());
    return text;
}

void dress(model::Theme& theme) {
    QApplication::setStyle(QStyleFactory::create("Fusion"));
    const auto apply = [&theme] {
        QApplication::setPalette(palette(theme));
        QToolTip::setPalette(palette(theme));
        qApp->setStyleSheet(styleSheet(theme));
    };
    apply();
    QObject::connect(&theme, &model::Theme::changed, &theme, apply);
}

}  // namespace assay::ui
