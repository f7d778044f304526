// The editor's help while one types, as a learner sees it: the real page and the real gopls; and the editor without it.
#include <QApplication>
#include <QTest>

#include "app/support/app_fixture.h"

using namespace assay;
using tests::AppFixture;

namespace {

constexpr int patience = 120'000;  // the first start reads the standard library's packages
constexpr const char* exercise = "hello-check";

}  // namespace

class EditorTest : public QObject {
    Q_OBJECT
  private slots:
    void faultsAreMarkedAndNamesCompletedWhileTyping();
    void formattingKeepsTheMeaning();
    void withoutAServerTheEditorSaysSoAndFormats();
    void readingStartsNoServer();

  private:
    bool pressInEditor(AppFixture& fixture, const QString& keys) {
        fixture.app().window().focusPane(ui::Pane::Editor);
        const bool there = fixture.waitFor(fixture.app().editorView(), "document.activeElement.closest('.cm-editor')");
        fixture.press(keys);
        return there;
    }
};

void EditorTest::faultsAreMarkedAndNamesCompletedWhileTyping() {
    AppFixture fixture;
    fixture.start();
    if (!fixture.app().hasLanguageServer()) QSKIP("gopls is not built here: ./run builds it");
    fixture.open("exercise", exercise);
    auto& view = fixture.app().editorView();
    fixture.pasteIntoEditor("package hello\n\nimport \"strings\"\n\nfunc Greet(name string) string {\n\treturn strings.Repeat(nmae, 2)\n}\n\nvar other = strings.Rep");
    QVERIFY(fixture.waitFor(view, "document.querySelector('.cm-lintRange-error')", patience));
    QVERIFY(fixture.app().results().diagnostics().isEmpty());  // nothing was checked: it is the server that says it
    QVERIFY(pressInEditor(fixture, "Ctrl+End"));
    QVERIFY(pressInEditor(fixture, "Ctrl+Space"));
    QVERIFY(fixture.waitFor(view, "[...document.querySelectorAll('.cm-tooltip-autocomplete li')].some(e => e.innerText.includes('Replace'))", patience));
}

void EditorTest::formattingKeepsTheMeaning() {
    AppFixture fixture;
    fixture.start();
    if (!fixture.app().hasLanguageServer()) QSKIP("gopls is not built here: ./run builds it");
    fixture.open("exercise", exercise);
    auto& workbench = fixture.app().workbench();
    fixture.pasteIntoEditor("package hello\n\nfunc Greet(name string) string {\nreturn strings.ToUpper(name)\n}\n");
    QVERIFY(fixture.waitFor(fixture.app().editorView(), "document.querySelector('.cm-lintRange-error')", patience));
    QVERIFY(pressInEditor(fixture, "Shift+Alt+F"));  // formats, and organises the imports
    QVERIFY(fixture.waitUntil([&] { return workbench.files().front().content.contains("\treturn strings.ToUpper(name)"); }, patience));
    QVERIFY(fixture.waitUntil([&] { return workbench.files().front().content.contains("import \"strings\""); }, patience));
}

void EditorTest::withoutAServerTheEditorSaysSoAndFormats() {
    AppFixture fixture;
    fixture.withoutLanguageServer();
    fixture.start();
    fixture.open("exercise", exercise);
    auto& workbench = fixture.app().workbench();
    fixture.pasteIntoEditor("package hello\n\nfunc  Greet( name string) string { return name }\n");
    QVERIFY(fixture.waitFor(fixture.app().editorView(), "document.querySelector('[title*=\"./run installs it\"]')"));
    QVERIFY(pressInEditor(fixture, "Shift+Alt+F"));
    QVERIFY(fixture.waitUntil([&] { return workbench.files().front().content.contains("func Greet(name string) string"); }, patience));
    fixture.pasteIntoEditor("package hello\n\nfunc {\n");
    QVERIFY(pressInEditor(fixture, "Shift+Alt+F"));
    QVERIFY(fixture.waitFor(fixture.app().editorView(), "document.querySelector('.cm-lintRange-error, .cm-lint-marker-error')", patience));
}

void EditorTest::readingStartsNoServer() {
    AppFixture fixture;
    fixture.start();
    fixture.open("lesson", "warm-up/how-this-works");
    QCOMPARE(fixture.app().languageServer().processId(), qint64{0});
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        EditorTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "editor_test.moc"
