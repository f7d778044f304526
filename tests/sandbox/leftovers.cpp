#include "leftovers.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "base/hash.h"
#include "base/text.h"

namespace assay::corpus {

namespace {

std::vector<pid_t> children() {
    std::vector<pid_t> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc", error)) {
        const std::string name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        std::ifstream stat(entry.path() / "stat");
        std::string text;
        std::getline(stat, text);
        const std::size_t close = text.rfind(')');
        if (close == std::string::npos) continue;
        char state = 0;
        int parent = 0;
        if (std::sscanf(text.c_str() + close + 1, " %c %d", &state, &parent) == 2 && parent == ::getpid()) found.push_back(std::stoi(name));
    }
    return found;
}

std::string nameOf(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/comm");
    std::string name;
    std::getline(file, name);
    return name.empty() ? "?" : name;
}

// A folder of a living process is locked, but for the moments after it was made and before it is removed: on a busy machine
// another grading can be met there.
bool isAbandoned(const fs::path& folder) {
    for (int tries = 0; tries < 10; ++tries) {
        const base::UniqueFd fd(::open((folder / ".lock").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
        if (!fd || ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return false;
        ::flock(fd.get(), LOCK_UN);
        ::usleep(200'000);
    }
    return true;
}

void addNamed(std::set<std::string>& into, const fs::path& folder, const std::string& prefix) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (entry.path().filename().string().starts_with(prefix)) into.insert(entry.path().string());
}

void addGroups(std::set<std::string>& into, const fs::path& folder, int depth) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (!entry.is_directory(error) || entry.is_symlink(error)) continue;
        if (entry.path().filename().string().starts_with("assay-run-")) into.insert(entry.path().string());
        else if (depth > 0) addGroups(into, entry.path(), depth - 1);
    }
}

// "…/assay-run-PID-N": one is made before its process enters it and removed afterwards, by the grader PID. Where that lives,
// it is not left behind: another grading of this machine is at work.
bool hasOwner(const std::string& group) {
    const std::string name = group.substr(group.rfind('/') + 1);
    const std::string pid = name.substr(std::string("assay-run-").size());
    std::error_code error;
    return fs::exists("/proc/" + pid.substr(0, pid.find('-')), error);
}

bool hasProcesses(const std::string& group) {
    std::ifstream file(group + "/cgroup.procs");
    std::string line;
    return static_cast<bool>(std::getline(file, line));
}

}  // namespace

void adoptOrphans() { ::prctl(PR_SET_CHILD_SUBREAPER, 1); }

std::vector<std::string> orphans() {
    std::vector<std::string> names;
    for (;;) {
        const std::vector<pid_t> left = children();
        if (left.empty()) return names;
        for (const pid_t pid : left) {
            names.push_back(nameOf(pid));
            ::kill(pid, SIGKILL);
            while (::waitpid(pid, nullptr, __WALL) < 0 && errno == EINTR) {
            }
        }
    }
}

Traces Traces::now() {
    Traces traces;
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);) traces.mounts.insert(line);
    addGroups(traces.groups, "/sys/fs/cgroup", 4);
    const std::string own = "assay-" + std::to_string(::getuid()) + "-";
    for (const char* root : {"/dev/shm", "/tmp"}) addNamed(traces.folders, root, own);
    return traces;
}

std::vector<std::string> Traces::addedSince() const {
    std::vector<std::string> added;
    const Traces after = now();
    for (const std::string& mount : after.mounts)
        if (!mounts.contains(mount) && mount.find("assay") != std::string::npos) added.push_back("mount " + mount);
    for (const std::string& group : after.groups)
        if (std::error_code error; !groups.contains(group) && !hasOwner(group) && fs::exists(group, error) && !hasProcesses(group))
            added.push_back("control group " + group);
    for (const std::string& folder : after.folders)
        if (!folders.contains(folder) && folder.find("-corpus-") == std::string::npos && isAbandoned(folder)) added.push_back("temporary folder " + folder);
    return added;
}

Listing listing(const fs::path& folder, std::size_t most) {
    Listing all;
    std::error_code error;
    for (auto it = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
        struct stat info {};
        if (::lstat(it->path().c_str(), &info) != 0) continue;
        std::string what = std::to_string(info.st_mode) + " " + std::to_string(info.st_uid) + " " + std::to_string(info.st_size);
        if (S_ISREG(info.st_mode) && info.st_size < (4 << 20))
            if (auto content = base::readFile(it->path())) what += " " + base::Hasher().add(*content).hex();
        all[it->path().lexically_relative(folder).string()] = what;
        if (all.size() >= most) break;
    }
    return all;
}

std::string firstDifference(const Listing& before, const Listing& after) {
    for (const auto& [name, what] : before) {
        const auto found = after.find(name);
        if (found == after.end()) return base::quote(name) + " is gone";
        if (found->second != what) return base::quote(name) + " was changed";
    }
    for (const auto& [name, what] : after)
        if (!before.contains(name)) return base::quote(name) + " is new";
    return {};
}

}  // namespace assay::corpus
