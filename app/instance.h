// Role: one app for each user, data folder and course: another course has a window of its own, since drafts and attempts are
// kept for each course and the store takes several apps. A second start hands over what it was asked to open and ends; the first
// comes forward and opens it.
// How: a lock file that is held as long as the app lives (a kill frees it) says who is first; the first listens on a socket
// beside it. Both lie in the user's runtime folder, which nobody else can enter. One line of JSON each way:
// {"kind", "id", "token"} → {"refusal"}.
// Threads: the GUI thread.
#pragma once

#include <QLocalServer>
#include <QObject>
#include <functional>
#include <optional>

#include "app/model/item.h"
#include "base/fs.h"
#include "base/result.h"

namespace assay::app {

class Assembly;

// What a start asks for.
struct Wish {
    model::ItemKind kind = model::ItemKind::Home;
    QString id;                                  // as a person wrote it; empty: only come forward
    QString token;                               // of the desktop: that the window may come forward
};

// "assay://exercise/ID", "assay://lesson/PHASE/ID", "assay://lesson/ID". Usage, in words, for anything else.
base::Result<Wish> wishOfLink(const QString& link);

class Instance : public QObject {
    Q_OBJECT
  public:
    enum class Part {
        First,   // ours is the one: it listens from now on
        Handed,  // another took the wish
        Refused, // another is there, and says why not: refusal()
        Alone,   // nobody answers and nobody lets go, or the runtime folder cannot be used: go on without
    };
    Instance(const base::fs::path& dataFolder, const base::fs::path& courseFolder, QObject* parent = nullptr);

    Part claim(const Wish& wish);
    QString refusal() const { return m_refusal; }
    // Of the first one; returns why it cannot be done, or nothing.
    std::function<QString(const Wish&)> onAsked = [](const Wish&) { return QString(); };

  private:
    bool becomeFirst();
    std::optional<Part> handOver(const Wish& wish);
    void serve();

    base::fs::path m_place;  // without ".lock", ".socket"
    std::optional<base::FileLock> m_lock;
    QLocalServer m_server;
    QString m_refusal;
};

// Opens it in this app's window and brings that forward; or says why not.
QString grant(Assembly& app, const Wish& wish);

}  // namespace assay::app
