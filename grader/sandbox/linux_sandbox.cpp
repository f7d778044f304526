// Theory of operation. A run is prepared here and followed in run_loop.cpp; what builds the walls is the launcher (read
// launcher/launcher_main.cpp first). The parts:
//
//   orders_writer   the request, checked and turned into the launcher's orders (a memfd)
//   bubblewrap      the namespaces and the mount view, as bwrap's arguments
//   syscall_filter  the list of allowed system calls, compiled once for each profile
//   cgroup          a control group for the run, where one can be had
//   spawn           starts the supervisor; its ends of the pipes
//   run_loop        reads, counts, ends the run at a limit, tells how it ended
//   machine         what this machine can enforce, and the sentence that mends what it cannot
//
// Nothing is ever weaker than asked: what cannot be enforced at a level is an Error before the program starts. Landlock at
// level Full is a second fence and taken where it is there; at Reduced it is the only fence around files, so a kernel
// without it is refused.

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <mutex>

#include "base/paths.h"
#include "base/text.h"
#include "sandbox/isolation.h"
#include "sandbox/orders_writer.h"
#include "sandbox/run_loop.h"
#include "sandbox/syscall_filter.h"
#include "sandbox/view.h"

namespace assay::sandbox {

namespace {

using base::ErrorCode;
using base::fail;

class LinuxSandbox final : public Sandbox {
  public:
    explicit LinuxSandbox(SandboxConfig config)
        : m_config(std::move(config)), m_machine(examineMachine(m_config.bubblewrap)) {}

    Result<Outcome> run(const Request& request, Observer& observer, std::stop_token stop) override;
    Result<Isolation> isolation(Level level) override;

  private:
    Result<void> possible(Level level) const;
    Result<std::string> filterFor(const Request& request);
    CgroupProvider* cgroups();
    Result<void> tryOut(Level level);
    void closeLater(Supervisor supervisor);

    const SandboxConfig m_config;
    const Machine m_machine;
    std::mutex m_mutex;  // guards all below
    std::array<std::string, 4> m_filters;
    std::unique_ptr<CgroupProvider> m_cgroups;
    bool m_cgroupsSought = false;
    std::array<bool, 3> m_proven{};  // by level: a program has been started
    std::vector<Supervisor> m_closing;
};

// What can be known without trying.
Result<void> LinuxSandbox::possible(Level level) const {
    if (level == Level::None) return {};
    if (level == Level::Full && m_machine.bubblewrap.empty()) return base::Failure(bubblewrapMissing());
    if (!m_machine.seccomp)
        return fail(ErrorCode::Unsupported, "this kernel has no system call filter (seccomp)",
                    "use a kernel built with CONFIG_SECCOMP_FILTER, or --isolation none for your own code");
    if (m_machine.root && m_machine.userCount == 0)
        return fail(ErrorCode::Unsupported, "there is no unprivileged user here for programs to run as",
                    "run assay as an ordinary user, or in a container that maps users up to 65535");
    if (level == Level::Reduced && m_machine.landlock == 0)
        return fail(ErrorCode::Unsupported, "level reduced needs Landlock, and this kernel has none or has it switched off",
                    "use Linux 5.13 or newer with landlock in its lsm= list, or --isolation full");
    return {};
}

Result<std::string> LinuxSandbox::filterFor(const Request& request) {
    if (request.level == Level::None) return std::string();
    const bool full = request.level == Level::Full, starts = request.limits.mayStartPrograms;
    const FilterProfile profile{starts, full, !full && !starts && !m_machine.root};
    const std::lock_guard lock(m_mutex);
    std::string& filter = m_filters[(profile.mayStartPrograms ? 1 : 0) + (profile.ownNetwork ? 2 : 0)];
    if (!filter.empty()) return filter;
    auto compiled = compileFilter(profile);
    if (compiled) filter = *compiled;
    return compiled;
}

CgroupProvider* LinuxSandbox::cgroups() {
    const std::lock_guard lock(m_mutex);
    if (!m_cgroupsSought && m_config.useCgroups) m_cgroups = findCgroups();
    m_cgroupsSought = true;
    return m_cgroups.get();
}

// Below level Full: what stands for the private tmpfs. Its own mode lets the run's user through but lists nothing.
Result<base::TempFolder> privateFolders() {
    auto folder = base::TempFolder::create("run");
    if (!folder) return folder;
    for (const char* name : {"work", "tmp"})
        if (::mkdir((folder->path() / name).c_str(), 0700) != 0)
            return base::failErrno(ErrorCode::Io, "cannot make a private folder", errno);
    ::chmod(folder->path().c_str(), 0711);
    return folder;
}

Result<Outcome> LinuxSandbox::run(const Request& request, Observer& observer, std::stop_token stop) {
    if (auto can = possible(request.level); !can) return base::propagate(can);
    auto launcher = findLauncher(m_config.launcher);
    if (!launcher) return base::propagate(launcher);
    auto filter = filterFor(request);
    if (!filter) return base::propagate(filter);

    const bool full = request.level == Level::Full;
    std::optional<base::TempFolder> folders;
    if (!full) {
        auto made = privateFolders();
        if (!made) return base::propagate(made);
        folders = std::move(*made);
    }
    auto orders = writeOrders({m_machine, request, *launcher, folders ? folders->path() : fs::path(), *filter});
    if (!orders) return base::propagate(orders);

    auto supervisor = Supervisor::start(*launcher, *orders, request);
    if (!supervisor) return base::propagate(supervisor);
    auto outcome = watchRun(*supervisor, {m_machine, request, observer, stop, full ? cgroups() : nullptr});
    if (outcome) {
        closeLater(std::move(*supervisor));
        const std::lock_guard lock(m_mutex);
        m_proven[static_cast<std::size_t>(request.level)] = true;
    } else if (m_config.log) {
        m_config.log->error("sandbox: " + base::describe(outcome.error()));
    }
    return outcome;
}

// The program's processes have ended, but the kernel takes longer to clear away its namespaces than a short run takes.
// That goes on while the caller works; those that are done are let go here, and the rest with the Sandbox.
void LinuxSandbox::closeLater(Supervisor supervisor) {
    supervisor.close();
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_closing, [](const Supervisor& one) { return one.ended(); });
    m_closing.push_back(std::move(supervisor));
}

// Namespaces can be refused in more ways than can be asked after, so one empty program is run.
Result<void> LinuxSandbox::tryOut(Level level) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_proven[static_cast<std::size_t>(level)]) return {};
    }
    auto launcher = findLauncher(m_config.launcher);
    if (!launcher) return base::propagate(launcher);
    Request request;
    request.argv = {"/probe"};  // without orders it says so and ends with 2
    request.mounts = {{*launcher, "/probe", false}};
    request.level = level;
    Observer observer;
    auto outcome = run(request, observer, {});
    if (!outcome) return base::propagate(outcome);
    if (outcome->end != End::Exited || outcome->exitCode != 2)
        return fail(ErrorCode::Internal, "a program that does nothing did not end well in the sandbox");
    return {};
}

Result<Isolation> LinuxSandbox::isolation(Level level) {
    if (auto can = possible(level); !can) return base::propagate(can);
    if (auto tried = tryOut(level); !tried) return base::propagate(tried);
    return describeIsolation(level, m_machine, level == Level::Full ? cgroups() : nullptr);
}

}  // namespace

Result<fs::path> findLauncher(const fs::path& configured) {
    std::vector<fs::path> places{configured};
    if (configured.empty()) {
        places = {base::executableFolder() / "assay-launcher", base::executableFolder() / "../bin/assay-launcher",
                  base::executableFolder() / "../libexec/assay/assay-launcher"};
        if (const char* folder = ::getenv("ASSAY_BIN"); folder != nullptr && *folder == '/')
            places.push_back(fs::path(folder) / "assay-launcher");
    }
    for (const fs::path& place : places)
        if (::access(place.c_str(), X_OK) == 0) return fs::weakly_canonical(place);
    return fail(ErrorCode::Internal, "the launcher of the sandbox is missing: " + base::quote(places.front().string()),
                "build the target assay-launcher, or install assay again");
}

std::unique_ptr<Sandbox> makeLinuxSandbox(SandboxConfig config) { return std::make_unique<LinuxSandbox>(std::move(config)); }

}  // namespace assay::sandbox
