// Role: the one language server (gopls) of the app: started for the exercise that is being edited, in a temporary folder
// that holds its module and nothing else; messages pass through it as JSON. The editor works without it.
// Bounds: memory (GOMEMLIMIT, RLIMIT_DATA), file size, low priority, no network (GOPROXY=off), no other toolchain, no
// cgo, no settings from outside (GOENV=off), only the methods that an editor needs. It dies with the app.
// It is started again when it dies, later each time, and given up after the fifth time in a minute.
// Threads: the GUI thread. Errors: told by stateChanged, in words for a person.
#pragma once

#include <QObject>
#include <QProcess>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/jobs/go_tools.h"
#include "app/jobs/lsp_frames.h"
#include "base/fs.h"

namespace assay::jobs {

// What the server may see: relative names, as the exercise has them, go.mod among them.
struct ServerRoom {
    struct File {
        std::string name, content;
    };
    QString exercise;
    std::vector<File> files;
};

class LanguageServer : public QObject {
    Q_OBJECT
  public:
    // `program`: gopls, empty where it is not installed; `cache`: a folder for what it keeps between starts.
    LanguageServer(base::fs::path program, base::fs::path cache, GoTools& tools, QObject* parent = nullptr);
    ~LanguageServer() override;

    // Calls back with "v0.21.1"; not at all where it is not installed, does not say, or `context` is gone.
    void askVersion(QObject* context, std::function<void(const QString&)> then) const;
    bool isInstalled() const { return !m_program.empty(); }
    void open(const ServerRoom& room);  // does nothing where this exercise's is there already
    void close();
    bool isOpenFor(const QString& exercise) const { return m_open && m_room.exercise == exercise; }
    void send(const QString& message);  // JSON from the editor; methods that it does not need are dropped
    qint64 processId() const { return m_process == nullptr ? 0 : m_process->processId(); }

  signals:
    void stateChanged(bool available, const QString& reason, const QString& root);
    void received(const QString& message);

  private:
    base::Result<void> writeRoom();
    void start();
    void stop();
    void ended(const QString& how);
    void read();
    void unavailable(const QString& reason);
    QProcessEnvironment environment() const;
    QString silentConfig() const;  // for XDG_CONFIG_HOME

    base::fs::path m_program, m_cache;
    GoTools& m_tools;
    std::optional<base::TempFolder> m_folder;
    std::optional<toolchain::Compiler> m_compiler;
    ServerRoom m_room;
    std::unique_ptr<QProcess> m_process;
    LspReader m_reader;
    QTimer m_again, m_forget;
    int m_deaths = 0;
    bool m_open = false;
};

}  // namespace assay::jobs
