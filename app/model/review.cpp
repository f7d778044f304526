#include "app/model/review.h"

#include <QDateTime>
#include <algorithm>
#include <cmath>

namespace assay::model {

namespace {

// FSRS 4.5's defaults, w0 … w16.
constexpr double w[] = {0.4872, 1.4003, 3.7145, 13.8206, 5.1618, 1.2298, 0.8975, 0.031, 1.6474,
                        0.1367, 1.0461, 2.1072, 0.0793,  0.3246, 1.587,  0.2272, 2.8755};
constexpr double decay = -0.5, factor = 19.0 / 81.0;
constexpr double wanted = 0.9;
constexpr double msOfDay = 86'400'000.0;

double clampDifficulty(double value) { return std::clamp(value, 1.0, 10.0); }

double firstDifficulty(Rating rating) { return w[4] - (static_cast<int>(rating) - 3) * w[5]; }

double daysBetween(std::int64_t from, std::int64_t to) {  // a clock that was set back is no negative time
    return std::max(0.0, static_cast<double>(to - from) / msOfDay);
}

QDate dayOf(std::int64_t ms) { return QDateTime::fromMSecsSinceEpoch(ms).date(); }

}  // namespace

double retrievability(double daysSince, double stability) {
    return std::pow(1 + factor * daysSince / stability, decay);
}

Memory firstMemory(Rating rating) {
    return {w[static_cast<int>(rating) - 1], clampDifficulty(firstDifficulty(rating))};
}

Memory nextMemory(const Memory& memory, double daysSince, Rating rating) {
    const double s = memory.stability, d = memory.difficulty, r = retrievability(daysSince, s);
    const double moved = d - w[6] * (static_cast<int>(rating) - 3);
    Memory next;
    next.difficulty = clampDifficulty(w[7] * firstDifficulty(Rating::Good) + (1 - w[7]) * moved);
    if (rating == Rating::Again) {
        next.stability = w[11] * std::pow(d, -w[12]) * (std::pow(s + 1, w[13]) - 1) * std::exp(w[14] * (1 - r));
    } else {
        const double bonus = rating == Rating::Hard ? w[15] : rating == Rating::Easy ? w[16] : 1;
        next.stability = s * (1 + std::exp(w[8]) * (11 - d) * std::pow(s, -w[9]) * (std::exp(w[10] * (1 - r)) - 1) * bonus);
    }
    next.stability = std::max(0.1, next.stability);
    return next;
}

std::vector<Recall> recallsOf(std::vector<progress::Attempt> attempts) {
    std::sort(attempts.begin(), attempts.end(), [](const auto& a, const auto& b) { return a.atMs < b.atMs; });
    std::vector<Recall> recalls;
    for (std::size_t i = 0; i < attempts.size();) {
        const QDate day = dayOf(attempts[i].atMs);
        int failed = 0;
        bool passed = false;
        std::int64_t at = attempts[i].atMs;
        for (; i < attempts.size() && dayOf(attempts[i].atMs) == day; ++i) {
            if (passed) continue;  // what was tried after the pass is play
            at = attempts[i].atMs;
            passed = attempts[i].passed;
            failed += passed ? 0 : 1;
        }
        if (!passed && recalls.empty()) continue;  // still learning it
        recalls.push_back({at, !passed ? Rating::Again : failed > 0 ? Rating::Hard : Rating::Good});
    }
    return recalls;
}

std::vector<Recall> recallsOf(const progress::LessonState& lesson) {
    if (lesson.quizzes.empty()) return {};
    Recall first{0, Rating::Good};
    for (const auto& [id, answer] : lesson.quizzes) {
        first.atMs = std::max(first.atMs, answer.atMs);
        if (!answer.firstCorrect) first.rating = Rating::Again;
    }
    std::vector<Recall> recalls{first};
    if (daysBetween(first.atMs, lesson.lastMs) >= 1) recalls.push_back({lesson.lastMs, Rating::Good});
    return recalls;
}

std::optional<Due> dueAt(const std::vector<Recall>& recalls, std::int64_t nowMs) {
    if (recalls.empty()) return std::nullopt;
    Memory memory = firstMemory(recalls.front().rating);
    for (std::size_t i = 1; i < recalls.size(); ++i)
        memory = nextMemory(memory, daysBetween(recalls[i - 1].atMs, recalls[i].atMs), recalls[i].rating);
    Due due;
    due.days = daysBetween(recalls.back().atMs, nowMs);
    due.retrievability = retrievability(due.days, memory.stability);
    if (due.retrievability > wanted) return std::nullopt;
    return due;
}

}  // namespace assay::model
