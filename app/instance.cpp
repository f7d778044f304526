#include "app/instance.h"

#include <sys/stat.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QLocalSocket>
#include <QTimer>
#include <QUrl>
#include <cstdlib>

#include "app/assembly.h"
#include "app/model/convert.h"
#include "base/hash.h"
#include "base/text.h"

namespace assay::app {

namespace {

constexpr int patienceMs = 5000;     // with one that is just starting or just ending
constexpr int answerMs = 4000;
constexpr qint64 longestLine = 16 << 10;

// $XDG_RUNTIME_DIR/assay; where there is none, a folder of this user's in /tmp. Empty where it is not ours alone.
base::fs::path meetingPlace() {
    const char* given = std::getenv("XDG_RUNTIME_DIR");
    const bool hasRuntime = given != nullptr && *given == '/';
    const base::fs::path folder = hasRuntime ? base::fs::path(given) / "assay" : base::fs::path("/tmp") / ("assay-" + std::to_string(::getuid()));
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return {};
    struct stat info {};
    if (::lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) return {};
    const bool isOurs = info.st_uid == ::getuid() && (info.st_mode & 077) == 0;
    return isOurs ? folder : base::fs::path();
}

std::string realName(const base::fs::path& folder) {
    std::error_code error;
    const auto real = base::fs::weakly_canonical(folder, error);
    return (error ? folder : real).string();
}

QString socketName(const base::fs::path& place) { return model::qtPath(place) + ".socket"; }

QByteArray line(const QJsonObject& object) { return model::jsonText(object).toUtf8() + '\n'; }

Wish wishOf(const QByteArray& text) {
    const QJsonObject json = model::jsonObject(QString::fromUtf8(text));
    Wish wish{model::ItemKind::Home, json["id"].toString(), json["token"].toString()};
    model::kindByName(json["kind"].toString(), wish.kind);
    return wish;
}

}  // namespace

base::Result<Wish> wishOfLink(const QString& link) {
    const QUrl url(link, QUrl::StrictMode);
    Wish wish;
    wish.id = url.path().mid(1);
    const bool isKnown = url.host() == "exercise" || url.host() == "lesson";
    const bool isPlain = url.query().isEmpty() && url.fragment().isEmpty() && url.userInfo().isEmpty() && url.port() < 0;
    if (!url.isValid() || url.scheme() != "assay" || !isKnown || !isPlain || wish.id.isEmpty() || wish.id.size() > 200)
        return base::fail(base::ErrorCode::Usage, base::quote(model::utf8(link)) + " is no link that Assay knows",
                          "links are assay://exercise/ID and assay://lesson/PHASE/ID");
    wish.kind = url.host() == "exercise" ? model::ItemKind::Exercise : model::ItemKind::Lesson;
    return wish;
}

Instance::Instance(const base::fs::path& dataFolder, const base::fs::path& courseFolder, QObject* parent) : QObject(parent) {
    const auto folder = meetingPlace();
    const std::string both = realName(dataFolder) + '\0' + realName(courseFolder);
    if (!folder.empty()) m_place = folder / base::hashHex(both).substr(0, 24);
    connect(&m_server, &QLocalServer::newConnection, this, &Instance::serve);
}

Instance::Part Instance::claim(const Wish& wish) {
    if (m_place.empty()) return Part::Alone;
    QElapsedTimer since;
    since.start();
    while (since.elapsed() < patienceMs) {
        if (becomeFirst()) return Part::First;
        if (const auto handed = handOver(wish)) return *handed;
        ::usleep(50'000);
    }
    return Part::Alone;
}

bool Instance::becomeFirst() {
    auto lock = base::FileLock::acquire(m_place.string() + ".lock", 0);
    if (!lock) return false;
    m_lock.emplace(std::move(*lock));
    QLocalServer::removeServer(socketName(m_place));  // of one that was killed: we hold its lock
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    (void)m_server.listen(socketName(m_place));       // without it the app works, and is only not found
    return true;
}

std::optional<Instance::Part> Instance::handOver(const Wish& wish) {
    QLocalSocket socket;
    socket.connectToServer(socketName(m_place));
    if (!socket.waitForConnected(answerMs)) return std::nullopt;
    socket.write(line({{"kind", model::kindName(wish.kind)}, {"id", wish.id}, {"token", wish.token}}));
    while (!socket.canReadLine())
        if (!socket.waitForReadyRead(answerMs)) return std::nullopt;
    m_refusal = model::jsonObject(QString::fromUtf8(socket.readLine(longestLine)))["refusal"].toString();
    return m_refusal.isEmpty() ? Part::Handed : Part::Refused;
}

void Instance::serve() {
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        socket->setReadBufferSize(longestLine);
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        QTimer::singleShot(answerMs, socket, [socket] { socket->abort(); });
        const auto answer = [this, socket] {
            if (!socket->canReadLine()) return;
            const QString refusal = onAsked(wishOf(socket->readLine(longestLine)));
            socket->write(line({{"refusal", refusal}}));
            socket->disconnectFromServer();
        };
        connect(socket, &QLocalSocket::readyRead, this, answer);
        answer();
    }
}

QString grant(Assembly& app, const Wish& wish) {
    if (!wish.id.isEmpty()) {
        const auto item = app.library().named(wish.kind, wish.id);
        if (!item) return model::sentence(item.error());
        app.navigator().open(*item);
    }
    app.window().comeForward(wish.token);
    return {};
}

}  // namespace assay::app
