// Role: helper programs of ours that run outside any sandbox (go list while preparing, xdg-open). Learner code, compilers
// and anything that reads a learner's files run through sandbox::Sandbox instead.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/fs.h"

namespace assay::base {

struct CommandOptions {
    fs::path workdir;                      // empty: ours
    std::vector<std::string> environment;  // "NAME=value", the whole environment; empty: ours
    std::string input;
    std::size_t maxOutput = std::size_t{64} << 20;
    int timeoutMs = 0;                                     // 0: none
    std::function<void(std::string_view line)> onOutLine;  // each line of stdout as it comes
};
struct CommandOutcome {
    int exitCode = -1;  // -1 where a signal ended it
    int signal = 0;
    std::string out, err;
};
// Runs argv[0] (searched in PATH) to its end, in a process group of its own that is killed with us, at the time-out and
// when stop is requested (Canceled). NotFound where the program is not there.
Result<CommandOutcome> runCommand(const std::vector<std::string>& argv, const CommandOptions& options,
                                  std::stop_token stop = {});
// The path of a program in PATH, or empty.
fs::path findProgram(std::string_view name);

}  // namespace assay::base
