#include "toolchain/go/compiler.h"

#include <nlohmann/json.hpp>

#include "base/process.h"
#include "base/text.h"

extern char** environ;

namespace assay::toolchain {

using base::ErrorCode;
using base::fail;

namespace {

constexpr const char* kHowToGet =
    "`./run` installs it; by hand: Go 1.26 from go.dev/dl, or any Go from 1.21 on, which fetches 1.26 itself";

std::vector<std::string> environmentWith(std::string_view toolchain) {
    std::vector<std::string> out;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view line = *entry;
        const bool ours = line.starts_with("GOTOOLCHAIN=") || line.starts_with("GOFLAGS=") || line.starts_with("GOWORK=") ||
                          line.starts_with("GOOS=") || line.starts_with("GOARCH=") || line.starts_with("GOEXPERIMENT=") ||
                          line.starts_with("GODEBUG=") || line.starts_with("CGO_ENABLED=") || line.starts_with("GOENV=");
        if (!ours) out.emplace_back(line);
    }
    out.push_back("GOTOOLCHAIN=" + std::string(toolchain));
    out.emplace_back("GOFLAGS=");
    out.emplace_back("GOWORK=off");
    return out;
}

Result<Compiler> ask(const fs::path& command, std::string_view toolchain) {
    base::CommandOptions options{.environment = environmentWith(toolchain), .timeoutMs = 300'000};
    options.workdir = "/";
    auto ran = base::runCommand({command.string(), "env", "-json", "GOVERSION", "GOROOT", "GOOS", "GOARCH", "GOMODCACHE"}, options);
    if (!ran) return propagate(ran);
    const auto parsed = nlohmann::json::parse(ran->out, nullptr, false);
    if (ran->exitCode != 0 || !parsed.is_object())
        return fail(ErrorCode::Unsupported, "the go command at " + base::quote(command.string()) + " does not work: " +
                                                base::cut(base::trim(ran->err), 300), kHowToGet);
    const auto field = [&](const char* name) { return parsed.value(name, std::string()); };
    return Compiler{command, std::string(toolchain), field("GOVERSION"), field("GOOS") + "/" + field("GOARCH"), field("GOROOT"), field("GOMODCACHE")};
}

bool fits(const std::string& version) {
    const std::string wanted(kLanguage);
    return version == wanted || version.starts_with(wanted + ".") || version.starts_with(wanted + "-");
}

}  // namespace

std::vector<std::string> Compiler::environment() const { return environmentWith(toolchain); }

Result<Compiler> findCompiler() {
    const fs::path command = base::findProgram("go");
    if (command.empty()) return fail(ErrorCode::Unsupported, "the Go compiler is not on PATH", kHowToGet);
    auto local = ask(command, "local");
    if (local && fits(local->version)) return local;
    auto pinned = ask(command, kPinnedToolchain);
    if (pinned && fits(pinned->version)) return pinned;
    const std::string found = local ? local->version : "one that does not start";
    return fail(ErrorCode::Unsupported,
                "Go 1.26 is needed; the one on PATH is " + found + " and " + std::string(kPinnedToolchain) + " could not be fetched",
                kHowToGet);
}

}  // namespace assay::toolchain
