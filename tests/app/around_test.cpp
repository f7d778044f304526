// What stands around the panes of the real window: bar, map, menus, the mark of the pane with the keyboard.
#include <QApplication>
#include <QMenu>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <algorithm>

#include "app/model/course_model.h"
#include "app/support/app_fixture.h"

using namespace assay;
using tests::AppFixture;

class AroundTest : public QObject {
    Q_OBJECT
  private slots:
    void activePaneIsMarked();
    void barIsUsedByKeys();
    void percentLeadsToProgress();
    void phaseUnfoldsWithItsExercises();
    void smallWindowKeepsRoomForResults();
    void contextMenuOffersWhatCanBeDone();

  private:
    static constexpr const char* exercise = "hello-check";
};

void AroundTest::activePaneIsMarked() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    app.window().activateWindow();
    auto* line = app.window().findChild<QWidget*>("focusLine");
    const auto isOver = [&](QWidget* pane) {
        return fixture.waitUntil([&] {
            return line->isVisible() && line->geometry() == QRect(pane->mapTo(&app.window(), QPoint()), QSize(pane->width(), 2));
        });
    };
    fixture.press("Ctrl+2");
    QVERIFY(isOver(&app.lessonView()));
    fixture.press("Ctrl+3");
    QVERIFY(isOver(&app.editorView()));
    app.window().resize(1400, 900);
    QVERIFY(isOver(&app.editorView()));
    QCOMPARE(line->grab().toImage().pixelColor(10, 0), app.theme().color("focus"));
    fixture.press("Ctrl+1");
    QVERIFY(isOver(app.window().findChild<QWidget*>("mapPane")));
    fixture.press("Ctrl+B");  // the map goes; so does its line
    QVERIFY(fixture.waitUntil([&] { return line->isHidden() || line->x() > 0; }));
}

void AroundTest::barIsUsedByKeys() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    fixture.open("lesson", "warm-up/how-this-works");
    auto& app = fixture.app();
    app.window().activateWindow();
    const auto buttons = app.window().findChildren<QToolButton*>();
    const auto back = std::find_if(buttons.begin(), buttons.end(), [](const QToolButton* one) { return one->accessibleName() == "Back"; });
    QVERIFY(back != buttons.end());
    (*back)->setFocus();
    QTest::keyClick(*back, Qt::Key_Return);
    QVERIFY(fixture.waitUntil([&] { return app.navigator().current().id == exercise; }));
    const auto isMenuOpen = [&] {
        const auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        return menu != nullptr && menu->actions().contains(&app.window().actions()[ui::Command::Help]);
    };
    for (const char* key : {"F10", "Return"}) {
        bool opened = false;
        QTimer look;
        connect(&look, &QTimer::timeout, this, [&] {  // an open menu has an event loop of its own
            if (!isMenuOpen()) return;
            opened = true;
            QApplication::activePopupWidget()->close();
        });
        look.start(20);
        auto* menu = app.window().findChild<QToolButton*>("menu");
        if (QString(key) == "F10") fixture.press("F10");  // with the keyboard in a page
        else QTest::keyClick(menu, Qt::Key_Return);
        QVERIFY2(fixture.waitUntil([&] { return opened; }), key);
    }
}

void AroundTest::percentLeadsToProgress() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    QTest::mouseClick(app.window().findChild<QToolButton*>("percent"), Qt::LeftButton);
    QVERIFY(fixture.waitUntil([&] { return app.navigator().current().kind == model::ItemKind::Progress; }));
}

void AroundTest::phaseUnfoldsWithItsExercises() {
    AppFixture fixture;
    fixture.start();
    auto& app = fixture.app();
    auto* tree = app.window().findChild<QTreeView*>();
    const model::Item elsewhere{model::ItemKind::Phase, "concurrency"};
    QModelIndex phase;
    for (int row = 0; row < tree->model()->rowCount(); ++row)
        if (const auto index = tree->model()->index(row, 0); index.data(model::CourseModel::ItemRole).value<model::Item>() == elsewhere) phase = index;
    QVERIFY(phase.isValid() && !tree->isExpanded(phase));
    tree->scrollTo(phase);
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(phase).center());
    int exercises = 0;
    for (QModelIndex index = tree->indexBelow(phase); index.isValid() && index.parent() != phase.parent(); index = tree->indexBelow(index))
        exercises += index.data(model::CourseModel::KindRole).toInt() == static_cast<int>(model::ItemKind::Exercise);
    QVERIFY(exercises > 0);
}

void AroundTest::smallWindowKeepsRoomForResults() {
    AppFixture fixture;
    fixture.start();
    fixture.app().window().resize(900, 600);
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    QVERIFY(fixture.waitUntil([&] { return app.resultsView().height() * 3 >= app.window().workbench().height(); }));
    QCOMPARE(app.window().height(), 600);
    fixture.press("Ctrl+Return");
    QVERIFY(fixture.waitFor(app.resultsView(), "document.querySelector('.headline')"));
    QVERIFY(fixture.waitFor(app.resultsView(), "document.querySelector('.headline').getBoundingClientRect().bottom <= innerHeight"));
}

void AroundTest::contextMenuOffersWhatCanBeDone() {
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", exercise);
    auto& app = fixture.app();
    app.window().activateWindow();
    const auto offered = [&](web::View& view, const QString& selector) {
        const auto at = fixture.js(view, "(r => [r.left + 8, r.top + 8])(document.querySelector('" + selector + "').getBoundingClientRect())").toList();
        QTest::mouseClick(view.focusProxy(), Qt::RightButton, {}, QPoint(at[0].toInt(), at[1].toInt()));
        fixture.waitUntil([] { return qobject_cast<QMenu*>(QApplication::activePopupWidget()) != nullptr; }, 5000);
        QStringList words;
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (menu == nullptr) return words;
        for (const QAction* action : menu->actions())
            if (!action->isSeparator()) words.append(action->text());
        menu->close();
        return words;
    };
    QCOMPARE(offered(app.lessonView(), "h1"), QStringList({"Select all"}));
    QCOMPARE(offered(app.editorView(), ".cm-line"), QStringList({"Undo", "Redo", "Paste", "Select all"}));
    fixture.pasteIntoEditor("package hello // all of it\n");
    app.editorView().page().triggerAction(QWebEnginePage::SelectAll);
    QVERIFY(fixture.waitFor(app.editorView(), "getSelection().toString().includes('all of it')"));
    QCOMPARE(offered(app.editorView(), ".cm-line"), QStringList({"Undo", "Redo", "Cut", "Copy", "Paste", "Select all"}));
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        AroundTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "around_test.moc"
