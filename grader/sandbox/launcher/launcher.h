// Role: the parts of assay-launcher, the small static program that builds the walls of one run from inside.
// It has no dependency but libc, allocates nothing after start, and runs one thread. Every failure of setting up is told
// to the grader over the status socket and never turns into a program that runs with less than was ordered.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

#include "sandbox/orders.h"

namespace assay::sandbox::launcher {

struct Text {
    const char* bytes = "";
    std::size_t size = 0;
};

// The orders, with pointers into the mapped memfd (kept mapped for the life of the process).
struct Plan {
    Orders* orders = nullptr;
    Text *give = nullptr, *rules = nullptr, *initialFiles = nullptr;
    char **bubblewrapArgv = nullptr, **argv = nullptr, **environment = nullptr;
    Text workdir, executable, filter;
};
Plan readOrders();

// Tells the grader what failed, with errno, and ends this process.
[[noreturn]] void giveUp(const char* what, const char* detail = "");
extern volatile bool gaveUp;  // also by a child that shares our memory
void send(const Message& message);

// supervise.cpp
int supervise(Plan& plan);  // outside: bubblewrap (or init itself below Full), and the end of everything
void endAllChildren(const Plan& plan);

// init.cpp
int runProgram(Plan& plan);  // inside: walls, the program, its end

// reach.cpp
bool answerReach(pid_t program);  // one question of the grader's; false: there will be no more

// mounts.cpp
void buildPrivateFolders(const Plan& plan);  // Full: the private tmpfs
void writeInitialFiles(const Plan& plan);

// restrict.cpp: called by the program's process, in this order
int prepareLandlock(const Plan& plan);  // the ruleset, -1: none ordered
void setLimits(const Plan& plan);
void dropPrivileges(const Plan& plan);
void dropOwnPrivileges(const Plan& plan);  // init's, once the program runs
void enterLandlock(int ruleset);
void loadFilter(const Plan& plan, std::uint64_t execAddress);

}  // namespace assay::sandbox::launcher
