// Role: the go command in the sandbox, for `crossbuild`: no network, no C compiler, the distribution of Go read-only, and a
// build cache of its own. What it starts from is a copy of a prepared cache that only we write: the standard library packages
// that the exercise's own files import, compiled for one platform, under <cache>/go/cross-…; where that cannot be written the
// build begins from nothing, which only takes longer.
#pragma once

#include <set>

#include "checks/crossbuild/script.h"
#include "checks/kind.h"
#include "toolchain/go/compiler.h"

namespace assay::checks::crossbuild {

namespace fs = base::fs;

struct Built {
    bool ok = false;
    std::string message;  // what the go command printed, or which limit it met; safe
    std::vector<Diagnostic> diagnostics;
};

class GoCommand {
  public:
    // `work`: the folder with go.mod and the sources; the package lies in `package` below it. Outputs appear there.
    GoCommand(Context& context, toolchain::Compiler compiler, fs::path work, std::string package, std::set<std::string> imports);
    Result<Built> build(const BuildLine& line);

  private:
    Result<void> seed(const fs::path& cache, const std::string& os, const std::string& arch, bool trimmed);
    Result<fs::path> preparedCache(const std::string& os, const std::string& arch, bool trimmed);

    Context& m_context;
    toolchain::Compiler m_compiler;
    fs::path m_work;
    std::string m_package;
    std::set<std::string> m_imports;
};

// The standard library packages that Go sources import, by their import lines.
std::set<std::string> importsOf(std::string_view source);

}  // namespace assay::checks::crossbuild
