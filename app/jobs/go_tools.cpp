#include "app/jobs/go_tools.h"

#include <QMetaObject>
#include <QProcess>
#include <QTimer>

namespace assay::jobs {

namespace {

constexpr int formatWithinMs = 10'000;

}  // namespace

void GoTools::find(QObject* context, Found then) {
    if (m_compiler) return then(*m_compiler);
    m_waiting.push_back({context, std::move(then)});
    if (m_waiting.size() > 1) return;
    m_lane.start([this](const std::stop_token&) {
        const auto compiler = toolchain::findCompiler();
        QMetaObject::invokeMethod(
            this,
            [this, compiler] {
                if (compiler) m_compiler = *compiler;  // a missing one may be there the next time
                const auto waiting = std::exchange(m_waiting, {});
                for (const auto& each : waiting)
                    if (each.context) each.then(compiler);
            },
            Qt::QueuedConnection);
    });
}

void GoTools::format(QObject* context, const QString& text, std::function<void(const Formatted&)> then) {
    find(context, [context, text, then](const base::Result<toolchain::Compiler>& compiler) {
        if (!compiler) return then({false, {}, QString::fromStdString(compiler.error().message)});
        auto* gofmt = new QProcess(context);
        const auto done = [gofmt, then](bool ok) {
            gofmt->disconnect();
            gofmt->deleteLater();
            const QString said = QString::fromUtf8(ok ? gofmt->readAllStandardOutput() : gofmt->readAllStandardError());
            then(ok ? Formatted{true, said, {}} : Formatted{false, {}, said.isEmpty() ? gofmt->errorString() : said});
        };
        QObject::connect(gofmt, &QProcess::finished, context, [done](int code, QProcess::ExitStatus status) {
            done(status == QProcess::NormalExit && code == 0);
        });
        QObject::connect(gofmt, &QProcess::errorOccurred, context, [done](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart) done(false);
        });
        QTimer::singleShot(formatWithinMs, gofmt, [gofmt] { gofmt->kill(); });
        gofmt->start(QString::fromStdString((compiler->root / "bin" / "gofmt").string()), QStringList());
        gofmt->write(text.toUtf8());
        gofmt->closeWriteChannel();
    });
}

}  // namespace assay::jobs
