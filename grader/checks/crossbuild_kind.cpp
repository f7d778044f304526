// `crossbuild`: the learner's go build lines, run for their targets, and what the binaries say of themselves. docs/crossbuild.md.
//
// A grammar of ours reads the lines (crossbuild/script.h), the go command runs them in the sandbox at the compilers' limits
// (crossbuild/go_command.h), and readers of ours look at the files (crossbuild/binary.h). No binary is ever started.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.h"
#include "checks/crossbuild/binary.h"
#include "checks/crossbuild/go_command.h"
#include "checks/go_names.h"
#include "checks/inspected.h"
#include "checks/kinds.h"
#include "checks/shell_words.h"
#include "course/files.h"
#include "course/tree.h"
#include "toolchain/go/modules.h"

namespace assay::checks {

using base::ErrorCode;
using course::FieldSpec;
using course::FieldType;
using course::Value;
using crossbuild::Binary;
using crossbuild::BuildLine;
using crossbuild::GoCommand;
namespace fs = base::fs;

namespace {

constexpr std::size_t kMostBinary = 256u << 20;

// A file that the go command has left, opened through no link.
std::optional<std::string> readOutput(const fs::path& folder, const std::string& name) {
    std::error_code error;
    fs::path at = folder;
    for (const fs::path& part : fs::path(name)) {
        at /= part;
        if (fs::is_symlink(fs::symlink_status(at, error))) return std::nullopt;
    }
    const base::UniqueFd fd(::open(at.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    struct stat info {};
    if (!fd || ::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode) || static_cast<std::size_t>(info.st_size) > kMostBinary) return std::nullopt;
    auto bytes = base::readFile(at, kMostBinary);
    if (!bytes) return std::nullopt;
    return std::move(*bytes);
}

class Grading {
  public:
    explicit Grading(Context& context) : m_context(context), m_fields(context.check.fields), m_file(context.check.fields.string("script")) {}

    Result<CheckResult> run() {
        const std::string* text = m_context.build.source(m_file);
        if (text == nullptr) return courseFault(m_context.exercise, m_context.check.line, "the check's script " + base::quote(m_file) + " is none of the exercise's files");
        m_script = crossbuild::readScript(*text);
        for (const Value& target : m_fields.array("target")) {
            TestResult test;
            test.name = target.string("os") + "/" + target.string("arch");
            test.weight = Points::fromNumber(target.number("weight", 1));
            test.verdict = Verdict::NotRun;
            m_result.tests.push_back(std::move(test));
        }
        if (!m_script.problems.empty()) return refused();
        auto folder = buildAll(m_context.build.sources(), m_script, false);
        if (!folder) return propagate(folder);
        if (auto judged = judgeTargets(folder->path()); !judged) return propagate(judged);
        sumUp(m_result, Points::fromNumber(m_context.check.points));
        m_result.message = headline(m_result.tests, {{"target", "targets"}, {"is built as asked", "are built as asked"}, {"is not as asked", "are not as asked"}});
        return std::move(m_result);
    }

  private:
    Result<CheckResult> refused() {
        for (const crossbuild::Problem& problem : m_script.problems) m_result.diagnostics.push_back({m_file, problem.line, problem.column, "error", "crossbuild/refused", problem.message});
        const crossbuild::Problem& first = m_script.problems.front();
        sumUp(m_result, Points::fromNumber(m_context.check.points));
        m_result.message = m_file + ", line " + std::to_string(first.line) + ": " + first.message + ". Nothing was run.";
        return std::move(m_result);
    }

    Result<std::vector<std::pair<std::string, std::string>>> moduleOf(bool foreign) const {
        if (foreign) return toolchain::moduleFiles(m_context.exercise.folder.parent_path().parent_path());
        return std::vector<std::pair<std::string, std::string>>{{"go.mod", "module course\n\ngo 1.26\n"}};
    }

    // Sources in a folder of their own, and every line run in it.
    Result<base::TempFolder> buildAll(const std::vector<toolchain::SourceFile>& files, const crossbuild::Script& script, bool reference) {
        auto temp = base::TempFolder::create("crossbuild");
        if (!temp) return propagate(temp);
        crossbuild::Work work{temp->path() / "src", m_context.exercise.importPath().substr(std::string_view("course/").size()), {}, {}, !m_context.build.go().modules.empty()};
        bool ownModule = false;
        for (const toolchain::SourceFile& file : files) {
            if (file.role != toolchain::Role::Learner && file.role != toolchain::Role::Readonly) continue;
            const fs::path path = work.folder / work.package / file.name;
            if (auto made = base::ensureFolder(path.parent_path()); !made) return propagate(made);
            if (auto written = base::writeFile(path, file.content); !written) return propagate(written);
            ownModule = ownModule || file.name == "go.mod";
            if (file.name.ends_with(".go") && (file.role == toolchain::Role::Readonly || reference)) work.imports.merge(crossbuild::importsOf(file.content));
        }
        if (auto made = base::ensureFolder(work.folder / work.package); !made) return propagate(made);
        if (auto module = moduleOf(work.foreign); !module) return propagate(module);
        else work.module = std::move(*module);
        if (!ownModule)
            if (auto written = work.writeModule(work.folder); !written) return propagate(written);
        auto compiler = toolchain::findCompiler();
        if (!compiler) return propagate(compiler);
        if (work.imports.empty()) work.imports = {"fmt"};
        GoCommand go(m_context, std::move(*compiler), std::move(work));
        for (const BuildLine& line : script.lines) {
            if (m_context.onTest) m_context.onTest("line " + std::to_string(line.line) + " of " + m_file);
            auto built = go.build(line);
            if (!built) return propagate(built);
            if (built->ok) continue;
            if (reference) return base::fail(ErrorCode::InvalidContent, "the solution's script does not build: " + built->message);
            m_failedLine = line.line;
            m_failure = built->message;
            for (Diagnostic& diagnostic : built->diagnostics) m_result.diagnostics.push_back(std::move(diagnostic));
            m_result.diagnostics.push_back({m_file, line.line, 1, "error", "crossbuild/failed", "This go build failed: " + base::cut(built->message, 500)});
            break;  // as a shell with -e ends
        }
        return temp;
    }

    Result<void> judgeTargets(const fs::path& folder) {
        std::map<std::string, std::size_t> reference;
        if (m_fields.number("size_ratio", 0) > 0) {
            auto sizes = referenceSizes();
            if (!sizes) return propagate(sizes);
            reference = std::move(*sizes);
        }
        const std::string package = m_context.exercise.importPath().substr(std::string_view("course/").size());
        const course::Array& targets = m_fields.array("target");
        for (std::size_t i = 0; i < targets.size(); ++i) {
            TestResult& test = m_result.tests[i];
            const std::string output = targets[i].string("output");
            const auto bytes = readOutput(folder / "src" / package, output);
            const BuildLine* line = lineFor(output);
            test.file = m_file;
            test.line = line != nullptr ? line->line : 0;
            const std::string wrong = bytes ? judge(targets[i], *bytes, line, reference) : missing(output);
            test.verdict = wrong.empty() ? Verdict::Passed : Verdict::Failed;
            test.message = wrong;
            if (!wrong.empty() && bytes) m_result.diagnostics.push_back({m_file, test.line, test.line > 0 ? 1 : 0, "error", "crossbuild/binary", test.name + ": " + wrong});
        }
        return {};
    }

    const BuildLine* lineFor(const std::string& output) const {
        const BuildLine* found = nullptr;
        for (const BuildLine& line : m_script.lines)
            if (fs::path(line.output).lexically_normal() == fs::path(output).lexically_normal()) found = &line;
        return found;
    }

    std::string missing(const std::string& output) const {
        if (m_failedLine > 0) return "Line " + std::to_string(m_failedLine) + " of the script failed, so there is no " + output + ". " + m_failure;
        return "No line of the script makes " + output + ": a go build with -o " + output + " is missing.";
    }

    // What is not as asked, or nothing.
    std::string judge(const Value& target, const std::string& bytes, const BuildLine* line, const std::map<std::string, std::size_t>& reference) const {
        const Binary binary = crossbuild::readBinary(bytes);
        const std::string os = target.string("os"), arch = target.string("arch"), output = target.string("output");
        if (binary.format != crossbuild::formatOf(os)) return output + " is " + std::string(crossbuild::name(binary.format)) + "; for " + os + " it has to be " + std::string(crossbuild::name(crossbuild::formatOf(os))) + ". Which GOOS does its line set?";
        if (binary.arch != arch) return output + " is for " + (binary.arch.empty() ? "another processor" : binary.arch) + ", not for " + arch + ". Which GOARCH does its line set?";
        if (binary.goVersion.empty()) return output + " carries no build information: it was not made by go build.";
        const auto setting = [&](const std::string& name) {
            const auto found = binary.settings.find(name);
            return found != binary.settings.end() ? found->second : std::string();
        };
        if (setting("GOOS") != os) return output + " was built for GOOS=" + setting("GOOS") + ", not for " + os + ".";
        if (m_fields.boolean("trimmed") && setting("-trimpath") != "true") return output + " holds the folders of the machine that built it: -trimpath takes them out, and makes the build the same everywhere.";
        if (m_fields.boolean("stripped") && (binary.symbols || binary.debugInformation)) return output + " still has its " + (binary.symbols ? "symbol table" : "debug information") + ": the linker's flags -s and -w leave it out.";
        if (m_fields.boolean("static") && setting("CGO_ENABLED") != "0") return output + " was built with cgo: CGO_ENABLED=0 makes it need nothing of the machine that it runs on.";
        if (const std::string stamp = judgeVersion(binary, bytes, line, output); !stamp.empty()) return stamp;
        if (const Value* settings = m_fields.find("settings"))
            if (const auto* wanted = settings->as<course::Fields>())
                for (const auto& [name, value] : *wanted)
                    if (const auto* text = value.as<std::string>(); text != nullptr && setting(name) != *text)
                        return output + " was built with " + name + "=" + base::quote(base::safeText(setting(name), {.keepNewlines = false, .maxBytes = 100})) + ", expected was " + base::quote(*text) + ".";
        if (const auto own = reference.find(output); own != reference.end()) {
            const double ratio = static_cast<double>(bytes.size()) / static_cast<double>(std::max<std::size_t>(own->second, 1));
            if (ratio > m_fields.number("size_ratio")) return output + " is larger than it has to be: more than " + base::cut(std::to_string(m_fields.number("size_ratio")), 4) + " times the size of the reference.";
        }
        return {};
    }

    std::string judgeVersion(const Binary& binary, const std::string& bytes, const BuildLine* line, const std::string& output) const {
        const std::string version = m_fields.string("version"), variable = m_fields.string("version_variable", "main.version");
        if (version.empty()) return {};
        bool stamped = false;
        const std::string value = crossbuild::stampedValue(line != nullptr ? line->linkerFlags : std::string(), variable, stamped);
        if (!stamped) return "No version is stamped into " + output + ": the linker's flag -X " + variable + "=" + version + " is missing from its line.";
        if (value != version) return variable + " in " + output + " is " + base::quote(base::cut(value, 100)) + ", expected was " + base::quote(version) + ".";
        if (!crossbuild::holdsString(bytes, binary, version)) return "-X did not reach a variable: " + variable + " has to be a variable of type string that no code initialises.";
        return {};
    }

    Result<std::map<std::string, std::size_t>> referenceSizes() {
        auto solution = course::readSet(m_context.exercise, "solution");
        if (!solution) return propagate(solution);
        std::vector<toolchain::SourceFile> files;
        std::string script;
        for (const course::SourceFile& file : *solution) {
            files.push_back({file.name, file.content, toolchain::Role::Readonly});
            if (file.name == m_file) script = file.content;
        }
        auto folder = buildAll(files, crossbuild::readScript(script), true);
        if (!folder) return propagate(folder);
        const std::string package = m_context.exercise.importPath().substr(std::string_view("course/").size());
        std::map<std::string, std::size_t> sizes;
        for (const Value& target : m_fields.array("target"))
            if (const auto bytes = readOutput(folder->path() / "src" / package, target.string("output"))) sizes[target.string("output")] = bytes->size();
        return sizes;
    }

    Context& m_context;
    const Value& m_fields;
    std::string m_file, m_failure;
    crossbuild::Script m_script;
    CheckResult m_result;
    int m_failedLine = 0;
};

class CrossbuildKind final : public Kind, public Inspected {
  public:
    std::string_view name() const override { return "crossbuild"; }
    std::string_view title() const override { return "Release build"; }
    std::vector<FieldSpec> fields() const override {
        const std::vector<FieldSpec> target{
            {.name = "os", .type = FieldType::String, .required = true, .meaning = "The GOOS."},
            {.name = "arch", .type = FieldType::String, .required = true, .meaning = "The GOARCH."},
            {.name = "output", .type = FieldType::String, .required = true, .meaning = "The file that is to be there."},
            {.name = "weight", .type = FieldType::Number, .fallback = "1", .meaning = "Its share of the points.", .least = 0, .most = 1000}};
        return {
            {.name = "script", .type = FieldType::String, .required = true, .meaning = "The file with the go build lines."},
            {.name = "version", .type = FieldType::String, .fallback = "not asked", .meaning = "What has to be stamped in."},
            {.name = "version_variable", .type = FieldType::String, .fallback = "main.version", .meaning = "Into which variable."},
            {.name = "stripped", .type = FieldType::Boolean, .fallback = "false", .meaning = "Neither symbol table nor debug information."},
            {.name = "trimmed", .type = FieldType::Boolean, .fallback = "false", .meaning = "No folder of the build machine inside."},
            {.name = "static", .type = FieldType::Boolean, .fallback = "false", .meaning = "Built without cgo."},
            {.name = "settings", .type = FieldType::Table, .fallback = "any", .meaning = "Further settings of the build information, as go version -m shows them."},
            {.name = "size_ratio", .type = FieldType::Number, .fallback = "not asked", .meaning = "At most so many times the size of the solution's.", .least = 0.1, .most = 100},
            {.name = "target", .type = FieldType::Tables, .required = true, .meaning = "What is to be built.", .fields = target},
        };
    }
    void inspect(const course::Exercise&, const course::Check& check, CourseFaults& faults) const override {
        std::map<std::string, int> names, outputs;
        for (const Value& target : check.fields.array("target")) {
            const std::string os = target.string("os"), arch = target.string("arch"), output = target.string("output");
            inspectTarget(target, faults);
            if (const auto [other, fresh] = names.try_emplace(os + "/" + arch, target.line); !fresh)
                faults.add(target.line, "the target " + base::quote(os + "/" + arch) + " stands twice", "the other one on line " + std::to_string(other->second), "a target for each system");
            else if (const auto [same, first] = outputs.try_emplace(fs::path(output).lexically_normal().string(), target.line); !first)
                faults.add(target.line, "two targets are to be in the file " + base::quote(output), "the other one on line " + std::to_string(same->second), "a file for each target");
            if (!course::isInnerPath(output))
                faults.add(lineIn(target, "output"), "the output " + base::quote(output) + " does not stay in the exercise", base::safeText(output), "a relative path, like dist/hello");
        }
        inspectWeights(check, "target", faults);
    }
    void request(const course::Check&, toolchain::BuildRequest&) const override {}
    // A script that was refused is not to be run by hand either: a shell would do what was refused.
    std::string byHand(const course::Exercise&, const course::Check& check, const CheckResult& result) const override {
        if (std::ranges::any_of(result.diagnostics, [](const Diagnostic& finding) { return finding.code == "crossbuild/refused"; })) return {};
        const course::Array& targets = check.fields.array("target");
        std::size_t shown = 0;  // the first that is not as asked
        while (shown < result.tests.size() && result.tests[shown].verdict == Verdict::Passed) ++shown;
        if (shown >= std::min(targets.size(), result.tests.size())) shown = 0;
        return "sh -e " + shellWord(check.fields.string("script")) + " && go version -m " + shellWord(targets[shown].string("output"));
    }
    Result<CheckResult> run(Context& context) const override { return Grading(context).run(); }

  private:
    static int lineIn(const Value& target, const char* field) { return target.find(field) != nullptr ? target.find(field)->line : target.line; }

    // The pair has to be one of Go's; what is wrong with it is told of the part that is.
    static void inspectTarget(const Value& target, CourseFaults& faults) {
        std::vector<std::string> systems, processors;
        const std::string os = target.string("os"), arch = target.string("arch");
        for (const std::string& pair : buildTargets()) {
            const std::size_t slash = pair.find('/');
            if (systems.empty() || systems.back() != pair.substr(0, slash)) systems.push_back(pair.substr(0, slash));
            processors.push_back(pair.substr(slash + 1));
        }
        std::ranges::sort(processors);
        processors.erase(std::unique(processors.begin(), processors.end()), processors.end());
        const auto has = [](const std::vector<std::string>& names, const std::string& name) { return std::ranges::find(names, name) != names.end(); };
        if (!has(systems, os) || !has(processors, arch)) {
            if (const Value* field = target.find("os")) faults.unknown(*field, "system (GOOS) that Go builds for", systems);
            if (const Value* field = target.find("arch")) faults.unknown(*field, "processor (GOARCH) that Go builds for", processors);
        } else if (!has(buildTargets(), os + "/" + arch)) {
            std::vector<std::string> there;
            for (const std::string& pair : buildTargets())
                if (pair.starts_with(os + "/")) there.push_back(pair);
            faults.add(target.line, "Go does not build for " + os + "/" + arch, os + "/" + arch, "one of " + base::join(there, ", "));
        }
    }
};

}  // namespace

const Kind& crossbuildKind() {
    static const CrossbuildKind kind;
    return kind;
}

}  // namespace assay::checks
