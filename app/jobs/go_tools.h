// Role: where the Go tools are, asked for once and off the GUI thread (the go command takes some tenths of a second), and
// gofmt on a text, for when there is no language server. Threads: the GUI thread; answers come there too.
#pragma once

#include <QObject>
#include <QPointer>
#include <functional>
#include <optional>
#include <vector>

#include "app/jobs/lane.h"
#include "base/result.h"
#include "toolchain/go/compiler.h"

namespace assay::jobs {

class GoTools : public QObject {
    Q_OBJECT
  public:
    using Found = std::function<void(const base::Result<toolchain::Compiler>&)>;
    struct Formatted {
        bool ok = false;
        QString text;      // formatted
        QString message;   // what gofmt found: "hello.go:3:5: expected ';'" with the file as `<standard input>`
    };

    explicit GoTools(QObject* parent = nullptr) : QObject(parent) {}

    // Calls back at once where they are known; not at all where `context` is gone by then.
    void find(QObject* context, Found then);
    // Errors of the machine come as a message without a place.
    void format(QObject* context, const QString& text, std::function<void(const Formatted&)> then);

  private:
    struct Waiting {
        QPointer<QObject> context;
        Found then;
    };
    std::optional<toolchain::Compiler> m_compiler;
    std::vector<Waiting> m_waiting;
    Lane m_lane;  // last: it uses all of the above
};

}  // namespace assay::jobs
