#include "app/support/app_fixture.h"

#include <unistd.h>

#include <QApplication>
#include <QClipboard>
#include <QEventLoop>
#include <QTest>
#include <QTimer>
#include <stdexcept>

#include "app/model/convert.h"

namespace assay::tests {

namespace {

template <class T>
T must(base::Result<T> result) {
    if (!result) throw std::runtime_error(base::describe(result.error()));
    return std::move(*result);
}

}  // namespace

AppFixture::AppFixture() : m_own(std::make_unique<QTemporaryDir>()), m_data(m_own->path()) {}

AppFixture::AppFixture(const QString& dataFolder) : m_data(dataFolder) {}

AppFixture::~AppFixture() { stop(); }

void AppFixture::start() {
    const auto log = base::Log::discard();
    app::Places& places = m_places = must(app::findPlaces(m_course, m_data));
    if (m_withoutServer) places.gopls.clear();
    progress::OpenReport report;
    app::Engine engine;
    engine.judge = m_fake;
    if (m_real) engine = must(app::makeEngine(places, log, m_clock, m_random));
    auto store = must(app::openStore(places, m_clock, report));
    if (m_work.isEmpty()) m_work = m_data + "/work";  // never the user's own
    (void)store.setSetting("machine.work-folder", m_work.toStdString());
    m_texts = std::make_unique<app::Translation>(model::qtPath(places.texts), m_language);
    m_app = std::make_unique<app::Assembly>(app::Assembly::Parts{
        places, must(app::openCourse(places)), std::move(store),
        must(model::ThemeTokens::read(model::qtPath(places.web / "theme.json"))), std::move(engine), log,
        QApplication::palette(), m_language});
    QObject::connect(&m_app->lesson(), &model::LessonModel::snippetAnswered, &m_app->window(),
                     [this](const QJsonObject& answer) { m_snippet = answer; });
    // What the screen of a test leaves free is none that anybody has.
    if (m_app->progress().setting("window.geometry").isEmpty()) m_app->window().resize(1280, 800);
    m_app->start();
}

void AppFixture::stop() {
    if (m_app == nullptr) return;
    bool closed = false;
    QObject::connect(m_app.get(), &app::Assembly::closed, m_app.get(), [&] { closed = true; });
    m_app->window().close();
    waitUntil([&] { return closed; }, 3000);
    m_app.reset();
}

bool AppFixture::waitUntil(const std::function<bool()>& condition, int milliseconds) {
    QElapsedTimer since;
    since.start();
    while (!condition()) {
        if (since.elapsed() > milliseconds) return false;
        QEventLoop loop;
        QTimer::singleShot(5, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return true;
}

QVariant AppFixture::js(web::View& view, const QString& expression) {
    // Shared: a page whose renderer died answers when it is deleted, long after this call.
    struct Answer {
        QVariant value;
        bool done = false;
    };
    const auto answer = std::make_shared<Answer>();
    view.page().runJavaScript(expression, [answer](const QVariant& value) { *answer = {value, true}; });
    waitUntil([&] { return answer->done; }, 5000);
    return answer->value;
}

bool AppFixture::waitFor(web::View& view, const QString& condition, int milliseconds) {
    return waitUntil([&] { return js(view, "!!(" + condition + ")").toBool(); }, milliseconds);
}

QString AppFixture::text(web::View& view) { return js(view, "document.body.innerText").toString(); }

void AppFixture::open(const QString& kind, const QString& id) {
    model::Item item{model::ItemKind::Home, id};
    model::kindByName(kind, item.kind);
    bool placed = false;
    QObject::connect(&m_app->session(), &app::Session::placed, &m_app->window(), [&] { placed = true; },
                     Qt::SingleShotConnection);
    m_app->navigator().open(item);
    waitUntil([&] { return placed; });
    waitFor(m_app->readingView(), "document.querySelector('h1')");
    if (m_app->workbench().exercise() == nullptr) return;
    const QString file = m_app->workbench().files().front().name;
    waitFor(m_app->editorView(), "document.querySelector('.cm-content') && document.body.innerText.includes('" + file + "')");
    waitFor(m_app->resultsView(), "document.querySelector('button')");
}

void AppFixture::press(const QString& keys) {
    const QKeySequence sequence(keys);
    const QKeyCombination combination = sequence[0];
    QWidget* target = QApplication::focusWidget();
    if (target == nullptr) target = &m_app->window();
    QTest::keyClick(target, combination.key(), combination.keyboardModifiers());
}

void AppFixture::pasteIntoEditor(const QString& text) {
    m_app->window().activateWindow();
    m_app->window().focusPane(ui::Pane::Editor);
    waitFor(m_app->editorView(), "document.activeElement && document.activeElement.closest('.cm-editor')");
    QApplication::clipboard()->setText(text);
    m_app->editorView().page().triggerAction(QWebEnginePage::SelectAll);
    m_app->editorView().page().triggerAction(QWebEnginePage::Paste);
    waitUntil([&] {
        const auto files = m_app->workbench().files();
        return std::any_of(files.begin(), files.end(), [&](const auto& file) { return file.content.contains(text.trimmed()); });
    });
}

int runWithPages(int argc, char** argv, const std::function<int()>& tests, const QByteArray& flags) {
    if (::geteuid() == 0) qputenv("QTWEBENGINE_DISABLE_SANDBOX", "1");
    qputenv("QTWEBENGINE_CHROMIUM_FLAGS", "--host-resolver-rules=\"MAP * ~NOTFOUND\" " + flags);
    web::registerScheme();
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    return tests();
}

}  // namespace assay::tests
