#include "app/takeaway.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMarginsF>
#include <QPageLayout>

#include "app/assembly.h"
#include "app/model/markdown_out.h"

namespace assay::app {

namespace {

constexpr int marginMm = 18;

}  // namespace

Takeaway::Takeaway(Assembly& app) : QObject(&app), m_app(app) {
    // The page tells all that asks for it: only one is asked at a time.
    connect(&app.lessonView().page(), &QWebEnginePage::pdfPrintingFinished, this, [this](const QString& file, bool done) {
        m_app.window().status().say(done ? tr("Written to %1.").arg(file)
                                         : tr("%1 could not be written. Is there room, and may you write there?").arg(file));
    });
}

void Takeaway::askForPdf() {
    const QString name = m_app.library().titleOf(m_app.navigator().current()).replace('/', '-') + ".pdf";
    const QString file = QFileDialog::getSaveFileName(&m_app.window(), tr("Save as PDF"), QDir::home().filePath(name), tr("PDF (*.pdf)"));
    if (!file.isEmpty()) savePdf(file);
}

void Takeaway::savePdf(const QString& file) {
    if (m_app.navigator().current().isHome()) return m_app.window().status().say(tr("Open a lesson or an exercise first."));
    m_app.lessonView().page().printToPdf(file, QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait,
                                                           QMarginsF(marginMm, marginMm, marginMm, marginMm), QPageLayout::Millimeter));
}

void Takeaway::copyLesson() {
    const QString text = m_app.lesson().markdown();
    if (text.isEmpty()) return m_app.window().status().say(tr("Open a lesson or an exercise first."));
    QGuiApplication::clipboard()->setText(text);
    m_app.window().status().say(tr("Copied as Markdown."));
}

void Takeaway::copyResults() {
    const QString text = m_app.results().markdown();
    if (text.isEmpty()) return m_app.window().status().say(tr("There is no result yet: Check comes first."));
    QGuiApplication::clipboard()->setText(text);
    m_app.window().status().say(tr("Copied as Markdown."));
}

}  // namespace assay::app
