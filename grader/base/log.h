// Role: the log. A rotated file in the data folder, and stderr with --verbose. Never holds a learner's sources, outputs or
// secrets: only what we did, with names escaped by the callee. Threads: safe.
#pragma once

#include <memory>
#include <string_view>

#include "base/fs.h"

namespace assay::base {

enum class LogLevel { Debug, Info, Warning, Error };

class Log {
  public:
    static std::shared_ptr<Log> discard();
    // A folder that cannot be written is no error: the log goes nowhere then, since a read-only home may grade.
    static std::shared_ptr<Log> open(const fs::path& dataFolder, bool verboseToStderr);
    virtual ~Log() = default;
    virtual void write(LogLevel level, std::string_view message) = 0;
    void debug(std::string_view message) { write(LogLevel::Debug, message); }
    void info(std::string_view message) { write(LogLevel::Info, message); }
    void warn(std::string_view message) { write(LogLevel::Warning, message); }
    void error(std::string_view message) { write(LogLevel::Error, message); }
};

}  // namespace assay::base
