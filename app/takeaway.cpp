#include "app/takeaway.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMarginsF>
#include <QPageLayout>
#include <QPrintDialog>
#include <QPrinter>
#include <QTimer>

#include "app/assembly.h"
#include "app/model/markdown_out.h"

namespace assay::app {

namespace {

constexpr int marginMm = 18, printDpi = 300;

QPageLayout layout() {
    return QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF(marginMm, marginMm, marginMm, marginMm), QPageLayout::Millimeter);
}

}  // namespace

// Who closes the window while a page is on its way to the printer: another thread has the printer in hand until it is done.
Takeaway::~Takeaway() { (void)m_printer.release(); }

Takeaway::Takeaway(Assembly& app) : QObject(&app), m_app(app) {
    connect(&app.lessonView(), &QWebEngineView::printFinished, this, [this](bool done) {
        if (m_printer == nullptr) return;
        m_app.window().status().say(done ? tr("Printed.") : tr("The page could not be printed."));
        QTimer::singleShot(0, this, [this] { m_printer.reset(); });  // the view has it in hand until it has told everybody
    });
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
    if (mayPrint()) m_app.lessonView().page().printToPdf(file, layout());
}

bool Takeaway::mayPrint() const {
    const bool may = m_app.navigator().current().isInCourse();
    if (!may) m_app.window().status().say(tr("Open a lesson or an exercise first."));
    return may;
}

void Takeaway::askForPrinter() {
    if (!mayPrint()) return;
    auto printer = std::make_shared<std::unique_ptr<QPrinter>>(std::make_unique<QPrinter>(QPrinter::HighResolution));
    (*printer)->setPageLayout(layout());
    (*printer)->setResolution(printDpi);  // pages are painted as pictures: at a printer's own 1200 one alone has 550 MB
    (*printer)->setDocName(m_app.library().titleOf(m_app.navigator().current()));
    auto* dialog = new QPrintDialog(printer->get(), &m_app.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, printer] { print(std::move(*printer)); });
    dialog->open();
}

// The page is made into a picture of itself by its own process: the printer has to stay until that is done.
void Takeaway::print(std::unique_ptr<QPrinter> printer) {
    if (m_printer != nullptr) return m_app.window().status().say(tr("A page is being printed already."));
    m_printer = std::move(printer);
    m_app.lessonView().print(m_printer.get());
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
