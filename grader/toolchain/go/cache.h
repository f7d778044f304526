// Role: the prepared compiler cache: the standard library (plain and race) compiled for fast linking, the harness, the
// compiler, linker and assay-go themselves. One folder for each (toolchain, version of our Go sources), complete or absent:
//
//   <cache>/go/<key>/…             as PROTOCOL.md, part 1
//   <cache>/go/<key>-modules-<hash>/…  the modules of a course's exercises, compiled against it (modules.h)
//   <cache>/go/command-<hash>.json which key belongs to a go command of this path, size and time
//   <cache>/go/lock                held by the process that prepares
//
// Grading mounts the folder read-only. A damaged one is found by its manifest and made again.
// Threads and processes: ensure() may be called by any number at once; one prepares, the others wait.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "base/fs.h"
#include "base/log.h"
#include "base/process.h"
#include "base/result.h"
#include "toolchain/go/compiler.h"

namespace assay::toolchain {

struct PreparedGo {
    fs::path folder;
    std::string version, platform;
    fs::path modules = {};  // what the course's exercises import of other modules; empty: nothing
};
using PrepareProgress = std::function<void(int done, int total, std::string_view what)>;

class GoCache {
  public:
    // `sources` holds helper/, harness/ and overlay/.
    GoCache(fs::path cacheFolder, fs::path sources, std::shared_ptr<base::Log> log);

    // What is there already, without starting the go command; nothing where something has to be made.
    std::optional<PreparedGo> find() const;
    // find(), else makes it: 30–90 s. Unsupported: no compiler, cache folder not writable.
    Result<PreparedGo> ensure(const PrepareProgress& onProgress, std::stop_token stop = {});
    // What `exercises` (the folder with go.mod) requires beside it: there already, or compiled now, without the network.
    // Unsupported: the go command cannot (not fetched, not in go.sum).
    Result<PreparedGo> withModules(PreparedGo go, const fs::path& exercises, const PrepareProgress& onProgress, std::stop_token stop = {});
    // Compares every file with the manifest, contents included; a damaged folder is removed. True where it was whole.
    bool verify(const PreparedGo& prepared) const;
    Result<void> clean() const;  // removes everything that was prepared
    // What a preparation that was killed left, but for one file. For one that holds the cache's lock.
    void removeLeftOvers(const fs::path& but = {}) const;
    void removeUnused() const;   // what was prepared for other sources or another Go and has not been used for 30 days

  private:
    struct Record;
    std::vector<fs::path> sourceFiles() const;
    std::string sourcesHash(const std::vector<fs::path>& files) const;
    static std::string sourcesStamp(const std::vector<fs::path>& files);
    fs::path recordFile(const fs::path& command) const;
    std::optional<PreparedGo> open(const std::string& key) const;
    Result<PreparedGo> make(const Compiler& compiler, const std::string& key, const PrepareProgress& onProgress,
                            std::stop_token stop) const;
    Result<void> makeModules(const PreparedGo& go, const std::string& key, const fs::path& exercises, const PrepareProgress& onProgress, std::stop_token stop) const;
    Result<base::CommandOutcome> runHelper(const Compiler& compiler, std::vector<std::string> command, const fs::path& out, const PrepareProgress& onProgress,
                                           std::stop_token stop) const;
    bool wholeOrRemoved(const fs::path& folder) const;
    void remember(const Compiler& compiler, const std::string& key) const;

    fs::path m_folder, m_sources;
    std::shared_ptr<base::Log> m_log;
};

}  // namespace assay::toolchain
