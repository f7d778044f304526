// Role: what is worth doing again today. Memory by FSRS 4.5 (J. Ye and others, "Free Spaced Repetition Scheduler",
// github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm, with its published default weights); what a learner did
// stands for the four ratings: a day's pass at once is Good, a pass after failures Hard, a day of failures Again.
// Units: days and probabilities. Threads: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "progress/store.h"

namespace assay::model {

enum class Rating { Again = 1, Hard, Good, Easy };

struct Memory {
    double stability = 0;   // days until recall is 90 % likely
    double difficulty = 0;  // 1…10
};
Memory firstMemory(Rating rating);
Memory nextMemory(const Memory& memory, double daysSince, Rating rating);
double retrievability(double daysSince, double stability);  // 0…1

struct Recall {
    std::int64_t atMs = 0;
    Rating rating = Rating::Good;
};
// One for each local day with attempts, from the first day that ended in a pass. Attempts in any order.
std::vector<Recall> recallsOf(std::vector<progress::Attempt> attempts);
// A quiz: the first answers count; a lesson read again a day or more later is a recall, too.
std::vector<Recall> recallsOf(const progress::LessonState& lesson);

struct Due {
    double retrievability = 1;
    double days = 0;  // since the last time
};
// Nothing where there is nothing to remember, or it is 90 % likely to be remembered still.
std::optional<Due> dueAt(const std::vector<Recall>& recalls, std::int64_t nowMs);

}  // namespace assay::model
