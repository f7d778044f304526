// `vet`: the findings of go vet's analysers, each with a sentence in plain words. docs/vet.md.

#include <array>

#include "checks/kinds.h"

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
};

std::string withWords(const toolchain::Finding& finding) {
    for (const Words& words : kWords)
        if (finding.code == words.analyser) return finding.message + ". " + std::string(words.meaning);
    return finding.message;
}

class VetKind final : public Kind {
  public:
    std::string_view name() const override { return "vet"; }
    std::string_view title() const override { return "Vet"; }
    std::vector<course::FieldSpec> fields() const override { return {}; }
    void request(const course::Check&, toolchain::BuildRequest& build) const override { build.vet = true; }

    std::string byHand(const course::Exercise&, const course::Check&, const CheckResult&) const override { return "go vet ./..."; }

    Result<CheckResult> run(Context& context) const override {
        auto analysis = context.build.analysis();
        if (!analysis) return propagate(analysis);
        auto compiled = context.build.compiled(toolchain::Unit::Alone);
        if (!compiled) return propagate(compiled);
        CheckResult result;
        if (!compiled->ok) {
            result.verdict = Verdict::NotRun;
            result.message = "What does not compile cannot be vetted.";
            return result;
        }
        if (!analysis->known) return notAnalysed();
        result.diagnostics = toDiagnostics(analysis->vet, "vet");
        for (std::size_t i = 0; i < result.diagnostics.size(); ++i) result.diagnostics[i].message = withWords(analysis->vet[i]);
        const bool clean = result.diagnostics.empty();
        result.verdict = clean ? Verdict::Passed : Verdict::Failed;
        result.points = clean ? Points::fromNumber(context.check.points) : Points();
        result.message = clean ? "go vet finds nothing." : "go vet finds " + plural(result.diagnostics.size(), "thing", "things") + ".";
        return result;
    }
};

}  // namespace

const Kind& vetKind() {
    static const VetKind kind;
    return kind;
}

}  // namespace assay::checks
