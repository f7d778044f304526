#include "app/ui/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDropEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include "app/ui/focus_line.h"
#include "app/ui/help_window.h"
#include "app/ui/top_bar.h"

namespace assay::ui {

using model::Item;

namespace {

constexpr int mapWidth = 248;
constexpr int leastPane = 260;
constexpr int leastForTwo = 1100;
constexpr int leastEditor = 120, leastResults = 144;  // the results' headline and score stand below their buttons
constexpr QSize frame{16, 48};  // a title bar and borders, before a window manager has said how large its own are

QSplitter* splitter(Qt::Orientation orientation) {
    auto* splitter = new QSplitter(orientation);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

bool isCourse(const QString& file) { return file.endsWith(QLatin1String(".assay")); }

}  // namespace

QSize firstSize(const QSize& available) {
    return QSize(1280, 800).boundedTo(available - frame).expandedTo(QSize(640, 480));
}

MainWindow::MainWindow(const WindowModels& models, const WindowPages& pages, const Icons& icons, QWidget* parent)
    : QWidget(parent), m_models(models), m_actions(*this), m_pages(pages),
      m_map(new MapPane(models.map, models.theme, icons)), m_centre(new QStackedWidget),
      m_workbench(new WorkbenchPane(models.workbench, pages.editor, pages.results)),
      m_outer(splitter(Qt::Horizontal)), m_content(splitter(Qt::Horizontal)), m_status(new StatusLine),
      m_focusLine(new FocusLine(models.theme, this)) {
    setObjectName("window");
    setMinimumSize(640, 480);
    setAcceptDrops(true);
    m_top = new TopBar(models.library, models.navigator, models.progress, models.theme, icons, m_actions);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_top);
    layout->addWidget(m_outer, 1);
    layout->addWidget(m_status);
    buildPanes(pages);
    connectActions();
    connect(m_top, &TopBar::aboutRequested, this, &MainWindow::aboutRequested);
    connect(m_top, &TopBar::courseChosen, this, &MainWindow::courseWanted);
    connect(m_map, &MapPane::openRequested, &models.navigator, &model::Navigator::open);
    connect(&models.workbench, &model::Workbench::savedChanged, m_status, &StatusLine::setSaved);
    connect(&models.progress, &model::ProgressModel::failed, m_status, &StatusLine::setTrouble);
    connect(&models.progress, &model::ProgressModel::recovered, m_status, [this] { m_status->setTrouble({}); });
    connect(qApp, &QApplication::focusChanged, this, &MainWindow::showActivePane);
    restoreLayout();
}

// The keyboard moves on while the panes are deleted, one by one: that must not reach a window that is half gone.
MainWindow::~MainWindow() { disconnect(qApp, nullptr, this, nullptr); }

void MainWindow::comeForward(const QString& token) {
    if (!token.isEmpty()) qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());  // where Qt looks for it
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::setCourses(std::function<QList<model::KnownCourse>()> courses) { m_top->setCourses(std::move(courses)); }

void MainWindow::addBelow(QWidget* pane) {
    auto* rows = static_cast<QVBoxLayout*>(layout());
    rows->insertWidget(rows->indexOf(m_status), pane);
}

void MainWindow::buildPanes(const WindowPages& pages) {
    m_centre->setObjectName("centre");
    m_centre->addWidget(pages.home);
    m_centre->addWidget(pages.lesson);
    m_centre->addWidget(pages.progress);
    pages.home->setAccessibleName(tr("Home"));
    pages.lesson->setAccessibleName(tr("Lesson"));
    pages.progress->setAccessibleName(tr("Progress"));
    pages.editor->setAccessibleName(tr("Editor"));
    pages.results->setAccessibleName(tr("Results"));
    m_centre->setMinimumWidth(leastPane);
    pages.editor->setMinimumHeight(leastEditor);
    pages.results->setMinimumHeight(leastResults);
    m_workbench->setMinimumWidth(leastPane);
    m_content->addWidget(m_centre);
    m_content->addWidget(m_workbench);
    m_outer->addWidget(m_map);
    m_outer->addWidget(m_content);
    m_outer->setStretchFactor(0, 0);
    m_outer->setStretchFactor(1, 1);
    connect(m_content, &QSplitter::splitterMoved, this, &MainWindow::saveSplitter);
}

void MainWindow::connectActions() {
    m_actions.on(Command::Back, &m_models.navigator, &model::Navigator::back);
    m_actions.on(Command::Forward, &m_models.navigator, &model::Navigator::forward);
    m_actions.on(Command::Home, this, [this] { m_models.navigator.open(Item{}); });
    m_actions.on(Command::Progress, this, [this] { m_models.navigator.open(Item{model::ItemKind::Progress, {}}); });
    m_actions.on(Command::ToggleMap, this, [this] {
        m_map->setVisible(m_map->isHidden());
        m_models.progress.setSetting("window.map", m_map->isHidden() ? "hidden" : "shown");
    });
    m_actions.on(Command::NextPane, this, [this] { nextPane(1); });
    m_actions.on(Command::PreviousPane, this, [this] { nextPane(-1); });
    m_actions.on(Command::FocusMap, this, [this] { focusPane(Pane::Map); });
    m_actions.on(Command::FocusLesson, this, [this] { focusPane(Pane::Lesson); });
    m_actions.on(Command::FocusEditor, this, [this] { focusPane(Pane::Editor); });
    m_actions.on(Command::FocusResults, this, [this] { focusPane(Pane::Results); });
    m_actions.on(Command::ZoomIn, this, [this] { m_models.theme.setZoom(m_models.theme.zoom() + 0.1); });
    m_actions.on(Command::ZoomOut, this, [this] { m_models.theme.setZoom(m_models.theme.zoom() - 0.1); });
    m_actions.on(Command::ZoomReset, this, [this] { m_models.theme.setZoom(1); });
    m_actions.on(Command::Save, this, [this] { m_models.workbench.save(); });
    m_actions.on(Command::Reset, this, [this] { m_models.workbench.askReset(); });
    m_actions.on(Command::Quit, this, &QWidget::close);
    m_actions.on(Command::Help, this, [this] {
        auto* help = new HelpWindow(this);
        help->setAttribute(Qt::WA_DeleteOnClose);
        help->open();
    });
}

void MainWindow::restoreLayout() {
    auto& progress = m_models.progress;
    resize(firstSize(screen()->availableSize()));
    restoreGeometry(QByteArray::fromBase64(progress.setting("window.geometry").toLatin1()));
    const QByteArray outer = QByteArray::fromBase64(progress.setting("window.outer").toLatin1());
    if (outer.isEmpty() || !m_outer->restoreState(outer)) m_outer->setSizes({mapWidth, width() - mapWidth});
    const QByteArray work = QByteArray::fromBase64(progress.setting("window.work").toLatin1());
    if (!work.isEmpty()) m_workbench->splitter().restoreState(work);
    m_map->setVisible(progress.setting("window.map", "shown") == "shown");
    followShape();
}

QString MainWindow::shapeName() const {
    return m_content->orientation() == Qt::Horizontal ? QStringLiteral("beside") : QStringLiteral("below");
}

void MainWindow::saveSplitter() {
    m_models.progress.setSetting("window.content." + shapeName(), QString::fromLatin1(m_content->saveState().toBase64()));
}

void MainWindow::saveLayout() {
    const auto save = [this](const char* name, const QByteArray& state) {
        m_models.progress.setSetting(name, QString::fromLatin1(state.toBase64()));
    };
    save("window.geometry", saveGeometry());
    save("window.outer", m_outer->saveState());
    save("window.work", m_workbench->splitter().saveState());
}

// Beside the lesson where there is room for two columns that can be read, else below it.
void MainWindow::followShape() {
    const bool beside = width() >= leastForTwo && width() > height();
    const Qt::Orientation wanted = beside ? Qt::Horizontal : Qt::Vertical;
    const bool first = m_content->property("shaped").isNull();
    if (!first && m_content->orientation() == wanted) return;
    m_content->setProperty("shaped", true);
    m_content->setOrientation(wanted);
    const QString kept = m_models.progress.setting("window.content." + shapeName());
    const bool restored = !kept.isEmpty() && m_content->restoreState(QByteArray::fromBase64(kept.toLatin1()));
    m_content->setOrientation(wanted);
    m_content->setHandleWidth(1);
    m_content->setChildrenCollapsible(false);
    // Editor and results share what is below the lesson: they get the larger half there.
    if (!restored) m_content->setSizes(beside ? QList<int>{500, 500} : QList<int>{440, 560});
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    followShape();
}

void MainWindow::showItem(const Item& item, bool withWorkbench) {
    const bool progress = item.kind == model::ItemKind::Progress;
    m_centre->setCurrentWidget(item.isHome() ? m_pages.home : progress ? m_pages.progress : m_pages.lesson);
    m_workbench->setVisible(withWorkbench);
    m_map->showCurrent(item);
    const QString title = progress ? tr("Progress") : m_models.library.titleOf(item);
    setWindowTitle(tr("%1 – Assay").arg(title));
    focusPane(Pane::Lesson);  // what was opened is to be read
}

QWidget* MainWindow::widgetOf(Pane pane) const {
    switch (pane) {
        case Pane::Map: return m_map;
        case Pane::Lesson: return m_centre->currentWidget();
        case Pane::Editor: return m_pages.editor;
        case Pane::Results: return m_pages.results;
    }
    return nullptr;
}

bool MainWindow::isVisiblePane(Pane pane) const { return widgetOf(pane)->isVisibleTo(this); }

void MainWindow::focusPane(Pane pane) {
    if (pane == Pane::Map) m_map->setVisible(true);
    if (!isVisiblePane(pane)) return;
    if (pane == Pane::Map) return m_map->takeFocus();
    widgetOf(pane)->setFocus(Qt::ShortcutFocusReason);
    emit pageFocused(pane);
}

void MainWindow::showActivePane() {
    const QWidget* focused = QApplication::focusWidget();
    for (const Pane pane : {Pane::Map, Pane::Lesson, Pane::Editor, Pane::Results}) {
        QWidget* widget = widgetOf(pane);
        if (focused != nullptr && (widget == focused || widget->isAncestorOf(focused))) return m_focusLine->mark(widget);
    }
    m_focusLine->mark(nullptr);
}

void MainWindow::nextPane(int direction) {
    constexpr Pane panes[] = {Pane::Map, Pane::Lesson, Pane::Editor, Pane::Results};
    int at = 0;
    for (int i = 0; i < 4; ++i) {
        const QWidget* pane = widgetOf(panes[i]);
        const QWidget* focused = QApplication::focusWidget();
        if (focused != nullptr && (pane == focused || pane->isAncestorOf(focused))) at = i;
    }
    for (int steps = 0; steps < 4; ++steps) {
        at = (at + direction + 4) % 4;
        if (isVisiblePane(panes[at])) return focusPane(panes[at]);
    }
}

// A packed course, or a Go file while an exercise is open; the pages take no drops of their own (web/page.cpp).
QString MainWindow::droppedFile(const QMimeData& dragged) const {
    const QList<QUrl> urls = dragged.urls();
    if (urls.size() != 1 || !urls.first().isLocalFile()) return {};
    const QString file = urls.first().toLocalFile();
    const bool isTaken = isCourse(file) || (file.endsWith(".go") && m_models.workbench.exercise() != nullptr);
    return isTaken ? file : QString();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (droppedFile(*event->mimeData()).isEmpty()) return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString file = droppedFile(*event->mimeData());
    if (file.isEmpty()) return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    if (isCourse(file)) emit courseWanted(file);
    else m_workbench->askTake(file);
}

void MainWindow::askToLose(std::function<void()> close) {
    auto* question = new QMessageBox(QMessageBox::NoIcon, tr("Not saved"),
                                     tr("What you wrote last could not be saved yet. Stay, and it is saved as soon as that works; what is "
                                        "wrong stands at the bottom of the window."), QMessageBox::NoButton, this);
    question->setObjectName("askToLose");
    question->setTextFormat(Qt::PlainText);
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* lose = question->addButton(tr("Close and lose it"), QMessageBox::DestructiveRole);
    lose->setObjectName("lose");
    question->setDefaultButton(question->addButton(tr("Stay"), QMessageBox::RejectRole));
    connect(lose, &QPushButton::clicked, this, [close = std::move(close)] { close(); });
    question->open();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_mayClose || !beforeClose) return event->accept();
    event->ignore();
    saveLayout();
    beforeClose([this] {
        m_mayClose = true;
        close();
    });
}

}  // namespace assay::ui
