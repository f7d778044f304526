#include "toolchain/go/modules.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <vector>

#include "base/hash.h"
#include "base/process.h"
#include "base/text.h"
#include "toolchain/go/cache.h"

namespace assay::toolchain {

using base::ErrorCode;
using base::fail;

namespace {

bool isLeftOut(const std::string& name) { return name == "wrong" || name == "testdata" || name.starts_with('.') || name.starts_with('_'); }

// Sorted by path, so that a key is a function of the files alone.
std::vector<fs::path> filesBelow(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (auto it = fs::recursive_directory_iterator(folder, error); !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
        if (it->is_directory(error)) {
            if (isLeftOut(it->path().filename().string())) it.disable_recursion_pending();
        } else if (it->is_regular_file(error)) {
            files.push_back(it->path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string contentOf(const fs::path& file) {
    auto content = base::readFile(file);
    return content ? std::move(*content) : std::string();
}

// The words of each line of a go.mod that has some, without comments.
std::vector<std::vector<std::string>> linesOf(std::string_view mod) {
    std::vector<std::vector<std::string>> lines;
    for (const std::string& line : base::splitLines(mod)) {
        std::istringstream text(line.substr(0, line.find("//")));
        std::vector<std::string> words{std::istream_iterator<std::string>(text), {}};
        if (!words.empty()) lines.push_back(std::move(words));
    }
    return lines;
}

// `replace example.com/greet => ./greet`, alone or in a block.
std::set<std::string> replacingFolders(std::string_view mod) {
    std::set<std::string> found;
    for (const std::vector<std::string>& words : linesOf(mod)) {
        const auto arrow = std::find(words.begin(), words.end(), "=>");
        if (arrow == words.end() || arrow + 1 == words.end() || !(arrow + 1)->starts_with("./")) continue;
        const fs::path folder = fs::path(*(arrow + 1)).lexically_normal();
        if (*folder.begin() != "..") found.insert(folder.string());
    }
    return found;
}

}  // namespace

std::set<std::string> foreignImports(std::string_view source) {
    std::set<std::string> found;
    for (std::size_t at = 0; (at = source.find_first_of("\"`", at)) != std::string_view::npos;) {
        const char quote = source[at];
        const std::size_t end = source.find_first_of(std::string{quote, '\n'}, at + 1);
        if (end == std::string_view::npos) break;
        const std::string_view text = source.substr(at + 1, end - at - 1);
        const std::string_view host = text.substr(0, text.find('/'));
        if (source[end] == quote && host.find('.') != std::string_view::npos && text.find_first_of(" \t\\:") == std::string_view::npos) found.emplace(text);
        at = end + 1;
    }
    return found;
}

std::set<std::string> requiredModules(std::string_view mod) {
    std::set<std::string> found;
    bool block = false;
    for (const std::vector<std::string>& words : linesOf(mod)) {
        if (block && words[0] == ")") block = false;
        else if (!block && words.size() >= 2 && words[0] == "require" && words[1] == "(") block = true;
        else if (block) found.insert(words[0]);
        else if (words.size() >= 2 && words[0] == "require") found.insert(words[1]);
    }
    return found;
}

Result<std::vector<std::pair<std::string, std::string>>> moduleFiles(const fs::path& exercises) {
    std::vector<fs::path> paths{exercises / "go.mod", exercises / "go.sum"};
    for (const std::string& folder : replacingFolders(contentOf(exercises / "go.mod"))) {
        const std::vector<fs::path> below = filesBelow(exercises / folder);
        paths.insert(paths.end(), below.begin(), below.end());
    }
    std::vector<std::pair<std::string, std::string>> files;
    std::error_code error;
    for (const fs::path& path : paths) {
        if (path == paths[1] && !fs::exists(path, error)) continue;  // no module needs a sum
        auto content = base::readFile(path);
        if (!content) return propagate(content);
        files.emplace_back(path.lexically_relative(exercises).string(), std::move(*content));
    }
    return files;
}

bool usesModules(const fs::path& exercises, const fs::path& exercise) {
    const std::set<std::string> required = requiredModules(contentOf(exercises / "go.mod"));
    if (required.empty()) return false;
    const std::vector<fs::path> files = filesBelow(exercise);
    return std::any_of(files.begin(), files.end(), [&](const fs::path& file) {
        if (file.extension() != ".go") return false;
        const std::set<std::string> imports = foreignImports(contentOf(file));
        return std::any_of(imports.begin(), imports.end(), [&](const std::string& import) {
            return std::any_of(required.begin(), required.end(), [&](const std::string& module) { return import == module || import.starts_with(module + "/"); });
        });
    });
}

std::string modulesKey(const fs::path& exercises) {
    const std::string mod = contentOf(exercises / "go.mod");
    if (requiredModules(mod).empty()) return {};
    base::Hasher hasher;
    hasher.add(mod).add(contentOf(exercises / "go.sum"));
    const std::vector<fs::path> files = filesBelow(exercises);
    std::vector<fs::path> nested;
    for (const fs::path& file : files)
        if (file.filename() == "go.mod" && file.parent_path() != exercises) nested.push_back(file.parent_path());
    std::set<std::string> imports;
    for (const fs::path& file : files) {
        const bool own = std::none_of(nested.begin(), nested.end(), [&](const fs::path& module) { return file.string().starts_with(module.string() + "/"); });
        if (own && file.extension() != ".go") continue;
        const std::string content = contentOf(file);
        if (own) imports.merge(foreignImports(content));
        else hasher.add(file.lexically_relative(exercises).string()).add(content);
    }
    for (const std::string& path : imports) hasher.add(path);
    return hasher.hex().substr(0, 24);
}

Result<PreparedGo> GoCache::withModules(PreparedGo go, const fs::path& exercises, const PrepareProgress& onProgress, std::stop_token stop) {
    const std::string wanted = modulesKey(exercises);
    if (wanted.empty()) return go;
    const std::string key = go.folder.filename().string() + "-modules-" + wanted;
    if (!open(key)) {
        auto lock = base::FileLock::acquire(m_folder / "lock", 600'000);
        if (!lock) return propagate(lock);
        if (!open(key))
            if (auto made = makeModules(go, key, exercises, onProgress, stop); !made) return propagate(made);
    }
    go.modules = m_folder / key;
    return go;
}

Result<void> GoCache::makeModules(const PreparedGo& go, const std::string& key, const fs::path& exercises, const PrepareProgress& onProgress, std::stop_token stop) const {
    auto compiler = findCompiler();
    if (!compiler) return propagate(compiler);
    const fs::path folder = m_folder / key, young = m_folder / (".new-" + key);
    std::error_code ignored;
    removeLeftOvers();
    fs::remove_all(folder, ignored);
    if (auto made = base::ensureFolder(young); !made) return made;
    m_log->info("compiling the modules of " + exercises.string());
    auto prepared = runHelper(*compiler, {(go.folder / "bin" / "assay-go").string(), "prepare-modules", "--sources", exercises.string()}, young, onProgress, stop);
    removeLeftOvers(young);
    if (!prepared) return propagate(prepared);
    if (prepared->exitCode != 0) {
        fs::remove_all(young, ignored);
        return fail(ErrorCode::Unsupported, "the modules that " + base::quote((exercises / "go.mod").string()) + " requires could not be compiled: " + base::cut(base::trim(prepared->err), 1000),
                    "they are fetched once, with the network: `go mod download` in that folder (`./run` does it for its own course); `go mod tidy` there mends go.mod and go.sum");
    }
    fs::rename(young, folder, ignored);
    if (!open(key)) return fail(ErrorCode::Internal, "the compiled modules at " + base::quote(folder.string()) + " are not whole");
    return {};
}

}  // namespace assay::toolchain
