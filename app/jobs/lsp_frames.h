// Role: the base protocol of language servers (Language Server Protocol 3.17, "Base Protocol"): a message is JSON behind a
// header that gives its length in bytes. Threads: values.
#pragma once

#include <QByteArray>
#include <QList>
#include <optional>

namespace assay::jobs {

QByteArray lspFrame(const QByteArray& json);

// Cuts what a server writes into messages. A server that does not keep to the protocol is broken for good.
class LspReader {
  public:
    void add(const QByteArray& bytes);
    std::optional<QByteArray> next();  // the next whole message
    bool isBroken() const { return m_broken; }

  private:
    bool readHeader();

    QByteArray m_bytes;
    qsizetype m_length = -1;  // of the message whose header has been read
    bool m_broken = false;
};

}  // namespace assay::jobs
