// For those who hear the window instead of seeing it, read at twice the size, from right to left, or want
// nothing to move.
#include <QAccessible>
#include <QApplication>
#include <QDialog>
#include <QMenu>
#include <QTest>

#include "app/support/app_fixture.h"
#include "app/ui/help_window.h"
#include "app/ui/trouble_window.h"

using namespace assay;
using tests::AppFixture;

namespace {

// Each thing that can have the keyboard must say what it is called and what it is. The pages' insides are not walked here:
// they are the web engine's tree, looked at by axe-core in pages.mjs.
void walk(QAccessibleInterface* at, QStringList& nameless, int& seen, const QString& way = {}) {
    if (at == nullptr || !at->isValid()) return;
    const auto state = at->state();
    const QObject* object = at->object();
    const QString place = way + '/' + (object != nullptr ? object->metaObject()->className() : "item") +
                          (object != nullptr && !object->objectName().isEmpty() ? '#' + object->objectName() : QString());
    const bool shows = !state.invisible && !state.disabled;
    if (state.focusable && shows && !at->text(QAccessible::Name).startsWith("qt_")) {
        ++seen;
        if (at->text(QAccessible::Name).trimmed().isEmpty()) nameless.append(place + ": no name");
        if (at->role() == QAccessible::NoRole) nameless.append(place + ": no role");
    }
    if (object != nullptr && object->inherits("QWebEngineView")) return;
    for (int i = 0; i < at->childCount(); ++i) walk(at->child(i), nameless, seen, place);
}

QStringList namelessIn(QWidget& widget, int atLeast) {
    QStringList nameless;
    int seen = 0;
    walk(QAccessible::queryAccessibleInterface(&widget), nameless, seen);
    if (seen < atLeast) nameless.append(QString("only %1 controls were found").arg(seen));
    return nameless;
}

// The first elements of a page that stand out of it sideways. What scrolls by itself may hold wide things.
const char* const standsOut = R"((() => {
  const scrolls = (e) => { while ((e = e.parentElement) && e !== document.documentElement) { const o = getComputedStyle(e).overflowX; if (o === 'auto' || o === 'scroll' || o === 'hidden') return true; } return false; };
  return [...document.querySelectorAll('body *')].filter((e) => { const r = e.getBoundingClientRect();
    return r.width > 1 && r.height > 1 && (r.right > innerWidth + 1 || r.left < -1) && !scrolls(e); })
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join('\n') || (document.documentElement.scrollWidth > innerWidth + 1 ? 'the page scrolls sideways' : '');
})())";

}  // namespace

class AccessibleTest : public QObject {
    Q_OBJECT
  private slots:
    void everyControlHasANameAndARole();
    void nothingBreaksAtTwiceTheSize_data();
    void nothingBreaksAtTwiceTheSize();
    void nothingMovesWhereNothingShould();
};

void AccessibleTest::everyControlHasANameAndARole() {
    AppFixture fixture;
    fixture.start();
    auto& window = fixture.app().window();
    for (const auto& [kind, id] : {std::pair("home", ""), std::pair("progress", ""), std::pair("lesson", "concurrency/goroutines"),
                                   std::pair("exercise", "hello-check")}) {
        fixture.open(kind, id);
        QCOMPARE(namelessIn(window, 8).join("; "), QString());
    }
    window.actions()[ui::Command::QuickOpen].trigger();
    auto* search = window.findChild<QDialog*>("quickOpen");
    QVERIFY(search != nullptr);
    QCOMPARE(namelessIn(*search, 1).join("; "), QString());
    search->close();
    ui::HelpWindow help;
    help.show();
    QCOMPARE(namelessIn(help, 1).join("; "), QString());
    ui::TroubleWindow trouble({"It cannot be opened.", "Your work is saved.", "Mend it.", "sudo true", "More."}, {"a fault"});
    trouble.show();
    QCOMPARE(namelessIn(trouble, 1).join("; "), QString());
    trouble.close();
    help.close();
    fixture.pasteIntoEditor("package hello // mine\n");
    fixture.app().workbench().askReset();
    QVERIFY(fixture.waitUntil([] { return QApplication::activeModalWidget() != nullptr; }));
    QCOMPARE(namelessIn(*QApplication::activeModalWidget(), 2).join("; "), QString());
    QApplication::activeModalWidget()->close();
    for (QMenu* menu : window.findChildren<QMenu*>())
        for (const QAction* action : menu->actions()) QVERIFY(action->isSeparator() || !action->text().isEmpty());
}

void AccessibleTest::nothingBreaksAtTwiceTheSize_data() {
    QTest::addColumn<QString>("direction");
    for (const char* direction : {"ltr", "rtl"}) QTest::newRow(direction) << direction;
}

void AccessibleTest::nothingBreaksAtTwiceTheSize() {
    QFETCH(QString, direction);
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    app.window().resize(1280, 800);
    app.theme().setZoom(2);
    const auto holds = [&](web::View& view) {
        fixture.js(view, "document.querySelectorAll('details').forEach(e => e.open = true)");
        fixture.js(view, "document.documentElement.dir = '" + direction + "'");
        // A word as long as a title may be, in a script that runs the other way.
        fixture.js(view, "for (const e of document.querySelectorAll('h1, .phase-title, .row-title, .card-title')) e.append(' \\u05e9\\u05dc\\u05d5\\u05dd '.repeat(6))");
        return fixture.js(view, standsOut).toString();
    };
    fixture.open("home", {});
    QCOMPARE(holds(app.homeView()), QString());
    fixture.open("progress", {});
    QCOMPARE(holds(app.overviewView()), QString());
    fixture.open("lesson", "concurrency/worker-pools");
    QCOMPARE(holds(app.lessonView()), QString());
    fixture.open("exercise", "hello-check");
    app.session().check();
    QVERIFY(fixture.waitFor(app.resultsView(), "document.body.innerText.includes('TestFirst')"));
    QCOMPARE(holds(app.lessonView()), QString());
    QCOMPARE(holds(app.resultsView()), QString());
    if (direction == "ltr") QCOMPARE(holds(app.editorView()), QString());  // programs are written from left to right
}

void AccessibleTest::nothingMovesWhereNothingShould() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    auto look = model::DesktopLook();
    look.reducedMotion = true;
    app.theme().setDesktop(look);
    fixture.open("home", {});
    fixture.open("progress", {});
    fixture.open("exercise", "hello-check");
    const QString moving = "[...document.querySelectorAll('*')].map(e => getComputedStyle(e)).some(s => "
                           "s.transitionDuration.split(', ').some(d => parseFloat(d) > 0) || (s.animationName !== 'none' && parseFloat(s.animationDuration) > 0))";
    for (web::View* view : {&app.homeView(), &app.overviewView(), &app.lessonView(), &app.editorView(), &app.resultsView()}) {
        QVERIFY(fixture.waitFor(*view, "document.documentElement.dataset.motion === 'none'"));
        QCOMPARE(fixture.js(*view, moving).toBool(), false);
    }
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        AccessibleTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "accessible_test.moc"
