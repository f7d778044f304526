// Role: what came of a step, and the pieces that all steps share.
//
// Each failure is told twice: in full, and by a sentence of our own (`plain`) that nothing of the server's is in. The second
// is all that a learner is told once a hidden step was sent: see withoutAnswers().
#pragma once

#include <thread>

#include "checks/kind.h"
#include "checks/service/expect.h"

namespace assay::checks::service {

struct Played {
    Verdict verdict = Verdict::Undecided;
    std::string message, expected, got, details;
    const char* plain = "";  // a literal
    bool ended = false;      // the server was meant to end in this step
    bool settled = false;    // trying again would not mend it
};

Played passed();
// `message` is `plain` where it is empty.
Played failed(const char* plain, std::string message = {}, std::string expected = {}, std::string got = {});
Played told(const Mismatch& wrong, const HttpRequest& request, const Exchange& exchange);
std::string shownExchange(const HttpRequest& request, const Exchange& exchange);

// What is left of it when the server may repeat what a hidden step asked: verdict, our own sentence, and the request and the
// expectations as exercise.toml has them. A function of the exercise, the verdict and which expectation was not met.
Played withoutAnswers(const Played& played, const Value& step);

std::string replaced(std::string text, std::string_view from, const std::string& to);  // each of them
const Value& tableAt(const Value& step, std::string_view key);  // empty where there is none
constexpr std::int64_t kAnswerMs = 5000;                        // where a step does not say within_ms
Milliseconds within(const Value& step);
// A table of texts; numbers and booleans as one writes them, variables filled in.
std::map<std::string, std::string> textTable(const Value& value, const Variables& variables);

// Tries again until it is so, cannot be, or the time is over: for what a server does a moment after its answer.
template <class Try>
Played eventually(const FairClock& clock, Milliseconds time, Try&& attempt) {
    const FairClock::Deadline deadline = clock.deadline(time);
    for (;;) {
        Played played = attempt();
        if (played.verdict == Verdict::Passed || played.settled || deadline.passed()) return played;
        std::this_thread::sleep_for(Milliseconds(10));
    }
}

}  // namespace assay::checks::service
