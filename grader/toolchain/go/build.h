// Role: one submission's way from sources to binaries: one run of assay-go in the sandbox (PROTOCOL.md, part 2). It begins
// at once on a thread of its own; what is asked for is waited for, so that the visible tests run while the hidden ones are
// still being linked.
// Ownership: a Build owns its temporary folder; binaries live as long as it does. Its destructor cancels what still runs.
// Errors: ours only. What the sources did to the compiler is in Compiled.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "toolchain/go/cache.h"

namespace assay::toolchain {

enum class Role { Learner, Readonly, Visible, Hidden };
struct SourceFile {
    std::string name;  // relative to the package's folder
    std::string content;
    Role role = Role::Learner;
};

struct PolicyRequest {
    std::string id;
    std::vector<std::string> allowImports, forbidImports, requireImports, forbid, require;
    bool documented = false;
};
struct TestsRequest {
    bool visible = true, hidden = true, race = false, autoRace = true;
};
struct ProgramRequest {
    bool race = false;
};
struct BuildRequest {
    std::string importPath;
    std::vector<SourceFile> files;
    std::vector<std::string> allow;
    bool sharesProcess = true;  // the standing refusals hold
    bool format = false, vet = false;
    std::vector<PolicyRequest> policies;
    std::optional<TestsRequest> tests;
    std::optional<ProgramRequest> program;
    sandbox::Level level = sandbox::Level::Full;
};

struct Finding {
    std::string file;
    int line = 0, column = 0;
    std::string severity, code, message;  // safe to show
};
struct FoundTest {
    std::string name, kind, file;  // kind: test, example, benchmark, fuzz
    bool hidden = false;
    int line = 0;
};
struct Analysis {
    bool known = false;  // false: hostile sources kept the helper from finishing; nothing was shown to hold
    std::vector<Finding> format, vet;
    std::map<std::string, std::vector<Finding>> policies;
    std::vector<FoundTest> tests;  // in the author's order: visible, then hidden
    bool startsGoroutines = false;
    Finding goroutine;  // where
};
enum class Unit { Alone, Visible, Hidden, Program };
struct Compiled {
    bool ok = false, race = false;
    std::vector<Finding> findings;
    std::string limit;  // "cpu", "memory", "size" where the compiler met one
};
struct Linked {
    bool ok = false, race = false;
    fs::path binary;  // mode 0111
    std::string message;
};

class Build {
  public:
    static Result<std::unique_ptr<Build>> start(sandbox::Sandbox& sandbox, const PreparedGo& go, BuildRequest request,
                                                std::stop_token stop);
    ~Build();
    Build(const Build&) = delete;
    Build& operator=(const Build&) = delete;

    // Each waits until the answer is known. Canceled where the stop token was used.
    Result<std::vector<Finding>> refusals();  // empty: the sources may be run
    Result<Analysis> analysis();
    Result<Compiled> compiled(Unit unit);
    Result<Linked> linked(Unit unit);
    // Files that tests find in their working folder (testdata and whatever is no Go source), of the visible roles or of all.
    std::vector<sandbox::InitialFile> workFiles(bool withHidden) const;
    // Waits for the end of the run.
    sandbox::Usage usage();

  private:
    struct State;
    explicit Build(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace assay::toolchain
