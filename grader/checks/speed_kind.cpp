// `speed`: as fast as a part of the reference's speed, measured beside it. docs/speed.md.
//
// Theory. Learner's code and reference are two binaries, built in the same way, and run in turns, each process a short
// while, on one processor: whatever else the machine does meets both. They are processes of their own, in sandboxes of
// their own, since in one process the learner's code could burn time while the reference runs. What counts is processor
// time for an operation, of the process as a whole, under the seal. Each turn gives one ratio; the verdict asks between
// which ratios their median lies (by order statistics, which need no distribution), and goes on while that interval holds
// the bar. It looks many times, and turns that follow each other on a busy machine are not independent: so to accuse takes
// more than to acquit. The lower end holds with 99 %, the upper one with 99.999 %, and the interval is widened to hold the
// ratio of the lower quartiles of both sides, which does not depend on what ran beside what: what disturbs only adds.

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/text.h"
#include "checks/inspected.h"
#include "checks/kinds.h"
#include "checks/measure.h"
#include "checks/speed_statistics.h"

namespace assay::checks {

using course::FieldSpec;
using course::FieldType;
using toolchain::BenchFrame;

namespace {

constexpr double kMissPassing = 0.01, kMissFailing = 1e-5;
constexpr std::size_t kFirstLook = 8, kFewestToFail = 18;  // the fewest ratios that give an interval of such confidence
constexpr int kRounds = 3;
constexpr std::chrono::microseconds kRound{8000};
constexpr double kLongRound = 3e8;  // nanoseconds: one such round says as much as three short ones

std::string learnerKey(const course::Check& check) { return check.id + ":learner"; }

// Keeps this thread, and so the processes that it starts, on the processor where it is.
class OneProcessor {
  public:
    OneProcessor() {
        const int here = ::sched_getcpu();
        m_held = here >= 0 && ::sched_getaffinity(0, sizeof m_before, &m_before) == 0;
        if (!m_held) return;
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(static_cast<std::size_t>(here), &one);
        m_held = ::sched_setaffinity(0, sizeof one, &one) == 0;
    }
    ~OneProcessor() {
        if (m_held) (void)::sched_setaffinity(0, sizeof m_before, &m_before);
    }
    OneProcessor(const OneProcessor&) = delete;
    OneProcessor& operator=(const OneProcessor&) = delete;

  private:
    cpu_set_t m_before{};
    bool m_held = false;
};

// Nanoseconds of an operation in the best of the rounds: what disturbs only ever adds.
double best(const std::vector<BenchFrame>& rounds) {
    double least = 0;
    for (const BenchFrame& round : rounds) {
        const double each = static_cast<double>(std::max<std::int64_t>(1, round.cpuNanoseconds)) / static_cast<double>(std::max<std::uint64_t>(1, round.operations));
        if (least == 0 || each < least) least = each;
    }
    return least;
}

struct Side {
    toolchain::Linked linked;
    toolchain::BenchPlan plan;
    std::vector<double> turns;  // nanoseconds of an operation
    bool grown = false;         // the last turn had too few operations
};

class Race {
  public:
    Race(Context& context, Side learner, Side reference, bool hidden)
        : m_context(context), m_learner(std::move(learner)), m_reference(std::move(reference)), m_hidden(hidden), m_bar(context.check.fields.number("at_least")) {}

    Result<CheckResult> run() {
        const OneProcessor here;
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(m_context.check.fields.integer("decide_within_ms", 60'000));
        for (Side* side : {&m_reference, &m_learner}) {
            side->plan = {.operations = 0, .rounds = 1, .target = kRound};
            if (auto wrong = turn(*side); !wrong || *wrong) return give(std::move(wrong));
        }
        m_void = 1;
        for (;;) {
            const bool learnerFirst = m_learner.turns.size() % 2 == 0;
            for (Side* side : {learnerFirst ? &m_learner : &m_reference, learnerFirst ? &m_reference : &m_learner})
                if (auto wrong = turn(*side); !wrong || *wrong) return give(std::move(wrong));
            const bool late = std::chrono::steady_clock::now() > end;
            if ((m_reference.grown || m_learner.grown) && !late) {
                m_void = m_learner.turns.size();
                continue;
            }
            const std::size_t turns = m_learner.turns.size() - m_void;
            if (!late && (turns < kFirstLook || turns % 4 != 0)) continue;
            const Interval interval = seen();
            if (interval.low >= m_bar || (interval.high < m_bar && turns >= kFewestToFail) || late) return judge(interval);
        }
    }

  private:
    using Refusal = Result<std::optional<CheckResult>>;
    static Result<CheckResult> give(Refusal refusal) {
        if (!refusal) return propagate(refusal);
        return std::move(**refusal);
    }

    // One process of one side.
    Refusal turn(Side& side) {
        auto measured = measure(m_context, side.linked, m_context.check.fields.string("benchmark"), side.plan, m_hidden);
        if (!measured) return propagate(measured);
        if (!measured->tampered.empty() || measured->rounds.empty()) {
            if (&side == &m_reference) return atCheck(m_context, "the benchmark fails on the reference: " + measured->entry.message + measured->tampered);
            return std::optional(notMeasured(std::move(*measured), Points::fromNumber(m_context.check.points)));
        }
        side.turns.push_back(best(measured->rounds));
        const auto operations = static_cast<std::int64_t>(measured->rounds.front().operations);
        // The rounds of both sides have to be of one length: in a shorter one there is a better chance that nothing disturbs.
        // How many operations that are, a busy machine hides at first; where they were far too few, what a round costs by
        // itself was weighed too, and what was compared is void.
        side.plan.operations = operationsFor(std::chrono::duration<double, std::nano>(kRound).count(), side.turns, operations);
        if (side.turns.back() * static_cast<double>(operations) > kLongRound) m_long = true;
        side.plan.rounds = m_long ? 1 : kRounds;
        side.grown = side.plan.operations / 2 > operations;
        m_entry = std::move(measured->entry);
        return std::optional<CheckResult>();
    }

    std::vector<double> compared(const Side& side) const { return {side.turns.begin() + static_cast<std::ptrdiff_t>(m_void), side.turns.end()}; }

    Interval seen() const {
        const std::vector<double> reference = compared(m_reference), learner = compared(m_learner);
        std::vector<double> ratios;
        for (std::size_t i = 0; i < learner.size(); ++i) ratios.push_back(reference[i] / learner[i]);
        const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
        Interval interval{*least / 1.5, *most * 1.5};
        if (ratios.size() >= kFirstLook) interval.low = medianInterval(ratios, kMissPassing).low;
        // Where the time is over before there were enough: what is that slow has no doubt to benefit from where even its best
        // turn, and half as much again, stays below the bar.
        if (ratios.size() >= kFewestToFail) interval.high = medianInterval(ratios, kMissFailing).high;
        return widened(interval, lowerQuartile(reference) / lowerQuartile(learner));
    }

    static std::string two(double value) {
        char text[32];
        std::snprintf(text, sizeof text, "%.2f", std::floor(value * 100) / 100);
        return text;
    }

    CheckResult judge(const Interval& interval) {
        CheckResult result;
        const bool good = interval.high >= m_bar;
        m_entry.verdict = good ? Verdict::Passed : Verdict::Failed;
        m_entry.durationMs = 0;
        if (interval.low >= m_bar)
            m_entry.message = "At least " + two(interval.low) + " of the reference's speed, with 95 % confidence; " + two(m_bar) + " is asked for.";
        else if (!good)
            m_entry.message = "At most " + two(interval.high) + " of the reference's speed, with 95 % confidence; " + two(m_bar) + " is asked for.";
        else
            m_entry.message = "Between " + two(interval.low) + " and " + two(interval.high) + " of the reference's speed; " + two(m_bar) +
                              " is asked for. It could not be decided in the time that there is, so you have the benefit of the doubt.";
        if (!good) {
            m_entry.expected = "at least " + two(m_bar) + " of the reference's speed";
            m_entry.got = two(interval.low) + " to " + two(interval.high);
            if (!m_context.check.reveal.empty()) m_entry.message += " " + m_context.check.reveal;
        }
        if (good && interval.low < m_bar) result.notes.push_back("'at_least' is too tight: the solution itself is not told from it");
        result.message = m_entry.message;
        result.tests.push_back(std::move(m_entry));
        sumUp(result, Points::fromNumber(m_context.check.points));
        return result;
    }

    Context& m_context;
    Side m_learner, m_reference;
    bool m_hidden;
    bool m_long = false;      // one round takes so long that one is enough
    std::size_t m_void = 0;   // so many turns of each side are not compared
    double m_bar;
    TestResult m_entry;
};

class SpeedKind final : public Kind, public Inspected {
  public:
    std::string_view name() const override { return "speed"; }
    std::string_view title() const override { return "Speed"; }
    std::vector<FieldSpec> fields() const override {
        return {
            {.name = "benchmark", .type = FieldType::String, .required = true, .meaning = "A benchmark of the author, in tests/ or hidden/. It checks its results."},
            {.name = "at_least", .type = FieldType::Number, .required = true, .meaning = "The part of the reference's speed that has to be reached.", .least = 0.01, .most = 100},
            {.name = "decide_within_ms", .type = FieldType::Integer, .fallback = "60000", .meaning = "From when on what is undecided is passed.", .least = 1000, .most = 60000},
        };
    }

    void inspect(const course::Exercise& exercise, const course::Check& check, CourseFaults& faults) const override { inspectBenchmark(exercise, check, faults); }

    Result<void> prepare(const course::Exercise& exercise, const course::Check& check, toolchain::BuildRequest& build) const override {
        const std::string benchmark = check.fields.string("benchmark");
        auto hidden = standsHidden(exercise, benchmark);
        if (!hidden) return propagate(hidden);
        auto reference = referenceVariant(exercise, referenceKey(check), benchmark, *hidden);
        if (!reference) return propagate(reference);
        build.variants.push_back(learnerVariant(learnerKey(check), benchmark, *hidden));
        build.variants.push_back(std::move(*reference));
        return {};
    }

    std::string byHand(const course::Exercise&, const course::Check& check, const CheckResult& result) const override {
        const bool hidden = result.tests.empty() || result.tests.front().hidden;
        return hidden ? std::string() : "go test -run '^$' -bench '^" + check.fields.string("benchmark") + "$' -count 10 ./...";
    }

    std::string next(const course::Exercise&, const course::Check& check, const CheckResult& result) const override {
        if (result.verdict != Verdict::Failed || result.tests.empty() || result.tests.front().line > 0) return {};
        if (result.tests.front().hidden) return "Look for work that is done more often than it has to be, and grade again.";
        return "See where the time goes with `go test -run '^$' -bench '^" + check.fields.string("benchmark") + "$' -cpuprofile cpu.out .` and `go tool pprof -top cpu.out`, and grade again.";
    }

    Result<CheckResult> run(Context& context) const override {
        auto hidden = standsHidden(context.exercise, context.check.fields.string("benchmark"));
        if (!hidden) return propagate(hidden);
        auto learner = variantBinary(context, learnerKey(context.check), "your code");
        if (!learner) return propagate(learner);
        if (learner->refusal) return noFit(std::move(*learner->refusal), context, *hidden);
        auto reference = variantBinary(context, referenceKey(context.check), "the reference");
        if (!reference) return propagate(reference);
        if (reference->refusal) return atCheck(context, "the reference does not compile with the benchmark: " + reference->refusal->message);
        return Race(context, {learner->linked, {}, {}}, {reference->linked, {}, {}}, *hidden).run();
    }
};

}  // namespace

const Kind& speedKind() {
    static const SpeedKind kind;
    return kind;
}

}  // namespace assay::checks
