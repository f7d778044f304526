#include "checks/crossbuild/go_command.h"

#include <re2/re2.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>

#include "base/hash.h"
#include "base/process.h"
#include "base/text.h"
#include "toolchain/go/modules.h"

namespace assay::checks::crossbuild {

namespace {

using base::ErrorCode;

std::string valueOf(const std::map<std::string, std::string>& environment, const std::string& name, const std::string& fallback) {
    const auto found = environment.find(name);
    return found != environment.end() ? found->second : fallback;
}

bool isWord(std::string_view text) {
    return !text.empty() && text.size() < 20 && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
}

sandbox::Limits buildLimits() {
    using namespace std::chrono_literals;
    sandbox::Limits limits;
    limits.cpu = 120s;  // a cold cache compiles some hundred packages
    limits.wall = 120s;
    limits.wallAtMost = 300s;
    limits.memoryBytes = 2ull << 30;
    limits.threads = 512;
    limits.mayStartPrograms = true;
    limits.tmpBytes = 1ull << 30;
    limits.tmpFiles = 20'000;
    limits.openFiles = 1024;
    return limits;
}

// "./main.go:7:2: undefined: x" → a diagnostic; lines of another form are left out.
std::vector<Diagnostic> readErrors(std::string_view text) {
    static const RE2 form(R"(^(?:\./)?([^:\s]+\.go):(\d+):(?:(\d+):)? (.*)$)", RE2::Quiet);
    std::vector<Diagnostic> out;
    for (const std::string& line : base::splitLines(text)) {
        std::string file, number, column, message;
        if (out.size() >= 50 || !RE2::FullMatch(line, form, &file, &number, &column, &message)) continue;
        Diagnostic one;
        one.file = base::safeText(file, {.keepNewlines = false, .maxBytes = 200});
        std::from_chars(number.data(), number.data() + number.size(), one.line);
        std::from_chars(column.data(), column.data() + column.size(), one.column);
        one.code = "compile";
        one.message = base::safeText(message, {.keepNewlines = false, .maxBytes = 1000});
        out.push_back(std::move(one));
    }
    return out;
}

Result<void> copyFolder(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing, error);
    if (error) return base::fail(ErrorCode::Io, "cannot copy the build cache: " + error.message());
    return {};
}

// The run's user is another one than ours where we are root: everything in it is opened to it.
Result<void> openToAll(const fs::path& folder) {
    std::error_code error;
    if (::chmod(folder.c_str(), 0777) != 0) return base::failErrno(ErrorCode::Io, "cannot open " + folder.string(), errno);
    for (auto it = fs::recursive_directory_iterator(folder, error); !error && it != fs::recursive_directory_iterator(); it.increment(error))
        if (!it->is_symlink(error)) ::chmod(it->path().c_str(), it->is_directory(error) ? 0777 : 0666);
    return {};
}

}  // namespace

Result<void> Work::writeModule(const fs::path& to) const {
    for (const auto& [name, content] : module) {
        if (auto made = base::ensureFolder((to / name).parent_path()); !made) return made;
        if (auto written = base::writeFile(to / name, content); !written) return written;
    }
    return {};
}

GoCommand::GoCommand(Context& context, toolchain::Compiler compiler, Work work)
    : m_context(context), m_compiler(std::move(compiler)), m_work(std::move(work)) {}

std::set<std::string> importsOf(std::string_view source) {
    static const RE2 line(R"x((?m)^\s*(?:import\s+)?(?:[\w.]+\s+)?"([A-Za-z0-9][\w./~-]*)"\s*(?://.*)?$)x", RE2::Quiet);
    std::set<std::string> found;
    re2::StringPiece rest(source.data(), source.size());
    std::string name;
    while (RE2::FindAndConsume(&rest, line, &name)) found.insert(name);
    return found;
}

// What the compiler makes of a package is another thing with -trimpath and without, so each has a cache of its own.
// Compiles the packages into a cache of their platform, outside the sandbox: they are the distribution's and the author's.
Result<fs::path> GoCommand::preparedCache(const std::string& os, const std::string& arch, bool trimmed) {
    std::vector<std::string> packages;
    std::error_code error;
    const std::set<std::string> required = m_work.foreign ? toolchain::requiredModules(m_work.module.front().second) : std::set<std::string>();
    const auto isRequired = [&](const std::string& name) {
        return std::any_of(required.begin(), required.end(), [&](const std::string& module) { return name == module || name.starts_with(module + "/"); });
    };
    for (const std::string& name : m_work.imports)
        if (fs::is_directory(m_compiler.root / "src" / name, error) || isRequired(name)) packages.push_back(name);
    base::Hasher hasher;
    for (const std::string& name : packages) hasher.add(name);
    if (m_work.foreign)
        for (const auto& [name, content] : m_work.module) hasher.add(name).add(content);
    const fs::path folder = m_context.build.go().folder.parent_path() / ("cross-" + m_compiler.version + "-" + os + "-" + arch + (trimmed ? "" : "-untrimmed"));
    const fs::path done = folder / ("done-" + hasher.hex().substr(0, 16));
    if (fs::exists(done, error)) return folder;
    if (auto made = base::ensureFolder(folder); !made) return fs::path();
    auto lock = base::FileLock::acquire(folder / "lock", 300'000);
    if (!lock) return fs::path();
    if (fs::exists(done, error)) return folder;
    auto module = base::TempFolder::create("crossbuild");
    if (!module) return propagate(module);
    if (auto written = m_work.writeModule(module->path()); !written) return propagate(written);
    base::CommandOptions options{.workdir = module->path(), .environment = m_compiler.environment(), .timeoutMs = 300'000};
    for (const std::string& setting : {"GOCACHE=" + folder.string(), "GOOS=" + os, "GOARCH=" + arch, std::string("CGO_ENABLED=0"), std::string("GOENV=off"), std::string("GOPROXY=off"), std::string("GO111MODULE=on")})
        options.environment.push_back(setting);
    std::vector<std::string> argv{m_compiler.command.string(), "build"};
    if (trimmed) argv.emplace_back("-trimpath");
    if (packages.empty()) packages.emplace_back("runtime");
    argv.insert(argv.end(), packages.begin(), packages.end());
    auto ran = base::runCommand(argv, options, m_context.stop);
    if (!ran) return propagate(ran);
    // A platform that Go does not know, and packages that are not for it, are the learner's build to tell.
    if (ran->exitCode != 0) return fs::path();
    if (auto written = base::writeFile(done, ""); !written) return fs::path();
    return folder;
}

Result<void> GoCommand::seed(const fs::path& cache, const std::string& os, const std::string& arch, bool trimmed) {
    if (auto made = base::ensureFolder(cache); !made) return made;
    if (!isWord(os) || !isWord(arch)) return {};
    auto prepared = preparedCache(os, arch, trimmed);
    if (!prepared) return propagate(prepared);
    if (prepared->empty()) return {};
    return copyFolder(*prepared, cache);
}

Result<Built> GoCommand::build(const BuildLine& line) {
    const std::size_t slash = m_context.build.go().platform.find('/');
    const std::string& platform = m_context.build.go().platform;
    const std::string os = valueOf(line.environment, "GOOS", platform.substr(0, slash)), arch = valueOf(line.environment, "GOARCH", platform.substr(slash + 1));
    auto temp = base::TempFolder::create("crossbuild");
    if (!temp) return propagate(temp);
    const fs::path cache = temp->path() / "cache";
    if (auto seeded = seed(cache, os, arch, line.trimpath); !seeded) return propagate(seeded);
    if (auto opened = openToAll(cache); !opened) return propagate(opened);
    if (auto opened = openToAll(m_work.folder); !opened) return propagate(opened);

    sandbox::Request run;
    run.level = m_context.level;
    run.ownTool = true;
    run.limits = buildLimits();
    run.mounts = {{m_compiler.root, "/goroot", false}, {cache, "/gocache", true}, {m_work.folder, "/src", true}};
    std::error_code error;
    const bool modules = m_work.foreign && fs::is_directory(m_compiler.moduleCache, error);
    if (modules) run.mounts.push_back({m_compiler.moduleCache, "/gomod", false});
    run.workdir = "/src/" + m_work.package;
    run.argv = {"/goroot/bin/go", "build"};
    run.argv.insert(run.argv.end(), line.arguments.begin(), line.arguments.end());
    // No HOME: the go command keeps its counters there, and would start a process for them.
    run.environment = {"GOROOT=" + sandbox::seenAs(run, "/goroot"), "GOCACHE=" + sandbox::seenAs(run, "/gocache"), "GOPATH=/tmp/gopath", "GOTMPDIR=/tmp", "TMPDIR=/tmp",
                       "GOTOOLCHAIN=local", "GOENV=off", "GOPROXY=off", "GOSUMDB=off", "GOWORK=off", "PATH=", "LANG=C.UTF-8"};
    if (modules) run.environment.push_back("GOMODCACHE=" + sandbox::seenAs(run, "/gomod"));
    std::map<std::string, std::string> environment = line.environment;
    environment.try_emplace("CGO_ENABLED", "0");  // there is no C compiler here, and none is needed
    for (const auto& [name, value] : environment) run.environment.push_back(name + "=" + value);

    sandbox::Observer quiet;
    auto outcome = m_context.sandbox.run(run, quiet, m_context.stop);
    if (!outcome) return propagate(outcome);
    if (outcome->end == sandbox::End::Canceled) return base::fail(ErrorCode::Canceled, "cancelled");
    addUsage(m_context, outcome->usage);
    Built built;
    built.ok = outcome->end == sandbox::End::Exited && outcome->exitCode == 0;
    if (built.ok) return built;
    built.diagnostics = readErrors(outcome->err.kept);
    if (outcome->end == sandbox::End::Exited) built.message = base::safeText(base::trim(outcome->err.kept), {.keepNewlines = true, .maxBytes = 2000});
    else built.message = "the go command met a limit (time, memory or output)";
    return built;
}

}  // namespace assay::checks::crossbuild
