#include "app/jobs/lsp_frames.h"

namespace assay::jobs {

namespace {

constexpr qsizetype longestHeader = 4096;
constexpr qsizetype longestMessage = 16 << 20;
constexpr const char* headerEnd = "\r\n\r\n";

}  // namespace

QByteArray lspFrame(const QByteArray& json) {
    return "Content-Length: " + QByteArray::number(json.size()) + headerEnd + json;
}

void LspReader::add(const QByteArray& bytes) {
    if (!m_broken) m_bytes += bytes;
}

bool LspReader::readHeader() {
    const qsizetype end = m_bytes.indexOf(headerEnd);
    if (end < 0) {
        m_broken = m_bytes.size() > longestHeader;
        return false;
    }
    for (const QByteArray& line : m_bytes.left(end).split('\n')) {
        const qsizetype colon = line.indexOf(':');
        bool isNumber = false;
        if (line.left(colon).trimmed().compare("Content-Length", Qt::CaseInsensitive) != 0) continue;
        m_length = line.mid(colon + 1).trimmed().toLongLong(&isNumber);
        if (!isNumber) m_length = -1;
    }
    m_broken = m_length < 0 || m_length > longestMessage;
    m_bytes.remove(0, end + 4);
    return !m_broken;
}

std::optional<QByteArray> LspReader::next() {
    if (m_broken || (m_length < 0 && !readHeader()) || m_bytes.size() < m_length) return std::nullopt;
    QByteArray message = m_bytes.left(m_length);
    m_bytes.remove(0, m_length);
    m_length = -1;
    return message;
}

}  // namespace assay::jobs
