#include "toolchain/go/seal.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace assay::toolchain {

namespace {

constexpr std::size_t kLeast = 9, kMost = 1 << 20, kTag = 16;

// Takes little-endian fields off the front; once something is missing everything that follows is missing too.
class Cursor {
  public:
    explicit Cursor(std::string_view bytes) : m_rest(bytes) {}
    template <class T>
    T number() {
        T value = 0;
        if (m_rest.size() < sizeof(T)) return m_good = false, value;
        for (std::size_t i = 0; i < sizeof(T); ++i)
            value |= static_cast<T>(static_cast<T>(static_cast<unsigned char>(m_rest[i])) << (8 * i));
        m_rest.remove_prefix(sizeof(T));
        return value;
    }
    std::string text() {
        const auto size = number<std::uint32_t>();
        if (!m_good || m_rest.size() < size) return m_good = false, std::string();
        std::string out(m_rest.substr(0, size));
        m_rest.remove_prefix(size);
        return out;
    }
    TestState state() {
        const auto value = number<std::uint8_t>();
        if (value > 2) m_good = false;
        return value > 2 ? TestState::Failed : static_cast<TestState>(value);
    }
    FuzzState fuzzState() {
        const auto value = number<std::uint8_t>();
        if (value > 4) m_good = false;
        return value > 4 ? FuzzState::Progress : static_cast<FuzzState>(value);
    }
    std::int64_t duration() {
        const auto value = static_cast<std::int64_t>(number<std::uint64_t>());
        if (value < 0) m_good = false;
        return value;
    }
    bool whole() const { return m_good && m_rest.empty(); }

  private:
    std::string_view m_rest;
    bool m_good = true;
};

Frame readPanic(Cursor& in) {
    PanicFrame frame{in.number<std::uint32_t>(), in.text(), in.text(), {}, {}, {}};
    const std::size_t count = std::min<std::size_t>(in.number<std::uint32_t>(), 256);
    for (std::size_t i = 0; i < count; ++i) {
        StackFrame stack;
        stack.function = in.text();
        stack.file = in.text();
        stack.line = in.number<std::uint32_t>();
        frame.frames.push_back(std::move(stack));
    }
    frame.name = in.text();
    frame.output = in.text();
    return frame;
}

// Braced lists evaluate from left to right, which is the order on the wire.
std::optional<Frame> readPayload(std::uint8_t type, std::string_view payload) {
    Cursor in(payload);
    Frame frame;
    switch (type) {
        case 1: frame = ReadyFrame{in.number<std::uint32_t>()}; break;
        case 2: frame = StartFrame{in.number<std::uint32_t>()}; break;
        case 3: frame = SubFrame{in.number<std::uint32_t>(), in.text(), in.state(), in.duration(), in.text()}; break;
        case 4:
            frame = EndFrame{in.number<std::uint32_t>(), in.state(), in.duration(), in.number<std::uint32_t>(), in.text()};
            break;
        case 5: frame = readPanic(in); break;
        case 6: frame = LeakFrame{in.number<std::uint32_t>(), in.number<std::uint32_t>(), in.text()}; break;
        case 7: frame = DoneFrame{in.number<std::uint32_t>(), in.number<std::uint32_t>()}; break;
        case 8: frame = CoverFrame{in.number<std::uint32_t>(), in.text()}; break;
        case 9:
            frame = BenchFrame{in.number<std::uint32_t>(), in.number<std::uint64_t>(), in.duration(), in.duration(), in.number<std::uint64_t>(), in.number<std::uint64_t>()};
            break;
        case 10: frame = FuzzFrame{in.number<std::uint32_t>(), in.fuzzState(), in.number<std::uint64_t>(), in.text(), in.text()}; break;
        default: return std::nullopt;
    }
    if (!in.whole()) return std::nullopt;
    return frame;
}

std::string little(std::uint64_t value, unsigned bytes) {
    std::string out;
    for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
    return out;
}

}  // namespace

void SealReader::feed(std::string_view bytes, std::vector<Frame>& frames) {
    if (broken()) return;
    m_pending += bytes;
    std::string_view rest = m_pending;
    while (rest.size() >= 4) {
        const auto size = Cursor(rest.substr(0, 4)).number<std::uint32_t>();
        if (size < kLeast || size > kMost) {
            m_why = "a message of impossible length";
            return;
        }
        if (rest.size() < 4 + size + kTag) break;
        const std::string_view body = rest.substr(4, size);
        base::SealTag tag{};
        std::memcpy(tag.data(), rest.data() + 4 + size, kTag);
        if (!base::sealEqual(tag, base::sealTag(m_key, body))) {
            m_why = "a message without the seal";
            return;
        }
        Cursor head(body.substr(0, kLeast));
        const auto sequence = head.number<std::uint64_t>();
        const auto type = head.number<std::uint8_t>();
        const std::optional<Frame> frame = readPayload(type, body.substr(kLeast));
        if (sequence != m_next || !frame) {
            m_why = sequence != m_next ? "a message out of order" : "a message that cannot be read";
            return;
        }
        ++m_next;
        frames.push_back(*frame);
        rest.remove_prefix(4 + size + kTag);
    }
    m_pending.erase(0, m_pending.size() - rest.size());
}

std::string sealFrame(const base::SealKey& key, std::uint64_t sequence, std::uint8_t type, std::string_view payload) {
    const std::string body = little(sequence, 8) + static_cast<char>(type) + std::string(payload);
    const base::SealTag tag = base::sealTag(key, body);
    return little(body.size(), 4) + body + std::string(reinterpret_cast<const char*>(tag.data()), tag.size());
}

}  // namespace assay::toolchain
