// Theory of operation. Each case runs in a process of its own (fork), which adopts whatever its gradings leave behind, so
// that what is left can be told case by case while several run at once. This process only deals them out and counts. The
// verdicts come from the built program with its real sandbox, by the command that a learner uses.

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "base/paths.h"
#include "base/process.h"
#include "base/text.h"
#include "checks/kind.h"
#include "grading.h"
#include "leftovers.h"
#include "load.h"

namespace {

using namespace assay;
using namespace assay::corpus;
using nlohmann::json;

struct Options {
    int jobs = 2, repeat = 1, from = 1, upTo = 99, busy = 0;
    std::string only = "*", level, part = "all", bin = ASSAY_BIN_DIR, source = ASSAY_SOURCE_DIR;
    bool list = false, verbose = false;
};

struct Job {
    const Case* one = nullptr;
    std::string level;
};
struct Running {
    std::size_t job = 0;
    base::UniqueFd from;
    std::string text;
    LoadMeter load;
};

class Corpus {
  public:
    Corpus(const Options& options, Tools tools, Secrets secrets, std::vector<Job> jobs)
        : m_options(options), m_tools(std::move(tools)), m_secrets(std::move(secrets)), m_jobs(std::move(jobs)) {}

    int run() {
        const Burners burners(m_options.busy);
        std::size_t next = 0;
        while (next < m_jobs.size() || !m_running.empty()) {
            while (next < m_jobs.size() && m_running.size() < static_cast<std::size_t>(m_options.jobs)) start(next++);
            collect();
        }
        return summary();
    }

  private:
    void start(std::size_t job) {
        auto pipe = base::makePipe();
        if (!pipe) std::abort();
        const pid_t pid = ::fork();
        if (pid < 0) std::abort();
        if (pid == 0) {
            adoptOrphans();
            const Finding finding = runCase(m_tools, m_secrets, *m_jobs[job].one, m_jobs[job].level);
            const json out{{"faults", finding.faults}, {"verdict", finding.verdict}, {"ms", finding.milliseconds}, {"limits", finding.limits}};
            const bool told = bool(base::writeAll(pipe->write.get(), out.dump(-1, ' ', false, json::error_handler_t::replace)));
            ::_exit(told ? 0 : 1);
        }
        m_running[pid] = {job, std::move(pipe->read), {}, {}};
    }

    void collect() {
        std::vector<pollfd> polled;
        for (const auto& [pid, running] : m_running) polled.push_back({running.from.get(), POLLIN, 0});
        if (::poll(polled.data(), polled.size(), 100) < 0 && errno != EINTR) std::abort();
        std::vector<pid_t> ended;
        std::size_t at = 0;
        for (auto& [pid, running] : m_running) {
            running.load.sample();
            if (polled[at++].revents == 0) continue;
            char buffer[65536];
            const ssize_t n = ::read(running.from.get(), buffer, sizeof buffer);
            if (n > 0) running.text.append(buffer, static_cast<std::size_t>(n));
            if (n == 0) ended.push_back(pid);
        }
        for (const pid_t pid : ended) {
            ::waitpid(pid, nullptr, 0);
            take(m_running.at(pid));
            m_running.erase(pid);
        }
    }

    void take(const Running& running) {
        const Job& job = m_jobs[running.job];
        const std::string name = job.one->name + (job.level == "full" ? "" : " [" + job.level + "]");
        const json result = json::parse(running.text, nullptr, false);
        std::vector<std::string> faults{"the runner of this case died"};
        if (result.is_object()) faults = result["faults"].get<std::vector<std::string>>();
        const int ms = result.is_object() ? result["ms"].get<int>() : 0;
        if (result.is_object()) lookAtTime(ms, result["limits"].get<int>(), running.load.stretch(), faults);
        const std::string verdict = result.is_object() ? result["verdict"].get<std::string>() : "";
        ++m_done;
        if (ms > m_slowest) m_slowest = ms, m_slowestName = name;
        if (m_options.verbose || !faults.empty())
            std::printf("%s %-44s %-14s %5.1f s\n", faults.empty() ? "ok  " : "BAD ", name.c_str(), verdict.c_str(), ms / 1000.0);
        for (const std::string& fault : faults) std::printf("      %s\n", base::safeText(fault).c_str());
        if (!faults.empty()) m_wrong.push_back(byHand(m_tools, *job.one, job.level));
        std::fflush(stdout);
    }

    // Nothing hangs: a grading ends within the limits of what it runs, and 3 s for all else. Where more programs want a processor
    // than there are (ours, with --jobs and --busy, and others'), both are stretched: the limits as the grader does itself.
    void lookAtTime(int ms, int limits, double stretch, std::vector<std::string>& faults) {
        const int bound = static_cast<int>(limits * std::min(stretch, 2.5) + 3000 * stretch);
        m_stretch = std::max(m_stretch, stretch);
        if (ms > bound)
            faults.push_back("took " + std::to_string(ms) + " ms, limits and 3 s are " + std::to_string(bound) + " ms (stretched by " + std::to_string(stretch) + ")");
    }

    int summary() const {
        std::printf("%zu gradings of the corpus, %zu wrong; the longest took %.1f s (%s); up to %.1f programs for each processor\n", m_done, m_wrong.size(),
                    m_slowest / 1000.0, m_slowestName.c_str(), m_stretch);
        for (const std::string& command : m_wrong) std::printf("  alone: %s\n", command.c_str());
        return m_wrong.empty() ? 0 : 1;
    }

    const Options& m_options;
    Tools m_tools;
    Secrets m_secrets;
    std::vector<Job> m_jobs;
    std::map<pid_t, Running> m_running;
    std::vector<std::string> m_wrong;
    std::size_t m_done = 0;
    int m_slowest = 0;
    double m_stretch = 1;
    std::string m_slowestName;
};

// The prepared compilers. Other versions of Assay on this machine may prepare theirs meanwhile: what is new beside those
// of `known` does not count.
Listing cacheListing(const Listing& known) {
    Listing all = listing(base::defaultCacheFolder() / "go", std::numeric_limits<std::size_t>::max()), kept;
    for (const auto& [name, what] : all) {
        const std::string top = name.substr(0, name.find('/'));
        if (top.starts_with("go") && (known.empty() || known.contains(top))) kept[name] = what;
    }
    return kept;
}

// Packages of other platforms are compiled once for a user, by the first who needs them. That is no part of a case's time, as
// preparing the compilers is none.
bool preparePlatforms(const Tools& tools) {
    for (const course::Exercise& exercise : tools.course.exercises) {
        if (std::ranges::none_of(exercise.checks, [](const course::Check& check) { return check.kind == "crossbuild"; })) continue;
        auto graded = base::runCommand({tools.assay.string(), "grade", exercise.id, (exercise.folder / "solution").string(), "--course", tools.folder.string(), "--quiet"}, {});
        if (!graded || graded->exitCode != 0) return std::fprintf(stderr, "the solution of %s does not pass\n", exercise.id.c_str()), false;
    }
    return true;
}

bool wanted(const Options& options, const Case& one, const std::string& level) {
    if (!base::globMatch(options.only, one.name) || one.kind < options.from || one.kind > options.upTo) return false;
    if (options.part == "quick" && one.slow) return false;
    if (options.part == "slow" && !one.slow) return false;
    if (one.asRoot && ::getuid() != 0) return false;
    return options.level.empty() || options.level == level;
}

std::vector<Job> jobsOf(const Options& options, const std::vector<Case>& cases) {
    std::vector<Job> jobs;
    for (int round = 0; round < options.repeat; ++round)
        for (const bool slowOnes : {true, false})  // the longest first, so that none is left over at the end
            for (const Case& one : cases)
                for (const std::string& level : one.levels)
                    if (one.slow == slowOnes && wanted(options, one, level)) jobs.push_back({&one, level});
    return jobs;
}

void list(const std::vector<Job>& jobs) {
    std::map<int, int> kinds;
    for (const Job& job : jobs) {
        std::printf("%-44s %-8s %s\n", job.one->name.c_str(), job.level.c_str(), base::join(job.one->verdicts, " or ").c_str());
        ++kinds[job.one->kind];
    }
    std::printf("%zu gradings, kinds:", jobs.size());
    for (const auto& [kind, count] : kinds) std::printf(" %d×%d", kind, count);
    std::printf("\n");
}

int runCorpus(const Options& options) {
    const fs::path folder = fs::absolute(options.source) / "tests" / "sandbox";
    auto cases = readCases(folder / "corpus");
    auto words = base::readFile(folder / "course" / "secrets.txt");
    if (!cases || !words) return std::fprintf(stderr, "%s\n", base::describe(!cases ? cases.error() : words.error()).c_str()), 2;
    std::vector<Job> jobs = jobsOf(options, *cases);
    if (options.list) return list(jobs), 0;
    if (jobs.empty()) return std::fprintf(stderr, "no case is named %s\n", options.only.c_str()), 2;
    auto course = course::loadCourse(folder / "course", checks::kindSchemas());
    if (!course || !course->usable()) return std::fprintf(stderr, "the corpus' own course cannot be read\n"), 2;
    Tools tools{fs::absolute(options.bin) / "assay", folder / "course", std::move(course->course)};
    if (!preparePlatforms(tools)) return 2;
    const Listing cache = cacheListing({});
    std::vector<std::string> secrets;
    for (const std::string& word : base::splitLines(*words))
        if (!word.empty()) secrets.push_back(word);
    const int code = Corpus(options, std::move(tools), Secrets(secrets), std::move(jobs)).run();
    if (const std::string changed = firstDifference(cache, cacheListing(cache)); !changed.empty())
        return std::printf("the compiler cache was changed: %s\n", changed.c_str()), 1;
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app("Grades the corpus of hostile and innocent programs and compares the verdicts with the right ones");
    app.add_option("--jobs", options.jobs, "How many cases at once")->check(CLI::Range(1, 64));
    app.add_option("--busy", options.busy, "Keep so many processors busy meanwhile")->check(CLI::Range(0, 64));
    app.add_option("--repeat", options.repeat, "How often each")->check(CLI::Range(1, 1000));
    app.add_option("--only", options.only, "Cases of this name: a pattern with * and ?");
    app.add_option("--from", options.from, "Only kinds from this number on");
    app.add_option("--up-to", options.upTo, "Only kinds up to this number");
    app.add_option("--level", options.level, "Only gradings at this level")->check(CLI::IsMember({"full", "reduced"}));
    app.add_option("--part", options.part, "all; quick: those that meet no time limit; slow: the others")->check(CLI::IsMember({"all", "quick", "slow"}));
    app.add_option("--bin", options.bin, "Where the program assay lies");
    app.add_option("--source", options.source, "The project's folder");
    app.add_flag("--list", options.list, "Name the cases and grade none");
    app.add_flag("--verbose", options.verbose, "Name also those that are right");
    CLI11_PARSE(app, argc, argv);
    return runCorpus(options);
}
