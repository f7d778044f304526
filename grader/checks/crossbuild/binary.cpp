#include "checks/crossbuild/binary.h"

#include <array>
#include <vector>

#include "base/text.h"

namespace assay::checks::crossbuild {

namespace {

constexpr std::size_t kMostSections = 512, kMostHits = 2000;

// Bounds-checked integers of a file.
class Bytes {
  public:
    Bytes(std::string_view bytes, bool bigEndian) : m_bytes(bytes), m_big(bigEndian) {}
    std::uint64_t number(std::uint64_t at, unsigned size) const {
        if (at > m_bytes.size() || m_bytes.size() - at < size) return 0;
        std::uint64_t value = 0;
        for (unsigned i = 0; i < size; ++i) {
            const auto byte = static_cast<unsigned char>(m_bytes[at + (m_big ? i : size - 1 - i)]);
            value = value << 8 | byte;
        }
        return value;
    }
    std::uint64_t u16(std::uint64_t at) const { return number(at, 2); }
    std::uint64_t u32(std::uint64_t at) const { return number(at, 4); }
    std::uint64_t u64(std::uint64_t at) const { return number(at, 8); }
    std::string_view text(std::uint64_t at, std::uint64_t most) const {
        if (at >= m_bytes.size()) return {};
        const std::string_view part = m_bytes.substr(at, most);
        return part.substr(0, part.find('\0'));
    }

  private:
    std::string_view m_bytes;
    bool m_big;
};

struct Section {
    std::uint64_t address = 0, offset = 0, size = 0;
};
struct Layout {
    Binary binary;
    std::vector<Section> sections;  // what is loaded
};

std::string elfArch(std::uint64_t machine, bool wide, bool big) {
    switch (machine) {
        case 62: return "amd64";
        case 183: return "arm64";
        case 40: return "arm";
        case 3: return "386";
        case 243: return "riscv64";
        case 258: return "loong64";
        case 22: return "s390x";
        case 21: return big ? "ppc64" : "ppc64le";
        case 8: return std::string(wide ? "mips64" : "mips") + (big ? "" : "le");
        default: return {};
    }
}

Layout readElf(std::string_view file) {
    Layout out;
    const bool wide = file.size() > 5 && file[4] == 2, big = file.size() > 5 && file[5] == 2;
    const Bytes in(file, big);
    Binary& b = out.binary;
    b.format = Format::Elf;
    b.bigEndian = big;
    b.pointerBytes = wide ? 8 : 4;
    b.arch = elfArch(in.u16(18), wide, big);
    const std::uint64_t table = wide ? in.u64(40) : in.u32(32), each = in.u16(wide ? 58 : 46), names = in.u16(wide ? 62 : 50);
    const std::uint64_t count = std::min<std::uint64_t>(in.u16(wide ? 60 : 48), kMostSections);
    const auto header = [&](std::uint64_t i) { return table + i * each; };
    const auto offsetOf = [&](std::uint64_t at) { return wide ? in.u64(at + 24) : in.u32(at + 16); };
    const std::uint64_t strings = offsetOf(header(names));
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t at = header(i), type = in.u32(at + 4), flags = wide ? in.u64(at + 8) : in.u32(at + 8);
        const std::string_view title = in.text(strings + in.u32(at), 64);
        if (type == 2) b.symbols = true;  // SHT_SYMTAB; the dynamic one is another
        if (title.starts_with(".debug_") || title.starts_with(".zdebug_")) b.debugInformation = true;
        if ((flags & 2) != 0 && type != 8)  // SHF_ALLOC, and not SHT_NOBITS
            out.sections.push_back({wide ? in.u64(at + 16) : in.u32(at + 12), offsetOf(at), wide ? in.u64(at + 32) : in.u32(at + 20)});
    }
    return out;
}

Layout readPe(std::string_view file) {
    Layout out;
    const Bytes in(file, false);
    Binary& b = out.binary;
    const std::uint64_t pe = in.u32(60);
    if (in.u32(pe) != 0x4550) return out;
    b.format = Format::Pe;
    switch (in.u16(pe + 4)) {
        case 0x8664: b.arch = "amd64"; break;
        case 0xaa64: b.arch = "arm64"; break;
        case 0x14c: b.arch = "386"; break;
        case 0x1c4: b.arch = "arm"; break;
        default: break;
    }
    const bool wide = in.u16(pe + 24) == 0x20b;
    b.pointerBytes = wide ? 8 : 4;
    b.symbols = in.u32(pe + 12) != 0 && in.u32(pe + 16) != 0;
    const std::uint64_t image = wide ? in.u64(pe + 24 + 24) : in.u32(pe + 24 + 28), first = pe + 24 + in.u16(pe + 20);
    const std::uint64_t strings = in.u32(pe + 12) + in.u32(pe + 16) * 18, count = std::min<std::uint64_t>(in.u16(pe + 6), kMostSections);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t at = first + i * 40;
        std::string_view title = in.text(at, 8);
        if (title.size() > 1 && title[0] == '/') {  // a long name lies in the string table
            std::uint64_t offset = 0;
            for (const char c : title.substr(1)) offset = c >= '0' && c <= '9' ? offset * 10 + static_cast<std::uint64_t>(c - '0') : 0;
            title = in.text(strings + offset, 64);
        }
        if (title.starts_with(".debug_") || title.starts_with(".zdebug_")) b.debugInformation = true;
        out.sections.push_back({image + in.u32(at + 12), in.u32(at + 20), in.u32(at + 16)});
    }
    return out;
}

Layout readMachO(std::string_view file) {
    Layout out;
    const Bytes in(file, false);
    Binary& b = out.binary;
    b.format = Format::MachO;
    if (in.u32(4) == 0x01000007) b.arch = "amd64";
    if (in.u32(4) == 0x0100000c) b.arch = "arm64";
    std::uint64_t at = 32;
    const std::uint64_t commands = std::min<std::uint64_t>(in.u32(16), kMostSections);
    for (std::uint64_t i = 0; i < commands; ++i) {
        const std::uint64_t kind = in.u32(at), size = in.u32(at + 4);
        if (size < 8) break;
        if (kind == 0x19) {  // LC_SEGMENT_64
            if (in.text(at + 8, 16) == "__DWARF") b.debugInformation = true;
            out.sections.push_back({in.u64(at + 24), in.u64(at + 40), in.u64(at + 48)});
        }
        // LC_DYSYMTAB: its own symbols; what it takes from the system's libraries stays in a stripped file too.
        if (kind == 0xb && in.u32(at + 12) + in.u32(at + 20) > 1) b.symbols = true;
        at += size;
    }
    return out;
}

std::uint64_t readVarint(std::string_view& text) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && !text.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(text.front());
        text.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80) return value;
    }
    return 0;
}
std::string_view takeString(std::string_view& text) {
    const std::uint64_t size = readVarint(text);
    if (size > text.size()) return {};
    const std::string_view value = text.substr(0, size);
    text.remove_prefix(size);
    return value;
}

// Since Go 1.18: the magic, flags with bit 1 set, and at offset 32 two texts with their lengths.
void readBuildInformation(std::string_view file, Binary& binary) {
    constexpr std::string_view magic = "\xff Go buildinf:";
    for (std::size_t at = file.find(magic); at != std::string_view::npos; at = file.find(magic, at + 1)) {
        if (at % 16 != 0 || file.size() - at < 64 || (file[at + 15] & 2) == 0) continue;
        std::string_view rest = file.substr(at + 32, 1u << 20);
        const std::string_view version = takeString(rest);
        std::string_view modules = takeString(rest);
        if (!version.starts_with("go")) continue;
        binary.goVersion = base::safeText(version, {.keepNewlines = false, .maxBytes = 60});
        if (modules.size() >= 33) modules = modules.substr(16, modules.size() - 32);  // between two marks of 16 bytes
        for (const std::string& line : base::splitLines(modules)) {
            if (line.starts_with("path\t")) binary.mainPath = line.substr(5);
            if (!line.starts_with("build\t")) continue;
            const std::size_t equals = line.find('=');
            if (equals != std::string::npos) binary.settings[line.substr(6, equals - 6)] = line.substr(equals + 1);
        }
        return;
    }
}

Layout readLayout(std::string_view file) {
    if (file.starts_with("\x7f"
                         "ELF"))
        return readElf(file);
    if (file.starts_with("MZ")) return readPe(file);
    if (file.starts_with(std::string_view("\xcf\xfa\xed\xfe", 4))) return readMachO(file);
    Layout layout;
    if (file.starts_with(std::string_view("\0asm", 4))) layout.binary.format = Format::Wasm, layout.binary.arch = "wasm";
    return layout;
}

}  // namespace

std::string_view name(Format format) {
    constexpr std::array<std::string_view, 5> names{"no executable file", "an ELF file", "a PE file", "a Mach-O file", "a WebAssembly module"};
    return names.at(static_cast<std::size_t>(format));
}

Format formatOf(std::string_view os) {
    if (os == "windows") return Format::Pe;
    if (os == "darwin" || os == "ios") return Format::MachO;
    return os == "js" || os == "wasip1" ? Format::Wasm : Format::Elf;
}

Binary readBinary(std::string_view bytes) {
    Binary binary = readLayout(bytes).binary;
    if (binary.format != Format::Unknown) readBuildInformation(bytes, binary);
    return binary;
}

bool holdsString(std::string_view bytes, const Binary& binary, std::string_view value) {
    if (value.empty()) return true;
    const bool byCharacters = binary.format == Format::MachO || binary.format == Format::Wasm;
    const Layout layout = readLayout(bytes);
    std::size_t hits = 0;
    for (std::size_t at = bytes.find(value); at != std::string_view::npos && ++hits < kMostHits; at = bytes.find(value, at + 1)) {
        if (byCharacters) return true;
        for (const Section& section : layout.sections) {
            if (at < section.offset || at - section.offset >= section.size) continue;
            // The pair (address, length) as a string variable holds it.
            std::string pair;
            for (const std::uint64_t part : {section.address + (at - section.offset), static_cast<std::uint64_t>(value.size())})
                for (unsigned i = 0; i < binary.pointerBytes; ++i)
                    pair += static_cast<char>(part >> (8 * (binary.bigEndian ? binary.pointerBytes - 1 - i : i)) & 0xff);
            for (std::size_t found = bytes.find(pair); found != std::string_view::npos; found = bytes.find(pair, found + 1))
                if (found % binary.pointerBytes == 0) return true;
        }
    }
    return false;
}

}  // namespace assay::checks::crossbuild
