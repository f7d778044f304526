// assay doctor: what this machine can and cannot do, tried and not guessed.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/paths.h"
#include "base/process.h"
#include "base/text.h"
#include "cli/command.h"
#include "course/text_layout.h"
#include "toolchain/go/cache.h"

namespace assay::cli {

namespace {

constexpr std::size_t kItemColumns = 34;

struct DoctorOptions {
    bool full = false, cleanCache = false;
};

class Doctor {
  public:
    Doctor(Workbench& bench, const DoctorOptions& options) : m_bench(bench), m_options(options) {}

    int run() {
        if (m_options.cleanCache)
            if (const int code = cleanCache(); code != kDone) return code;
        compiler();
        sandboxLevels();
        folders();
        courseFolder();
        if (m_bench.globals().json) printJson();
        else std::printf("\n%s\n", m_bad == 0 ? "Ready: learner code can be graded at level full." : "Not ready: see the lines marked ✕.");
        return m_bad == 0 ? kDone : kOurFault;
    }

  private:
    enum class Weight { Required, Note };
    void row(bool good, Weight weight, const std::string& item, const std::string& how, const std::string& fix = {}) {
        const char* mark = good ? "✓" : weight == Weight::Required ? "✕" : "·";
        if (!good && weight == Weight::Required) ++m_bad;
        if (m_bench.globals().json) {
            m_rows.push_back({{"item", base::safeText(base::trim(item))}, {"good", good}, {"required", weight == Weight::Required}, {"how", base::safeText(how)}, {"fix", good ? "" : base::safeText(fix)}});
            return;
        }
        const std::size_t width = course::displayWidth(item);
        const std::string gap = width <= kItemColumns ? std::string(kItemColumns - width, ' ') : "\n" + std::string(kItemColumns + 2, ' ');
        std::printf("%s %s%s %s\n", mark, item.c_str(), how.empty() ? "" : gap.c_str(), base::safeText(how).c_str());
        if (!good && !fix.empty()) std::printf("  %*s → %s\n", static_cast<int>(kItemColumns), "", base::safeText(fix).c_str());
        std::fflush(stdout);
    }

    // resources/schema/doctor.schema.json
    void printJson() const {
        const nlohmann::ordered_json all{{"schema", "assay.doctor/1"}, {"ready", m_bad == 0}, {"rows", m_rows}};
        std::printf("%s\n", all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
    }

    int cleanCache() {
        toolchain::GoCache cache(base::defaultCacheFolder(), {}, m_bench.log());
        if (auto cleaned = cache.clean(); !cleaned) return tell(cleaned.error());
        std::fputs("The compiler cache was removed; it is made again when it is needed.\n", m_bench.globals().json ? stderr : stdout);
        return kDone;
    }

    void compiler() {
        auto compiler = toolchain::findCompiler();
        row(compiler.has_value(), Weight::Required, "Go compiler", compiler ? compiler->version + " at " + compiler->command.string() : compiler.error().message,
            compiler ? "" : compiler.error().hint);
        if (!compiler) return;
        auto judge = m_bench.judge();
        Result<void> ready = judge ? Result<void>() : Result<void>(propagate(judge));
        if (judge) {
            ProgressLine line(m_bench, "doctor");
            ready = (*judge)->prepare(progressOn(line), m_bench.stop());
        }
        row(ready.has_value(), Weight::Required, "compiler cache", ready ? "prepared, plain and race, in " + (base::defaultCacheFolder() / "go").string() : ready.error().message,
            ready ? "" : ready.error().hint);
        fs::path gopls;  // the app takes no other: this one's version is known
        for (const char* place : {"gopls", "../libexec/assay/gopls"})
            if (const fs::path built = (base::executableFolder() / place).lexically_normal(); gopls.empty() && ::access(built.c_str(), X_OK) == 0) gopls = built;
        row(!gopls.empty(), Weight::Note, "gopls", gopls.empty() ? "not built: the editor works without completion" : gopls.string(), "`./run` installs it");
    }

    void sandboxLevels() {
        auto box = m_bench.sandbox();
        if (!box) return row(false, Weight::Required, "sandbox", box.error().message, box.error().hint);
        auto launcher = sandbox::findLauncher({});
        if (!launcher) return row(false, Weight::Required, "sandbox launcher", launcher.error().message, launcher.error().hint);
        for (const sandbox::Level level : {sandbox::Level::Full, sandbox::Level::Reduced}) {
            const Weight weight = level == sandbox::Level::Full ? Weight::Required : Weight::Note;
            auto isolation = (*box)->isolation(level);
            row(isolation.has_value(), weight, "isolation " + std::string(sandbox::name(level)), isolation ? "can be had" : isolation.error().message,
                isolation ? "" : isolation.error().hint);
            if (!isolation) continue;
            if (level == sandbox::Level::Full)
                for (const sandbox::IsolationItem& item : isolation->items) row(item.enforced, Weight::Note, "  " + item.item, item.how);
            for (const sandbox::ProbeResult& probe : sandbox::runProbes(**box, *launcher, level, m_options.full))
                row(probe.held, probe.required && level == sandbox::Level::Full ? Weight::Required : Weight::Note, "  tried: " + probe.item, probe.how, probe.fix);
        }
    }

    void folders() {
        const fs::path data = m_bench.dataFolder();
        auto made = base::ensureFolder(data, 0700);
        const bool writable = made && ::access(data.c_str(), W_OK) == 0;
        row(writable, Weight::Note, "data folder", data.string() + (writable ? "" : " cannot be written: progress is not kept"));
    }

    void courseFolder() {
        auto folder = m_bench.courseFolder();
        if (!folder) return row(false, Weight::Note, "course", folder.error().message, folder.error().hint);
        auto loaded = course::loadCourse(*folder, judge::kindSchemas());
        if (!loaded) return row(false, Weight::Note, "course", loaded.error().message, loaded.error().hint);
        const course::Course& c = loaded->course;
        row(loaded->usable(), Weight::Note, "course", c.title + " " + c.version + ": " + std::to_string(c.lessons.size()) + " lessons, " + std::to_string(c.exercises.size()) + " exercises, in " + folder->string(),
            "`assay check` lists its faults");
    }

    Workbench& m_bench;
    const DoctorOptions& m_options;
    int m_bad = 0;
    nlohmann::ordered_json m_rows = nlohmann::ordered_json::array();
};

}  // namespace

Command addDoctor(CLI::App& app) {
    auto options = std::make_shared<DoctorOptions>();
    CLI::App* parser = app.add_subcommand("doctor", "Say what this machine can and cannot do");
    parser->add_flag("--full", options->full, "Try every limit, also the slow ones");
    parser->add_flag("--clean-cache", options->cleanCache, "Remove the compiler cache first; it is made again");
    parser->footer(examples({{"assay doctor", "is this machine ready?"}, {"assay doctor --full", "the whole table, for a CI log"}, {"assay doctor --json", "the same for a program"}}) +
                   "\nEnds with 0 where learner code can be graded at level full, else 3. Lines marked · are notes.");
    return {parser, [options](Workbench& bench) { return Doctor(bench, *options).run(); }};
}

}  // namespace assay::cli
