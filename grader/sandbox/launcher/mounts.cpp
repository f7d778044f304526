// The private folders of a run at level Full: /tmp and the working folder on one tmpfs, so that both count together, with
// a limit of bytes and of inodes. Done by init, which still has its capabilities within the namespaces.

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/launcher/launcher.h"

namespace assay::sandbox::launcher {

namespace {

// noexec: what a program writes, it cannot start, whatever else fails.
constexpr unsigned long tmpFlags = MS_NOSUID | MS_NODEV | MS_NOEXEC;

void bind(const char* from, const char* to) {
    if (mount(from, to, nullptr, MS_BIND, nullptr) != 0) giveUp("cannot mount", to);
}

void makeFolder(const char* path, uid_t user) {
    if (mkdir(path, 0700) != 0) giveUp("cannot make folder", path);
    if (user != 0 && chown(path, user, user) != 0) giveUp("cannot give away folder", path);
}

// Makes the folders above `path` below the open folder `base`.
void makeParents(int base, char* path) {
    for (char* slash = strchr(path, '/'); slash != nullptr; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        if (mkdirat(base, path, 0755) != 0 && errno != EEXIST) giveUp("cannot make folder", path);
        *slash = '/';
    }
}

void writeOne(int base, const Text& name, const Text& content) {
    char path[PATH_MAX];
    if (name.size >= sizeof path) {
        errno = ENAMETOOLONG;
        giveUp("initial file", name.bytes);
    }
    memcpy(path, name.bytes, name.size + 1);
    makeParents(base, path);
    if (name.size > 0 && path[name.size - 1] == '/') return;  // a folder
    const int fd = openat(base, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0) giveUp("cannot write initial file", path);
    for (std::size_t done = 0; done < content.size;) {
        const ssize_t n = write(fd, content.bytes + done, content.size - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) giveUp("cannot write initial file", path);
        done += static_cast<std::size_t>(n);
    }
    close(fd);
}

}  // namespace

void buildPrivateFolders(const Plan& plan) {
    const Orders& orders = *plan.orders;
    const auto user = static_cast<uid_t>(orders.runUser);
    char options[160];
    snprintf(options, sizeof options, "mode=0755,size=%llu,nr_inodes=%llu",
             static_cast<unsigned long long>(orders.tmpBytes), static_cast<unsigned long long>(orders.tmpFiles));
    if (mount("tmpfs", "/tmp", "tmpfs", tmpFlags, options) != 0) giveUp("cannot mount a tmpfs on", "/tmp");
    makeFolder("/tmp/t", user);
    if (orders.privateWorkdir != 0) {
        makeFolder("/tmp/w", user);
        bind("/tmp/w", plan.workdir.bytes);
    }
    bind("/tmp/t", "/tmp");
}

void writeInitialFiles(const Plan& plan) {
    if (plan.orders->initialFiles == 0) return;
    const auto user = static_cast<unsigned>(plan.orders->runUser);
    const int base = open(plan.workdir.bytes, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (base < 0) giveUp("cannot open the working folder", plan.workdir.bytes);
    if (user != 0) {
        setfsgid(user);
        setfsuid(user);
    }
    for (std::uint64_t i = 0; i < plan.orders->initialFiles; ++i)
        writeOne(base, plan.initialFiles[2 * i], plan.initialFiles[2 * i + 1]);
    if (user != 0) {
        setfsuid(geteuid());
        setfsgid(getegid());
    }
    close(base);
}

}  // namespace assay::sandbox::launcher
