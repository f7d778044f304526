#include "checks/analyser_words.h"

#include <array>

namespace assay::checks {

namespace {

struct Words {
    std::string_view analyser, meaning;
};
// What each analyser's finding means for the program, in a sentence.
constexpr std::array kWords{
    Words{"appends", "append with nothing to append does nothing."},
    Words{"assign", "Assigning a variable to itself changes nothing; another name was probably meant."},
    Words{"atomic", "The result of an atomic operation assigned back to the same variable is no longer atomic."},
    Words{"bools", "One side of this condition repeats the other or excludes it, so it is not doing what it says."},
    Words{"buildtag", "A build constraint has to stand in its own comment before the package clause, or it is ignored."},
    Words{"composites", "Fields without names break when the struct of another package gets a field; name them."},
    Words{"copylocks", "A copied lock is a second lock: it no longer guards what the first one does. Pass a pointer."},
    Words{"defers", "The argument of a deferred call is worked out when defer runs, not at the end of the function."},
    Words{"directive", "A //go: directive in this place has no effect."},
    Words{"errorsas", "The second argument of errors.As has to be a pointer to a variable of the type that is looked for."},
    Words{"hostport", "An address made with %s:%d does not work for IPv6; net.JoinHostPort does."},
    Words{"httpresponse", "The response is nil when there is an error: look at the error before you use or close it."},
    Words{"ifaceassert", "No type can be both, so this assertion always fails."},
    Words{"loopclosure", "The function may run after the loop has gone on; give it its own copy."},
    Words{"lostcancel", "A cancel function that is never called keeps its context and timer alive: call it, mostly by defer."},
    Words{"nilfunc", "A function that is declared is never nil, so this comparison always gives the same answer."},
    Words{"printf", "The format and the values after it do not fit, so the text will not say what you want."},
    Words{"shift", "A shift by more bits than the value has always gives zero."},
    Words{"sigchanyzer", "signal.Notify does not wait: with an unbuffered channel the signal can be lost. Give it room for one."},
    Words{"slog", "The arguments after the message have to be pairs of key and value."},
    Words{"stdmethods", "A method of this name has a known signature; with another one it will not be found."},
    Words{"stdversion", "This name of the standard library is newer than the Go version that go.mod asks for."},
    Words{"stringintconv", "string(number) gives the character with that number, not its digits; strconv.Itoa gives digits."},
    Words{"structtag", "The struct tag is not well formed, so encoders will not see it."},
    Words{"testinggoroutine", "FailNow, Fatal and Skip end only the goroutine that calls them: call them from the test's own."},
    Words{"tests", "A test, benchmark or example of this name or signature will not be run."},
    Words{"timeformat", "The layout has month and day the wrong way round: it is 2006-01-02."},
    Words{"unmarshal", "What is decoded into has to be a pointer, or the result is lost."},
    Words{"unreachable", "This line can never run."},
    Words{"unusedresult", "The result of this call is the only thing it does, and nobody uses it."},
    Words{"waitgroup", "Add inside the new goroutine may come after Wait: call it before, or use WaitGroup.Go."},
    Words{"atomicalign", "On 32-bit machines a 64-bit atomic value has to lie at a multiple of eight: use atomic.Int64."},
    Words{"complexity", "Each way through needs a test and a thought: take parts out into functions with names of their own."},
    Words{"deepequalerrors", "Errors with equal texts need not be equal inside: compare with errors.Is, or their text."},
    Words{"httpmux", "The pattern uses the method and wildcards of Go 1.22, which this module's Go version does not know."},
    Words{"nilness", "On the way to this line the value is known to be nil, or known not to be: the line panics or the check is idle."},
    Words{"reflectvaluecompare", "Two reflect.Values are compared as boxes, not by what they hold."},
    Words{"shadow", "The inner variable hides the outer one of the same name, so the outer one keeps its old value."},
    Words{"sortslice", "sort.Slice needs a slice; with anything else it panics."},
    Words{"unchecked", "What failed there goes on unnoticed: look at the error, or say in words why not."},
    Words{"unusedparams", "A parameter that nobody reads promises something: use it, or take it out."},
    Words{"unusedwrite", "The value is written to a copy that nobody reads again."},
    Words{"any", "any is the short name of interface{}."},
    Words{"forvar", "Since Go 1.22 each turn of a loop has variables of its own."},
    Words{"mapsloop", "Package maps has a function for this loop."},
    Words{"minmax", "The built-in functions min and max say it in a word."},
    Words{"newexpr", "Since Go 1.26 new takes a value."},
    Words{"omitzero", "omitempty does nothing for structs; omitzero does."},
    Words{"rangeint", "Since Go 1.22 range counts: for i := range n."},
    Words{"reflecttypefor", "reflect.TypeFor needs no value."},
    Words{"slicescontains", "slices.Contains says what this loop does."},
    Words{"slicessort", "slices.Sort needs no function and is faster."},
    Words{"stditerators", "There is an iterator for this loop."},
    Words{"stringsbuilder", "Adding to a string in a loop copies it each time; a strings.Builder grows."},
    Words{"stringscut", "strings.Cut gives both parts and whether there was a separator."},
    Words{"stringscutprefix", "strings.CutPrefix tests and cuts in one step."},
    Words{"stringsseq", "The iterator makes no slice that is only walked over."},
    Words{"testingcontext", "t.Context ends with the test by itself."},
    Words{"waitgroupgo", "WaitGroup.Go adds, starts and reports the end in one step."},
};

}  // namespace

std::string_view meaningOf(std::string_view analyser) {
    for (const Words& words : kWords)
        if (analyser == words.analyser) return words.meaning;
    return {};
}

std::vector<Diagnostic> explained(const std::vector<toolchain::Finding>& findings, std::string_view codePrefix) {
    std::vector<Diagnostic> diagnostics = toDiagnostics(findings, codePrefix);
    for (std::size_t i = 0; i < diagnostics.size(); ++i) {
        std::string& message = diagnostics[i].message;
        if (const std::string_view meaning = meaningOf(findings[i].code); !meaning.empty()) message += ". " + std::string(meaning);
        if (!findings[i].fix.empty()) message += "\n" + findings[i].fix;
    }
    return diagnostics;
}

CheckResult judgeFindings(const Context& context, std::vector<Diagnostic> diagnostics, std::string_view clean, std::string_view who) {
    CheckResult result;
    result.diagnostics = std::move(diagnostics);
    const bool none = result.diagnostics.empty();
    result.verdict = none ? Verdict::Passed : Verdict::Failed;
    result.points = none ? Points::fromNumber(context.check.points) : Points();
    result.message = none ? std::string(clean) : std::string(who) + " " + plural(result.diagnostics.size(), "thing", "things") + ".";
    return result;
}

Result<std::optional<CheckResult>> notAnalysable(Context& context) {
    auto analysis = context.build.analysis();
    if (!analysis) return propagate(analysis);
    auto compiled = context.build.compiled(toolchain::Unit::Alone);
    if (!compiled) return propagate(compiled);
    if (!compiled->ok) {
        CheckResult result;
        result.verdict = Verdict::NotRun;
        result.message = "What does not compile cannot be analysed.";
        return std::optional(std::move(result));
    }
    return analysis->known ? std::nullopt : std::optional(notAnalysed());
}

}  // namespace assay::checks
