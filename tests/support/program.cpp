#include "support/program.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "base/paths.h"

namespace assay::support {

namespace fs = base::fs;
using Clock = std::chrono::steady_clock;

fs::path assayProgram() {
    const char* bin = std::getenv("ASSAY_BIN");
    if (bin == nullptr) throw std::runtime_error("ASSAY_BIN names the folder of the built programs; ctest sets it");
    return fs::path(bin) / "assay";
}

fs::path sourceCourse(const std::string& name) { return fs::path(ASSAY_SOURCE_DIR) / "tests/support/courses" / name; }

Home::Home() : m_folder([] {
    auto made = base::TempFolder::create("home");
    if (!made) throw std::runtime_error(made.error().message);
    return std::move(*made);
}()) {}

std::vector<std::string> Home::environment(const std::vector<std::string>& more) const {
    const char* programs = std::getenv("PATH");
    std::vector<std::string> all{"HOME=" + path().string(), "XDG_DATA_HOME=" + (path() / "data").string(), "XDG_CONFIG_HOME=" + (path() / "config").string(),
                                 "XDG_CACHE_HOME=" + base::defaultCacheFolder().parent_path().string(), std::string("PATH=") + (programs != nullptr ? programs : "/usr/bin:/bin"),
                                 "TERM=vt100", "LANG=C.UTF-8"};
    for (const std::string& entry : more) {
        const std::string name = entry.substr(0, entry.find('=') + 1);
        std::erase_if(all, [&](const std::string& one) { return one.starts_with(name); });
        all.push_back(entry);
    }
    return all;
}

base::CommandOutcome Home::run(const std::vector<std::string>& arguments, const fs::path& workdir, const std::vector<std::string>& more) const {
    std::vector<std::string> argv{assayProgram().string()};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    base::CommandOptions options;
    options.workdir = workdir.empty() ? path() : workdir;
    options.environment = environment(more);
    options.timeoutMs = 120'000;
    auto outcome = base::runCommand(argv, options);
    if (!outcome) throw std::runtime_error(base::describe(outcome.error()));
    return std::move(*outcome);
}

void put(const fs::path& path, const std::string& text) {
    if (auto made = base::ensureFolder(path.parent_path()); !made) throw std::runtime_error(made.error().message);
    if (auto written = base::writeFile(path, text); !written) throw std::runtime_error(written.error().message);
}

std::string read(const fs::path& path) {
    auto text = base::readFile(path);
    if (!text) throw std::runtime_error(base::describe(text.error()));
    return std::move(*text);
}

std::vector<std::string> processesNaming(const std::string& text) {
    std::vector<std::string> found;
    std::error_code error;
    for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
        const std::string pid = at->path().filename().string();
        if (pid.find_first_not_of("0123456789") != std::string::npos || pid == std::to_string(::getpid())) continue;
        auto line = base::readFile(at->path() / "cmdline");
        auto environment = base::readFile(at->path() / "environ");
        std::error_code unreadable;
        const std::string workdir = fs::read_symlink(at->path() / "cwd", unreadable).string();
        if ((line && line->find(text) != std::string::npos) || (environment && environment->find(text) != std::string::npos) || workdir.find(text) != std::string::npos)
            found.push_back(pid + " " + (line ? *line : std::string()));
    }
    return found;
}

OnTerminal::OnTerminal(const std::vector<std::string>& argv, const std::vector<std::string>& environment, int width, int height) : m_vt(width, height) {
    std::vector<char*> arguments, variables;
    for (const std::string& one : argv) arguments.push_back(const_cast<char*>(one.c_str()));
    for (const std::string& one : environment) variables.push_back(const_cast<char*>(one.c_str()));
    arguments.push_back(nullptr);
    variables.push_back(nullptr);
    winsize size{};
    size.ws_col = static_cast<unsigned short>(width);
    size.ws_row = static_cast<unsigned short>(height);
    m_pid = ::forkpty(&m_master, nullptr, nullptr, &size);
    if (m_pid < 0) throw std::runtime_error("no pseudo terminal");
    if (m_pid == 0) {
        ::execve(arguments[0], arguments.data(), variables.data());
        ::_exit(127);
    }
    ::fcntl(m_master, F_SETFD, FD_CLOEXEC);
}

OnTerminal::~OnTerminal() {
    if (m_pid > 0) {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }
    ::close(m_master);
}

void OnTerminal::press(const std::string& keys) {
    if (::write(m_master, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size())) throw std::runtime_error("the terminal took no keys");
}

void OnTerminal::signal(int number) { ::kill(m_pid, number); }

void OnTerminal::resize(int width, int height) {
    winsize size{};
    size.ws_col = static_cast<unsigned short>(width);
    size.ws_row = static_cast<unsigned short>(height);
    m_vt = Vt(width, height);
    ::ioctl(m_master, TIOCSWINSZ, &size);
}

void OnTerminal::pump(int milliseconds) {
    pollfd poll{m_master, POLLIN, 0};
    if (::poll(&poll, 1, milliseconds) <= 0) return;
    char buffer[65536];
    const ssize_t size = ::read(m_master, buffer, sizeof buffer);
    if (size > 0) m_vt.feed({buffer, static_cast<std::size_t>(size)});
    else ::poll(nullptr, 0, milliseconds);  // its end: nobody has the terminal open any more
}

bool OnTerminal::sees(const std::string& text, int milliseconds) {
    const auto until = Clock::now() + std::chrono::milliseconds(milliseconds);
    while (m_vt.text().find(text) == std::string::npos) {
        if (Clock::now() > until) return false;
        pump(20);
        if (!m_vt.unknown().empty()) throw std::runtime_error("the terminal of the tests does not know" + m_vt.unknown());
    }
    return true;
}

std::string OnTerminal::screen() {
    pump(0);
    return m_vt.text();
}

int OnTerminal::end(int milliseconds) {
    const auto until = Clock::now() + std::chrono::milliseconds(milliseconds);
    int status = 0;
    while (::waitpid(m_pid, &status, WNOHANG) != m_pid) {
        if (Clock::now() > until) return -1000;
        pump(20);
    }
    m_pid = -1;
    pump(0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool OnTerminal::cooked() const {
    termios state{};
    return ::tcgetattr(m_master, &state) == 0 && (state.c_lflag & (ICANON | ECHO)) == (ICANON | ECHO);
}

}  // namespace assay::support
