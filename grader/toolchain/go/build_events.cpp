#include "toolchain/go/build_events.h"

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "toolchain/go/traceback.h"

namespace assay::toolchain {

using base::ErrorCode;
using nlohmann::json;

namespace {

std::string textOf(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}
int numberOf(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? found->get<int>() : 0;
}
bool flagOf(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}
const json& partOf(const json& object, const char* key) {
    static const json none;
    const auto found = object.find(key);
    return found != object.end() ? *found : none;
}

Finding readFinding(const json& object, const std::set<std::string>& names) {
    Finding finding;
    const std::string file = textOf(object, "file");
    if (names.contains(file)) {
        finding.file = file;
        finding.line = std::max(0, numberOf(object, "line"));
        finding.column = std::max(0, numberOf(object, "column"));
    }
    finding.severity = textOf(object, "severity") == "warning" ? "warning" : "error";
    finding.code = base::safeText(textOf(object, "code"), {.keepNewlines = false, .maxBytes = 100});
    finding.message = base::safeText(textOf(object, "message"), {.keepNewlines = true, .maxBytes = 4000});
    finding.fix = base::safeText(textOf(object, "fix"), {.keepNewlines = true, .maxBytes = 2100});
    return finding;
}

std::vector<Finding> readFindings(const json& list, const std::set<std::string>& names) {
    std::vector<Finding> findings;
    if (!list.is_array()) return findings;
    for (const json& entry : list)
        if (entry.is_object() && findings.size() < 50) findings.push_back(readFinding(entry, names));
    return findings;
}

std::map<std::string, std::vector<Finding>> readByCheck(const json& table, const std::set<std::string>& names) {
    std::map<std::string, std::vector<Finding>> findings;
    if (table.is_object())
        for (const auto& [id, list] : table.items()) findings[id] = readFindings(list, names);
    return findings;
}

Analysis readAnalysis(const json& event, const std::set<std::string>& names) {
    Analysis analysis;
    analysis.known = true;
    analysis.format = readFindings(partOf(event, "format"), names);
    analysis.vet = readFindings(partOf(event, "vet"), names);
    analysis.policies = readByCheck(partOf(event, "policies"), names);
    analysis.lint = readByCheck(partOf(event, "lint"), names);
    analysis.modern = readByCheck(partOf(event, "modern"), names);
    if (const json& tests = partOf(event, "tests"); tests.is_array())
        for (const json& test : tests)
            if (test.is_object())
                (textOf(test, "set") == "learner" ? analysis.learners : analysis.tests)
                    .push_back({textOf(test, "name"), textOf(test, "kind"), textOf(test, "file"), textOf(test, "set") == "hidden", numberOf(test, "line")});
    if (const json& goroutines = partOf(event, "goroutines"); goroutines.is_object()) {
        analysis.startsGoroutines = flagOf(goroutines, "starts");
        analysis.goroutine = readFinding(goroutines, names);
        analysis.goroutine.message = base::safeText(textOf(goroutines, "what"), {.keepNewlines = false, .maxBytes = 200});
    }
    return analysis;
}

std::vector<CoverBlock> readBlocks(const json& list) {
    std::vector<CoverBlock> blocks;
    if (!list.is_array()) return blocks;
    for (const json& entry : list)
        blocks.push_back({textOf(entry, "file"), numberOf(entry, "line"), numberOf(entry, "end_line"), numberOf(entry, "statements")});
    return blocks;
}

std::vector<MadeMutant> readMutants(const json& list) {
    std::vector<MadeMutant> mutants;
    if (!list.is_array()) return mutants;
    for (const json& entry : list)
        mutants.push_back({textOf(entry, "id"), textOf(entry, "name"), textOf(entry, "operator"), textOf(entry, "file"), textOf(entry, "was"), textOf(entry, "is"),
                           numberOf(entry, "line")});
    return mutants;
}

std::string limitOf(const sandbox::Outcome& outcome) {
    switch (outcome.end) {
        case sandbox::End::CpuLimit:
        case sandbox::End::WallLimit: return "cpu";
        case sandbox::End::OutputLimit:
        case sandbox::End::ChannelLimit: return "size";
        case sandbox::End::MemoryLimit: return "memory";
        default: break;
    }
    // Ended by itself or by a signal before it said "done": hostile input made it overflow its stack or its memory.
    return outcome.exitCode != 0 || outcome.signal != 0 ? "memory" : "";
}

// What is nobody's limit. A panic of the helper is a mistake of ours that some source met, never the learner's.
std::optional<base::Error> faultOf(const sandbox::Outcome& outcome) {
    if (outcome.end == sandbox::End::Canceled || outcome.end == sandbox::End::Stopped)
        return base::Error{ErrorCode::Canceled, "cancelled", {}, {}, 0};
    if (outcome.end == sandbox::End::Signaled && outcome.signal == SIGKILL)
        return base::Error{ErrorCode::Internal, "the compiler's helper was killed by something else on this machine", {}, {}, 0};
    const auto traceback = readTraceback(outcome.err.kept, {}, {});
    if (outcome.end == sandbox::End::Exited && traceback && !traceback->fatal)
        return base::Error{ErrorCode::Internal, "the compiler's helper crashed: " + traceback->text, {}, {}, 0};
    return std::nullopt;
}

}  // namespace

void BuildEvents::add(std::string_view line) {
    const json event = json::parse(line, nullptr, false);
    std::lock_guard lock(m_mutex);
    const std::string kind = event.is_object() ? textOf(event, "event") : "";
    const std::string unit = kind.empty() ? std::string() : textOf(event, "unit");
    if (kind == "refused") {
        m_refusals = readFindings(partOf(event, "diagnostics"), m_names);
    } else if (kind == "analysis") {
        m_analysis = readAnalysis(event, m_names);
    } else if (kind == "compiled" && !unit.empty()) {
        m_compiled[unit] = {flagOf(event, "ok"), flagOf(event, "race"), readFindings(partOf(event, "diagnostics"), m_names),
                             textOf(event, "limit")};
    } else if (kind == "linked" && !unit.empty()) {
        m_linked[unit] = {.ok = flagOf(event, "ok"), .race = flagOf(event, "race"), .binary = textOf(event, "file"), .zones = {}, .hosts = {},
                          .message = textOf(event, "message"), .prefix = textOf(event, "prefix")};
    } else if (kind == "coverage" && !unit.empty()) {
        m_blocks[unit] = readBlocks(partOf(event, "blocks"));
    } else if (kind == "mutants") {
        m_mutants[textOf(event, "of")] = readMutants(partOf(event, "list"));
        for (const json& name : partOf(event, "stray"))
            if (name.is_string()) m_stray[textOf(event, "of")].push_back(name.get<std::string>());
    } else if (kind == "done") {
        m_done = true;
    } else {
        m_failure = base::Error{ErrorCode::Internal, "the compiler's helper failed: " + base::safeText(kind == "failed" ? textOf(event, "message") : line, {.maxBytes = 500}), {}, {}, 0};
    }
    m_changed.notify_all();
}

void BuildEvents::finish(const Result<sandbox::Outcome>& run) {
    std::lock_guard lock(m_mutex);
    m_finished = true;
    if (run) {
        m_usage = run->usage;
        m_limit = limitOf(*run);
        if (auto fault = faultOf(*run)) m_failure = std::move(fault);
    } else {
        m_failure = run.error();
    }
    m_changed.notify_all();
}

template <class Known>
std::unique_lock<std::mutex> BuildEvents::waitUntil(Known known) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_finished || m_failure || known(); });
    return lock;
}

Result<std::vector<Finding>> BuildEvents::refusals() {
    // Some refusals need types, and may come after the packages compiled alone and after the analysis. What settles it: no
    // other unit is compiled before, nothing is refused that does not compile, and nothing comes after "done".
    auto lock = waitUntil([&] {
        const auto alone = m_compiled.find("alone");
        const bool settled = alone != m_compiled.end() && (!alone->second.ok || m_compiled.size() > 1);
        return settled || m_done || !m_refusals.empty();
    });
    if (m_failure && m_refusals.empty()) return base::Failure(*m_failure);
    return m_refusals;
}

Result<Analysis> BuildEvents::analysis() {
    auto lock = waitUntil([&] { return m_analysis.has_value(); });
    if (m_analysis) return *m_analysis;
    if (m_failure) return base::Failure(*m_failure);
    return Analysis{};
}

Result<Compiled> BuildEvents::compiled(const std::string& unit) {
    auto lock = waitUntil([&] { return m_compiled.contains(unit); });
    if (const auto found = m_compiled.find(unit); found != m_compiled.end()) return found->second;
    if (m_failure) return base::Failure(*m_failure);
    // The run ended before it came to this unit: what kept it from there is the answer.
    for (const auto& [before, result] : m_compiled)
        if (!result.ok) return result;
    return Compiled{false, false, {}, m_limit.empty() ? "memory" : m_limit};
}

Result<Linked> BuildEvents::linked(const std::string& unit) {
    auto lock = waitUntil([&] { return m_linked.contains(unit); });
    if (const auto found = m_linked.find(unit); found != m_linked.end()) return found->second;
    if (m_failure) return base::Failure(*m_failure);
    return Linked{.message = m_limit.empty() ? "the linker did not finish" : "the linker met its limit (" + m_limit + ")"};
}

Result<std::vector<CoverBlock>> BuildEvents::coverBlocks(const std::string& unit) {
    auto lock = waitUntil([&] { return m_blocks.contains(unit) || m_compiled.contains(unit); });
    if (const auto found = m_blocks.find(unit); found != m_blocks.end()) return found->second;
    if (m_failure) return base::Failure(*m_failure);
    return std::vector<CoverBlock>{};
}

Result<std::vector<MadeMutant>> BuildEvents::mutants(const std::string& of) {
    auto lock = waitUntil([&] { return m_mutants.contains(of); });
    if (const auto found = m_mutants.find(of); found != m_mutants.end()) return found->second;
    if (m_failure) return base::Failure(*m_failure);
    return std::vector<MadeMutant>{};
}

std::vector<std::string> BuildEvents::strayStrikes(const std::string& of) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_stray.find(of);
    return found != m_stray.end() ? found->second : std::vector<std::string>();
}

sandbox::Usage BuildEvents::usage() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_finished; });
    return m_usage;
}

}  // namespace assay::toolchain
