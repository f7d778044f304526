#include "cli/learn/words.h"

#include "base/text.h"

namespace assay::cli {

std::string stepWords(const judge::Progress& progress) {
    using Step = judge::Progress::Step;
    std::string words;
    switch (progress.step) {
        case Step::Preparing: words = "preparing the compiler"; break;
        case Step::Reading: words = "reading"; break;
        case Step::Compiling: words = "compiling"; break;
        case Step::Checking: words = "checking"; break;
        case Step::Running: words = "running"; break;
        case Step::Finished: words = "finishing"; break;
    }
    const std::string& what = progress.test.empty() ? progress.check : progress.test;
    if (!what.empty()) words += ": " + base::safeText(what, {.keepNewlines = false});
    if (progress.step == Step::Preparing && progress.total > 0)
        words += " " + std::to_string(100 * progress.done / progress.total) + " %";
    return words;
}

std::string changeWords(const report::Change& change) {
    if (change.newlyPassed.empty() && change.newlyFailed.empty()) return "since last time: nothing changed";
    return "since last time: +" + std::to_string(change.newlyPassed.size()) + " passed, " + std::to_string(change.newlyFailed.size()) + " lost";
}

}  // namespace assay::cli
