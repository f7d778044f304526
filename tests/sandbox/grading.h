// Role: runs one case through the built `assay grade` and compares what came out with what is right.
// Threads: call it from a process of its own, which becomes the parent of whatever a grading leaves behind.
#pragma once

#include <string>
#include <vector>

#include "case_file.h"
#include "course/model.h"
#include "secrets.h"

namespace assay::corpus {

struct Tools {
    fs::path assay;  // the program
    fs::path folder;    // tests/sandbox/course
    course::Course course;
};

struct Finding {
    std::vector<std::string> faults;  // empty: all is right
    std::string verdict;              // what it got
    int milliseconds = 0;             // of the first grading
    int limits = 0;                   // milliseconds that its programs may take together
};

Finding runCase(const Tools& tools, const Secrets& secrets, const Case& one, const std::string& level);
// The command by which a person grades this case alone.
std::string byHand(const Tools& tools, const Case& one, const std::string& level);

}  // namespace assay::corpus
