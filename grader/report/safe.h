// Role: the copy of a report that may be shown: every text safe and of bounded size, nothing of hidden tests
// for a learner. Private to this folder; text and JSON are made from it only.
#pragma once

#include <limits>

#include "judge/judge.h"

namespace assay::report {

struct Caps {
    std::size_t output = 64 << 10, details = 64 << 10;
    std::size_t message = 4096, pair = 4096;  // messages; expected and got
    std::size_t entries =
        std::numeric_limits<std::size_t>::max();  // of tests and of diagnostics, in each check
};

judge::Report shown(const judge::Report& report, const Caps& caps = {});

}  // namespace assay::report
