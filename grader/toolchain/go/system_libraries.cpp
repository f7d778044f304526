#include "toolchain/go/system_libraries.h"

#include <array>

namespace assay::toolchain {

namespace fs = base::fs;

namespace {

// The interpreter's path is written into the binary; libraries are looked for where the loader looks by default.
constexpr std::array kLoaders{"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"};
constexpr std::array kFolders{"/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
                              "/lib64",                "/usr/lib64",             "/lib",                      "/usr/lib"};
constexpr std::array kLibraries{"libc.so.6", "libpthread.so.0", "libresolv.so.2", "libdl.so.2", "libm.so.6"};

void addFile(const fs::path& path, std::vector<sandbox::Mount>& mounts) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (!error) mounts.push_back({real, path.string(), false});
}

}  // namespace

std::vector<sandbox::Mount> systemLibraries() {
    std::vector<sandbox::Mount> mounts;
    for (const char* loader : kLoaders) addFile(loader, mounts);
    std::error_code error;
    for (const char* library : kLibraries)
        for (const char* folder : kFolders)
            if (const fs::path path = fs::path(folder) / library; fs::exists(path, error)) {
                addFile(path, mounts);
                break;
            }
    return mounts;
}

}  // namespace assay::toolchain
