#include "sandbox/probe/probe.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace assay::sandbox::probe {

int held(const char* how) {
    std::printf("%s\n", how);
    return 0;
}

int broken(const char* how) {
    std::printf("NOT HELD: %s\n", how);
    return 1;
}

int refused(long result, const char* what) {
    const int error = errno;
    if (result >= 0) {
        std::printf("NOT HELD: %s succeeded\n", what);
        return 1;
    }
    std::printf("%s: %s\n", what, std::strerror(error));
    return 0;
}

}  // namespace assay::sandbox::probe

int main(int argc, char** argv) {
    using namespace assay::sandbox::probe;
    if (argc < 2) return 2;
    const char* argument = argc > 2 ? argv[2] : "";
    for (std::size_t i = 0; i < processProbeCount; ++i)
        if (std::strcmp(processProbes[i].name, argv[1]) == 0) return processProbes[i].run(argument);
    for (std::size_t i = 0; i < resourceProbeCount; ++i)
        if (std::strcmp(resourceProbes[i].name, argv[1]) == 0) return resourceProbes[i].run(argument);
    std::fprintf(stderr, "no probe '%s'\n", argv[1]);
    return 2;
}
