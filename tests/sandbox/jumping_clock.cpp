// Role: preloaded by faults.sh. The wall clock jumps an hour forward and back with each look at it, as it does when somebody sets
// it; the steady clock stays what it is.

#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

#include <atomic>

namespace {

std::atomic<unsigned> looks{0};
long offset() { return looks++ % 2 == 0 ? 3600 : -3600; }

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* into) noexcept {
    using Real = int (*)(clockid_t, timespec*);
    static const auto real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "clock_gettime"));
    const int result = real(clock, into);
    if (result == 0 && clock == CLOCK_REALTIME) into->tv_sec += offset();
    return result;
}

extern "C" int gettimeofday(timeval* __restrict into, void* __restrict) noexcept {
    timespec now{};
    const int result = clock_gettime(CLOCK_REALTIME, &now);
    into->tv_sec = now.tv_sec;
    into->tv_usec = now.tv_nsec / 1000;
    return result;
}

extern "C" time_t time(time_t* into) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (into != nullptr) *into = now.tv_sec;
    return now.tv_sec;
}
