// Role: the app's one URL scheme. assay://app/NAME is a file of the front-end build, assay://course/PATH an image of the
// course. Nothing else exists for a page. See CHANNEL.md.
// Threads: registerScheme before QApplication; the handler on the GUI thread.
#pragma once

#include <QByteArray>
#include <QDir>
#include <QString>
#include <QWebEngineUrlSchemeHandler>
#include <optional>

namespace assay::web {

void registerScheme();  // before QApplication

// A file that may be served, or nothing. Pure but for looking at the disk: tested without a browser.
class Shelf {
  public:
    Shelf(const QString& pages, const QString& courseImages);  // folders
    struct Book {
        QString file;
        QByteArray type;
    };
    std::optional<Book> find(const QUrl& url) const;

  private:
    std::optional<Book> below(const QDir& folder, const QString& path, bool imagesOnly) const;
    QDir m_pages, m_images;
};

class SchemeHandler : public QWebEngineUrlSchemeHandler {
    Q_OBJECT
  public:
    SchemeHandler(Shelf shelf, QObject* parent = nullptr);
    void requestStarted(QWebEngineUrlRequestJob* job) override;

  private:
    Shelf m_shelf;
};

}  // namespace assay::web
