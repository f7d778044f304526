// Role: assay-probe, the program that tries inside the sandbox what must not work there. `assay-probe NAME [ARGUMENT]`
// exits 0 when the wall held (what was tried was refused, or what must work worked), 1 when it did not, and says what
// happened on standard output. Linked statically: it runs where nothing else is mounted.
#pragma once

#include <cstddef>

namespace assay::sandbox::probe {

struct Probe {
    const char* name;
    int (*run)(const char* argument);
};
extern const Probe processProbes[];
extern const std::size_t processProbeCount;
extern const Probe resourceProbes[];
extern const std::size_t resourceProbeCount;

// Both print and give the exit status.
int held(const char* how);
int broken(const char* how);
// Of a system call that has to fail: held with errno's text.
int refused(long result, const char* what);

}  // namespace assay::sandbox::probe
