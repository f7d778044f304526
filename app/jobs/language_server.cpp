// How it is kept in bounds: the child sets its own limits between fork and exec, so they hold for what it starts as well
// (the go command, which lists the packages). It reads a folder of ours only, where a copy of the exercise lies: nothing
// that it writes can touch what the learner has.
#include "app/jobs/language_server.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>

namespace assay::jobs {

namespace {

constexpr int mostDeaths = 5;
constexpr int firstPauseMs = 200, forgetAfterMs = 60'000, endWithinMs = 300;
constexpr qsizetype longestMessage = 4 << 20;
constexpr const char* goMemory = "400MiB";
constexpr rlim_t mostMemory = rlim_t{2} << 30, largestFile = rlim_t{256} << 20;

void limit(int what, rlim_t value) {
    const rlimit limits{value, value};
    ::setrlimit(static_cast<__rlimit_resource>(what), &limits);
}

// Between fork and exec: only calls that are safe there.
void enterBounds() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::setpgid(0, 0);  // so that all it starts can be ended with it
    ::setpriority(PRIO_PROCESS, 0, 10);
    limit(RLIMIT_DATA, mostMemory);
    limit(RLIMIT_FSIZE, largestFile);
    limit(RLIMIT_CORE, 0);
}

// What an editor needs. Not among them: workspace/executeCommand, by which gopls runs tests, generators and go commands.
bool isAllowed(const QString& method) {
    static const QStringList names{"initialize", "initialized", "shutdown", "exit", "completionItem/resolve",
                                   "codeAction/resolve"};
    return method.isEmpty() /* an answer */ || method.startsWith("textDocument/") || method.startsWith("$/") ||
           names.contains(method);
}

QJsonObject options() { return {{"linksInHover", false}, {"vulncheck", "Off"}, {"usePlaceholders", false}}; }

}  // namespace

LanguageServer::LanguageServer(base::fs::path program, base::fs::path cache, GoTools& tools, QObject* parent)
    : QObject(parent), m_program(std::move(program)), m_cache(std::move(cache)), m_tools(tools) {
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &LanguageServer::start);
    m_forget.setSingleShot(true);
    m_forget.setInterval(forgetAfterMs);
    connect(&m_forget, &QTimer::timeout, this, [this] { m_deaths = 0; });
}

LanguageServer::~LanguageServer() { stop(); }

void LanguageServer::open(const ServerRoom& room) {
    if (isOpenFor(room.exercise)) return;
    close();
    m_room = room;
    m_open = true;
    m_deaths = 0;
    if (m_program.empty())
        return unavailable(tr("Completion needs gopls, which is not installed here; ./run installs it. Everything else works."));
    m_tools.find(this, [this, exercise = room.exercise](const base::Result<toolchain::Compiler>& compiler) {
        if (!isOpenFor(exercise)) return;
        if (!compiler) return unavailable(tr("Completion needs the Go command: %1").arg(QString::fromStdString(compiler.error().message)));
        m_compiler = *compiler;
        start();
    });
}

void LanguageServer::askVersion(QObject* context, std::function<void(const QString&)> then) const {
    if (!isInstalled()) return;
    auto* process = new QProcess(context);
    QProcessEnvironment bare;  // it only reads itself
    bare.insert("HOME", qEnvironmentVariable("HOME"));
    bare.insert("XDG_CONFIG_HOME", silentConfig());
    process->setProcessEnvironment(bare);
    QObject::connect(process, &QProcess::finished, context, [process, then = std::move(then)] {
        static const QRegularExpression version("gopls (v[0-9][^\\s]*)");
        const auto match = version.match(QString::fromUtf8(process->readAllStandardOutput()));
        if (match.hasMatch()) then(match.captured(1));
        process->deleteLater();
    });
    process->start(QString::fromStdString(m_program.string()), {QStringLiteral("version")});
}

void LanguageServer::close() {
    stop();
    m_open = false;
    m_room = {};
}

base::Result<void> LanguageServer::writeRoom() {
    if (!m_folder) {
        auto folder = base::TempFolder::create("editor");
        if (!folder) return base::propagate(folder);
        m_folder = std::move(*folder);
    }
    const base::fs::path root = m_folder->path() / m_room.exercise.toStdString();
    std::error_code error;
    base::fs::remove_all(root, error);
    for (const auto& file : m_room.files) {
        const base::fs::path path = (root / file.name).lexically_normal();
        const auto relative = path.lexically_relative(root);
        if (relative.empty() || *relative.begin() == "..") continue;  // the course is not ours
        if (auto made = base::ensureFolder(path.parent_path()); !made) return made;
        if (auto written = base::writeFileAtomic(path, file.content); !written) return written;
    }
    return {};
}

QProcessEnvironment LanguageServer::environment() const {
    QProcessEnvironment ours;
    const auto system = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"HOME", "GOPATH", "GOMODCACHE", "LANG", "TMPDIR"})
        if (system.contains(name)) ours.insert(name, system.value(name));
    const auto cache = [&](const char* name) { return QString::fromStdString((m_cache / name).string()); };
    const QString root = QString::fromStdString(m_compiler->root.string());
    ours.insert("PATH", root + "/bin:/usr/local/bin:/usr/bin:/bin");
    ours.insert("GOROOT", root);
    ours.insert("GOTOOLCHAIN", "local");
    ours.insert("GOENV", "off");
    ours.insert("GOFLAGS", "-mod=mod");
    ours.insert("GOPROXY", "off");
    ours.insert("GOSUMDB", "off");
    ours.insert("GOVCS", "*:off");
    ours.insert("GOWORK", "off");
    ours.insert("CGO_ENABLED", "0");
    ours.insert("GOMEMLIMIT", goMemory);
    ours.insert("GOMAXPROCS", "2");
    ours.insert("GOCACHE", cache("build"));
    ours.insert("GOPLSCACHE", cache("gopls"));
    ours.insert("XDG_CONFIG_HOME", silentConfig());
    return ours;
}

// Its counters are off by a file (golang.org/x/telemetry), by no variable; a process of its own would keep them.
QString LanguageServer::silentConfig() const {
    const auto config = m_cache / "config", mode = config / "go/telemetry/mode";
    if (auto made = base::ensureFolder(mode.parent_path()); made) made = base::writeFileAtomic(mode, "off\n");
    return QString::fromStdString(config.string());
}

void LanguageServer::start() {
    if (!m_open || m_process != nullptr) return;
    if (const auto written = writeRoom(); !written)
        return unavailable(tr("Completion is off: %1").arg(QString::fromStdString(written.error().message)));
    const QString root = QString::fromStdString((m_folder->path() / m_room.exercise.toStdString()).string());
    m_reader = {};
    m_process = std::make_unique<QProcess>();
    m_process->setProgram(QString::fromStdString(m_program.string()));
    m_process->setArguments({"serve"});
    m_process->setWorkingDirectory(root);
    m_process->setProcessEnvironment(environment());
    m_process->setStandardErrorFile(QProcess::nullDevice());
    m_process->setChildProcessModifier(enterBounds);
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &LanguageServer::read);
    connect(m_process.get(), &QProcess::finished, this, [this] { ended(tr("the language server ended")); });
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) ended(tr("the language server could not be started"));
    });
    connect(m_process.get(), &QProcess::started, this, [this, root] {
        m_forget.start();
        emit stateChanged(true, {}, QUrl::fromLocalFile(root).toString(QUrl::FullyEncoded));
    });
    m_process->start();
}

// The process group is ours to end: gopls may have started the go command.
void LanguageServer::stop() {
    m_again.stop();
    m_forget.stop();
    if (m_process == nullptr) return;
    m_process->disconnect(this);
    const qint64 id = m_process->processId();
    if (id > 0) ::kill(static_cast<pid_t>(-id), SIGKILL);
    m_process->kill();
    m_process->waitForFinished(endWithinMs);
    m_process.reset();
}

void LanguageServer::ended(const QString& how) {
    m_forget.stop();
    m_process.release()->deleteLater();  // we may be in one of its signals
    if (++m_deaths > mostDeaths)
        return unavailable(tr("Completion is off: %1 %2 times in a minute. Opening the exercise again tries again.").arg(how).arg(m_deaths));
    unavailable(tr("Completion is off for a moment: %1 and is started again.").arg(how));
    m_again.start(firstPauseMs << (m_deaths - 1));
}

void LanguageServer::read() {
    m_reader.add(m_process->readAllStandardOutput());
    while (const auto message = m_reader.next()) emit received(QString::fromUtf8(*message));
    if (!m_reader.isBroken()) return;
    stop();
    unavailable(tr("Completion is off: the language server does not speak its protocol."));
}

void LanguageServer::send(const QString& message) {
    if (m_process == nullptr || m_process->state() != QProcess::Running || message.size() > longestMessage) return;
    auto object = QJsonDocument::fromJson(message.toUtf8()).object();
    const QString method = object["method"].toString();
    if (object.isEmpty() || !isAllowed(method)) return;
    if (method == "initialize") {
        auto params = object["params"].toObject();
        params["initializationOptions"] = options();
        params["processId"] = static_cast<qint64>(::getpid());
        object["params"] = params;
    }
    m_process->write(lspFrame(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

void LanguageServer::unavailable(const QString& reason) { emit stateChanged(false, reason, {}); }

}  // namespace assay::jobs
