// Role: what every page's object on the channel has in common (CHANNEL.md, "Common to every page").
// All that comes in is untrusted: lessons are written by others. Sizes are checked here, ids by the models.
// Threads: the GUI thread.
#pragma once

#include <QJsonObject>
#include <QObject>
#include <functional>

namespace assay::web {

// Texts that a page may send. What is longer is dropped, not cut.
constexpr int longestId = 300;
constexpr int longestText = 1 << 20;

class Bridge : public QObject {
    Q_OBJECT
    Q_PROPERTY(int version READ version CONSTANT)
  public:
    explicit Bridge(QObject* parent = nullptr) : QObject(parent) {}
    int version() const { return 1; }
    bool isReady() const { return m_ready; }
    void setAppearance(const QJsonObject& appearance);

    // Puts the marker behind the keys that the page was sent (CHANNEL.md); false where it has not got the keyboard.
    std::function<bool()> sendMarker = [] { return false; };

  public slots:
    void ready(int version);
    void copy(const QString& text);
    void failed(const QString& text);

  signals:
    void appearance(const QString& json);
    void show(const QString& json);
    void focus();

  protected:
    // Sends show(), and whatever belongs to it, now. Only called while the page is ready.
    virtual void showAll() = 0;
    virtual void loaded() {}  // the page is there, for the first time or anew
    int marker() { return sendMarker() ? ++m_markers : 0; }  // a new one's number; 0: none is needed
    void update();  // showAll() where the page is ready; it asks for it itself when it becomes so

  private:
    QJsonObject m_appearance;
    bool m_ready = false;
    int m_markers = 0;  // since the page is ready
};

// A text from a page that is short enough to be looked at.
inline bool isId(const QString& text) { return text.size() <= longestId; }
inline bool isText(const QString& text) { return text.size() <= longestText; }

}  // namespace assay::web
