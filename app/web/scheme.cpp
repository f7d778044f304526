// The attack that the shelf stands against is a lesson that names files outside its course: "..", encoded slashes, links
// that point out of the folder, devices. So a path is taken apart after decoding, every segment must be an ordinary name,
// and the file that is finally meant (links followed) must still lie below the folder.
#include "app/web/scheme.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QUrl>
#include <QWebEngineUrlRequestJob>
#include <QWebEngineUrlScheme>

namespace assay::web {

namespace {

constexpr qint64 largestFile = qint64{32} << 20;

QByteArray typeOf(const QString& suffix, bool imagesOnly) {
    static const QHash<QString, QByteArray> images{{"png", "image/png"},
                                                   {"jpg", "image/jpeg"},
                                                   {"jpeg", "image/jpeg"},
                                                   {"gif", "image/gif"},
                                                   {"webp", "image/webp"},
                                                   {"svg", "image/svg+xml"}};
    static const QHash<QString, QByteArray> texts{{"html", "text/html"},
                                                  {"js", "text/javascript"},
                                                  {"css", "text/css"},
                                                  {"woff2", "font/woff2"}};
    const QByteArray image = images.value(suffix);
    return image.isEmpty() && !imagesOnly ? texts.value(suffix) : image;
}

}  // namespace

void registerScheme() {
    QWebEngineUrlScheme scheme("assay");
    scheme.setSyntax(QWebEngineUrlScheme::Syntax::Host);
    scheme.setFlags(QWebEngineUrlScheme::SecureScheme);
    QWebEngineUrlScheme::registerScheme(scheme);
}

Shelf::Shelf(const QString& pages, const QString& courseImages) : m_pages(pages), m_images(courseImages) {}

std::optional<Shelf::Book> Shelf::below(const QDir& folder, const QString& path, bool imagesOnly) const {
    const QByteArray type = typeOf(QFileInfo(path).suffix().toLower(), imagesOnly);
    if (type.isEmpty() || path.size() > 500) return std::nullopt;
    for (const QString& segment : path.split('/'))
        if (segment.isEmpty() || segment.startsWith('.') || segment.contains('\\') || segment.contains(QChar(0)))
            return std::nullopt;
    const QFileInfo info(folder.filePath(path));
    if (!info.isFile() || info.size() > largestFile) return std::nullopt;
    const QString real = info.canonicalFilePath();
    if (!real.startsWith(folder.canonicalPath() + '/')) return std::nullopt;
    return Book{real, type};
}

std::optional<Shelf::Book> Shelf::find(const QUrl& url) const {
    if (url.scheme() != "assay" || url.port() != -1 || !url.userInfo().isEmpty()) return std::nullopt;
    const QString path = url.path(QUrl::FullyDecoded).mid(1);
    if (url.host() == "app" && path == "qwebchannel.js")
        return Book{QStringLiteral(":/qtwebchannel/qwebchannel.js"), "text/javascript"};
    if (url.host() == "app") return below(m_pages, path, false);
    if (url.host() == "course") return below(m_images, path, true);
    return std::nullopt;
}

SchemeHandler::SchemeHandler(Shelf shelf, QObject* parent)
    : QWebEngineUrlSchemeHandler(parent), m_shelf(std::move(shelf)) {}

void SchemeHandler::requestStarted(QWebEngineUrlRequestJob* job) {
    if (job->requestMethod() != "GET") return job->fail(QWebEngineUrlRequestJob::RequestDenied);
    const auto book = m_shelf.find(job->requestUrl());
    if (!book) return job->fail(QWebEngineUrlRequestJob::UrlNotFound);
    auto* file = new QFile(book->file, job);  // lives as long as the request
    if (!file->open(QIODevice::ReadOnly)) return job->fail(QWebEngineUrlRequestJob::UrlNotFound);
    job->reply(book->type, file);
}

}  // namespace assay::web
