// A report for a person, in the order in which it is read: the verdict; what is wrong first, with its place;
// the rest that is wrong; the points; what it was graded with; what to do next.
#include <algorithm>
#include <cctype>
#include <cstdio>

#include "base/text.h"
#include "report/report.h"
#include "report/safe.h"
#include "report/words.h"

namespace assay::report {

namespace {

using checks::CheckResult;
using checks::TestResult;
using checks::Verdict;

constexpr std::size_t kLines = 30;        // of an output or of stacks, in a terminal
constexpr std::size_t kDiagnostics = 20;  // of a check

std::size_t columns(std::string_view text) {  // characters; none of ours is wide
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string place(const std::string& file, int line, int column = 0) {
    std::string text = file;
    if (line > 0) text += ":" + std::to_string(line);
    if (line > 0 && column > 0) text += ":" + std::to_string(column);
    return text;
}

class Writer {
  public:
    explicit Writer(const TextOptions& options) : m_options(options) {}

    void line(std::string_view text = {}) {
        m_text += text;
        m_text += '\n';
    }
    // Words over as many lines as they need, each indented.
    void words(std::string_view text, std::size_t indent) {
        const std::size_t width = std::max<std::size_t>(m_options.width, indent + 20);
        for (const std::string& paragraph : base::splitLines(text)) {
            std::string now;
            std::size_t at = 0;
            while (at < paragraph.size()) {
                const std::size_t end = std::min(paragraph.find(' ', at), paragraph.size());
                const std::string word = paragraph.substr(at, end - at);
                if (!now.empty() && indent + columns(now) + 1 + columns(word) > width) {
                    line(std::string(indent, ' ') + now);
                    now.clear();
                }
                now += (now.empty() ? "" : " ") + word;
                at = end + 1;
            }
            line(now.empty() ? "" : std::string(indent, ' ') + now);
        }
    }
    // Lines as they are: nothing is wrapped in what a program printed.
    void block(std::string_view label, std::string_view text, std::size_t indent) {
        if (text.empty()) return;
        line(std::string(indent, ' ') + muted(label));
        const auto lines = base::splitLines(text);
        for (std::size_t i = 0; i < std::min(lines.size(), kLines); ++i)
            line(std::string(indent, ' ') + muted("│") + (lines[i].empty() ? "" : " " + lines[i]));
        if (lines.size() > kLines)
            line(std::string(indent, ' ') +
                 muted("… " + std::to_string(lines.size() - kLines) + " lines more"));
    }

    std::string bold(std::string_view text) const { return paint("1", text); }
    std::string muted(std::string_view text) const { return paint("2", text); }
    std::string shape(Verdict verdict) const {
        const char* colour = verdict == Verdict::Passed ? "32" : verdict == Verdict::NotRun ? "2" : "31";
        return paint(colour, verdictShape(verdict));
    }
    std::string take() { return std::move(m_text); }

  private:
    std::string paint(const char* code, std::string_view text) const {
        if (!m_options.color) return std::string(text);
        return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
    }
    const TextOptions& m_options;
    std::string m_text;
};

void writePair(Writer& out, const TestResult& test, std::size_t indent) {
    if (test.expected.empty() && test.got.empty()) return;
    const bool short_ =
        test.expected.find('\n') == std::string::npos && test.got.find('\n') == std::string::npos;
    if (!short_) {
        out.block("expected", test.expected, indent);
        out.block("got", test.got, indent);
        return;
    }
    out.line(std::string(indent, ' ') + out.muted("expected ") + test.expected);
    out.line(std::string(indent, ' ') + out.muted("got      ") + test.got);
}

void writeTest(Writer& out, const TestResult& test) {
    const std::size_t indent = test.subtest ? 4 : 2;
    std::string head = std::string(indent - 2, ' ') + out.shape(test.verdict) + " " + out.bold(test.name);
    if (const std::string at = place(test.file, test.line); !at.empty()) head += "  " + out.muted(at);
    if (test.verdict != Verdict::Failed) head += "  " + out.muted(verdictWords(test.verdict));
    out.line(head);
    out.words(test.message, indent + 2);
    writePair(out, test, indent + 2);
    out.block("details", test.details, indent + 2);
    out.block("printed", test.output, indent + 2);
}

void writeDiagnostics(Writer& out, const CheckResult& check) {
    std::size_t shown = 0;
    for (const checks::Diagnostic& diagnostic : check.diagnostics) {
        if (++shown > kDiagnostics) break;
        const std::string at = place(diagnostic.file, diagnostic.line, diagnostic.column);
        out.line(out.shape(Verdict::Failed) + " " +
                 (at.empty() ? out.bold(diagnostic.severity) : out.bold(at)) +
                 (diagnostic.code.empty() ? "" : "  " + out.muted(diagnostic.code)));
        out.words(diagnostic.message, 4);
    }
    if (check.diagnostics.size() > kDiagnostics)
        out.line("… " + std::to_string(check.diagnostics.size() - kDiagnostics) + " more");
}

// Everything of a check that is not passed; `first` goes before its other entries.
void writeWrong(Writer& out, const CheckResult& check, const TestResult* first) {
    writeDiagnostics(out, check);
    std::size_t passed = 0, unrun = 0;
    const auto write = [&](const TestResult& test) {
        writeTest(out, test);
        for (const TestResult& sub : check.tests)
            if (sub.subtest && sub.verdict != Verdict::Passed && sub.name.starts_with(test.name + "/"))
                writeTest(out, sub);
    };
    if (first) write(*first);
    for (const TestResult& test : check.tests) {
        if (test.subtest) continue;
        if (test.verdict == Verdict::Passed)
            ++passed;
        else if (test.verdict == Verdict::NotRun)
            ++unrun;
        else if (&test != first)
            write(test);
    }
    if (passed > 0) out.line(out.shape(Verdict::Passed) + " " + std::to_string(passed) + " passed");
    if (unrun > 0 && (!first || first->verdict != Verdict::NotRun || unrun > 1))
        out.line(out.shape(Verdict::NotRun) + " " + std::to_string(unrun) + " not run");
    if (!check.byHand.empty()) out.line(out.muted("By hand: ") + check.byHand);
}

void writePoints(Writer& out, const judge::Report& report) {
    if (report.checks.empty()) return;
    std::size_t widest = 0;
    for (const CheckResult& check : report.checks)
        widest = std::max(widest, columns(check.title.empty() ? check.id : check.title));
    out.line();
    for (const CheckResult& check : report.checks) {
        const std::string& title = check.title.empty() ? check.id : check.title;
        std::string text =
            "  " + out.shape(check.verdict) + " " + title + std::string(widest - columns(title) + 2, ' ');
        if (!check.max.isZero())
            text += pointsText(check.points, check.max);
        else
            text += verdictWords(check.verdict);
        if (!check.max.isZero() && check.verdict != Verdict::Passed)
            text += ", " + verdictWords(check.verdict);
        out.line(text);
    }
    if (report.max.isZero() || report.verdict == Verdict::Passed) return;
    std::string sum = "  " + pointsText(report.points, report.max);
    if (report.passAt > checks::Points() && report.passAt != report.max)
        sum += "; " + report.passAt.text() + " pass";
    out.line(out.bold(sum));
}

void writeGradedWith(Writer& out, const judge::Report& report) {
    std::string text = "Sandbox " + std::string(sandbox::name(report.isolation.level));
    std::vector<std::string> missing;
    for (const sandbox::IsolationItem& item : report.isolation.items)
        if (!item.enforced) missing.push_back(item.item);
    constexpr std::size_t kNamed = 3;  // the JSON report has them all
    const std::size_t more = missing.size() > kNamed ? missing.size() - kNamed : 0;
    if (more > 0) missing.resize(kNamed);
    if (!missing.empty()) text += " without " + base::join(missing, ", ");
    if (more > 0) text += " and " + std::to_string(more) + " more";
    if (!report.toolchain.version.empty()) text += " · " + report.toolchain.version;
    if (!report.toolchain.platform.empty()) text += " " + report.toolchain.platform;
    char seconds[40];
    (void)std::snprintf(seconds, sizeof seconds, " · %.1f s",
                        static_cast<double>(report.usage.wall.count()) / 1000);
    out.line();
    out.line(out.muted(text + seconds));
    const std::size_t strange = report.submission.ignored - std::min(report.submission.ignored, report.submission.expected);
    if (strange > 0)
        out.line(out.muted(strange == 1
                               ? "1 other file was ignored: the exercise has no use for it."
                               : std::to_string(strange) +
                                     " other files were ignored: the exercise has no use for them."));
    if (report.instructor) out.line(out.bold("For instructors: this shows hidden tests."));
}

// Of a report that was read from before a check told it, it is told by the result alone.
std::string nextOf(const judge::Report& report, const CheckResult& check) {
    if (!check.next.empty()) return check.next;
    return checks::generalStep(check, {report.submission.files.begin(), report.submission.files.end()});
}

std::string nextStep(const judge::Report& report) {
    if (report.verdict == Verdict::Passed) return "Next: the next exercise.";
    if (report.verdict == Verdict::Invalid) return "Next: mend what was refused and grade again. Nothing was run.";
    const CheckResult* check = decider(report);
    CheckResult whole;  // where no check came to its turn
    whole.verdict = report.verdict;
    std::string step = nextOf(report, check != nullptr ? *check : whole);
    if (step.empty()) step = "Mend it and grade again.";
    step.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(step.front())));
    return "Next: " + step;
}

}  // namespace

std::string toText(const judge::Report& original, const TextOptions& options) {
    const judge::Report report = shown(original);
    Writer out(options);
    const std::string head = headline(report);
    const std::string first = head.substr(0, head.find('\n'));
    out.line(out.shape(report.verdict) + " " + out.bold(first));
    if (options.quiet) return out.take();
    if (first.size() < head.size()) out.words(head.substr(first.size() + 1), 2);

    const CheckResult* why = report.verdict == Verdict::Passed ? nullptr : decider(report);
    if (why && (!why->diagnostics.empty() || !why->tests.empty())) {
        out.line();
        writeWrong(out, *why, firstBad(*why));
    }
    for (const CheckResult& check : report.checks) {
        if (&check == why || check.verdict == Verdict::Passed || check.verdict == Verdict::NotRun) continue;
        out.line();
        out.line(out.bold(check.title.empty() ? check.id : check.title));
        if (check.diagnostics.empty() || !check.tests.empty()) out.words(check.message, 2);
        writeWrong(out, check, firstBad(check));
        if (const std::string step = nextOf(report, check); !step.empty()) out.words(step, 2);
    }
    writePoints(out, report);
    writeGradedWith(out, report);
    out.line(nextStep(report));
    return out.take();
}

}  // namespace assay::report
