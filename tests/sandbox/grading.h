// Role: runs one case through the built `assay grade` and compares what came out with what is right.
// Threads: call it from a process of its own, which becomes the parent of whatever a grading leaves behind.
#pragma once

#include <string>
#include <vector>

#include "case_file.h"
#include "secrets.h"

namespace assay::corpus {

struct Tools {
    fs::path assay;     // the program
    fs::path course;    // tests/sandbox/course
    fs::path corpus;    // where the cases lie
    std::vector<std::string> launcher;  // words before the program's name: "setpriv", …
};

struct Finding {
    std::vector<std::string> faults;  // empty: all is right
    std::string verdict;              // what it got
    int milliseconds = 0;             // of the first grading
    int bound = 0;                    // limits + 3 s; a quiet machine is faster
};

Finding runCase(const Tools& tools, const Secrets& secrets, const Case& one, const std::string& level);
// The command by which a person grades this case alone.
std::string byHand(const Tools& tools, const Case& one, const std::string& level);

}  // namespace assay::corpus
