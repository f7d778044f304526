#include "checks/test_words.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>

#include "base/text.h"

namespace assay::checks {

using toolchain::Fate;
using toolchain::TestRun;
using toolchain::TestState;

namespace {

constexpr std::size_t kMessage = 4096;

std::string safe(std::string_view text, std::size_t most = 64 << 10) { return base::safeText(text, {.keepNewlines = true, .maxBytes = most}); }

std::size_t indentOf(std::string_view line) {
    const std::size_t n = line.find_first_not_of(' ');
    return n == std::string_view::npos ? line.size() : n;
}

// "    name_test.go:12: text": what the testing package writes before a log line.
bool readPrefix(std::string_view line, Assertion& into, std::size_t& indent) {
    indent = indentOf(line);
    line.remove_prefix(indent);
    const std::size_t colon = line.find(".go:");
    if (indent < 4 || colon == std::string_view::npos || line.substr(0, colon).find(' ') != std::string_view::npos) return false;
    const std::string_view rest = line.substr(colon + 4);
    int number = 0;
    const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    const auto used = static_cast<std::size_t>(parsed.ptr - rest.data());
    if (parsed.ec != std::errc() || rest.substr(used, 2) != ": ") return false;
    into.file = std::string(line.substr(0, colon + 3));
    into.line = number;
    into.message = std::string(rest.substr(used + 2));
    return true;
}

// The usual words of Go tests: "… = GOT, want WANT", "got GOT, want WANT", "want WANT, got GOT", "expected WANT, got GOT".
void readPair(Assertion& into) {
    const std::string& text = into.message;
    struct Form {
        std::string_view middle;
        bool gotFirst;
    };
    for (const Form& form : {Form{", want ", true}, Form{"; want ", true}, Form{", wanted ", true}, Form{", expected ", true},
                             Form{", got ", false}, Form{"; got ", false}}) {
        const std::size_t middle = text.find(form.middle);
        if (middle == std::string::npos || text.find(form.middle, middle + 1) != std::string::npos) continue;
        std::string left = text.substr(0, middle), right = text.substr(middle + form.middle.size());
        const std::vector<std::string_view> before =
            form.gotFirst ? std::vector<std::string_view>{" = ", "got ", "got: ", ": "} : std::vector<std::string_view>{"want ", "wanted ", "expected ", "expect "};
        bool known = false;
        for (const std::string_view word : before)
            if (const std::size_t at = left.rfind(word); !known && at != std::string::npos) left = left.substr(at + word.size()), known = true;
        if (!known || left.empty() || right.empty()) return;
        into.got = form.gotFirst ? left : right;
        into.expected = form.gotFirst ? right : left;
        return;
    }
}

std::string place(const std::string& file, int line) { return file.empty() ? std::string() : " (" + file + ":" + std::to_string(line) + ")"; }

// The learner's own place of a panic, from the sealed report where there is one, else from the traceback.
std::pair<std::string, int> panicPlace(const TestRun& run, const Context& context) {
    if (run.panic)
        for (const toolchain::StackFrame& frame : run.panic->frames)
            if (const std::string own = toolchain::ownFile(frame.file, context.exercise.importPath(), context.ownNames); !own.empty())
                return {own, static_cast<int>(frame.line)};
    if (run.traceback && isOwnPlace(context, run.traceback->file, run.traceback->line)) return {run.traceback->file, run.traceback->line};
    return {};
}

std::string crashKind(const TestRun& run) {
    if (run.panic) return toolchain::panicKind(run.panic->text);
    if (run.traceback) return run.traceback->kind;
    return run.signal != 0 ? "ended by signal " + std::to_string(run.signal) : "ended without a word";
}

std::string crashText(const TestRun& run, const Context& context) {
    if (run.panic && !run.panic->text.empty()) return "panic: " + run.panic->text;
    if (run.panic && run.panic->kind == "goexit") return "the test's goroutine was ended by runtime.Goexit";
    if (run.panic) return "panic with a value of type " + run.panic->kind;
    if (run.traceback && run.traceback->outOfThreads) return "it started more threads than it may (" + std::to_string(runLimits(context.exercise, false, false).threads) + ")";
    if (run.traceback && !run.traceback->text.empty()) return run.traceback->text;
    return "it was " + crashKind(run);
}

std::string raceText(std::string_view errors) {
    const std::size_t begin = errors.find("WARNING: DATA RACE");
    if (begin == std::string_view::npos) return {};
    const std::size_t end = errors.find("==================", begin);
    return safe(errors.substr(begin, end == std::string_view::npos ? end : end - begin), 16 << 10);
}

// The learner's places in a text of stacks: "\tcourse/x/pool.go:12 +0x…" or "      /…/pool.go:12".
std::vector<std::string> ownPlaces(std::string_view text, const Context& context) {
    std::vector<std::string> places;
    const std::string prefix = context.exercise.importPath() + "/";
    for (const std::string& line : base::splitLines(text)) {
        const std::size_t at = line.find(prefix);
        const std::size_t colon = line.find(".go:", at == std::string::npos ? 0 : at);
        if (at == std::string::npos || colon == std::string::npos) continue;
        const std::string file = line.substr(at + prefix.size(), colon + 3 - at - prefix.size());
        if (!context.ownNames.contains(file)) continue;
        std::size_t digits = colon + 4;
        while (digits < line.size() && std::isdigit(static_cast<unsigned char>(line[digits])) != 0) ++digits;
        places.push_back(file + line.substr(colon + 3, digits - colon - 3));
    }
    return places;
}

// The first of the places that its message names: "x.go:6".
void setPlace(TestResult& result, const std::vector<std::string>& places, const Context& context) {
    for (const std::string& place : places) {
        const std::size_t colon = place.rfind(':');
        int line = 0;
        if (colon == std::string::npos || std::from_chars(place.data() + colon + 1, place.data() + place.size(), line).ec != std::errc()) continue;
        if (!isOwnPlace(context, place.substr(0, colon), line)) continue;
        result.file = place.substr(0, colon);
        result.line = line;
        return;
    }
}

std::string raceMessage(const TestRun& run, const Context& context) {
    const std::vector<std::string> places = ownPlaces(raceText(run.err), context);
    std::string text = "A data race: two goroutines use the same variable at the same time, and at least one writes";
    if (!places.empty()) text += " (" + places.front();
    for (const std::string& other : places)
        if (other != places.front()) {
            text += " and " + other;
            break;
        }
    return text + (places.empty() ? "." : ").");
}

std::string leakMessage(const TestRun& run, const Context& context) {
    const std::size_t n = run.leak->goroutines;
    const std::vector<std::string> places = ownPlaces(run.leak->stacks, context);
    std::string text = plural(n, "goroutine was", "goroutines were") + " still there 1 s after the test had ended";
    if (!places.empty()) text += "; it waits at " + places.front() + (places.size() > 1 ? " and was started at " + places.back() : "");
    return text + ".";
}

std::string limitMessage(Fate fate, const Context& context) {
    const sandbox::Limits limits = runLimits(context.exercise, false, false);
    if (fate == Fate::MemoryLimit) return "It used more memory than it may (" + std::to_string(limits.memoryBytes >> 20) + " MiB).";
    if (fate == Fate::OutputLimit) return "It printed more than it may (" + std::to_string(limits.outputBytes >> 10) + " KiB on one stream).";
    const std::int64_t own = context.check.fields.integer("timeout_ms", 0);
    const auto ms = own > 0 ? own : static_cast<std::int64_t>(std::min(limits.cpu, limits.wall).count());
    char text[32];
    std::snprintf(text, sizeof text, "%g s", static_cast<double>(ms) / 1000);
    return std::string("Stopped: it was not done within ") + text + ". Does a loop never end, or does something wait for what never comes?";
}

std::string exitMessage(const TestRun& run) {
    return "The program ended itself in this test (os.Exit or the like, status " + std::to_string(run.exitCode) + "), so the test has no result.";
}

// Of a test that fails in a subtest, the first one that does says why.
Assertion firstAssertion(const TestRun& run) {
    Assertion found = readAssertion(run.log);
    for (const toolchain::SubFrame& sub : run.subtests) {
        if (!found.message.empty()) break;
        if (sub.state != TestState::Failed) continue;
        found = readAssertion(sub.output);
        if (!found.message.empty()) found.message = sub.name + ": " + found.message;
    }
    return found;
}

void addAssertion(TestResult& result, const TestRun& run) {
    const Assertion assertion = firstAssertion(run);
    result.message = assertion.message.empty() ? "The test failed without saying why." : safe(assertion.message, kMessage);
    if (run.state == TestState::Skipped) result.message = "The test was skipped, so nothing was shown. " + safe(assertion.message, kMessage);
    result.file = safe(assertion.file, 300);
    result.line = assertion.line;
    result.expected = safe(assertion.expected, kMessage);
    result.got = safe(assertion.got, kMessage);
}

// The detector's reports are told apart (details); what is left is what the program printed.
std::string withoutRaces(std::string errors) {
    constexpr std::string_view bar = "==================\n";
    for (std::size_t begin; (begin = errors.find(std::string(bar) + "WARNING: DATA RACE")) != std::string::npos;) {
        const std::size_t end = errors.find(bar, begin + bar.size());
        errors.erase(begin, end == std::string::npos ? end : end + bar.size() - begin);
    }
    return errors;
}

std::string printed(const TestRun& run) {
    std::string text = safe(run.out);
    const std::string errors = withoutNoise(withoutRaces(run.err));
    if (!errors.empty()) text += (text.empty() || text.back() == '\n' ? "" : "\n") + safe(errors);
    return text;
}

}  // namespace

std::string withoutNoise(std::string errors) {
    constexpr std::string_view noise = "==WARNING: reading executable name failed";
    for (std::size_t at; (at = errors.find(noise)) != std::string::npos;) {
        const std::size_t begin = at == 0 ? std::string::npos : errors.rfind('\n', at - 1), first = begin == std::string::npos ? 0 : begin + 1;
        const std::size_t end = errors.find('\n', at);
        errors.erase(first, end == std::string::npos ? end : end + 1 - first);
    }
    return errors;
}

std::string steadyStacks(std::string_view text) {
    std::map<std::string, std::size_t, std::less<>> addresses, goroutines;
    const auto numbered = [](auto& known, std::string_view name) { return std::to_string(known.try_emplace(std::string(name), known.size() + 1).first->second); };
    const auto ends = [&](std::size_t at, std::string_view digits) { return std::min(text.find_first_not_of(digits, at), text.size()); };
    constexpr std::string_view hex = "0123456789abcdef", decimal = "0123456789", goroutine = "oroutine ", offset = " +0x";
    constexpr std::size_t pointerDigits = 7;  // fewer are numbers that the program was given
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        std::size_t end = at;
        if (rest.starts_with(offset) && (end = ends(at + offset.size(), hex)) > at + offset.size() && (end == text.size() || text[end] == '\n')) {
            at = end;
        } else if (rest.starts_with("0x") && (end = ends(at + 2, hex)) - at - 2 >= pointerDigits) {
            out += "0x" + numbered(addresses, text.substr(at, end - at));
            at = end;
        } else if (rest.starts_with(goroutine) && (end = ends(at + goroutine.size(), decimal)) > at + goroutine.size()) {
            out += std::string(goroutine) + numbered(goroutines, text.substr(at + goroutine.size(), end - at - goroutine.size()));
            at = end;
        } else {
            out += text[at++];
        }
    }
    return out;
}

Assertion readAssertion(std::string_view log) {
    Assertion found;
    std::size_t indent = 0;
    bool open = false;
    for (const std::string& line : base::splitLines(log)) {
        Assertion next;
        std::size_t own = 0;
        if (open && line.size() > indent && indentOf(line) >= indent + 4) {  // the message goes on
            found.message += "\n" + line.substr(indent + 4);
            continue;
        }
        if (open) break;
        if (readPrefix(line, next, own)) found = next, indent = own, open = true;
    }
    readPair(found);
    return found;
}

Verdict verdictOf(const TestRun& run) {
    switch (run.fate) {
        case Fate::NotRun: return Verdict::NotRun;
        case Fate::Crashed: return Verdict::Crashed;
        case Fate::Exited: return Verdict::Failed;
        case Fate::TimeLimit: return Verdict::TimeLimit;
        case Fate::MemoryLimit: return Verdict::MemoryLimit;
        case Fate::OutputLimit: return Verdict::OutputLimit;
        case Fate::Ended: break;
    }
    if (run.races > 0) return Verdict::Raced;
    if (run.leak) return Verdict::Leaked;
    return run.state == TestState::Passed ? Verdict::Passed : Verdict::Failed;
}

TestResult describeTest(const TestRun& run, const Context& context) {
    TestResult result;
    result.name = safe(run.name, 300);
    result.verdict = verdictOf(run);
    result.durationMs = static_cast<double>(run.nanoseconds) / 1e6;
    result.output = printed(run);
    switch (result.verdict) {
        case Verdict::Passed: break;
        case Verdict::Raced:
            result.message = raceMessage(run, context);
            result.details = steadyStacks(raceText(run.err));
            setPlace(result, ownPlaces(raceText(run.err), context), context);
            break;
        case Verdict::Leaked:
            result.message = leakMessage(run, context);
            result.details = steadyStacks(safe(run.leak->stacks, 16 << 10));
            setPlace(result, ownPlaces(run.leak->stacks, context), context);
            break;
        case Verdict::Crashed:
            std::tie(result.file, result.line) = panicPlace(run, context);
            result.message = safe(crashText(run, context), kMessage - 200) + place(result.file, result.line);
            break;
        case Verdict::NotRun: result.message = "It was not run, because an earlier end kept it from running."; break;
        case Verdict::Failed: run.fate == Fate::Exited ? void(result.message = exitMessage(run)) : addAssertion(result, run); break;
        default: result.message = limitMessage(run.fate, context);
    }
    return result;
}

TestResult describeHidden(const TestRun& run, const Context& context, std::size_t number, const std::string& reveal) {
    TestResult result;
    result.name = "hidden " + std::to_string(number);
    result.hidden = true;
    result.verdict = verdictOf(run);
    result.durationMs = static_cast<double>(run.nanoseconds) / 1e6;
    if (result.verdict == Verdict::Passed || result.verdict == Verdict::NotRun) return result;
    result.message = reveal.empty() ? "A hidden test fails." : reveal;
    if (result.verdict == Verdict::Crashed) {
        std::tie(result.file, result.line) = panicPlace(run, context);
        result.message += " It crashed: " + crashKind(run) + place(result.file, result.line) + ".";
    } else if (result.verdict == Verdict::TimeLimit || result.verdict == Verdict::MemoryLimit || result.verdict == Verdict::OutputLimit) {
        result.message += " " + limitMessage(run.fate, context);
    } else if (run.fate == Fate::Exited) {
        result.message += " The program ended itself in it.";
    }
    return result;
}

std::vector<TestResult> describeSubtests(const TestRun& run) {
    std::vector<TestResult> results;
    for (const toolchain::SubFrame& sub : run.subtests) {
        if (results.size() >= 200) break;
        TestResult result;
        result.name = safe(sub.name, 300);
        result.subtest = true;
        result.weight = Points(0);
        result.durationMs = static_cast<double>(sub.nanoseconds) / 1e6;
        result.verdict = sub.state == TestState::Passed ? Verdict::Passed : Verdict::Failed;
        if (result.verdict != Verdict::Passed) {
            const Assertion assertion = readAssertion(sub.output);
            result.message = safe(assertion.message, kMessage);
            result.file = safe(assertion.file, 300);
            result.line = assertion.line;
            result.expected = safe(assertion.expected, kMessage);
            result.got = safe(assertion.got, kMessage);
        }
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace assay::checks
