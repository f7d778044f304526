// Role: the grader's end of the socket on which init answers while the program runs (orders.h, ReachRequest).
#pragma once

#include "sandbox/sandbox.h"

namespace assay::sandbox {

struct ReachSockets {
    std::shared_ptr<Running> running;
    base::UniqueFd launcher;  // the end that is handed over
};
Result<ReachSockets> reachSockets();

}  // namespace assay::sandbox
