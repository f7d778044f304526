#include "toolchain/go/traceback.h"

#include <array>
#include <charconv>

#include "base/text.h"

namespace assay::toolchain {

namespace {

struct Known {
    std::string_view part, kind;
};
// Parts of the runtime's texts, and what they are called in a message. The first that fits counts.
constexpr std::array kKinds{
    Known{"index out of range", "index out of range"},
    Known{"slice bounds out of range", "slice bounds out of range"},
    Known{"invalid memory address or nil pointer dereference", "nil pointer dereference"},
    Known{"assignment to entry in nil map", "write to a nil map"},
    Known{"integer divide by zero", "division by zero"},
    Known{"interface conversion", "failed type assertion"},
    Known{"send on closed channel", "send on a closed channel"},
    Known{"close of closed channel", "close of a closed channel"},
    Known{"close of nil channel", "close of a nil channel"},
    Known{"negative WaitGroup counter", "negative WaitGroup counter"},
    Known{"all goroutines are asleep - deadlock", "deadlock: all goroutines are asleep"},
    Known{"concurrent map", "concurrent map access"},
    Known{"unlock of unlocked", "unlock of an unlocked mutex"},
    Known{"stack overflow", "stack overflow"},
    Known{"goroutine stack exceeds", "stack overflow"},
    Known{"out of memory", "out of memory"},
    Known{"cannot allocate memory", "out of memory"},
    Known{"failed to create new OS thread", "too many threads"},
    Known{"pthread_create failed", "too many threads"},
    Known{"makeslice: len out of range", "slice length out of range"},
    Known{"makeslice: cap out of range", "slice capacity out of range"},
    Known{"makechan: size out of range", "channel size out of range"},
    Known{"hash of unhashable type", "unhashable map key"},
    Known{"comparing uncomparable type", "comparison of uncomparable values"},
    Known{"negative shift amount", "negative shift"},
    Known{"test timed out", "time-out"},
};

std::string_view lineAt(std::string_view text, std::size_t at) { return text.substr(at, text.find('\n', at) - at); }

// Where a line begins with `word`; npos where none does.
std::size_t lineBeginning(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
        if (at == 0 || text[at - 1] == '\n') return at;
    return std::string_view::npos;
}

// "SIGSEGV: segmentation violation\nPC=0x43273d m=0 sigcode=1 addr=0x0": a signal that met the runtime itself, not a goroutine.
// Without `unsafe` that happens where the kernel refuses it memory at a moment for which it has no words.
std::size_t runtimeFault(std::string_view text) {
    for (const std::string_view word : {"SIGSEGV: segmentation violation\nPC=", "SIGBUS: bus error\nPC="})
        if (const std::size_t at = lineBeginning(text, word); at != std::string_view::npos) return at;
    return std::string_view::npos;
}

// "\tcourse/basics/clamp/clamp.go:12 +0x1d"
bool readPlace(std::string_view line, std::string_view importPath, const std::set<std::string>& names, Traceback& into) {
    if (!line.starts_with('\t')) return false;
    line.remove_prefix(1);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string file = ownFile(line.substr(0, colon), importPath, names);
    int number = 0;
    const auto parsed = std::from_chars(line.data() + colon + 1, line.data() + line.size(), number);
    if (file.empty() || parsed.ec != std::errc()) return false;
    into.file = file;
    into.line = number;
    return true;
}

}  // namespace

std::string ownFile(std::string_view path, std::string_view importPath, const std::set<std::string>& names) {
    if (!path.starts_with(importPath) || path.size() <= importPath.size() + 1 || path[importPath.size()] != '/') return {};
    const std::string name(path.substr(importPath.size() + 1));
    return names.contains(name) ? name : std::string();
}

std::string panicKind(std::string_view text) {
    for (const Known& known : kKinds)
        if (text.find(known.part) != std::string_view::npos) return std::string(known.kind);
    return "panic";
}

std::optional<Traceback> readTraceback(std::string_view errors, std::string_view importPath, const std::set<std::string>& names) {
    const std::size_t panicAt = lineBeginning(errors, "panic: ");
    // A race build starts threads by the C library, which ends the program in words of its own.
    std::size_t fatalAt = std::min(lineBeginning(errors, "fatal error: "), lineBeginning(errors, "runtime/cgo: pthread_create failed"));
    const std::size_t signalAt = runtimeFault(errors);
    fatalAt = std::min(fatalAt, signalAt);
    const std::size_t sanitizerAt = errors.find("ThreadSanitizer");
    Traceback found;
    std::size_t at = std::min(panicAt, fatalAt);
    if (at == std::string_view::npos) {
        const bool failed = sanitizerAt != std::string_view::npos && errors.find("failed to allocate", sanitizerAt) != std::string_view::npos;
        if (!failed) return std::nullopt;
        found.kind = "out of memory";
        found.outOfMemory = found.fatal = true;
        return found;
    }
    found.fatal = at == fatalAt;
    const std::string_view line = lineAt(errors, at);
    found.text = base::safeText(line, {.keepNewlines = false, .maxBytes = 1000});
    // Some fatal errors say more in the line before: "runtime: goroutine stack exceeds 1000000000-byte limit".
    found.kind = found.fatal ? panicKind(errors.substr(at > 400 ? at - 400 : 0, 400 + line.size())) : panicKind(line);
    if (at == signalAt) found.kind = "out of memory";
    found.outOfMemory = found.fatal && found.kind == "out of memory";
    found.stacks = errors.find("\ngoroutine ", at) != std::string_view::npos;
    found.outOfThreads = found.kind == "too many threads";
    for (std::size_t next = errors.find('\n', at); next != std::string_view::npos; next = errors.find('\n', next + 1))
        if (readPlace(lineAt(errors, next + 1), importPath, names, found)) break;
    return found;
}

}  // namespace assay::toolchain
