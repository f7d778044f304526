// The window in a real X server, asked over AT-SPI as a screen reader asks: every control that can have the keyboard has a
// name and a role there, and what a learner needs is found by both. It starts itself again inside an X server and a session
// bus of its own. The pages are the web engine's tree; axe-core looks at them in pages.mjs.
#include <unistd.h>

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QDBusVariant>
#include <QTest>
#include <future>
#include <thread>

#include "app/support/app_fixture.h"

using namespace assay;
using tests::AppFixture;

namespace {

constexpr const char* inside = "ASSAY_HEARD_INSIDE";
constexpr const char* accessible = "org.a11y.atspi.Accessible";
constexpr unsigned focusable = 11, showing = 25;  // AtspiStateType
constexpr int deepest = 40;

struct Thing {
    QString service, path;
};

struct Heard {
    QStringList controls;  // "role: name" of what can have the keyboard
    QStringList nameless;
    int things = 0;
};

// A screen reader's side. Every call blocks, so it lives in a thread of its own: the window answers from the GUI thread.
class Listener {
  public:
    explicit Listener(const QString& address) : m_bus(QDBusConnection::connectToBus(address, "heard")) {}
    ~Listener() { QDBusConnection::disconnectFromBus("heard"); }
    bool isConnected() const { return m_bus.isConnected(); }

    std::vector<Thing> children(const Thing& of) const {
        std::vector<Thing> list;
        const auto answer = ask(of, accessible, "GetChildren");
        if (answer.arguments().isEmpty()) return list;
        const auto argument = answer.arguments().front().value<QDBusArgument>();
        argument.beginArray();
        while (!argument.atEnd()) {
            QDBusObjectPath path;
            Thing thing;
            argument.beginStructure();
            argument >> thing.service >> path;
            argument.endStructure();
            thing.path = path.path();
            list.push_back(thing);
        }
        argument.endArray();
        return list;
    }

    QString name(const Thing& of) const {
        const auto answer = ask(of, "org.freedesktop.DBus.Properties", "Get", {accessible, "Name"});
        return answer.arguments().isEmpty() ? QString() : answer.arguments().front().value<QDBusVariant>().variant().toString();
    }

    QString role(const Thing& of) const { return ask(of, accessible, "GetRoleName").arguments().value(0).toString(); }

    // The scroll box of the one editor takes neither key nor Tab; newer engines tell of it all the same. What is in it has a name.
    bool isEditorsScrollBox(const Thing& box) const {
        const auto held = children(box);
        return role(box) == "section" && held.size() == 1 && role(held.front()) == "text" && name(held.front()).endsWith(", editor");
    }

    bool is(const Thing& of, unsigned state) const {
        const auto answer = ask(of, accessible, "GetState");
        if (answer.arguments().isEmpty()) return false;
        QList<uint> words;
        answer.arguments().front().value<QDBusArgument>() >> words;
        return words.size() > static_cast<qsizetype>(state / 32) && ((words[state / 32] >> (state % 32)) & 1U) != 0;
    }

    void walk(const Thing& at, Heard& heard, const QString& within = {}, int depth = 0) const {
        if (depth > deepest) return;
        ++heard.things;
        const QString role = this->role(at);
        const QString name = this->name(at);
        if (is(at, focusable) && is(at, showing)) {
            heard.controls.append(role + ": " + name);
            if ((name.trimmed().isEmpty() || role.isEmpty()) && !isEditorsScrollBox(at)) heard.nameless.append(role + " in" + within);
        }
        for (const Thing& child : children(at)) walk(child, heard, within + " > " + role + ' ' + name, depth + 1);
    }

  private:
    QDBusMessage ask(const Thing& of, const char* interface, const char* method, const QVariantList& arguments = {}) const {
        auto message = QDBusMessage::createMethodCall(of.service, of.path, interface, method);
        message.setArguments(arguments);
        return m_bus.call(message, QDBus::Block, 5000);
    }
    QDBusConnection m_bus;
};

Heard listen(const QString& address) {
    Heard heard;
    const Listener listener(address);
    if (!listener.isConnected()) return heard;
    const Thing desktop{"org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"};
    for (int tries = 0; tries < 100 && listener.children(desktop).empty(); ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(100));  // it comes into the list by and by
    for (const Thing& program : listener.children(desktop))
        for (const Thing& window : listener.children(program)) listener.walk(window, heard);
    return heard;
}

Heard hear() {
    QDBusInterface bus("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus");
    const QDBusReply<QString> address = bus.call("GetAddress");
    auto heard = std::async(std::launch::async, [address] { return listen(address.value()); });
    AppFixture::waitUntil([&] { return heard.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }, 120'000);
    return heard.get();
}

}  // namespace

class HeardTest : public QObject {
    Q_OBJECT
  private slots:
    void everyControlIsNamedToAScreenReader();
};

void HeardTest::everyControlIsNamedToAScreenReader() {
    QCOMPARE(QGuiApplication::platformName(), QString("xcb"));
    AppFixture fixture;
    fixture.start();
    fixture.open("exercise", "hello-check");
    fixture.app().window().activateWindow();
    const Heard heard = hear();
    const QString all = heard.controls.join('\n');
    QVERIFY2(heard.controls.size() > 10, qPrintable(QString("%1 things, these controls:\n%2").arg(heard.things).arg(all)));
    QVERIFY2(heard.nameless.isEmpty(), qPrintable("without a name:\n" + heard.nameless.join('\n')));
    for (const char* control : {": Menu", "tree: Course map", "button: Back"})
        QVERIFY2(all.contains(control), qPrintable(QString(control) + " is not among\n" + all));
    QVERIFY2(all.contains("Phase Warm-up, not begun"), qPrintable("no state in words in\n" + all));
}

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet(inside)) {
        ::setenv(inside, "1", 1);
        ::setenv("QT_QPA_PLATFORM", "xcb", 1);
        ::setenv("QT_QUICK_BACKEND", "software", 1);
        ::setenv("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1", 1);
        ::execlp("xvfb-run", "xvfb-run", "-a", "-s", "-screen 0 1280x800x24", "dbus-run-session", "--", argv[0], nullptr);
        std::perror("xvfb-run");
        return 1;
    }
    return tests::runWithPages(argc, argv, [&] {
        HeardTest test;
        return QTest::qExec(&test, argc, argv);
    });
}

#include "heard_test.moc"
