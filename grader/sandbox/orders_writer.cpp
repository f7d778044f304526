#include "sandbox/orders_writer.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/text.h"
#include "sandbox/bubblewrap.h"
#include "sandbox/orders.h"
#include "sandbox/view.h"

namespace assay::sandbox {

namespace {

using base::ErrorCode;
using base::fail;
using base::quote;
using base::UniqueFd;

struct Strings {
    std::string bytes;
    void add(std::string_view text) {
        const std::uint64_t size = text.size();
        bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
        bytes.append(text);
        bytes.push_back('\0');
    }
    template <class List>
    std::uint64_t addAll(const List& list) {
        for (const auto& text : list)
            add(text);
        return list.size();
    }
};

using InitialEntries = std::vector<std::string>;  // name, content, name, content …

Result<void> addInitial(const fs::path& outside, const std::string& name, std::uint64_t& room, InitialEntries& entries) {
    struct stat info {};
    if (::lstat(outside.c_str(), &info) != 0)
        return base::failErrno(ErrorCode::Internal, "initial file " + quote(outside.string()), errno);
    if (S_ISDIR(info.st_mode)) {
        entries.insert(entries.end(), {name + "/", ""});
        std::error_code error;
        for (auto it = fs::directory_iterator(outside, error); !error && it != fs::directory_iterator(); it.increment(error))
            if (auto added = addInitial(it->path(), name + "/" + it->path().filename().string(), room, entries); !added)
                return added;
        if (error) return fail(ErrorCode::Internal, "initial folder " + quote(outside.string()) + ": " + error.message());
        return {};
    }
    if (!S_ISREG(info.st_mode))
        return fail(ErrorCode::Internal, "initial file " + quote(outside.string()) + " is neither a file nor a folder");
    if (static_cast<std::uint64_t>(info.st_size) > room)
        return fail(ErrorCode::Internal, "initial files do not fit into the private folder: " + quote(outside.string()));
    auto content = base::readFile(outside, room);
    if (!content) return base::propagate(content);
    room -= content->size();
    entries.insert(entries.end(), {name, std::move(*content)});
    return {};
}

// As root the program is nobody in particular, so what is mounted has to be open to others. Said here, because from
// inside it would only look like a missing file.
Result<void> checkMount(const Mount& mount, bool root) {
    struct stat info {};
    if (!mount.outside.is_absolute() || !mount.inside.starts_with('/') || mount.inside == "/" || mount.inside.ends_with('/'))
        return fail(ErrorCode::Internal, "a mount needs absolute paths: " + quote(mount.outside.string()) + " at " + quote(mount.inside));
    if (::stat(mount.outside.c_str(), &info) != 0)
        return base::failErrno(ErrorCode::Internal, "cannot mount " + quote(mount.outside.string()), errno);
    const bool folder = S_ISDIR(info.st_mode);
    const bool open = folder ? (info.st_mode & 05) == 05 : (info.st_mode & 05) != 0;
    if (root && !mount.writable && !open)
        return fail(ErrorCode::Internal,
                    "cannot mount " + quote(mount.outside.string()) + ": it is closed to other users (chmod o+rX)");
    return {};
}

Result<void> checkRequest(const OrderParts& parts) {
    const Request& request = parts.request;
    if (request.reachable && request.level == Level::Reduced)
        return fail(ErrorCode::Unsupported, "a server can only be tried in a network of its own, which level reduced has not",
                    "use --isolation full; `assay doctor` says what is missing for it");
    if (request.argv.empty() || !request.argv[0].starts_with('/'))
        return fail(ErrorCode::Internal, "a run needs a program with an absolute path");
    if (!request.workdir.empty() && (!request.workdir.starts_with('/') || lies(request.workdir, "/tmp")))
        return fail(ErrorCode::Internal, "the working folder " + quote(request.workdir) + " is not possible");
    if (!request.initialFiles.empty() && !workdirIsPrivate(request))
        return fail(ErrorCode::Internal, "initial files need a private working folder");
    for (const Mount& mount : request.mounts) {
        if (auto checked = checkMount(mount, parts.machine.root && request.level != Level::None); !checked) return checked;
        if (request.level == Level::Full && workdirIsPrivate(request) && lies(mount.inside, request.workdir))
            return fail(ErrorCode::Internal, quote(mount.inside) + " would be hidden by the working folder");
    }
    return {};
}

std::vector<std::string> landlockRules(const OrderParts& parts) {
    const Request& request = parts.request;
    const bool full = request.level == Level::Full;
    std::vector<std::string> rules;
    for (const Mount& mount : request.mounts) {
        // Starting a program needs Landlock's right to read it: that a binary of mode 0111 cannot be read is the mode's
        // doing, which the program cannot change (read-only mount, another owner, or the filter).
        rules.push_back((mount.writable ? "w" : "r") + (full ? mount.inside : mount.outside.string()));
    }
    if (full) {
        rules.emplace_back("l/");  // what folders there are, the mounts decide
        rules.emplace_back("w/tmp");
        if (workdirIsPrivate(request)) rules.push_back("w" + request.workdir);
    } else {
        rules.push_back("w" + parts.privateFolder.string());
    }
    for (const char* node : deviceNodes)
        rules.push_back(std::string("d") + node);
    return rules;
}

// Below Full nothing is mounted, and the compiler cache of root lies in folders that only root may enter. So our own
// compilers keep root as their effective user there, without any capability and behind Landlock; a learner's program never.
bool keepsRootForFiles(const OrderParts& parts) {
    return parts.machine.root && parts.request.level == Level::Reduced && parts.request.ownTool;
}

std::vector<std::string> folderGifts(const OrderParts& parts) {
    std::vector<std::string> gifts;
    if (!parts.machine.root || parts.request.level == Level::None || keepsRootForFiles(parts)) return gifts;
    for (const Mount& mount : parts.request.mounts)
        if (mount.writable) gifts.push_back(mount.outside.string());
    if (!parts.privateFolder.empty())
        for (const char* name : {"work", "tmp"})
            gifts.push_back((parts.privateFolder / name).string());
    return gifts;
}

void fillLimits(Orders& orders, const Machine& machine, const Request& request) {
    const Limits& limits = request.limits;
    // A second more than the grader's own count, which is exact and whose reason is told.
    orders.cpuSeconds = static_cast<std::uint64_t>((limits.cpu.count() + 999) / 1000) + 1;
    orders.dataBytes = limits.memoryBytes;
    orders.fileBytes = limits.fileBytes;
    orders.openFiles = limits.openFiles;
    // In a user namespace, init counts too.
    orders.tasks = limits.threads + (request.level == Level::Full && !machine.root ? 1 : 0);
    orders.countOwnTasks = request.level != Level::Full && (!machine.root || request.level == Level::None) ? 1 : 0;
    orders.reachable = request.reachable ? 1 : 0;
    orders.tmpBytes = limits.tmpBytes;
    orders.tmpFiles = limits.tmpFiles;
    orders.mayStartPrograms = limits.mayStartPrograms ? 1 : 0;
}

std::string workdirFor(const OrderParts& parts) {
    if (parts.request.workdir.empty()) return "/";
    if (parts.request.level == Level::Full) return parts.request.workdir;
    return translated(parts.request, parts.privateFolder, parts.request.workdir);
}

Result<UniqueFd> memoryFile(std::string_view bytes) {
    UniqueFd memory(::memfd_create("assay", MFD_CLOEXEC));
    if (!memory) return base::failErrno(ErrorCode::Internal, "cannot make a file in memory", errno);
    if (auto written = base::writeAll(memory.get(), bytes); !written) return base::propagate(written);
    return memory;
}

}  // namespace

Result<UniqueFd> writeOrders(const OrderParts& parts) {
    if (auto checked = checkRequest(parts); !checked) return base::propagate(checked);
    const Request& request = parts.request;
    Orders orders;
    fillLimits(orders, parts.machine, request);
    orders.level = static_cast<std::uint64_t>(request.level);
    orders.programFds = 3u + (request.control ? 1 : 0) + (request.channel ? 1 : 0);
    if (parts.machine.root && request.level != Level::None) {
        orders.userBase = parts.machine.userBase;
        orders.userCount = parts.machine.userCount;
    }
    orders.keepRootForFiles = keepsRootForFiles(parts) ? 1 : 0;
    orders.privateWorkdir = workdirIsPrivate(request) ? 1 : 0;
    orders.useLandlock = parts.machine.landlock > 0 && request.level != Level::None ? 1 : 0;
    orders.refuseTcp = request.level == Level::Reduced ? 1 : 0;

    InitialEntries initial;
    std::uint64_t room = request.limits.tmpBytes;
    for (const InitialFile& file : request.initialFiles)
        if (auto added = addInitial(file.outside, file.name, room, initial); !added) return base::propagate(added);
    const bool full = request.level == Level::Full;
    const auto bubblewrap = full ? bubblewrapArguments(parts.machine, parts.launcher, request) : std::vector<std::string>{};
    std::vector<std::string> arguments, environment;
    for (const std::string& argument : request.argv)
        arguments.push_back(translated(request, parts.privateFolder, argument));
    for (const std::string& variable : request.environment) {
        const std::size_t equals = std::min(variable.find('='), variable.size() - 1) + 1;
        environment.push_back(variable.substr(0, equals) + translated(request, parts.privateFolder, variable.substr(equals)));
    }

    Strings strings;
    orders.bubblewrap = strings.addAll(bubblewrap);
    orders.give = strings.addAll(folderGifts(parts));
    orders.rules = strings.addAll(landlockRules(parts));
    orders.initialFiles = strings.addAll(initial) / 2;
    orders.arguments = strings.addAll(arguments);
    orders.environment = strings.addAll(environment);
    strings.add(workdirFor(parts));
    strings.add(arguments[0]);
    strings.add(parts.filter);
    return memoryFile(std::string(reinterpret_cast<const char*>(&orders), sizeof orders) + strings.bytes);
}

Result<UniqueFd> readableBytes(std::string_view bytes) {
    if (bytes.empty()) {
        UniqueFd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        if (!null) return base::failErrno(ErrorCode::Internal, "cannot open /dev/null", errno);
        return null;
    }
    auto memory = memoryFile(bytes);
    if (!memory) return memory;
    // Opened again, so that the program's descriptor can read only.
    UniqueFd reading(::open(("/proc/self/fd/" + std::to_string(memory->get())).c_str(), O_RDONLY | O_CLOEXEC));
    if (!reading) return base::failErrno(ErrorCode::Internal, "cannot open a file in memory", errno);
    return reading;
}

}  // namespace assay::sandbox
