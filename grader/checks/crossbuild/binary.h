// Role: what an executable file says of itself: format, architecture, symbols, Go's build information. Every read is inside the
// file's bounds, whatever the headers claim. Sources: the ELF, PE/COFF and Mach-O specifications; debug/buildinfo of Go 1.18+.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace assay::checks::crossbuild {

enum class Format { Unknown, Elf, Pe, MachO, Wasm };
std::string_view name(Format format);

struct Binary {
    Format format = Format::Unknown;
    std::string arch;                  // as GOARCH; "" where it is none that Go has
    bool symbols = false;              // a symbol table of its own functions
    bool debugInformation = false;     // DWARF
    unsigned pointerBytes = 8;
    bool bigEndian = false;
    std::string goVersion;             // "go1.26.8", "" where there is no build information
    std::string mainPath;
    std::map<std::string, std::string> settings;  // GOOS, -trimpath, vcs.revision …
};
Binary readBinary(std::string_view bytes);

// Whether some variable of type string, laid out by the linker, holds this text: its characters, and a pair of their address
// and length. Formats whose addresses are made at start (Mach-O) answer by the characters alone.
bool holdsString(std::string_view bytes, const Binary& binary, std::string_view value);

// The format that a GOOS has.
Format formatOf(std::string_view os);

}  // namespace assay::checks::crossbuild
