#include "sandbox/launcher/kernel.h"

#include <fcntl.h>

// The program's entry (the kernel leaves argc, then argv, on the stack), and a vfork that gives the child a stack of its
// own: 0x4111 is CLONE_VM | CLONE_VFORK | SIGCHLD. Registers survive the call in both processes.
#if defined(__x86_64__)
__asm__(R"(
    .text
    .globl _start
_start:
    xor %ebp, %ebp
    mov (%rsp), %rdi
    lea 8(%rsp), %rsi
    and $-16, %rsp
    call assayLauncherMain
    mov %eax, %edi
    mov $231, %eax
    syscall

    .globl assayVforkInto
assayVforkInto:
    mov %rdi, %r9
    mov %rsi, %r8
    mov $0x4111, %edi
    mov %rdx, %rsi
    xor %edx, %edx
    xor %r10d, %r10d
    mov $56, %eax
    syscall
    test %rax, %rax
    jnz 1f
    xor %ebp, %ebp
    mov %r8, %rdi
    call *%r9
    mov %eax, %edi
    mov $231, %eax
    syscall
1:  ret
    .section .note.GNU-stack,"",@progbits
    .text
)");
#elif defined(__aarch64__)
__asm__(R"(
    .text
    .globl _start
_start:
    mov x29, #0
    ldr x0, [sp]
    add x1, sp, #8
    bl assayLauncherMain
    mov x8, #94
    svc #0

    .globl assayVforkInto
assayVforkInto:
    mov x9, x0
    mov x10, x1
    mov x0, #0x4111
    mov x1, x2
    mov x2, #0
    mov x3, #0
    mov x4, #0
    mov x8, #220
    svc #0
    cbnz x0, 1f
    mov x29, #0
    mov x0, x10
    blr x9
    mov x8, #94
    svc #0
1:  ret
    .section .note.GNU-stack,"",%progbits
    .text
)");
#else
#error "assay-launcher knows x86-64 and aarch64"
#endif

extern "C" long assayVforkInto(int (*run)(void*), void* argument, char* stackEnd);

// The compiler calls these for copies of structures, whatever it is told.
extern "C" void* memcpy(void* to, const void* from, std::size_t size) {
    auto* a = static_cast<volatile char*>(to);
    const auto* b = static_cast<const char*>(from);
    for (std::size_t i = 0; i < size; ++i)
        a[i] = b[i];
    return to;
}
extern "C" void* memset(void* to, int value, std::size_t size) {
    auto* a = static_cast<volatile char*>(to);
    for (std::size_t i = 0; i < size; ++i)
        a[i] = static_cast<char>(value);
    return to;
}

namespace assay::sandbox::launcher::sys {

int lastError = 0;

long raw(long number, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__)
    long result = 0;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
#else
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
#endif
}

long detail::result(long answer) {
    if (answer >= 0 || answer < -4095) return answer;
    lastError = static_cast<int>(-answer);
    return -1;
}

void exit(int status) {
    for (;;)
        raw(SYS_exit_group, status, 0, 0, 0, 0, 0);
}

int openAt(int folder, const char* path, int flags, unsigned mode) {
    return static_cast<int>(call(SYS_openat, folder, path, flags | O_CLOEXEC, mode));
}
int open(const char* path, int flags) { return openAt(AT_FDCWD, path, flags, 0); }
void close(int fd) { call(SYS_close, fd); }
long read(int fd, void* buffer, std::size_t size) { return call(SYS_read, fd, buffer, size); }
long write(int fd, const void* bytes, std::size_t size) { return call(SYS_write, fd, bytes, size); }
bool fileStatus(int fd, struct stat& info) { return call(SYS_fstat, fd, &info) == 0; }
int poll(pollfd* watched, unsigned count) {
    return static_cast<int>(call(SYS_ppoll, watched, count, nullptr, nullptr, 0));
}
pid_t getpid() { return static_cast<pid_t>(call(SYS_getpid, 0)); }
pid_t wait(pid_t pid, int* status, int options, rusage* usage) {
    return static_cast<pid_t>(call(SYS_wait4, pid, status, options, usage));
}
int kill(pid_t pid, int signal) { return static_cast<int>(call(SYS_kill, pid, signal)); }
long prctl(long option, unsigned long value) { return call(SYS_prctl, option, value, 0, 0, 0); }
pid_t vforkInto(int (*run)(void*), void* argument, char* stackEnd) {
    return static_cast<pid_t>(detail::result(assayVforkInto(run, argument, stackEnd)));
}

}  // namespace assay::sandbox::launcher::sys

namespace assay::sandbox::launcher {

bool equal(const char* a, const char* b) {
    for (; *a == *b; ++a, ++b)
        if (*a == 0) return true;
    return false;
}

std::uint64_t number(const char* text) {
    std::uint64_t value = 0;
    for (; *text >= '0' && *text <= '9'; ++text)
        value = value * 10 + static_cast<std::uint64_t>(*text - '0');
    return value;
}

std::uint64_t statField(int processFolder, int field) {
    const int fd = sys::openAt(processFolder, "stat", O_RDONLY, 0);
    if (fd < 0) return 0;
    char text[512];
    const long size = sys::read(fd, text, sizeof text - 1);
    sys::close(fd);
    if (size <= 0) return 0;
    text[size] = 0;
    const char* at = text + size;
    while (at > text && *at != ')')
        --at;
    for (int passed = 2; *at != 0 && passed < field; ++at)
        if (*at == ' ') ++passed;
    return number(at);
}

}  // namespace assay::sandbox::launcher
