// `rubric`: weighted dimensions over what other checks gave. docs/rubric.md.

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "checks/inspected.h"
#include "checks/kinds.h"

namespace assay::checks {

using course::FieldSpec;
using course::FieldType;
using course::Value;

namespace {

struct Level {
    Points from;
    std::string name;
};

// One line of a dimension: how much of a check's part was reached.
struct Source {
    std::string title;
    Points part, reached;  // of the dimension's weight
};

std::optional<Level> levelOf(const Value& pair) {
    const auto* both = pair.as<course::Array>();
    if (both == nullptr || both->size() != 2) return std::nullopt;
    const auto* whole = (*both)[0].as<std::int64_t>();
    const auto* broken = (*both)[0].as<double>();
    const auto* name = (*both)[1].as<std::string>();
    if (name == nullptr || name->empty() || (whole == nullptr && broken == nullptr)) return std::nullopt;
    return Level{whole != nullptr ? Points(*whole) : Points::fromNumber(*broken), *name};
}

// `wrong` is told the first that does not fit.
std::vector<Level> levelsOf(const course::Check& check, const std::function<void(const Value&)>& wrong = {}) {
    std::vector<Level> levels;
    for (const Value& pair : check.fields.array("levels")) {
        auto level = levelOf(pair);
        const bool rising = level && (levels.empty() ? level->from.isZero() : level->from > levels.back().from) && level->from <= Points(100);
        if (!rising) {
            if (wrong) wrong(pair);
            return levels;
        }
        levels.push_back(std::move(*level));
    }
    return levels;
}

const CheckResult* earlierCheck(const Context& context, const std::string& id) {
    if (context.earlier != nullptr)
        for (const CheckResult& result : *context.earlier)
            if (result.id == id) return &result;
    return nullptr;
}

Result<std::vector<Source>> sourcesOf(const Context& context, const Value& dimension) {
    const Points weight = Points::fromNumber(dimension.number("weight"));
    const auto& from = dimension.array("from");
    std::vector<Source> sources;
    for (const Value& entry : from) {
        const CheckResult* result = earlierCheck(context, entry.string("check"));
        if (result == nullptr)
            return courseFault(context.exercise, entry.line, "rubric " + base::quote(context.check.id) + " takes from " + base::quote(entry.string("check")) + ", which is no check before it");
        const Points share = entry.find("share") != nullptr ? Points::fromNumber(entry.number("share")) : Points(1, static_cast<std::int64_t>(from.size()));
        sources.push_back({result->title, weight * share, weight * share * result->share});
    }
    return sources;
}

TestResult entryOf(const Value& dimension, const std::vector<Source>& sources, Points& reached) {
    TestResult entry;
    entry.name = dimension.string("title");
    entry.weight = Points::fromNumber(dimension.number("weight"));
    Points sum, possible;
    std::string parts;
    for (const Source& source : sources) {
        sum = sum + source.reached;
        possible = possible + source.part;
        parts += (parts.empty() ? "" : ", ") + source.title + " " + source.reached.text() + " of " + source.part.text();
    }
    entry.verdict = sum == possible ? Verdict::Passed : Verdict::Failed;
    entry.message = sum.text() + " of " + entry.weight.text() + ": " + parts + ".";
    reached = reached + sum;
    return entry;
}

class RubricKind final : public Kind, public Inspected {
  public:
    std::string_view name() const override { return "rubric"; }
    std::string_view title() const override { return "Rubric"; }
    std::vector<FieldSpec> fields() const override {
        const std::vector<FieldSpec> from{
            {.name = "check", .type = FieldType::String, .required = true, .meaning = "A check that stands before the rubric, by its id."},
            {.name = "share", .type = FieldType::Number, .fallback = "equal shares", .meaning = "Its part of the dimension; the parts add up to 1.", .least = 0, .most = 1}};
        return {
            {.name = "levels", .type = FieldType::Any, .fallback = "none", .meaning = "Pairs of a score from 0 to 100 and what it is called from there on."},
            {.name = "dimension", .type = FieldType::Tables, .required = true, .meaning = "One side from which the work is seen.",
             .fields = {{.name = "title", .type = FieldType::String, .required = true, .meaning = "What it is called."},
                        {.name = "weight", .type = FieldType::Number, .required = true, .meaning = "Its part of 100; the weights add up to 100.", .least = 0, .most = 100},
                        {.name = "from", .type = FieldType::Tables, .required = true, .meaning = "The checks that it takes from.", .fields = from}}},
        };
    }

    void inspect(const course::Exercise&, const course::Check& check, CourseFaults& faults) const override {
        levelsOf(check, [&](const Value& pair) { faults.add(pair.line, "an entry of 'levels' is no level", {}, "pairs of a number from 0 to 100 and a name, in rising order, the first from 0"); });
        if (const Value* levels = check.fields.find("levels"); levels != nullptr && levels->as<course::Array>() == nullptr) faults.add(levels->line, "'levels' is no list", {}, "pairs of a number from 0 to 100 and a name, in rising order, the first from 0");
    }

    std::string next(const course::Exercise&, const course::Check&, const CheckResult& result) const override {
        const auto weak = std::ranges::find_if(result.tests, [](const TestResult& dimension) { return dimension.verdict != Verdict::Passed; });
        return weak == result.tests.end() ? std::string() : "Begin with " + weak->name + ": what its checks say is told above. Then grade again.";
    }

    Result<CheckResult> run(Context& context) const override {
        const std::vector<Level> levels = levelsOf(context.check);
        CheckResult result;
        Points reached;  // of 100
        for (const Value& dimension : context.check.fields.array("dimension")) {
            auto sources = sourcesOf(context, dimension);
            if (!sources) return propagate(sources);
            result.tests.push_back(entryOf(dimension, *sources, reached));
        }
        const Points max = Points::fromNumber(context.check.points);
        result.points = max * reached / Points(100);
        const course::Exercise& exercise = context.exercise;
        const Points whole = Points::fromNumber(exercise.points);
        const Points bar = whole.isZero() ? Points(100) : Points(100) * Points::fromNumber(exercise.passPoints()) / whole;
        result.verdict = reached >= bar ? Verdict::Passed : Verdict::Failed;
        result.message = reached.text() + " of 100";
        for (const Level& level : levels)
            if (reached >= level.from) result.message = reached.text() + " of 100: " + level.name;
        result.message += reached >= bar ? "." : "; it takes " + bar.text() + " to pass.";
        for (const TestResult& entry : result.tests)
            if (entry.verdict != Verdict::Passed) result.message += " " + entry.name + ": " + entry.message;
        return result;
    }
};

}  // namespace

const Kind& rubricKind() {
    static const RubricKind kind;
    return kind;
}

}  // namespace assay::checks
