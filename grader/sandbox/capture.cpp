#include "sandbox/capture.h"

#include <algorithm>

namespace assay::sandbox {

void Capture::add(std::string_view bytes) {
    m_total += bytes.size();
    const std::size_t head = std::min<std::size_t>(bytes.size(), m_half - m_head.size());
    m_head.append(bytes.substr(0, head));
    bytes.remove_prefix(head);
    if (bytes.size() > m_half) bytes.remove_prefix(bytes.size() - m_half);
    m_tail.append(bytes);
    if (m_tail.size() > 2 * m_half) m_tail.erase(0, m_tail.size() - m_half);
}

Captured Capture::captured() const {
    const std::string_view tail =
        std::string_view(m_tail).substr(m_tail.size() > m_half ? m_tail.size() - m_half : 0);
    const std::uint64_t missing = m_total - m_head.size() - tail.size();
    std::string kept = m_head;
    if (missing > 0) {
        if (!kept.empty() && kept.back() != '\n') kept += '\n';
        kept += "… " + std::to_string(missing) + " bytes left out …\n";
    }
    kept += tail;
    return {std::move(kept), m_total};
}

}  // namespace assay::sandbox
