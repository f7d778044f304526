#include "base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>

#include "base/text.h"

extern char** environ;

namespace assay::base {

fs::path findProgram(std::string_view name) {
    if (name.find('/') != std::string_view::npos) return fs::path(name);
    const char* variable = std::getenv("PATH");
    std::string_view rest = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
    while (!rest.empty()) {
        const std::size_t end = rest.find(':');
        const fs::path candidate = fs::path(rest.substr(0, end)) / name;
        std::error_code error;
        if (candidate.is_absolute() && fs::is_regular_file(candidate, error) && ::access(candidate.c_str(), X_OK) == 0) return candidate;
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    return {};
}

namespace {

std::vector<char*> pointers(const std::vector<std::string>& strings) {
    std::vector<char*> out;
    for (const std::string& s : strings) out.push_back(const_cast<char*>(s.c_str()));
    out.push_back(nullptr);
    return out;
}

// One child with its three pipes. Its process group dies with this object.
class Child {
  public:
    Result<void> start(const fs::path& program, const std::vector<std::string>& argv, const CommandOptions& options);
    ~Child() { kill(); }
    void kill() {
        if (m_pid <= 0) return;
        ::kill(-m_pid, SIGKILL);
        reap();
    }
    int reap() {
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
        }
        m_pid = -1;
        return status;
    }
    UniqueFd in, out, err;

  private:
    pid_t m_pid = -1;
};

Result<void> Child::start(const fs::path& program, const std::vector<std::string>& argv, const CommandOptions& options) {
    auto input = makePipe(), output = makePipe(), errors = makePipe();
    if (!input || !output || !errors) return fail(ErrorCode::Io, "cannot make pipes for " + quote(program.string()));
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, input->read.get(), 0);
    posix_spawn_file_actions_adddup2(&actions, output->write.get(), 1);
    posix_spawn_file_actions_adddup2(&actions, errors->write.get(), 2);
    if (!options.workdir.empty()) posix_spawn_file_actions_addchdir_np(&actions, options.workdir.c_str());
    sigset_t none, defaults;
    sigemptyset(&none);
    sigfillset(&defaults);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::vector<char*> environment = pointers(options.environment);
    const int error = ::posix_spawn(&m_pid, program.c_str(), &actions, &attributes, pointers(argv).data(),
                                    options.environment.empty() ? environ : environment.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        m_pid = -1;
        return failErrno(ErrorCode::Io, "cannot start " + quote(program.string()), error);
    }
    in = std::move(input->write);
    out = std::move(output->read);
    err = std::move(errors->read);
    for (const UniqueFd* fd : {&in, &out, &err}) ::fcntl(fd->get(), F_SETFL, O_NONBLOCK);
    return {};
}

// Reads what there is; false at the end of the stream.
bool drain(UniqueFd& fd, std::string& into, std::size_t limit) {
    char buffer[16384];
    const ssize_t n = ::read(fd.get(), buffer, sizeof buffer);
    if (n > 0) into.append(buffer, std::min(static_cast<std::size_t>(n), limit - std::min(limit, into.size())));
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (n <= 0) fd.reset();
    return n > 0;
}

void feed(UniqueFd& fd, std::string_view& rest) {
    const ssize_t n = rest.empty() ? 0 : ::write(fd.get(), rest.data(), rest.size());
    if (n > 0) rest.remove_prefix(static_cast<std::size_t>(n));
    if (rest.empty() || (n < 0 && errno != EAGAIN && errno != EINTR)) fd.reset();
}

void tellLines(std::size_t& told, const CommandOutcome& outcome, const CommandOptions& options) {
    if (!options.onOutLine) return;
    for (std::size_t end; (end = outcome.out.find('\n', told)) != std::string::npos; told = end + 1)
        options.onOutLine(std::string_view(outcome.out).substr(told, end - told));
}

}  // namespace

Result<CommandOutcome> runCommand(const std::vector<std::string>& argv, const CommandOptions& options, std::stop_token stop) {
    const fs::path program = findProgram(argv.at(0));
    if (program.empty()) return fail(ErrorCode::NotFound, "program " + quote(argv[0]) + " is not in PATH");
    Child child;
    if (auto started = child.start(program, argv, options); !started) return propagate(started);
    CommandOutcome outcome;
    std::string_view input = options.input;
    std::size_t told = 0;
    using clock = std::chrono::steady_clock;
    const auto begin = clock::now();
    while (child.out || child.err) {
        pollfd polled[3] = {{child.out.get(), POLLIN, 0}, {child.err.get(), POLLIN, 0}, {child.in.get(), POLLOUT, 0}};
        const int ready = ::poll(polled, 3, 50);
        if (ready < 0 && errno != EINTR) return failErrno(ErrorCode::Io, "cannot wait for " + quote(argv[0]), errno);
        if (stop.stop_requested()) return fail(ErrorCode::Canceled, "cancelled");
        if (options.timeoutMs > 0 && clock::now() - begin > std::chrono::milliseconds(options.timeoutMs))
            return fail(ErrorCode::Internal, quote(argv[0]) + " took longer than " + std::to_string(options.timeoutMs / 1000) + " s");
        if (child.out && polled[0].revents != 0) drain(child.out, outcome.out, options.maxOutput);
        if (child.err && polled[1].revents != 0) drain(child.err, outcome.err, options.maxOutput);
        if (child.in && (polled[2].revents != 0 || input.empty())) feed(child.in, input);
        tellLines(told, outcome, options);
    }
    const int status = child.reap();
    if (WIFEXITED(status)) outcome.exitCode = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
    return outcome;
}

}  // namespace assay::base
