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
#include "toolchain/go/linked.h"

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
struct LintRequest {
    std::string id;
    std::vector<std::string> analysers, errors;  // errors: functions whose error has to be looked at, "*": every one
    int complexity = 0;                          // ways through a function; 0: not asked
};
struct ModernRequest {
    std::string id;
    std::vector<std::string> except;
};
struct TestsRequest {
    bool visible = true, hidden = true, race = false, autoRace = true;
};
struct ProgramRequest {
    bool race = false;
};
// One more test binary, of files that are all named: the learner's tests over a mutant, the reference under a benchmark.
struct VariantRequest {
    std::string key;  // how the check that asked for it names it
    // Which files of the submission are in it …
    bool learnerSources = false, learnerTests = false, readonlySources = false, visible = false, hidden = false;
    // … and what lies over them (from solution/ or mutants/). Their role is Readonly: the author's.
    std::vector<SourceFile> over;
    bool registerLearner = false;    // the learner's own tests run
    std::string only;                // instead: this benchmark or fuzz target
    std::vector<std::string> cover;  // statements of these files are counted
    bool autoRace = false;           // a race build where the submission can start goroutines
    bool shared = false;             // may be linked into one binary with the others that may: one link for all mutants
};
// Mutants of a variant, made by operators from the named files. Each is a variant of its own: see Build::mutants.
struct MutateRequest {
    std::string of;  // the variant's key
    std::vector<std::string> files, operators, strike;
    int most = 0;
};
struct BuildRequest {
    std::string importPath;
    std::vector<SourceFile> files;
    std::vector<std::string> allow;
    bool sharesProcess = true;  // the standing refusals hold
    bool format = false, vet = false;
    std::vector<PolicyRequest> policies;
    std::vector<LintRequest> lint;
    std::vector<ModernRequest> modern;
    std::optional<TestsRequest> tests;
    std::optional<ProgramRequest> program;
    bool fit = false;  // without `tests`: the visible tests and the learner's own are compiled all the same, and not linked
    std::vector<VariantRequest> variants;
    std::vector<MutateRequest> mutate;
    sandbox::Level level = sandbox::Level::Full;
};

struct Finding {
    std::string file;
    int line = 0, column = 0;
    std::string severity, code, message;  // safe to show
    std::string fix;                      // of vet, lint and modern, where there is one: lines out and in
};
struct FoundTest {
    std::string name, kind, file;  // kind: test, example, benchmark, fuzz, main (never run)
    bool hidden = false;
    int line = 0;
    bool isRun() const { return kind != "benchmark" && kind != "main"; }  // as a test
};
struct Analysis {
    bool known = false;  // false: hostile sources kept the helper from finishing; nothing was shown to hold
    std::vector<Finding> format, vet;
    std::map<std::string, std::vector<Finding>> policies, lint, modern;  // by check
    std::vector<FoundTest> tests;    // in the author's order: visible, then hidden
    std::vector<FoundTest> learners; // the learner's own
    bool startsGoroutines = false;
    Finding goroutine;  // where
};
struct MadeMutant {
    std::string key;   // of its variant
    std::string name;  // "off-by-one stack.go:12:5": what exercise.toml strikes out
    std::string operation, file, was, is;
    int line = 0;
};
struct CoverBlock {
    std::string file;
    int line = 0, endLine = 0, statements = 0;
};
enum class Unit { Alone, Visible, Hidden, Program };
struct Compiled {
    bool ok = false, race = false;
    std::vector<Finding> findings;
    std::string limit;  // "cpu", "memory", "size" where the compiler met one
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
    // Of variants, by key. What was not asked for is Internal.
    Result<Compiled> compiledVariant(const std::string& key);
    Result<Linked> linkedVariant(const std::string& key);
    Result<std::vector<CoverBlock>> coverBlocks(const std::string& key);  // ask after compiledVariant
    Result<std::vector<MadeMutant>> mutants(const std::string& of);
    std::vector<std::string> strayStrikes(const std::string& of);  // of MutateRequest::strike, what no operator makes; ask after mutants
    // The text of a learner's or read-only file, whatever it is; nullptr where there is none of this name.
    const std::string* source(std::string_view name) const;
    const std::vector<SourceFile>& sources() const;  // all that the build was given
    const PreparedGo& go() const;
    // Files that tests find in their working folder (testdata and whatever is no Go source), of the visible roles or of all.
    std::vector<sandbox::InitialFile> workFiles(bool withHidden) const;
    // Waits for the end of the run.
    sandbox::Usage usage();

  private:
    struct State;
    Result<Linked> checked(Result<Linked> linked);
    explicit Build(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace assay::toolchain
