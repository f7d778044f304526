// `alloc`: allocations and bytes of one operation of a benchmark, from the runtime's own counters. docs/alloc.md.

#include <algorithm>

#include "base/text.h"
#include "checks/inspected.h"
#include "checks/kinds.h"
#include "checks/measure.h"

namespace assay::checks {

using course::FieldSpec;
using course::FieldType;
using toolchain::BenchFrame;

namespace {

constexpr int kRounds = 7;  // settled by the least of them: what else allocates only ever adds

std::string variantKey(const course::Check& check) { return check.id + ":measured"; }

struct Figures {
    Points allocations, bytes;  // of one operation, exact
};

Figures least(const std::vector<BenchFrame>& rounds) {
    Figures figures;
    bool first = true;
    for (const BenchFrame& round : rounds) {
        const auto operations = static_cast<std::int64_t>(std::max<std::uint64_t>(1, round.operations));
        const Points allocations(static_cast<std::int64_t>(round.allocations), operations), bytes(static_cast<std::int64_t>(round.bytes), operations);
        if (first || allocations < figures.allocations) figures.allocations = allocations;
        if (first || bytes < figures.bytes) figures.bytes = bytes;
        first = false;
    }
    return figures;
}

// As `go test -benchmem` shows them: whole, rounded down.
std::int64_t whole(const Points& value) { return static_cast<std::int64_t>(value.value()); }

class AllocKind final : public Kind, public Inspected {
  public:
    std::string_view name() const override { return "alloc"; }
    std::string_view title() const override { return "Allocations"; }
    std::vector<FieldSpec> fields() const override {
        return {
            {.name = "benchmark", .type = FieldType::String, .required = true, .meaning = "A benchmark of the author, in tests/ or hidden/."},
            {.name = "max_allocs", .type = FieldType::Integer, .fallback = "any number", .meaning = "Allocations of one operation.", .least = 0, .most = 1e12},
            {.name = "max_bytes", .type = FieldType::Integer, .fallback = "any number", .meaning = "Bytes of one operation.", .least = 0, .most = 1e12},
        };
    }

    void inspect(const course::Exercise& exercise, const course::Check& check, CourseFaults& faults) const override {
        if (check.fields.find("max_allocs") == nullptr && check.fields.find("max_bytes") == nullptr)
            faults.add(check.line, "it has no limit", {}, "'max_allocs' or 'max_bytes'");
        inspectBenchmark(exercise, check, faults);
    }

    Result<void> prepare(const course::Exercise& exercise, const course::Check& check, toolchain::BuildRequest& build) const override {
        const std::string benchmark = check.fields.string("benchmark");
        auto hidden = standsHidden(exercise, benchmark);
        if (!hidden) return propagate(hidden);
        build.variants.push_back(learnerVariant(variantKey(check), benchmark, *hidden));
        return {};
    }

    std::string byHand(const course::Exercise&, const course::Check& check, const CheckResult& result) const override {
        const bool hidden = result.tests.empty() || result.tests.front().hidden;
        return hidden ? std::string() : "go test -run '^$' -bench '^" + check.fields.string("benchmark") + "$' -benchmem ./...";
    }

    std::string next(const course::Exercise&, const course::Check& check, const CheckResult& result) const override {
        if (result.verdict != Verdict::Failed || result.tests.empty() || result.tests.front().line > 0) return {};
        if (result.tests.front().hidden) return "Look for what is made anew each time (slices that grow, texts put together, values that escape), and grade again.";
        return "See where it allocates with `go test -run '^$' -bench '^" + check.fields.string("benchmark") + "$' -memprofile mem.out .` and `go tool pprof -sample_index=alloc_objects -top mem.out`, and grade again.";
    }

    Result<CheckResult> run(Context& context) const override {
        const course::Value& fields = context.check.fields;
        const std::string benchmark = fields.string("benchmark");
        auto hidden = standsHidden(context.exercise, benchmark);
        if (!hidden) return propagate(hidden);
        auto binary = variantBinary(context, variantKey(context.check), "your code");
        if (!binary) return propagate(binary);
        if (binary->refusal) return noFit(std::move(*binary->refusal), context, *hidden);
        toolchain::BenchPlan plan;
        plan.rounds = kRounds;
        plan.target = std::chrono::microseconds(2000);
        auto measured = measure(context, binary->linked, benchmark, plan, *hidden);
        if (!measured) return propagate(measured);
        const Points max = Points::fromNumber(context.check.points);
        if (!measured->tampered.empty() || measured->rounds.empty()) return notMeasured(std::move(*measured), max);
        return judge(context, least(measured->rounds), std::move(measured->entry), max);
    }

  private:
    static CheckResult judge(const Context& context, const Figures& figures, TestResult entry, const Points& max) {
        CheckResult result;
        std::string got, allowed;
        bool good = true;
        const auto compare = [&](const char* field, const Points& value, std::string_view one, std::string_view many, const Points& room) {
            if (context.check.fields.find(field) == nullptr) return;
            const std::int64_t limit = context.check.fields.integer(field);
            good = good && whole(value) <= limit;
            got += (got.empty() ? "" : ", ") + plural(static_cast<std::size_t>(whole(value)), one, many);
            allowed += (allowed.empty() ? "" : ", ") + plural(static_cast<std::size_t>(limit), one, many);
            if (whole(value) <= limit && value + room >= Points(limit + 1))
                result.notes.push_back(std::string("'") + field + "' is too tight: the solution needs " + value.text() + ", which is not safely within " + std::to_string(limit));
        };
        compare("max_allocs", figures.allocations, "allocation", "allocations", Points(1, 4));
        compare("max_bytes", figures.bytes, "byte", "bytes", figures.bytes * Points(1, 20));
        entry.verdict = good ? Verdict::Passed : Verdict::Failed;
        entry.message = "One operation needs " + got + "; allowed: at most " + allowed + ".";
        if (!good) {
            entry.expected = "at most " + allowed;
            entry.got = got;
            if (!context.check.reveal.empty()) entry.message += " " + context.check.reveal;
        }
        result.message = entry.message;
        result.tests.push_back(std::move(entry));
        sumUp(result, max);
        return result;
    }
};

}  // namespace

const Kind& allocKind() {
    static const AllocKind kind;
    return kind;
}

}  // namespace assay::checks
