// The self-test of `assay doctor`: each row of the limits table tried by assay-probe, inside, with a real run. A row holds
// when the probe says that it was refused (exit 0), or, for the limits that end a run, when the run ended for that reason.

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "sandbox/sandbox.h"

namespace assay::sandbox {

namespace {

constexpr std::uint64_t mebibyte = 1u << 20;

struct Row {
    const char* item;
    std::vector<std::string> call;     // of assay-probe
    const char* fix;
    bool fullOnly = false;             // holds at level Full only
    bool slow = false;                 // only with --full
    std::optional<End> expected = {};  // otherwise: exit 0
    void (*adjust)(Request&) = nullptr;
    bool required = true;
};

constexpr const char* reportIt = "this is a fault of assay: please report it with this table and the kernel's version";
constexpr const char* needsNamespaces = "use --isolation full, which needs bubblewrap and namespaces";

std::vector<Row> rows(const std::string& hostPort) {
    const auto small = [](Request& r) {
        r.limits.threads = 64;
        r.limits.tmpBytes = 8 * mebibyte;
        r.limits.tmpFiles = 200;
        r.limits.memoryBytes = 64 * mebibyte;
        r.limits.cpu = r.limits.wall = Milliseconds(500);
        r.limits.wallAtMost = Milliseconds(10'000);
        r.limits.openFiles = 64;
    };
    const auto starts = [](Request& r) { r.limits.mayStartPrograms = true; };
    const auto sealed = [](Request& r) {
        r.control = "x";
        r.channel = true;
        r.environment = {"A=1", "B=2"};
    };
    return {
        {"starts a program", {"nothing"}, reportIt},
        {"network", {"network"}, reportIt},
        {"the host's loopback", {"host-loopback", hostPort}, reportIt},
        {"own loopback is up", {"loopback"}, needsNamespaces, true},
        {"raw and other sockets", {"odd-sockets"}, reportIt},
        {"fork", {"fork"}, reportIt},
        {"exec", {"exec", "/probe"}, reportIt},
        {"privileges", {"privileges"}, reportIt},
        {"ptrace, mount, namespaces, io_uring, bpf, keys …", {"privileged-calls"}, reportIt},
        {"32-bit system calls", {"other-numbers"}, reportIt},
        {"signals to others", {"signals"}, reportIt},
        {"descriptors", {"descriptors", "5"}, reportIt, false, false, {}, sealed},
        {"environment", {"environment", "2"}, reportIt, false, false, {}, sealed},
        {"reads /etc/shadow", {"reads", "/etc/shadow"}, reportIt},
        {"reads /etc/passwd", {"reads", "/etc/passwd"}, reportIt},
        {"reads /proc", {"reads", "/proc/self/maps"}, needsNamespaces, true},
        {"sees other files", {"lists", "dev probe tmp work"}, needsNamespaces, true},
        {"writes outside", {"writes-to", "/escaped"}, reportIt},
        {"writes to what is mounted", {"writes-to", "/probe"}, reportIt},
        {"set-user-id files", {"setuid-bit"}, reportIt},
        {"starts what it wrote", {"exec-from-tmp", "/probe"}, needsNamespaces, true, false, {}, starts},
        {"threads", {"threads", "64"}, "run assay as root or as an ordinary user of a kernel of 5.14 or newer", true, false, {}, small},
        {"memory", {"memory", "64"}, reportIt, false, false, {}, small},
        {"uncounted memory", {"uncounted-memory"}, reportIt},
        {"bytes of private files", {"fill-bytes", "8"}, needsNamespaces, true, false, {}, small},
        {"number of private files", {"fill-names", "200"}, needsNamespaces, true, false, {}, small},
        {"open files", {"open-files", "64"}, reportIt, false, false, {}, small},
        {"core dumps", {"core-dumps"}, reportIt},
        {"processor time", {"spin", "4"}, reportIt, false, true, End::CpuLimit, small},
        {"wall time", {"sleep"}, reportIt, false, true, End::WallLimit, small},
        {"output", {"shout"}, reportIt, false, true, End::OutputLimit},
        {"daemons", {"daemon", "assay"}, reportIt, false, true, {}, starts},
    };
}

// A server of ours on the host's loopback, which nothing inside may reach.
struct Listener {
    base::UniqueFd fd;
    std::string port;
    Listener() : fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof where;
        if (!fd || ::bind(fd.get(), reinterpret_cast<sockaddr*>(&where), size) != 0 || ::listen(fd.get(), 4) != 0 ||
            ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&where), &size) != 0)
            return;
        port = std::to_string(ntohs(where.sin_port));
    }
};

ProbeResult tryRow(Sandbox& sandbox, const fs::path& probe, Level level, const Row& row) {
    Request request;
    request.level = level;
    request.mounts = {{probe, "/probe", false}};
    request.argv = {"/probe"};
    request.argv.insert(request.argv.end(), row.call.begin(), row.call.end());
    if (row.adjust != nullptr) row.adjust(request);
    ProbeResult result{row.item, false, row.required, {}, row.fix};
    Observer observer;
    const auto outcome = sandbox.run(request, observer);
    if (!outcome) {
        result.how = base::describe(outcome.error());
        if (!outcome.error().hint.empty()) result.fix = outcome.error().hint;
        return result;
    }
    const bool asExpected = row.expected ? outcome->end == *row.expected : outcome->end == End::Exited && outcome->exitCode == 0;
    result.held = asExpected;
    result.how = base::safeText(base::trim(outcome->out.kept), {false, 200});
    if (row.expected && asExpected) result.how = "the run was ended";
    if (result.held) result.fix.clear();
    return result;
}

}  // namespace

std::vector<ProbeResult> runProbes(Sandbox& sandbox, const fs::path& launcher, Level level, bool full) {
    std::vector<ProbeResult> results;
    const auto found = findLauncher(launcher);
    const fs::path probe = found ? found->parent_path() / "assay-probe" : fs::path();
    if (::access(probe.c_str(), X_OK) != 0) {
        results.push_back({"probes", false, true, "assay-probe is missing beside assay-launcher", "build or install assay again"});
        return results;
    }
    if (level == Level::None) return results;  // nothing is promised there
    const Listener listener;
    for (const Row& row : rows(listener.port)) {
        if ((row.fullOnly && level != Level::Full) || (row.slow && !full)) continue;
        results.push_back(tryRow(sandbox, probe, level, row));
        // Where not even an empty program starts, the others would only repeat the reason.
        if (!results.back().held && results.size() == 1) break;
    }
    return results;
}

}  // namespace assay::sandbox
