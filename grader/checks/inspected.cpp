#include "checks/inspected.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "course/exercise_tree.h"
#include "course/files.h"

namespace assay::checks {

using course::Fault;
using course::Value;

namespace {

// Comments, and what stands between quotes, as blanks; lines stay where they are.
std::string bareGo(std::string_view text) {
    std::string bare(text);
    const auto blank = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < std::min(to, bare.size()); ++i)
            if (bare[i] != '\n') bare[i] = ' ';
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = text.substr(at);
        std::size_t end = at;
        if (rest.starts_with("//")) end = std::min(text.find('\n', at), text.size());
        else if (rest.starts_with("/*")) end = std::min(text.find("*/", at + 2), text.size() - 2) + 2;
        else if (rest.front() == '`') end = std::min(text.find('`', at + 1), text.size() - 1) + 1;
        else if (rest.front() == '"' || rest.front() == '\'') {
            for (end = at + 1; end < text.size() && text[end] != rest.front() && text[end] != '\n'; ++end)
                if (text[end] == '\\') ++end;
            ++end;
        }
        if (end == at) continue;
        blank(at, end);
        at = end - 1;
    }
    return bare;
}

// What stands between the brace at `open` and the one that closes it.
std::string_view braced(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
        if (text[at] == '{') ++depth;
        if (text[at] == '}' && --depth == 0) return text.substr(open + 1, at - open - 1);
    }
    return text.substr(std::min(open + 1, text.size()));
}

bool mentions(std::string_view body, std::string_view name) {
    return RE2::PartialMatch(re2::StringPiece(body.data(), body.size()), "\\b" + RE2::QuoteMeta(re2::StringPiece(name.data(), name.size())) + "\\b");
}

}  // namespace

CourseFaults::CourseFaults(const course::Exercise& exercise, const course::Check& check, std::vector<Fault>& out) : m_exercise(exercise), m_check(check), m_out(out) {}

Fault& CourseFaults::addIn(const std::string& name, int line, std::string message) {
    Fault fault;
    fault.file = course::shownPath(m_exercise, name);
    fault.line = line;
    fault.message = "check " + base::quote(m_check.id) + ": " + std::move(message);
    return m_out.emplace_back(std::move(fault));
}

Fault& CourseFaults::add(int line, std::string message, std::string found, std::string expected) {
    Fault& fault = addIn("exercise.toml", line, std::move(message));
    fault.found = std::move(found);
    fault.expected = std::move(expected);
    return fault;
}

void CourseFaults::unknown(const Value& entry, std::string_view what, const std::vector<std::string>& names) {
    const auto* name = entry.as<std::string>();
    if (name == nullptr || std::ranges::find(names, *name) != names.end()) return;
    Fault& fault = add(entry.line, base::quote(*name) + " is no " + std::string(what), base::safeText(*name));
    fault.nearest = base::nearest(*name, names);
    if (names.empty()) fault.expected = "it there";
    else if (names.size() <= 60) fault.expected = "one of " + base::join(names, ", ");
}

int CourseFaults::lineOf(std::string_view field) const {
    const Value* value = m_check.fields.find(field);
    return value != nullptr ? value->line : m_check.line;
}

std::vector<Fault> inspectExercise(const course::Exercise& exercise) {
    std::vector<Fault> found;
    for (const course::Check& check : exercise.checks) {
        CourseFaults faults(exercise, check, found);
        if (const auto* kind = dynamic_cast<const Inspected*>(kindByName(check.kind))) kind->inspect(exercise, check, faults);
    }
    return found;
}

void inspectWeights(const course::Check& check, std::string_view field, CourseFaults& faults) {
    const course::Array& entries = check.fields.array(field);
    if (check.points <= 0 || entries.empty()) return;
    if (std::ranges::any_of(entries, [](const Value& entry) { return entry.number("weight", 1) > 0; })) return;
    faults.add(faults.lineOf(field), "every weight is 0, so nothing can earn its points", "0", "a weight above 0 for one of them at least");
}

std::vector<AuthorFunction> authorFunctions(const course::Exercise& exercise, std::string_view prefix, const std::vector<std::string>& sets) {
    static const RE2 head(R"((?m)^func\s+(\w+)\s*\(\s*(\w+)\s+\*testing\.[BF]\s*\)\s*(\{))");
    std::vector<AuthorFunction> found;
    for (const std::string& set : sets) {
        auto files = course::readSet(exercise, set);
        if (!files) continue;  // told where the files are read to be graded with
        for (const course::SourceFile& file : *files) {
            if (!file.name.ends_with("_test.go")) continue;
            const std::string text = bareGo(file.content);
            re2::StringPiece rest(text), open;
            std::string name, parameter;
            while (RE2::FindAndConsume(&rest, head, &name, &parameter, &open)) {
                if (!name.starts_with(prefix)) continue;
                const auto at = static_cast<std::size_t>(open.data() - text.data());
                const auto line = 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
                found.push_back({name, set + "/" + file.name, line, parameter, std::string(braced(text, at))});
            }
        }
    }
    return found;
}

void inspectFiles(const course::Exercise& exercise, const course::Check& check, std::string_view field, const std::vector<std::string>& sets, CourseFaults& faults) {
    std::set<std::string> there, seen;
    for (const std::string& set : sets)
        if (auto files = course::readSet(exercise, set))
            for (const course::SourceFile& file : *files)
                if (file.name.ends_with(".go") && !file.name.ends_with("_test.go")) there.insert(file.name);
    for (const Value& entry : check.fields.array(field)) {
        faults.unknown(entry, "Go file of code in " + base::join(sets, "/ or ") + "/", {there.begin(), there.end()});
        if (const auto* name = entry.as<std::string>(); name != nullptr && !seen.insert(*name).second) faults.add(entry.line, "the file " + base::quote(*name) + " stands twice in '" + std::string(field) + "'", {}, "each file once");
    }
}

void inspectBenchmark(const course::Exercise& exercise, const course::Check& check, CourseFaults& faults) {
    const Value* wanted = check.fields.find("benchmark");
    if (wanted == nullptr || wanted->as<std::string>() == nullptr) return;
    std::vector<std::string> names;
    const std::vector<AuthorFunction> all = authorFunctions(exercise, "Benchmark", {"tests", "hidden"});
    for (const AuthorFunction& one : all) names.push_back(one.name);
    faults.unknown(*wanted, "benchmark of a file in tests/ or hidden/", names);
    for (const AuthorFunction& one : all) {
        if (one.name != *wanted->as<std::string>()) continue;
        if (mentions(one.body, one.parameter + ".Run"))
            faults.addIn(one.file, one.line, one.name + " has parts (" + one.parameter + ".Run), so there is no one figure for it").expected = "a benchmark without parts, or one check for each";
        else if (!mentions(one.body, one.parameter))
            faults.addIn(one.file, one.line, one.name + " never asks " + one.parameter + " how often to run, so it measures nothing").expected = "a loop: for " + one.parameter + ".Loop() { … }";
    }
}

}  // namespace assay::checks
