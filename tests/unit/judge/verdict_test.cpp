#include <catch2/catch_test_macros.hpp>

#include "judge/verdict.h"

using namespace assay;
using checks::CheckResult;
using checks::Points;
using checks::Verdict;

namespace {

course::Exercise exerciseOf(std::vector<std::pair<std::string, double>> checks, double points) {
    course::Exercise exercise;
    exercise.points = points;
    for (auto& [id, p] : checks) exercise.checks.push_back({.id = id, .kind = id, .points = p});
    return exercise;
}
CheckResult result(Verdict verdict, Points points = {}) { return {.verdict = verdict, .points = points}; }

}  // namespace

TEST_CASE("Nothing graded is undecided, never a pass") {
    CHECK(judge::overall(exerciseOf({{"build", 0}}, 0), {}).verdict == Verdict::Undecided);
    CHECK(judge::overall(exerciseOf({}, 0), {}).verdict == Verdict::Undecided);
}

TEST_CASE("Passed when every gate holds and the score reaches pass_at") {
    course::Exercise exercise = exerciseOf({{"build", 0}, {"format", 2}, {"tests", 8}}, 10);
    CHECK(judge::overall(exercise, {result(Verdict::Passed), result(Verdict::Passed, 2), result(Verdict::Passed, 8)}).verdict == Verdict::Passed);
    CHECK(judge::overall(exercise, {result(Verdict::Passed), result(Verdict::Failed), result(Verdict::Passed, 8)}).verdict == Verdict::Failed);
    exercise.passAt = 8;
    CHECK(judge::overall(exercise, {result(Verdict::Passed), result(Verdict::Failed), result(Verdict::Passed, 8)}).verdict == Verdict::Passed);
    CHECK(judge::overall(exercise, {result(Verdict::Failed), result(Verdict::Passed, 2), result(Verdict::Passed, 8)}).verdict == Verdict::Failed);
}

TEST_CASE("Otherwise the verdict is that of the first check that is not passed") {
    const course::Exercise exercise = exerciseOf({{"build", 0}, {"vet", 2}, {"tests", 8}}, 10);
    const auto out = judge::overall(exercise, {result(Verdict::Passed), result(Verdict::Passed, 2), result(Verdict::Raced, Points(4))});
    CHECK(out.verdict == Verdict::Raced);
    CHECK(out.points == Points(6));
}

TEST_CASE("An undecided check can never be part of a pass") {
    const course::Exercise exercise = exerciseOf({{"tests", 0}}, 0);
    CHECK(judge::overall(exercise, {result(Verdict::Undecided)}).verdict == Verdict::Undecided);
}
