// One run of assay-go for one submission. Inside the sandbox it sees three folders: /go (the prepared cache, read-only),
// /src (a copy of the sources by role, read-only) and /out (where binaries go). Events come over the private channel; the
// thread that runs the sandbox feeds them to BuildEvents, where the checks wait for them.

#include "toolchain/go/build.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "toolchain/go/build_events.h"

namespace assay::toolchain {

using base::ErrorCode;
using base::fail;
using nlohmann::json;

namespace {

const char* folderOf(Role role) {
    switch (role) {
        case Role::Learner: return "learner";
        case Role::Readonly: return "readonly";
        case Role::Visible: return "visible";
        case Role::Hidden: return "hidden";
    }
    return "learner";
}

bool isSource(std::string_view name) {
    return name.ends_with(".go") && name.find("testdata/") != 0 && name.find("/testdata/") == std::string_view::npos;
}

std::set<std::string> namesOf(const BuildRequest& request) {
    std::set<std::string> names;
    for (const SourceFile& file : request.files) names.insert(file.name);
    return names;
}

bool isGo(std::string_view name) { return name.ends_with(".go"); }
bool isTest(std::string_view name) { return name.ends_with("_test.go"); }

bool takes(const VariantRequest& variant, const SourceFile& file) {
    switch (file.role) {
        case Role::Learner: return isTest(file.name) || !isGo(file.name) ? variant.learnerTests || variant.learnerSources : variant.learnerSources;
        case Role::Readonly: return variant.readonlySources || !isGo(file.name);
        case Role::Visible: return variant.visible;
        case Role::Hidden: return variant.hidden;
    }
    return false;
}

// Where the files that lie over a variant's are kept, below the source folder.
std::string overFolder(std::size_t variant) { return "variants/" + std::to_string(variant); }

json variantJson(const BuildRequest& request, std::size_t index, const std::string& source) {
    const VariantRequest& variant = request.variants[index];
    std::map<std::string, json> files;  // by name: what comes later replaces what was there
    for (const Role role : {Role::Learner, Role::Readonly, Role::Visible, Role::Hidden})
        for (const SourceFile& file : request.files)
            if (file.role == role && takes(variant, file))
                files[file.name] = {{"name", file.name}, {"path", source + "/" + folderOf(role) + "/" + file.name}, {"role", folderOf(role)}};
    for (const SourceFile& file : variant.over)
        files[file.name] = {{"name", file.name}, {"path", source + "/" + overFolder(index) + "/" + file.name}, {"role", "readonly"}};
    json list = json::array();
    for (auto& [name, file] : files) list.push_back(std::move(file));
    return {{"id", "v" + std::to_string(index)}, {"files", list}, {"register", variant.registerLearner ? json::array({"learner"}) : json::array()},
            {"only", variant.only}, {"cover", variant.cover}, {"race", false}, {"auto_race", variant.autoRace}, {"shared", variant.shared}};
}

std::string unitOf(const BuildRequest& request, const std::string& key) {
    for (std::size_t i = 0; i < request.variants.size(); ++i)
        if (request.variants[i].key == key) return "v" + std::to_string(i);
    return {};
}

json lintJson(const BuildRequest& request) {
    json list = json::array();
    for (const LintRequest& one : request.lint)
        list.push_back({{"id", one.id}, {"analyzers", one.analysers}, {"errors", one.errors}, {"complexity", one.complexity}});
    return list;
}
json modernJson(const BuildRequest& request) {
    json list = json::array();
    for (const ModernRequest& one : request.modern) list.push_back({{"id", one.id}, {"except", one.except}});
    return list;
}

json requestJson(const BuildRequest& request, const std::string& go, const std::string& modules, const std::string& source, const std::string& out) {
    json files = json::array(), policies = json::array();
    for (const SourceFile& file : request.files)
        files.push_back({{"name", file.name}, {"path", source + "/" + folderOf(file.role) + "/" + file.name}, {"role", folderOf(file.role)}});
    for (const PolicyRequest& policy : request.policies)
        policies.push_back({{"id", policy.id}, {"allow_imports", policy.allowImports}, {"forbid_imports", policy.forbidImports},
                            {"require_imports", policy.requireImports}, {"forbid", policy.forbid}, {"require", policy.require},
                            {"documented", policy.documented}});
    json whole = {{"schema", "assay.build/1"}, {"go", go}, {"modules", modules}, {"out", out}, {"import_path", request.importPath},
                  {"lang", std::string(kLanguage)}, {"files", files}, {"allow", request.allow},
                  {"shares_process", request.sharesProcess}, {"format", request.format}, {"vet", request.vet},
                  {"policies", policies}, {"lint", lintJson(request)}, {"modern", modernJson(request)}, {"tests", nullptr}, {"program", nullptr}, {"fit", request.fit}};
    if (request.tests)
        whole["tests"] = {{"visible", request.tests->visible}, {"hidden", request.tests->hidden}, {"race", request.tests->race},
                          {"auto_race", request.tests->autoRace}};
    json variants = json::array(), mutate = json::array();
    for (std::size_t i = 0; i < request.variants.size(); ++i) variants.push_back(variantJson(request, i, source));
    for (const MutateRequest& order : request.mutate)
        mutate.push_back({{"of", unitOf(request, order.of)}, {"files", order.files}, {"operators", order.operators}, {"strike", order.strike}, {"most", order.most}});
    whole["variants"] = std::move(variants);
    whole["mutate"] = std::move(mutate);
    if (request.program) whole["program"] = {{"race", request.program->race}};
    return whole;
}

sandbox::Limits compilerLimits() {
    using namespace std::chrono_literals;
    sandbox::Limits limits;
    limits.cpu = 60s;  // of all its processes together; each has 20 s by assay-go's own orders
    limits.wall = 60s;
    limits.wallAtMost = 120s;
    limits.memoryBytes = 2ull << 30;
    limits.threads = 256;
    limits.mayStartPrograms = true;
    limits.tmpBytes = 256ull << 20;
    limits.tmpFiles = 4096;
    limits.openFiles = 1024;
    return limits;
}

class EventLines final : public sandbox::Observer {
  public:
    explicit EventLines(BuildEvents& events) : m_events(events) {}
    void onChannel(std::string_view bytes) override {
        m_pending += bytes;
        for (std::size_t end; (end = m_pending.find('\n')) != std::string::npos; m_pending.erase(0, end + 1))
            m_events.add(std::string_view(m_pending).substr(0, end));
    }

  private:
    BuildEvents& m_events;
    std::string m_pending;
};

}  // namespace

struct Build::State {
    State(base::TempFolder temp, std::set<std::string> names) : folder(std::move(temp)), events(std::move(names)) {}
    base::TempFolder folder;
    BuildEvents events;
    fs::path zones, hosts;
    std::vector<std::pair<Role, std::string>> workFiles;
    std::map<std::string, std::string> units;  // of variants, by key
    std::vector<SourceFile> sources;
    PreparedGo go;
    std::stop_source stop;
    std::jthread thread;
};

Build::Build(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Build::~Build() { m_state->stop.request_stop(); }

namespace {

const char* unitName(Unit unit) {
    switch (unit) {
        case Unit::Alone: return "alone";
        case Unit::Visible: return "visible";
        case Unit::Hidden: return "hidden";
        case Unit::Program: return "program";
    }
    return "alone";
}

base::Failure unknownVariant(const std::string& key) { return fail(ErrorCode::Internal, "no variant " + key + " was asked for"); }

Result<void> writeSources(const BuildRequest& request, const fs::path& folder) {
    // Read by an unprivileged user of the sandbox's own; the folder above it is ours alone.
    for (const SourceFile& file : request.files) {
        const fs::path path = folder / folderOf(file.role) / file.name;
        if (auto made = base::ensureFolder(path.parent_path()); !made) return made;
        if (auto written = base::writeFile(path, file.content); !written) return written;
    }
    for (std::size_t i = 0; i < request.variants.size(); ++i)
        for (const SourceFile& file : request.variants[i].over) {
            const fs::path path = folder / overFolder(i) / file.name;
            if (auto made = base::ensureFolder(path.parent_path()); !made) return made;
            if (auto written = base::writeFile(path, file.content); !written) return written;
        }
    return {};
}

Result<void> openFolder(const fs::path& folder, unsigned mode) {
    if (auto made = base::ensureFolder(folder); !made) return made;
    if (::chmod(folder.c_str(), mode) != 0) return base::failErrno(ErrorCode::Io, "cannot set the mode of the output folder", errno);
    return {};
}

sandbox::Request sandboxRequest(const BuildRequest& request, const PreparedGo& go, const fs::path& folder) {
    sandbox::Request run;
    run.argv = {"/go/bin/assay-go", "build", "/src/request.json"};
    run.environment = {"HOME=/tmp", "TMPDIR=/tmp", "PATH=", "LANG=C.UTF-8", "GOMAXPROCS=" + std::to_string(std::max(2u, std::thread::hardware_concurrency()))};
    run.mounts = {{go.folder, "/go", false}, {folder / "src", "/src", false}, {folder / "out", "/out", true}};
    if (!go.modules.empty()) run.mounts.push_back({go.modules, "/modules", false});
    run.channel = true;
    run.limits = compilerLimits();
    run.level = request.level;
    run.ownTool = true;
    return run;
}

}  // namespace

Result<std::unique_ptr<Build>> Build::start(sandbox::Sandbox& sandbox, const PreparedGo& go, BuildRequest request, std::stop_token stop) {
    auto temp = base::TempFolder::create("build");
    if (!temp) return propagate(temp);
    const fs::path folder = temp->path();
    if (auto made = openFolder(folder / "out", 0777); !made) return propagate(made);
    if (auto made = openFolder(folder / "src", 0755); !made) return propagate(made);
    if (auto written = writeSources(request, folder / "src"); !written) return propagate(written);
    sandbox::Request run = sandboxRequest(request, go, folder);
    const json order = requestJson(request, sandbox::seenAs(run, "/go"), go.modules.empty() ? "" : sandbox::seenAs(run, "/modules"), sandbox::seenAs(run, "/src"), sandbox::seenAs(run, "/out"));
    // File names may hold any bytes: what is no UTF-8 was refused before, so dump() does not throw.
    if (auto written = base::writeFile(folder / "src" / "request.json", order.dump()); !written) return propagate(written);

    auto state = std::make_unique<State>(std::move(*temp), namesOf(request));
    for (const SourceFile& file : request.files)
        if (!isSource(file.name)) state->workFiles.emplace_back(file.role, file.name);
    for (std::size_t i = 0; i < request.variants.size(); ++i) state->units[request.variants[i].key] = "v" + std::to_string(i);
    state->sources = std::move(request.files);
    state->go = go;
    std::error_code missing;
    if (fs::path zones = go.folder / "zoneinfo.zip"; fs::exists(zones, missing)) state->zones = std::move(zones);
    if (fs::path hosts = go.folder / "hosts"; fs::exists(hosts, missing)) state->hosts = std::move(hosts);
    State* shared = state.get();
    state->thread = std::jthread([shared, &sandbox, outer = std::move(stop), run = std::move(run)] {
        const std::stop_callback forward(outer, [shared] { shared->stop.request_stop(); });
        EventLines observer(shared->events);
        shared->events.finish(sandbox.run(run, observer, shared->stop.get_token()));
    });
    return std::unique_ptr<Build>(new Build(std::move(state)));
}

Result<std::vector<Finding>> Build::refusals() { return m_state->events.refusals(); }
Result<Analysis> Build::analysis() { return m_state->events.analysis(); }
Result<Compiled> Build::compiled(Unit unit) { return m_state->events.compiled(unitName(unit)); }
sandbox::Usage Build::usage() { return m_state->events.usage(); }

Result<Linked> Build::linked(Unit unit) { return checked(m_state->events.linked(unitName(unit))); }

Result<Compiled> Build::compiledVariant(const std::string& key) {
    const auto unit = m_state->units.find(key);
    if (unit == m_state->units.end()) return unknownVariant(key);
    return m_state->events.compiled(unit->second);
}

Result<Linked> Build::linkedVariant(const std::string& key) {
    const auto unit = m_state->units.find(key);
    if (unit == m_state->units.end()) return unknownVariant(key);
    return checked(m_state->events.linked(unit->second));
}

Result<std::vector<CoverBlock>> Build::coverBlocks(const std::string& key) {
    const auto unit = m_state->units.find(key);
    if (unit == m_state->units.end()) return unknownVariant(key);
    return m_state->events.coverBlocks(unit->second);
}

Result<std::vector<MadeMutant>> Build::mutants(const std::string& of) {
    const auto unit = m_state->units.find(of);
    if (unit == m_state->units.end()) return unknownVariant(of);
    auto made = m_state->events.mutants(unit->second);
    if (!made) return made;
    for (const MadeMutant& mutant : *made) m_state->units[mutant.key] = mutant.key;
    return made;
}

std::vector<std::string> Build::strayStrikes(const std::string& of) { return m_state->events.strayStrikes(m_state->units.at(of)); }

Result<Linked> Build::checked(Result<Linked> linked) {
    if (!linked || !linked->ok) return linked;
    // The file was made inside; it is looked at without following anything, and made executable but unreadable: a program
    // that could read itself would find the expected values of its tests.
    const fs::path file = m_state->folder.path() / "out" / linked->binary.filename();
    base::UniqueFd fd(::open(file.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat info {};
    if (!fd || ::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode) || info.st_nlink != 1)
        return fail(ErrorCode::Internal, "the linker left no binary");
    if ((info.st_mode & 07777) != 0111 && ::fchmodat(AT_FDCWD, file.c_str(), 0111, 0) != 0)
        return base::failErrno(ErrorCode::Internal, "cannot set the mode of a test binary", errno);
    linked->binary = file;
    linked->zones = m_state->zones;
    linked->hosts = m_state->hosts;
    return linked;
}

const PreparedGo& Build::go() const { return m_state->go; }
const std::vector<SourceFile>& Build::sources() const { return m_state->sources; }

const std::string* Build::source(std::string_view name) const {
    const std::string* found = nullptr;
    for (const SourceFile& file : m_state->sources)  // a later role replaces a file of the same name
        if (file.name == name && (file.role == Role::Learner || file.role == Role::Readonly)) found = &file.content;
    return found;
}

std::vector<sandbox::InitialFile> Build::workFiles(bool withHidden) const {
    std::map<std::string, fs::path> chosen;  // a later role replaces a file of the same name
    for (const auto& [role, name] : m_state->workFiles)
        if (withHidden || role != Role::Hidden) chosen[name] = m_state->folder.path() / "src" / folderOf(role) / name;
    std::vector<sandbox::InitialFile> files;
    for (const auto& [name, path] : chosen) files.push_back({path, name});
    return files;
}

}  // namespace assay::toolchain
