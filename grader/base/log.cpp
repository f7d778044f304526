#include "base/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <vector>

namespace assay::base {

namespace {

class Discard final : public Log {
    void write(LogLevel, std::string_view) override {}
};

class SpdLog final : public Log {
  public:
    explicit SpdLog(std::vector<spdlog::sink_ptr> sinks) : m_logger("assay", sinks.begin(), sinks.end()) {
        m_logger.set_level(spdlog::level::debug);
        m_logger.flush_on(spdlog::level::warn);
    }
    void write(LogLevel level, std::string_view message) override {
        m_logger.log(levelOf(level), spdlog::string_view_t(message.data(), message.size()));
    }

  private:
    static spdlog::level::level_enum levelOf(LogLevel level) {
        switch (level) {
            case LogLevel::Debug: return spdlog::level::debug;
            case LogLevel::Info: return spdlog::level::info;
            case LogLevel::Warning: return spdlog::level::warn;
            case LogLevel::Error: return spdlog::level::err;
        }
        return spdlog::level::info;
    }
    spdlog::logger m_logger;
};

}  // namespace

std::shared_ptr<Log> Log::discard() { return std::make_shared<Discard>(); }

std::shared_ptr<Log> Log::open(const fs::path& dataFolder, bool verboseToStderr) {
    std::vector<spdlog::sink_ptr> sinks;
    if (ensureFolder(dataFolder / "log", 0700)) {
        try {  // spdlog throws where the file cannot be opened; a read-only home may still grade
            auto file = std::make_shared<spdlog::sinks::rotating_file_sink_mt>((dataFolder / "log" / "assay.log").string(), 1 << 20, 3);
            file->set_level(spdlog::level::info);
            sinks.push_back(std::move(file));
        } catch (const spdlog::spdlog_ex&) {
        }
    }
    if (verboseToStderr) sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    if (sinks.empty()) return discard();
    return std::make_shared<SpdLog>(std::move(sinks));
}

}  // namespace assay::base
