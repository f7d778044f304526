// What can be said of the window without a window: its keys, and how large it is at first.
#include <QApplication>
#include <QSet>
#include <QTest>

#include "app/ui/main_window.h"
#include "app/ui/shortcuts.h"

using namespace assay;

class ShortcutsTest : public QObject {
    Q_OBJECT
  private slots:
    void shortcutsDoNotClash();
    void everyShortcutIsExplained();
    void keysOfAGroupStandTogether();
    void firstWindowFitsTheScreen();
};

void ShortcutsTest::shortcutsDoNotClash() {
    QCOMPARE(ui::clashes(ui::shortcuts()), QStringList());
    QList<ui::Shortcut> wrong = ui::shortcuts();
    wrong.append({ui::Command::Run, "Ctrl+R", "another", "Work"});
    QCOMPARE(ui::clashes(wrong).size(), 1);
}

void ShortcutsTest::everyShortcutIsExplained() {
    for (const auto& each : ui::shortcuts()) {
        QVERIFY(!each.meaningText().isEmpty());
        QVERIFY(!each.groupText().isEmpty());
        for (const auto& keys : each.sequences()) QVERIFY2(each.keys[0] == 0 || !keys.isEmpty(), each.keys);
    }
}

void ShortcutsTest::keysOfAGroupStandTogether() {
    QStringList heads;  // as the help writes them: one for each change of group
    for (const auto& each : ui::shortcuts())
        if (!each.keysText().isEmpty() && (heads.isEmpty() || heads.last() != each.groupText())) heads.append(each.groupText());
    QCOMPARE(heads.size(), QSet<QString>(heads.begin(), heads.end()).size());
    const auto& menu = ui::shortcut(ui::Command::Menu);
    QCOMPARE(menu.keysText(), QString("F10"));
}

void ShortcutsTest::firstWindowFitsTheScreen() {
    QCOMPARE(ui::firstSize({1920, 1040}), QSize(1280, 800));
    for (const QSize screen : {QSize(1280, 800), QSize(1366, 728), QSize(1024, 768)}) {
        const QSize size = ui::firstSize(screen);
        QVERIFY(size.width() < screen.width() && size.height() + 40 <= screen.height());
    }
    QCOMPARE(ui::firstSize({320, 200}), QSize(640, 480));  // what the window needs at least
}

QTEST_MAIN(ShortcutsTest)
#include "shortcuts_test.moc"
