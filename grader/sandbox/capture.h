// Role: keeps the first and the last part of a stream of any length, in bounded memory.
#pragma once

#include "sandbox/sandbox.h"

namespace assay::sandbox {

class Capture {
  public:
    explicit Capture(std::uint64_t keep) : m_half(keep / 2) {}
    void add(std::string_view bytes);
    std::uint64_t total() const { return m_total; }
    Captured captured() const;

  private:
    std::uint64_t m_half;
    std::uint64_t m_total = 0;
    std::string m_head, m_tail;  // the tail holds up to twice m_half before it is trimmed
};

}  // namespace assay::sandbox
