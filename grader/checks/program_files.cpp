#include "checks/program_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

#include "base/text.h"

namespace assay::checks {

namespace {
constexpr std::size_t kMostBytes = 1 << 20;  // of a produced file that is compared
}

base::Result<ProgramFolder> ProgramFolder::create(const std::map<std::string, std::string>& given, sandbox::Request& request) {
    auto temp = base::TempFolder::create("program");
    if (!temp) return propagate(temp);
    ProgramFolder folder(std::move(*temp), request.limits);
    if (auto made = base::ensureFolder(folder.folder()); !made) return propagate(made);
    const auto put = [&](const std::string& name, const std::string& content) -> base::Result<void> {
        const base::fs::path path = folder.folder() / name;
        if (auto made = base::ensureFolder(path.parent_path()); !made) return made;
        if (auto written = base::writeFile(path, content); !written) return written;
        if (::chmod(path.c_str(), 0666) != 0) return base::failErrno(base::ErrorCode::Io, "cannot set the mode of a given file", errno);
        for (base::fs::path at = path.parent_path(); at != folder.m_temp.path(); at = at.parent_path())
            if (::chmod(at.c_str(), 0777) != 0) return base::failErrno(base::ErrorCode::Io, "cannot set the mode of the working folder", errno);
        return {};
    };
    for (const sandbox::InitialFile& file : request.initialFiles) {
        auto content = base::readFile(file.outside);
        if (!content) return propagate(content);
        if (auto done = put(file.name, *content); !done) return propagate(done);
    }
    for (const auto& [name, content] : given)
        if (auto done = put(name, content); !done) return propagate(done);
    if (::chmod(folder.folder().c_str(), 0777) != 0) return base::failErrno(base::ErrorCode::Io, "cannot set the mode of the working folder", errno);
    request.initialFiles.clear();
    request.mounts.push_back({folder.folder(), "/work", true});
    request.workdir = "/work";
    request.limits.fileBytes = std::min(request.limits.fileBytes, request.limits.tmpBytes);
    return folder;
}

ProgramFolder::Produced ProgramFolder::read(const std::string& name) const {
    base::UniqueFd at(::open(folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const base::fs::path path(name);
    for (auto part = path.begin(); part != path.end() && at; ++part) {
        const bool last = std::next(part) == path.end();
        at = base::UniqueFd(::openat(at.get(), part->c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | (last ? 0 : O_DIRECTORY)));
    }
    if (!at) return {{}, "It did not write the file " + base::quote(name) + "."};
    struct stat info {};
    if (::fstat(at.get(), &info) != 0 || !S_ISREG(info.st_mode)) return {{}, base::quote(name) + " is no regular file."};
    if (static_cast<std::size_t>(info.st_size) > kMostBytes) return {{}, base::quote(name) + " is larger than 1 MiB."};
    Produced produced;
    produced.content.resize(static_cast<std::size_t>(info.st_size));
    std::size_t done = 0;
    while (done < produced.content.size()) {
        const ssize_t n = ::read(at.get(), produced.content.data() + done, produced.content.size() - done);
        if (n <= 0) break;
        done += static_cast<std::size_t>(n);
    }
    produced.content.resize(done);
    return produced;
}

bool ProgramFolder::fits() const {
    std::error_code error;
    std::uint64_t bytes = 0;
    unsigned files = 0;
    for (auto it = base::fs::recursive_directory_iterator(folder(), base::fs::directory_options::skip_permission_denied, error); !error && it != base::fs::recursive_directory_iterator();
         it.increment(error)) {
        struct stat info {};
        if (::lstat(it->path().c_str(), &info) == 0) bytes += static_cast<std::uint64_t>(info.st_blocks) * 512;
        if (++files > m_limits.tmpFiles || bytes > m_limits.tmpBytes) return false;
    }
    return true;
}

}  // namespace assay::checks
