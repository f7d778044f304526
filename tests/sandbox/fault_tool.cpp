// Role: runs a program in a world that fails in one way, for faults.sh:
//   fault_tool no-seccomp PROGRAM…     no system call filter can be loaded, by the program and all that it starts
//   fault_tool kill NAME PROGRAM…      the first descendant of that name is killed; ends as the program does, or with 99 where
//                                      there was none

#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace {

void refuseFilters() {
    scmp_filter_ctx rules = seccomp_init(SCMP_ACT_ALLOW);
    const scmp_arg_cmp setsFilter{0, SCMP_CMP_EQ, PR_SET_SECCOMP, 0};
    const bool made = rules != nullptr && seccomp_rule_add(rules, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(seccomp), 0) == 0 &&
                      seccomp_rule_add(rules, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, setsFilter) == 0 &&
                      seccomp_load(rules) == 0;
    if (!made) {
        std::fprintf(stderr, "fault_tool: cannot load a filter\n");
        std::exit(98);
    }
}

int parentOf(int pid, std::string& name) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(file, text);
    const std::size_t open = text.find('('), close = text.rfind(')');
    if (close == std::string::npos) return 0;
    name = text.substr(open + 1, close - open - 1);
    char state = 0;
    int parent = 0;
    return std::sscanf(text.c_str() + close + 1, " %c %d", &state, &parent) == 2 ? parent : 0;
}

bool descends(int pid, int from) {
    std::string ignored;
    while (pid > 1 && pid != from) pid = parentOf(pid, ignored);
    return pid == from;
}

bool killFirst(std::string_view wanted) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
        const int pid = std::atoi(entry.path().filename().c_str());
        std::string name;
        if (pid > 1 && parentOf(pid, name) > 0 && name == wanted && descends(pid, ::getpid())) return ::kill(pid, SIGKILL) == 0;
    }
    return false;
}

int killOne(std::string_view wanted, char** program) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::execvp(program[0], program);
        ::_exit(97);
    }
    bool killed = false;
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
        if (!killed) killed = killFirst(wanted);
        ::usleep(500);
    }
    if (!killed) return 99;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 96;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view what = argc > 2 ? argv[1] : "";
    if (what == "kill" && argc > 3) return killOne(argv[2], argv + 3);
    if (what != "no-seccomp") return std::fprintf(stderr, "fault_tool: no such fault\n"), 98;
    refuseFilters();
    ::execvp(argv[2], argv + 2);
    return 97;
}
