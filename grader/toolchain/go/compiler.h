// Role: which Go there is. The one on PATH where it is the right version; else a newer-than-1.20 one that fetches the pinned
// toolchain as a checksummed module (go.dev/doc/toolchain). Starting the go command takes long, so grading never does:
// what was found is kept in the cache (cache.h).
#pragma once

#include <string>
#include <vector>

#include "base/fs.h"
#include "base/result.h"

namespace assay::toolchain {

using base::Result;
namespace fs = base::fs;

inline constexpr std::string_view kLanguage = "go1.26";          // what learners write
inline constexpr std::string_view kPinnedToolchain = "go1.26.8";  // what is fetched where PATH has another

struct Compiler {
    fs::path command;          // the go command
    std::string toolchain;     // value of GOTOOLCHAIN that gives `version`: "local" or the pinned one
    std::string version;       // "go1.26.8"
    std::string platform;      // "linux/amd64"
    fs::path root;             // GOROOT
    fs::path moduleCache;      // GOMODCACHE: what was fetched of other modules; it may not be there
    std::vector<std::string> environment() const;  // ours, with GOTOOLCHAIN, GOFLAGS and GOWORK set so that only we decide
};
// Unsupported, with how to get it, where there is none or it is too old.
Result<Compiler> findCompiler();

}  // namespace assay::toolchain
