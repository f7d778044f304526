// Role: the go command in the sandbox, for `crossbuild`: no network, no C compiler, the distribution of Go read-only, and a
// build cache of its own. What it starts from is a copy of a prepared cache that only we write: the standard library packages
// and the course's modules that the exercise's own files import, compiled for one platform, under <cache>/go/cross-…; where
// that cannot be written the build begins from nothing, which only takes longer. Modules come from the go command's own
// cache, read-only, and only where the course requires some.
#pragma once

#include <set>
#include <vector>

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

// What is built: `folder` has the module's files and the sources, the package lies in `package` below it, outputs appear
// there. `imports`: what the author's files import.
struct Work {
    fs::path folder;
    std::string package;
    std::set<std::string> imports;
    std::vector<std::pair<std::string, std::string>> module;  // its files: go.mod first
    bool foreign = false;  // it requires other modules
    Result<void> writeModule(const fs::path& to) const;
};

class GoCommand {
  public:
    GoCommand(Context& context, toolchain::Compiler compiler, Work work);
    Result<Built> build(const BuildLine& line);

  private:
    Result<void> seed(const fs::path& cache, const std::string& os, const std::string& arch, bool trimmed);
    Result<fs::path> preparedCache(const std::string& os, const std::string& arch, bool trimmed);

    Context& m_context;
    toolchain::Compiler m_compiler;
    Work m_work;
};

// The packages that Go sources import, by their import lines.
std::set<std::string> importsOf(std::string_view source);

}  // namespace assay::checks::crossbuild
