#include "app/ui/top_bar.h"

#include <QActionGroup>
#include <QCursor>
#include <QKeyEvent>
#include <QPainter>

#include "app/model/settings.h"

namespace assay::ui {

using model::Item;
using model::ItemKind;

namespace {

// Qt's own takes Space only; everything else in the window takes Return too.
class BarButton : public QToolButton {
  public:
    using QToolButton::QToolButton;

  protected:
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) return QToolButton::keyPressEvent(event);
        if (menu() != nullptr) showMenu();
        else click();
    }
};

}  // namespace

ProgressRing::ProgressRing(const model::Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setFixedSize(16, 16);
    connect(&theme, &model::Theme::changed, this, qOverload<>(&QWidget::update));
}

void ProgressRing::setPercent(int percent) {
    m_percent = percent;
    update();
}

void ProgressRing::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(2, 2, -2, -2);
    painter.setPen(QPen(m_theme.color("line-strong"), 1.5));
    painter.drawEllipse(box);
    if (m_percent <= 0) return;
    painter.setPen(QPen(m_theme.color("accent"), 3, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(box, 90 * 16, -m_percent * 360 * 16 / 100);
}

TopBar::TopBar(const model::CourseLibrary& library, model::Navigator& navigator, model::ProgressModel& progress,
               model::Theme& theme, const Icons& icons, const Actions& actions,
               QWidget* parent)
    : QWidget(parent), m_library(library), m_navigator(navigator), m_progress(progress), m_theme(theme),
      m_icons(icons), m_actions(actions), m_crumbs(new QHBoxLayout),
      m_ring(new ProgressRing(theme, this)), m_percent(new BarButton(this)), m_menu(new QMenu(this)) {
    setObjectName("topBar");
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    layout->addWidget(button("map", actions[Command::ToggleMap]));
    layout->addWidget(button("back", actions[Command::Back]));
    layout->addWidget(button("forward", actions[Command::Forward]));
    layout->addSpacing(8);
    m_crumbs->setSpacing(0);
    layout->addLayout(m_crumbs);
    layout->addStretch();
    QToolButton* search = button("search", actions[Command::QuickOpen]);
    search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    actions[Command::QuickOpen].setIconText(tr("Search"));
    layout->addWidget(search);
    layout->addSpacing(8);
    layout->addWidget(m_ring);
    m_percent->setObjectName("percent");
    m_percent->setFocusPolicy(Qt::TabFocus);
    connect(m_percent, &QToolButton::clicked, &actions[Command::Progress], &QAction::trigger);
    layout->addWidget(m_percent);
    layout->addSpacing(8);
    auto* menu = new BarButton(this);
    menu->setObjectName("menu");
    menu->setPopupMode(QToolButton::InstantPopup);
    menu->setMenu(m_menu);
    menu->setToolTip(tr("Menu"));
    menu->setAccessibleName(tr("Menu"));
    m_iconOf.insert(menu, "menu");
    layout->addWidget(menu);
    connect(&actions[Command::Menu], &QAction::triggered, menu, &QToolButton::showMenu);
    // The pointer may be elsewhere by now, and nobody told the button that it left.
    connect(m_menu, &QMenu::aboutToHide, menu, [menu] {
        menu->setAttribute(Qt::WA_UnderMouse, menu->rect().contains(menu->mapFromGlobal(QCursor::pos())));
        menu->update();
    });
    fillMenu();
    paintIcons();
    connect(&theme, &model::Theme::changed, this, &TopBar::paintIcons);
    connect(&navigator, &model::Navigator::moved, this, &TopBar::showPlace);
    connect(&progress, &model::ProgressModel::changed, this, &TopBar::showPercent);
    showPlace();
    showPercent();
}

QToolButton* TopBar::button(const QString& icon, QAction& action) {
    auto* button = new BarButton(this);
    button->setDefaultAction(&action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAccessibleName(action.text());
    button->setFocusPolicy(Qt::TabFocus);
    m_iconOf.insert(button, icon);
    return button;
}

void TopBar::paintIcons() {
    for (auto each = m_iconOf.cbegin(); each != m_iconOf.cend(); ++each) {
        const QIcon icon = m_icons.icon(each.value(), m_theme.color("ink"), m_theme.color("line-strong"));
        if (QAction* action = each.key()->defaultAction())
            action->setIcon(icon);
        else
            each.key()->setIcon(icon);
    }
}

void TopBar::showPlace() {
    while (QLayoutItem* old = m_crumbs->takeAt(0)) {
        if (old->widget() != nullptr) old->widget()->deleteLater();
        delete old;
    }
    m_actions[Command::Back].setEnabled(m_navigator.canGoBack());
    m_actions[Command::Forward].setEnabled(m_navigator.canGoForward());
    const auto way = m_navigator.breadcrumb();
    const auto here = [this](const QString& text) {
        auto* label = new QLabel(text, this);
        label->setObjectName("crumbHere");
        m_crumbs->addWidget(label);
    };
    if (way.empty()) return here(m_navigator.current().isHome() ? m_library.title() : tr("Progress"));
    for (std::size_t i = 0; i < way.size(); ++i) {
        const QString title = m_library.titleOf(way[i]);
        if (i + 1 == way.size()) return here(title);
        auto* crumb = new BarButton(this);
        crumb->setObjectName("crumb");
        crumb->setText(title);
        crumb->setFocusPolicy(Qt::TabFocus);
        connect(crumb, &QToolButton::clicked, this, [this, item = way[i]] { m_navigator.open(item); });
        m_crumbs->addWidget(crumb);
        auto* mark = new QLabel(QStringLiteral("›"), this);
        mark->setObjectName("crumbMark");
        m_crumbs->addWidget(mark);
    }
}

void TopBar::showPercent() {
    const int percent = m_progress.percent();
    m_ring->setPercent(percent);
    m_percent->setText(tr("%1 %").arg(percent));
    m_percent->setToolTip(tr("%1 % of the course is done").arg(percent));
    m_percent->setAccessibleName(m_percent->toolTip());
}

void TopBar::addThemes(QMenu& menu) {
    auto* group = new QActionGroup(&menu);
    for (const auto& choice : model::settingNamed("theme")->choices) {
        QAction* action = menu.addAction(model::settingText(choice.title));
        action->setCheckable(true);
        group->addAction(action);
        const auto mark = [this, action, value = QString(choice.value)] { action->setChecked(m_theme.choice() == value); };
        mark();
        connect(&m_theme, &model::Theme::changed, action, mark);
        connect(action, &QAction::triggered, this, [this, value = QString(choice.value)] { m_theme.choose(value); });
    }
}

void TopBar::setCourses(std::function<QList<model::KnownCourse>()> courses) { m_courses = std::move(courses); }

void TopBar::fillCourses() {
    m_courseMenu->clear();
    const auto known = m_courses ? m_courses() : QList<model::KnownCourse>();
    for (const auto& course : known) {
        QAction* action = m_courseMenu->addAction(QString(course.title).replace('&', "&&"));
        const bool isHere = course.folder == m_library.folder();
        action->setCheckable(true);
        action->setChecked(isHere);
        action->setEnabled(!isHere);
        connect(action, &QAction::triggered, this, [this, folder = course.folder] { emit courseChosen(folder); });
    }
    if (!known.isEmpty()) m_courseMenu->addSeparator();
    m_courseMenu->addAction(&m_actions[Command::OpenCourse]);
}

void TopBar::fillMenu() {
    addThemes(*m_menu->addMenu(tr("Theme")));
    m_menu->addAction(&m_actions[Command::Settings]);
    m_menu->addSeparator();
    for (const Command command : {Command::ZoomIn, Command::ZoomOut, Command::ZoomReset})
        m_menu->addAction(&m_actions[command]);
    m_menu->addSeparator();
    m_menu->addAction(&m_actions[Command::Home]);
    m_menu->addAction(&m_actions[Command::Progress]);
    m_menu->addAction(&m_actions[Command::ToggleMap]);
    m_menu->addSeparator();
    m_menu->addAction(&m_actions[Command::OwnEditor]);
    m_courseMenu = m_menu->addMenu(tr("Courses"));
    connect(m_courseMenu, &QMenu::aboutToShow, this, &TopBar::fillCourses);
    fillCourses();
    for (const Command command : {Command::Print, Command::SavePdf, Command::CopyLesson, Command::CopyResults})
        m_menu->addAction(&m_actions[command]);
    m_menu->addSeparator();
    m_menu->addAction(&m_actions[Command::Help]);
    connect(m_menu->addAction(tr("About Assay")), &QAction::triggered, this, &TopBar::aboutRequested);
    m_menu->addAction(&m_actions[Command::Quit]);
}

}  // namespace assay::ui
