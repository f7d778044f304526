// Role: the system calls of assay-launcher, made directly. The launcher links no C library: on virtual machines half a
// millisecond of every start goes into the library asking for the processor's features, and a run starts the launcher
// twice. What is left is small enough to be read whole.
// Each function answers as libc's does: -1 and lastError where the kernel refused. Structures and constants come from the
// system's headers; on the two architectures below their layout is the kernel's.
#pragma once

#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace assay::sandbox::launcher::sys {

extern int lastError;  // one thread; a child that shares our memory runs while we wait for it

// Any system call; arguments that are pointers or integers.
long raw(long number, long a, long b, long c, long d, long e, long f);

namespace detail {
template <class T>
long word(T* pointer) {
    return reinterpret_cast<long>(pointer);
}
template <class T>
long word(T number) {
    return static_cast<long>(number);
}
inline long word(decltype(nullptr)) { return 0; }
long result(long answer);
}  // namespace detail

template <class... Arguments>
long call(long number, Arguments... arguments) {
    const long words[7] = {detail::word(arguments)..., 0};
    static_assert(sizeof...(arguments) <= 6);
    return detail::result(raw(number, words[0], sizeof...(arguments) > 1 ? words[1] : 0, sizeof...(arguments) > 2 ? words[2] : 0,
                              sizeof...(arguments) > 3 ? words[3] : 0, sizeof...(arguments) > 4 ? words[4] : 0,
                              sizeof...(arguments) > 5 ? words[5] : 0));
}

[[noreturn]] void exit(int status);
int open(const char* path, int flags);
int openAt(int folder, const char* path, int flags, unsigned mode);
void close(int fd);
long read(int fd, void* buffer, std::size_t size);
long write(int fd, const void* bytes, std::size_t size);
bool fileStatus(int fd, struct stat& info);
int poll(pollfd* watched, unsigned count);  // without a time-out
pid_t getpid();
pid_t wait(pid_t pid, int* status, int options, rusage* usage);
int kill(pid_t pid, int signal);
long prctl(long option, unsigned long value);
// A child that shares our memory, on a stack of its own; we go on when it has become another program or ended.
pid_t vforkInto(int (*run)(void*), void* argument, char* stackEnd);

// The entries of an open folder whose names are numbers: the processes of /proc.
template <class Visit>
void eachNumber(int folder, Visit visit) {
    alignas(8) char entries[4096];
    for (long size = 0; (size = call(SYS_getdents64, folder, entries, sizeof entries)) > 0;)
        for (long at = 0; at < size;) {
            // struct linux_dirent64: inode, offset (8 each), record length (2), type (1), name
            std::uint16_t length = 0;
            __builtin_memcpy(&length, entries + at + 16, sizeof length);
            const char* name = entries + at + 19;
            if (name[0] >= '1' && name[0] <= '9') visit(name);
            at += length;
        }
}

}  // namespace assay::sandbox::launcher::sys

namespace assay::sandbox::launcher {

// A line put together in a fixed buffer; what does not fit is cut.
class Line {
  public:
    Line& add(const char* text) {
        for (; *text != 0 && m_used + 1 < sizeof m_text; ++text)
            m_text[m_used++] = *text;
        m_text[m_used] = 0;
        return *this;
    }
    Line& add(std::uint64_t number) {
        char digits[24];
        char* at = digits + sizeof digits;
        *--at = 0;
        do
            *--at = static_cast<char>('0' + number % 10);
        while ((number /= 10) != 0);
        return add(at);
    }
    const char* text() const { return m_text; }

  private:
    char m_text[160] = {};
    std::size_t m_used = 0;
};

bool equal(const char* a, const char* b);
// The nth field (from 1) of a /proc/<pid>/stat file in this open folder as a number; 0 where it cannot be read. The second,
// the name, may hold anything: fields are counted from the last ')'.
std::uint64_t statField(int processFolder, int field);
std::uint64_t number(const char* text);

}  // namespace assay::sandbox::launcher
