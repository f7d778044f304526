#include "toolchain/go/cache.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/hash.h"
#include "base/process.h"
#include "base/text.h"

namespace assay::toolchain {

using base::ErrorCode;
using base::fail;
using nlohmann::json;

namespace {

constexpr auto kUnused = std::chrono::hours(24 * 30);  // after which a cache of other sources or another Go is removed
constexpr std::uint64_t kLayout = 1;  // raise it when what prepare writes changes without a change of its sources

std::optional<json> readJson(const fs::path& file) {
    auto text = base::readFile(file);
    if (!text) return std::nullopt;
    json parsed = json::parse(*text, nullptr, false);
    if (!parsed.is_object()) return std::nullopt;
    return parsed;
}

struct Stamp {
    std::int64_t size = -1, mtime = -1;
};
Stamp stampOf(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) return {};
    return {static_cast<std::int64_t>(info.st_size), static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec};
}

constexpr const char* kSizes = "manifest.sizes";

// Its time of change says when a cache was last used, to the day.
void noteUse(const fs::path& sizes) {
    std::error_code error;
    const auto now = fs::file_time_type::clock::now();
    const auto last = fs::last_write_time(sizes, error);
    if (!error && now - last > std::chrono::hours(24)) fs::last_write_time(sizes, now, error);  // in a read-only cache it stays
}

template <class Fn>
bool everyFile(const fs::path& folder, Fn&& good) {
    const auto manifest = readJson(folder / "manifest.json");
    if (!manifest || !manifest->contains("files") || !(*manifest)["files"].is_array()) return false;
    for (const json& entry : (*manifest)["files"]) {
        if (!entry.is_object()) return false;
        if (!good(folder / entry.value("path", std::string()), entry.value("size", std::int64_t{-1}), entry.value("sha256", std::string())))
            return false;
    }
    return true;
}

// "progress 12 355 crypto/tls"
void tellProgress(std::string_view line, const PrepareProgress& onProgress) {
    constexpr std::string_view word = "progress ";
    if (!onProgress || !line.starts_with(word)) return;
    line.remove_prefix(word.size());
    int done = 0, total = 0;
    const char* end = line.data() + line.size();
    auto first = std::from_chars(line.data(), end, done);
    if (first.ec != std::errc() || first.ptr == end) return;
    auto second = std::from_chars(first.ptr + 1, end, total);
    if (second.ec != std::errc()) return;
    onProgress(done, total, base::trim(std::string_view(second.ptr, static_cast<std::size_t>(end - second.ptr))));
}

}  // namespace

GoCache::GoCache(fs::path cacheFolder, fs::path sources, std::shared_ptr<base::Log> log)
    : m_folder(std::move(cacheFolder) / "go"), m_sources(std::move(sources)), m_log(std::move(log)) {}

std::vector<fs::path> GoCache::sourceFiles() const {
    std::vector<fs::path> files;
    for (const char* part : {"helper", "harness", "overlay"}) {
        std::error_code error;
        for (auto it = fs::recursive_directory_iterator(m_sources / part, error); !error && it != fs::recursive_directory_iterator();
             it.increment(error)) {
            const fs::path& path = it->path();
            const std::string name = path.filename().string();
            if (it->is_directory(error) && (name == "testdata" || name.starts_with("."))) it.disable_recursion_pending();
            const bool source = path.extension() == ".go" || name == "go.mod" || name == "go.sum";
            if (source && !name.ends_with("_test.go") && it->is_regular_file(error)) files.push_back(path);
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string GoCache::sourcesHash(const std::vector<fs::path>& files) const {
    base::Hasher hasher;
    hasher.add(kLayout);
    for (const fs::path& file : files) {
        auto content = base::readFile(file);
        hasher.add(file.lexically_relative(m_sources).string()).add(content ? *content : std::string());
    }
    return hasher.hex();
}

// Changes whenever a source does, and also when one is only written again.
std::string GoCache::sourcesStamp(const std::vector<fs::path>& files) {
    base::Hasher hasher;
    hasher.add(kLayout);
    for (const fs::path& file : files) {
        const Stamp stamp = stampOf(file);
        hasher.add(file.string()).add(static_cast<std::uint64_t>(stamp.size)).add(static_cast<std::uint64_t>(stamp.mtime));
    }
    return hasher.hex();
}

// One for each command and checkout: two of them with different sources would else take turns in forgetting.
fs::path GoCache::recordFile(const fs::path& command) const {
    return m_folder / ("command-" + base::hashHex(command.string() + "\n" + m_sources.string()).substr(0, 16) + ".json");
}

// Looks at the name and size of each file. `manifest.sizes` says them in lines, since every grading reads it.
std::optional<PreparedGo> GoCache::open(const std::string& key) const {
    const fs::path folder = m_folder / key;
    const auto listed = base::readFile(folder / kSizes);
    if (!listed) return std::nullopt;
    std::string version, platform;
    std::size_t count = 0;
    for (std::string_view rest = *listed; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (version.empty()) {
            const std::size_t space = std::min(line.rfind(' '), line.size());
            version = line.substr(0, space);
            platform = line.substr(std::min(space + 1, line.size()));
            continue;
        }
        std::int64_t size = -1;
        const auto number = std::from_chars(line.data(), line.data() + line.size(), size);
        if (number.ec != std::errc() || number.ptr == line.data() + line.size()) return std::nullopt;
        const std::string file = folder.string() + '/' + std::string(number.ptr + 1, line.data() + line.size());
        struct stat info {};
        if (::stat(file.c_str(), &info) != 0 || info.st_size != size) return std::nullopt;
        ++count;
    }
    if (count == 0) return std::nullopt;
    noteUse(folder / kSizes);
    return PreparedGo{folder, version, platform};
}

std::optional<PreparedGo> GoCache::find() const {
    const fs::path command = base::findProgram("go");
    if (command.empty()) return std::nullopt;
    const auto record = readJson(recordFile(command));
    if (!record) return std::nullopt;
    const Stamp stamp = stampOf(command);
    if (record->value("size", std::int64_t{-1}) != stamp.size || record->value("mtime", std::int64_t{-1}) != stamp.mtime) return std::nullopt;
    const std::vector<fs::path> files = sourceFiles();
    if (record->value("stamp", std::string()) != sourcesStamp(files) && record->value("sources", std::string()) != sourcesHash(files)) return std::nullopt;
    return open(record->value("key", std::string("none")));
}

Result<PreparedGo> GoCache::ensure(const PrepareProgress& onProgress, std::stop_token stop) {
    if (auto found = find()) return *found;
    auto compiler = findCompiler();
    if (!compiler) return propagate(compiler);
    base::Hasher hasher;
    hasher.add(compiler->version).add(compiler->platform).add(sourcesHash(sourceFiles()));
    const std::string key = compiler->version + "-" + hasher.hex().substr(0, 24);
    if (auto found = open(key)) {
        remember(*compiler, key);
        return *found;
    }
    if (auto made = base::ensureFolder(m_folder); !made)
        return fail(ErrorCode::Unsupported, "the compiler cache cannot be written: " + made.error().message,
                    "make the folder writable, or set XDG_CACHE_HOME to one that is");
    // Ten minutes: another process may be compiling the whole standard library twice on a slow machine.
    auto lock = base::FileLock::acquire(m_folder / "lock", 600'000);
    if (!lock) return propagate(lock);
    if (auto found = open(key)) {  // made by the one we waited for
        remember(*compiler, key);
        return *found;
    }
    auto made = make(*compiler, key, onProgress, stop);
    if (made) remember(*compiler, key);
    return made;
}

Result<PreparedGo> GoCache::make(const Compiler& compiler, const std::string& key, const PrepareProgress& onProgress,
                                 std::stop_token stop) const {
    const fs::path folder = m_folder / key, young = m_folder / (".new-" + key);
    std::error_code ignored;
    removeLeftOvers();
    fs::remove_all(folder, ignored);
    if (auto made = base::ensureFolder(young / "bin"); !made) return propagate(made);
    m_log->info("preparing the compiler cache " + key);
    if (onProgress) onProgress(0, 0, "building the compiler's helper");

    base::CommandOptions options{.workdir = m_sources / "helper", .environment = compiler.environment()};
    options.environment.emplace_back("CGO_ENABLED=0");
    const std::string helper = (m_folder / (".helper-" + key)).string();
    auto built = base::runCommand({compiler.command.string(), "build", "-trimpath", "-ldflags=-s -w", "-o", helper, "."}, options, stop);
    if (!built) return propagate(built);
    if (built->exitCode != 0)
        return fail(ErrorCode::Unsupported, "the compiler's helper program could not be built: " + base::cut(base::trim(built->err), 1000),
                    "its modules are fetched once, by `./run`, which needs the network for that");

    auto prepared = runHelper(compiler, {helper, "prepare", "--harness", (m_sources / "harness").string()}, young, onProgress, stop);
    removeLeftOvers(young);
    if (!prepared) return propagate(prepared);
    if (prepared->exitCode != 0)
        return fail(ErrorCode::Unsupported, "the compiler cache could not be prepared: " + base::cut(base::trim(prepared->err), 1000),
                    "`assay doctor` says what is missing");
    fs::rename(young, folder, ignored);
    removeUnused();
    auto found = open(key);
    if (!found) return fail(ErrorCode::Internal, "the compiler cache at " + base::quote(folder.string()) + " is not whole after it was prepared");
    return *found;
}

// One of assay-go's ways to prepare. Its temporary files lie in our folder, where those of one that is killed are swept after.
Result<base::CommandOutcome> GoCache::runHelper(const Compiler& compiler, std::vector<std::string> command, const fs::path& out, const PrepareProgress& onProgress, std::stop_token stop) const {
    const fs::path temporary = m_folder / ".temp-prepare";
    if (auto room = base::ensureFolder(temporary); !room) return propagate(room);
    base::CommandOptions options{.workdir = out, .environment = compiler.environment()};
    options.environment.emplace_back("GOPROXY=off");  // a grading asks no network for anything
    options.environment.push_back("TMPDIR=" + temporary.string());
    options.onOutLine = [&](std::string_view line) { tellProgress(line, onProgress); };
    for (const std::string& word : {std::string("--go"), compiler.command.string(), std::string("--overlay"), (m_sources / "overlay").string(), std::string("--out"), out.string(),
                                    std::string("--plain"), std::string("--race")})
        command.push_back(word);
    return base::runCommand(command, options, stop);
}

void GoCache::removeLeftOvers(const fs::path& but) const {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(m_folder, error)) {
        const std::string name = entry.path().filename().string();
        const auto begins = [&](const char* with) { return name.starts_with(with); };
        if (entry.path() != but && (begins(".new-") || begins(".temp-") || begins(".helper-"))) fs::remove_all(entry.path(), error);
    }
}

// Each version of Go and of our own sources has a folder of more than a hundred megabytes.
void GoCache::removeUnused() const {
    std::error_code error;
    const auto now = fs::file_time_type::clock::now();
    for (const auto& entry : fs::directory_iterator(m_folder, error)) {
        if (!entry.is_directory(error) || !entry.path().filename().string().starts_with("go1.")) continue;
        auto last = fs::last_write_time(entry.path() / kSizes, error);
        if (error) last = fs::last_write_time(entry.path(), error);
        if (error || now - last < kUnused) continue;
        m_log->info("removing the unused compiler cache " + entry.path().filename().string());
        fs::remove_all(entry.path(), error);
    }
}

void GoCache::remember(const Compiler& compiler, const std::string& key) const {
    const Stamp stamp = stampOf(compiler.command);
    const std::vector<fs::path> files = sourceFiles();
    const json record = {{"command", compiler.command.string()}, {"size", stamp.size},  {"mtime", stamp.mtime},
                         {"sources", sourcesHash(files)},        {"stamp", sourcesStamp(files)}, {"key", key}};
    // Only a shortcut: where it cannot be written, the next start asks the go command again.
    if (auto written = base::writeFileAtomic(recordFile(compiler.command), record.dump(2)); !written)
        m_log->warn("cannot remember the compiler: " + written.error().message);
}

bool GoCache::wholeOrRemoved(const fs::path& folder) const {
    const bool whole = everyFile(folder, [](const fs::path& file, std::int64_t, const std::string& sha) {
        auto content = base::readFile(file, std::size_t{512} << 20);
        return content && base::sha256Hex(*content) == sha;
    });
    std::error_code error;
    if (!whole) {
        m_log->warn("the compiler cache was damaged and is made again");
        fs::remove_all(folder, error);
    }
    return whole;
}

bool GoCache::verify(const PreparedGo& prepared) const {
    const bool modules = prepared.modules.empty() || wholeOrRemoved(prepared.modules);
    return wholeOrRemoved(prepared.folder) && modules;
}

Result<void> GoCache::clean() const {
    std::error_code error;
    if (!fs::exists(m_folder, error)) return {};
    auto lock = base::FileLock::acquire(m_folder / "lock", 1000);
    if (!lock) return propagate(lock);
    // Put aside first: what others begin to prepare meanwhile is not caught between.
    const fs::path old = m_folder.string() + ".old-" + std::to_string(::getpid());
    fs::rename(m_folder, old, error);
    if (!error) fs::remove_all(old, error);
    if (error) return fail(ErrorCode::Io, "cannot remove " + base::quote(m_folder.string()) + ": " + error.message());
    return {};
}

}  // namespace assay::toolchain
