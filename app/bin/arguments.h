// Role: the command line of assay-app, and what has to be set before Qt and its web engine start.
#pragma once

#include <QString>
#include <optional>

#include "base/log.h"

namespace assay::app {

class Assembly;

struct Arguments {
    QString course, data, renderDiagrams;
    QString exercise, lesson;   // what to open
    bool preview = false;       // `course` is being written; nothing is kept
    bool measureStart = false;  // prints when the lesson stood on the screen, then ends
    std::optional<int> exit;    // the words were wrong, or help was asked for
};

Arguments readArguments(int argc, char** argv);
QString versionText();
// Closes the debugging port unless a test asks for it (ASSAY_TEST_DEBUG_PORT), lets no flags in from outside, lets the
// engine start as root, switches accessibility on where it is needed. Returns a sentence for the log, or nothing.
QString prepareEnvironment(const Arguments& arguments, int& argc, char** argv);
void reportStart(const Arguments& arguments, Assembly& assembly, base::Log& log);

}  // namespace assay::app
