// Using everything up: threads, memory, files, time, output.

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "sandbox/probe/probe.h"

namespace assay::sandbox::probe {

namespace {

void* waitForever(void*) {
    for (;;)
        pause();
}

// More threads than the argument must not be had.
int threads(const char* limit) {
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 << 10);
    const int most = std::atoi(limit);
    int count = 1;
    for (; count <= most + 50; ++count) {
        pthread_t thread{};
        if (pthread_create(&thread, &small, waitForever, nullptr) != 0) break;
    }
    std::printf("%d threads\n", count);
    return count <= most && count >= most / 2 ? 0 : 1;
}

int memory(const char* megabytes) {
    const std::size_t limit = static_cast<std::size_t>(std::atol(megabytes)) << 20, step = 4u << 20;
    std::size_t had = 0;
    while (had < 2 * limit) {
        void* block = mmap(nullptr, step, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (block == MAP_FAILED) break;
        std::memset(block, 1, step);
        had += step;
    }
    std::printf("%zu MiB\n", had >> 20);
    return had <= limit && had >= limit / 2 ? 0 : 1;
}

// Memory that RLIMIT_DATA does not count.
int uncountedMemory(const char*) {
    const int protection = PROT_READ | PROT_WRITE;
    if (mmap(nullptr, 4096, protection, MAP_SHARED | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) return broken("shared anonymous memory");
    if (mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0) != MAP_FAILED)
        return broken("memory that grows downwards");
    const int zero = open("/dev/zero", O_RDWR);
    if (zero >= 0 && mmap(nullptr, 4096, protection, MAP_SHARED, zero, 0) != MAP_FAILED) return broken("/dev/zero");
    return held("refused");
}

// Takes more memory than everything allows, in a way that only a control group sees: many processes, each within limits.
int manyEaters(const char* megabytes) {
    const std::size_t each = static_cast<std::size_t>(std::atol(megabytes)) << 20;
    usleep(400'000);
    for (int i = 0; i < 4; ++i)
        if (fork() == 0) {
            void* block = mmap(nullptr, each, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (block != MAP_FAILED) std::memset(block, 1, each);
            sleep(2);
            _exit(0);
        }
    sleep(2);
    return broken("nobody was stopped");
}

int fillBytes(const char* megabytes) {
    const int fd = open("/tmp/big", O_WRONLY | O_CREAT, 0600);
    const long limit = std::atol(megabytes);
    static char block[1 << 20];
    long had = 0;
    while (had <= 2 * limit && write(fd, block, sizeof block) == static_cast<ssize_t>(sizeof block))
        ++had;
    std::printf("%ld MiB, then: %s\n", had, std::strerror(errno));
    return had <= limit && had >= limit / 2 ? 0 : 1;
}

int fillNames(const char* files) {
    const int limit = std::atoi(files);
    int had = 0;
    for (; had <= 2 * limit; ++had) {
        char name[32];
        // Half in each of the two folders: they are to count together.
        std::snprintf(name, sizeof name, "%sf%d", had % 2 == 0 ? "/tmp/" : "", had);
        const int fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
        if (fd < 0) break;
        close(fd);
    }
    std::printf("%d files, then: %s\n", had, std::strerror(errno));
    return had <= limit && had >= limit / 2 ? 0 : 1;
}

int writesTo(const char* path) {
    const int fd = open(path, O_WRONLY | O_CREAT, 0600);
    return refused(fd, "write");
}

int openFiles(const char* limit) {
    int had = 3;
    while (had < 100'000 && open("/dev/null", O_RDONLY) >= 0)
        ++had;
    std::printf("%d descriptors\n", had);
    return had <= std::atoi(limit) ? 0 : 1;
}

void* spinForever(void*) {
    for (;;)
        __asm__ volatile("" ::: "memory");
}

int spin(const char* count) {
    for (int i = 1; i < std::atoi(count); ++i) {
        pthread_t thread{};
        pthread_create(&thread, nullptr, spinForever, nullptr);
    }
    spinForever(nullptr);
    return 1;
}

// The parent only waits: what its children use has to be found.
int spinInChild(const char*) {
    for (int i = 0; i < 2; ++i)
        if (fork() == 0) spinForever(nullptr);
    for (;;)
        pause();
}

int forkBomb(const char*) {
    for (;;)
        if (fork() < 0) usleep(1000);
}

int countsInput(const char*) {
    static char buffer[65536];
    long total = 0;
    for (ssize_t n = 0; (n = read(0, buffer, sizeof buffer)) > 0;)
        total += n;
    std::printf("%ld\n", total);
    return 0;
}

int sleepLong(const char*) {
    for (int signalNumber = 1; signalNumber < 32; ++signalNumber)
        signal(signalNumber, SIG_IGN);
    for (;;)
        sleep(600);
}

int shout(const char*) {
    static char block[65536];
    std::memset(block, 'x', sizeof block);
    while (write(1, block, sizeof block) > 0) {
    }
    return 1;
}

int coreDumps(const char*) {
    rlimit limits{1, 1};
    getrlimit(RLIMIT_CORE, &limits);
    return limits.rlim_max == 0 ? held("none") : broken("core dumps are written");
}

int abortNow(const char*) { std::abort(); }

int lines(const char* text) {
    std::fprintf(stderr, "err %s\n", text);
    char buffer[4096];
    std::size_t n = std::fread(buffer, 1, sizeof buffer - 1, stdin);
    buffer[n] = 0;
    std::printf("in %s\n", buffer);
    return 0;
}

// Copies descriptor 3 to descriptor 4, then says so on standard output.
int channel(const char* count) {
    char buffer[4096];
    const ssize_t n = read(3, buffer, sizeof buffer);
    if (n < 0) return broken("no control");
    for (int i = 0; i < std::max(1, std::atoi(count)); ++i)
        if (write(4, buffer, static_cast<std::size_t>(n)) != n) return broken("no channel");
    std::printf("after channel\n");
    return 0;
}

int printsFile(const char* path) {
    char buffer[4096];
    const int fd = open(path, O_RDONLY);
    if (fd < 0) return broken("cannot open");
    const ssize_t n = read(fd, buffer, sizeof buffer);
    return write(1, buffer, n > 0 ? static_cast<std::size_t>(n) : 0) >= 0 ? 0 : 1;
}

int writesFile(const char* path) {
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    return fd >= 0 && write(fd, "written\n", 8) == 8 ? 0 : broken("cannot write");
}

int exitWith(const char* status) { std::exit(std::atoi(status)); }
int killSelf(const char* number) {
    raise(std::atoi(number));
    return 0;
}

int printsFolder(const char*) {
    char here[4096];
    std::printf("%s %s\n", getcwd(here, sizeof here), getenv("HOME") != nullptr ? getenv("HOME") : "");
    return 0;
}

}  // namespace

const Probe resourceProbes[] = {
    {"threads", threads}, {"memory", memory}, {"uncounted-memory", uncountedMemory}, {"many-eaters", manyEaters},
    {"fill-bytes", fillBytes}, {"fill-names", fillNames}, {"writes-to", writesTo}, {"open-files", openFiles},
    {"spin", spin}, {"spin-in-child", spinInChild}, {"fork-bomb", forkBomb},
    {"counts-input", countsInput}, {"sleep", sleepLong}, {"shout", shout}, {"core-dumps", coreDumps}, {"abort", abortNow}, {"lines", lines}, {"channel", channel},
    {"prints", printsFile}, {"writes", writesFile}, {"exit", exitWith}, {"kill-self", killSelf}, {"folder", printsFolder},
};
const std::size_t resourceProbeCount = sizeof resourceProbes / sizeof *resourceProbes;

}  // namespace assay::sandbox::probe
