// A terminal gets the line mode until the full screen is drawn here: the seam is this one function.

#include "cli/learn/learner.h"

namespace assay::cli {
int runScreen(Workbench& bench, Learner& learner) { return runLines(bench, learner); }
}  // namespace assay::cli
